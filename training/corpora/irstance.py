"""Coded folders (five-point labels), read from committed stand-off annotations and joined with text that is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import Field

from training.corpora.config import CorpusConfig
from training.corpora.rows import Row, label_set
from training.corpora.standoff import join, read_standoff


class Config(CorpusConfig):
    """The coded folders and their options."""

    reader: Literal["irstance"]
    parts: tuple[str, ...] = Field((), description="parts to take; none given means all")
    without_parts: tuple[str, ...] = Field((), description="parts to leave out, for example [news] when DSE is scored")
    coder: Literal[1, 2] = Field(1, description="whose labels; the second coder coded a sample")
    rows_per_line: float | None = Field(None, gt=0, description="a line's rows weigh together at most this much")


def rows(corpus: Config, *, path: Path, folder: Path) -> Iterator[Row]:
    """One example a coded row of ``path`` (stand-off), with text from the articles in ``folder``."""
    judgements = [
        row
        for row in read_standoff(path)
        if row.coder == corpus.coder
        and row.part not in corpus.without_parts
        and (not corpus.parts or row.part in corpus.parts)
    ]
    lines: dict[tuple[str, str, int], int] = {}
    for row in judgements:
        lines[row.place] = lines.get(row.place, 0) + 1
    for row, example in join(judgements, folder=folder):
        cap = corpus.rows_per_line
        weight = 1.0 if cap is None else min(1.0, cap / lines[row.place])
        labels = label_set(corpus, row.label, place=example.origin)
        yield Row(replace(example, labels=labels, corpus=corpus.name, weight=weight))
