"""What a section of the bench is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stance.types import Document


@dataclass(frozen=True, slots=True)
class Given:
    """The texts to measure on, and the number of articles of the sections that make their own in such numbers."""

    documents: Sequence[Document]
    articles: int
