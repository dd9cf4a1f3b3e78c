"""Helpers that the readers share: rows with leak flags, files, spans that end at word boundaries."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from stance.errors import DataError
from stance.types import Span, StanceExample
from training.corpora.config import CorpusConfig

APOSTROPHES = "'\u2019"
BRACKETS = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Row:
    """An example, and the flags by which a leak rule may leave it out."""

    example: StanceExample
    flags: frozenset[str] = frozenset()


def text_hash(text: str) -> str:
    """First 16 hex digits of the sha256 of a sentence."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def open_text(path: Path) -> IO[str]:
    """A text stream of a plain or gzipped file."""
    if path.suffix == ".gz":
        return cast("IO[str]", gzip.open(path, "rt", encoding="utf-8", newline=""))
    return path.open(encoding="utf-8", newline="")


def table(path: Path, *, delimiter: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Line number and cells by column name."""
    with open_text(path) as file:
        reader = csv.DictReader(file, delimiter=delimiter)
        for record in reader:
            yield reader.line_num, record


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a gzipped, tab-separated table without quoting: the same rows give the same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    path.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


def json_lines(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Line number and object."""
    with open_text(path) as file:
        for number, line in enumerate(file, 1):
            yield number, json.loads(line)


def label_set(corpus: CorpusConfig, label: str, *, place: str) -> frozenset[str]:
    """The allowed labels for a label of the corpus; DataError if the configuration does not map it."""
    if label not in corpus.labels:
        raise DataError(f"{place}: label {label!r} is not mapped: expected one of {', '.join(corpus.labels)}")
    return frozenset(corpus.labels[label])


def to_word(text: str, span: Span) -> Span:
    """The span without spaces and a hanging apostrophe, extended to the word boundaries."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end - 1 > start and (text[end - 1].isspace() or text[end - 1] in APOSTROPHES):
        end -= 1
    while start > 0 and text[start - 1].isalnum() and text[start : start + 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1 : end].isalnum():
        end += 1
    return Span(start, end)
