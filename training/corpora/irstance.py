"""irstance: five-point labels, from committed annotations joined with text that is public, or with its own text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import Field

from training.corpora.config import CorpusConfig
from training.corpora.passages import CodedPassage, Key, Texts, TextSource, read_passages, read_written
from training.corpora.rows import Row, label_set
from training.corpora.standoff import StandoffRow, final, join, read_standoff


class Config(CorpusConfig):
    """The coded passages and their options."""

    reader: Literal["irstance"]
    passages: str = Field(description="beside the annotations: table of passages, or (.jsonl.gz) written passages")
    pool: str | None = Field(None, description="gzipped JSONL of articles that passages are cut from")
    texts: Mapping[str, TextSource] = Field({}, description="corpus → where its sentences are, for lines by hash")
    parts: tuple[str, ...] = Field((), description="parts to take; none given means all")
    without_parts: tuple[str, ...] = Field((), description="parts to leave out, for example [news] when DSE is scored")
    without_lines: tuple[str, ...] = Field((), description="leak rule: lines to leave out, as part/file:line")
    coder: Literal[1, 2, 3, "final"] = Field(
        "final", description="whose labels: a coder's, the adjudicator's (3), or the adjudicated ones where they exist"
    )
    rows_per_line: float | None = Field(None, gt=0, description="a line's rows weigh together at most this much")


def rows(corpus: Config, *, path: Path, folder: Path) -> Iterator[Row]:
    """One example a coded row of ``path`` (stand-off), joined with its text."""
    coded = read_standoff(path)
    chosen = final(coded) if corpus.coder == "final" else tuple(row for row in coded if row.coder == corpus.coder)
    judgements = [row for row in chosen if _taken(corpus, row)]
    lines: dict[tuple[str, str, int], int] = {}
    for row in judgements:
        lines[row.place] = lines.get(row.place, 0) + 1
    passages = _passages(corpus, beside=path, data_dir=folder)
    for row, example in join(judgements, passages=passages, path=path):
        cap = corpus.rows_per_line
        weight = 1.0 if cap is None else min(1.0, cap / lines[row.place])
        labels = label_set(corpus, row.label, place=example.origin)
        yield Row(replace(example, labels=labels, corpus=corpus.name, weight=weight))


def _taken(corpus: Config, row: StandoffRow) -> bool:
    if f"{row.part}/{row.file}:{row.line}" in corpus.without_lines:
        return False
    return row.part not in corpus.without_parts and (not corpus.parts or row.part in corpus.parts)


def _passages(corpus: Config, *, beside: Path, data_dir: Path) -> Mapping[Key, CodedPassage]:
    path = beside.parent / corpus.passages
    if path.name.endswith(".jsonl.gz"):
        return read_written(path)
    return read_passages(path, texts=Texts.read(pool=corpus.pool, sources=corpus.texts, data_dir=data_dir))
