"""Build hook of the site (mkdocs.yml): pages made from what stands elsewhere, so that nothing is kept twice."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
CARD = ROOT / "models" / "default" / "README.md"
INTEGRATIONS = ROOT / "stance" / "integrations"
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
HEAD = """\
# Integrations

What each module of `stance.integrations` offers to other libraries. Each needs its extra, and is imported only by
those who use it.
"""


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Called by mkdocs: adds the model card and the reference of the integrations."""
    pages = {"model-card.md": model_card(), "api-integrations.md": integrations()}
    for name, text in pages.items():
        files.append(File.generated(config, name, content=text))
    return files


def model_card() -> str:
    """The card of the shipped model, without the fields that model hubs read."""
    return FRONT_MATTER.sub("", CARD.read_text(encoding="utf-8"))


def integrations() -> str:
    """A page with one directive for each public module of the folder."""
    names = sorted(path.stem for path in INTEGRATIONS.glob("*.py") if not path.stem.startswith("_"))
    return "\n".join((HEAD, *(f"## {name}\n\n::: stance.integrations.{name}\n" for name in names)))
