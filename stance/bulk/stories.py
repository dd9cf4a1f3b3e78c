"""Near-duplicates, where the package that finds them is part of the installation."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

_MODULE = "stance.stories"


class Stories(Protocol):
    """Signatures of texts, and the stories that follow from all signatures of a run."""

    def signature(self, text: str) -> bytes:
        """MinHash signature of a text."""

    def make_stories(self, out: Path) -> None:
        """Write OUT/stories.parquet from the articles of a finished run."""


def stories() -> Stories | None:
    """The near-duplicate step, None where there is none."""
    if find_spec(_MODULE) is None:
        return None
    found: Stories = import_module(_MODULE)
    return found
