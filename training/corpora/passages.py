"""Coded passages: where the lines of each stand, or, for text of the project's own, the lines themselves.

A passage table (gzipped, tab-separated) holds part, file, group, origin and lines. ``origin`` is the id of an article
of the pool, and ``lines`` are offsets into its text; or it is ``passage`` (each line is the context of the next) or
``unrelated``, and ``lines`` are sentences of public corpora as ``corpus:hash``. Neither holds any text. ``group``
keeps together what must not be split: the article, the debate. A passage file (gzipped JSONL) holds written text.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from stance.config import StrictModel
from stance.errors import DataError
from stance.examples import data_error
from stance.types import Span
from training.corpora.rows import BRACKETS, json_lines, open_text, table, text_hash, write_table

COLUMNS = ("part", "file", "group", "origin", "lines")
PASSAGE, UNRELATED = "passage", "unrelated"

Key = tuple[str, str]  # part and file


class TextSource(StrictModel):
    """Sentences of a public corpus that stand-off lines refer to by hash."""

    files: tuple[str, ...] = Field(min_length=1, description="relative to the data folder")
    fields: tuple[str, ...] = Field(("text",), description="columns that hold the sentence, as text or as tokens")


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """Lines as they were coded; ``group``: what must stay on one side of a split (None: each line by itself)."""

    part: str
    file: str
    lines: tuple[str, ...]
    group: str | None
    register: str = ""
    region: str = ""

    def context(self, line: int) -> tuple[str, ...]:
        """The lines before ``line`` (from 1), oldest first; none where the lines are unrelated."""
        return () if self.group is None else self.lines[: line - 1]


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A row of the table: where the lines of a passage stand."""

    part: str
    file: str
    group: str
    origin: str
    lines: str


def plain(text: str) -> str:
    """White space made one blank: lines are compared, hashed and shown like this."""
    return re.sub(r"\s+", " ", text).strip()


def sentences(source: TextSource, *, data_dir: Path) -> Iterator[str]:
    """The sentences of a public corpus: tables, JSON lines, or text whose first tab-separated cell is a sentence."""
    for name in source.files:
        path = data_dir / name
        if not path.exists():
            raise DataError(f"{path} is missing: coded sentences are joined with its text")
        stem = path.name.removesuffix(".gz")
        if stem.endswith((".tsv", ".csv")):
            for _, record in table(path, delimiter="\t" if stem.endswith(".tsv") else ","):
                yield from (plain(record[field]) for field in source.fields)
        elif stem.endswith(".jsonl"):
            for _, values in json_lines(path):
                found = (values[field] for field in source.fields if values[field])
                yield from (plain(value if isinstance(value, str) else " ".join(value)) for value in found)
        else:
            with open_text(path) as file:
                yield from (plain(BRACKETS.sub(r"\1", line.split("\t")[0])) for line in file)


def pool_texts(path: Path) -> dict[str, str]:
    """Article id → text of a pool (gzipped JSONL with ``id`` and ``text``)."""
    if not path.exists():
        raise DataError(f"{path} is missing: coded passages are cut from its articles")
    return {str(record["id"]): str(record["text"]) for _, record in json_lines(path)}


@dataclass(frozen=True, slots=True)
class Texts:
    """What stand-off passages are joined with: articles by id, and sentences by corpus and hash."""

    pool: Mapping[str, str]
    sentences: Mapping[str, Mapping[str, str]]

    @classmethod
    def read(cls, *, pool: str | None, sources: Mapping[str, TextSource], data_dir: Path) -> Texts:
        """Read all of it; DataError names a file that is missing."""
        return cls(
            pool_texts(data_dir / pool) if pool else {},
            {
                name: {text_hash(text): text for text in sentences(source, data_dir=data_dir)}
                for name, source in sources.items()
            },
        )


def read_passages(path: Path, *, texts: Texts) -> dict[Key, CodedPassage]:
    """The passages of a table joined with their text; one DataError lists every line without text."""
    found: dict[Key, CodedPassage] = {}
    problems: list[str] = []
    for number, row in _rows(path):
        lines: list[str] = []
        for cell in row.lines.split():
            text = _text(row, cell, texts)
            lines.append(text or "")
            if text is None:
                problems.append(f"{path}:{number}: {_what(row, cell)} is not in the data folder")
        group = None if row.origin == UNRELATED else row.group
        found[row.part, row.file] = CodedPassage(row.part, row.file, tuple(lines), group)
    if problems:
        raise data_error("the text of coded passages is missing", list(dict.fromkeys(problems)))
    return found


def _text(row: PassageRow, cell: str, texts: Texts) -> str | None:
    if row.origin in (PASSAGE, UNRELATED):
        corpus, _, key = cell.partition(":")
        return texts.sentences.get(corpus, {}).get(key)
    article = texts.pool.get(row.origin)
    return None if article is None else plain(Span(*map(int, cell.split("-"))).of(article))


def _what(row: PassageRow, cell: str) -> str:
    if row.origin in (PASSAGE, UNRELATED):
        corpus, _, key = cell.partition(":")
        return f"the sentence of {corpus} with sha256 {key}…"
    return f"article {row.origin}"


def _rows(path: Path) -> Iterator[tuple[int, PassageRow]]:
    with open_text(path) as file:
        reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if (header := tuple(next(reader, ()))) != COLUMNS:
            raise DataError(f"{path}:1: expected the columns {', '.join(COLUMNS)}, found {', '.join(header)}")
        for cells in reader:
            yield reader.line_num, PassageRow(*cells)


def write_passages(path: Path, rows: Iterable[PassageRow]) -> None:
    """Write the table, the same byte for byte for the same rows."""
    write_table(path, COLUMNS, ((row.part, row.file, row.group, row.origin, row.lines) for row in rows))


def read_written(path: Path) -> dict[Key, CodedPassage]:
    """Written passages with their text."""
    return {
        (record["part"], record["file"]): CodedPassage(
            part=record["part"],
            file=record["file"],
            lines=tuple(record["lines"]),
            group=f"{record['part']}/{record['file']}",
            register=record["register"],
            region=record["region"],
        )
        for _, record in json_lines(path)
    }


def write_written(path: Path, passages: Iterable[CodedPassage]) -> None:
    """Write passages of the project's own text, the same byte for byte for the same passages."""
    rows = (
        {"part": p.part, "file": p.file, "register": p.register, "region": p.region, "lines": p.lines} for p in passages
    )
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
