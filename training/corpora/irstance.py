"""Coded folders (five-point labels), read from committed stand-off annotations and joined with text that is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import Field

from stance.gold import Article
from training.corpora.config import CorpusConfig
from training.corpora.pool import pool_articles
from training.corpora.rows import Row, label_set
from training.corpora.standoff import StandoffRow, articles_of, join, read_standoff


class Config(CorpusConfig):
    """The coded folders and their options."""

    reader: Literal["irstance"]
    parts: tuple[str, ...] = Field((), description="parts to take; none given means all")
    without_parts: tuple[str, ...] = Field((), description="parts to leave out, for example [news] when DSE is scored")
    coder: Literal[1, 2] = Field(1, description="whose labels; the second coder coded a sample")
    pool: str | None = Field(None, description="gzipped JSONL of articles that the coded passages are cut from")
    passages: str | None = Field(None, description="with pool: the table that says which characters are the lines")
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
    for row, example in join(judgements, articles=_articles(corpus, judgements, path=path, folder=folder)):
        cap = corpus.rows_per_line
        weight = 1.0 if cap is None else min(1.0, cap / lines[row.place])
        labels = label_set(corpus, row.label, place=example.origin)
        yield Row(replace(example, labels=labels, corpus=corpus.name, weight=weight))


def _articles(
    corpus: Config, judgements: Sequence[StandoffRow], *, path: Path, folder: Path
) -> Mapping[str, Mapping[str, Article]]:
    if corpus.pool is None or corpus.passages is None:
        return articles_of(judgements, folder=folder)
    return pool_articles(path.parent / corpus.passages, pool=folder / corpus.pool)
