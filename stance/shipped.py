"""Where the models are that come with the package. Imports nothing heavy: completion asks at every press of Tab."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

MANIFEST = "stance.json"


def default_folder() -> Path:
    """The shipped model: inside the installed package, or beside it in a source checkout."""
    packaged = Path(str(resources.files("stance"))) / "models" / "default"
    return packaged if packaged.is_dir() else packaged.parents[2] / "models" / "default"


def shipped_models() -> tuple[Path, ...]:
    """The folders of all models that stand beside the default one, by name."""
    return tuple(path.parent for path in sorted(default_folder().parent.glob(f"*/{MANIFEST}")))
