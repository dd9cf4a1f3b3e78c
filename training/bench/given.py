"""What a section of the bench is given, and the table that it gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stance.types import Document


@dataclass(frozen=True, slots=True)
class Given:
    """The texts to measure on, and the number of articles of the sections that make their own in such numbers."""

    documents: Sequence[Document]
    articles: int


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table: words to the left in the first column, numbers to the right in the others."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
