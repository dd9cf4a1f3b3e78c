"""Everything, next to the input and the model, on which the rows of a run depend."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from stance.bundle import Bundle, sha256
from stance.types import Document

Form = Literal["parquet", "jsonl", "csv"]
PART_SIZE, SMALL_PART_SIZE = 1000, 100
SMALL = 100_000_000  # bytes


def fitting_part_size(total_bytes: int) -> int:
    """Records a part: few files of a useful size for a large input, enough parts for all workers for a small one."""
    return SMALL_PART_SIZE if 0 < total_bytes < SMALL else PART_SIZE


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the articles are read and written.

    ``model``, ``actors``, ``context``, ``sentiment``, ``lines``: as in StanceAnalyzer. ``published``, ``language``,
    ``voice``: take the place of what the records say. ``forms``: parquet, and what is written beside it.
    """

    model: str | None = None
    actors: Path | None = None
    context: int | None = None
    sentiment: bool = False
    lines: bool = False
    published: date | None = None
    language: str | None = None
    voice: str | None = None
    part_size: int = PART_SIZE
    forms: tuple[Form, ...] = ("parquet",)

    def apply(self, document: Document) -> Document:
        """The document with the date, language and voice that the user gave for all, and a text that UTF-8 can hold."""
        if self.voice is not None:
            document = replace(document, metadata={**document.metadata, "voice": self.voice})
        return replace(
            document,
            text=document.text.encode("utf-8", errors="replace").decode("utf-8"),
            published=self.published or document.published,
            language=self.language or document.language,
        )

    def configuration(self, bundle: Bundle) -> dict[str, str | int | bool | None]:
        """The settings as written beside the tables: the overlay by its contents, the context as it is used."""
        return {
            "actors_sha256": sha256(self.actors) if self.actors else None,
            "context": bundle.manifest.encode.context if self.context is None else self.context,
            "sentiment": self.sentiment,
            "lines": self.lines,
            "published": self.published.isoformat() if self.published else None,
            "language": self.language,
            "voice": self.voice,
            "part_size": self.part_size,
            "forms": ",".join(self.forms),
        }
