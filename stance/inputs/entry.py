"""What a corpus gives, and what the user may say about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from stance.errors import DataError
from stance.text.fields import Fields
from stance.types import Document


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of the input: a document, or why there is none.

    ``number``: its place in the whole input, from 0, the same in every run over unchanged input. ``origin``: where it
    was read: news/a.txt, news.jsonl:17 (line), list.json:3#2 (line and place), news.zip!a/b.html (member),
    crawl.warc.gz@12345 (byte), table.parquet:88 (row, from 1). ``error``: one sentence for the user; exactly one of
    ``document`` and ``error`` is set. ``position``: bytes of the input, as stored, that have been read so far.
    """

    number: int
    origin: str
    document: Document | None
    error: str | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class InputOptions:
    """How to read an input. An empty name of a field or column stands for the usual names; ``split`` is of a data set.

    ``format``: what every file is (archives excepted), or auto: by its suffix.
    """

    format: str = "auto"
    text: str = ""
    id: str = ""
    title: str = ""
    date: str = ""
    outlet: str = ""
    url: str = ""
    language: str = ""
    split: str = ""

    def fields(self) -> Fields:
        """The names of the fields alone."""
        return Fields(self.text, self.id, self.title, self.date, self.outlet, self.url, self.language)


@dataclass(slots=True)
class Meter:
    """How many bytes of a file, as stored, its reader has taken."""

    position: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """A record that was found and not yet read.

    ``read`` gives its document or raises DataError; it works until the next record is asked for. Records that nobody
    wants are never read: that makes it cheap to go on in the middle.
    """

    origin: str
    read: Callable[[], Document] = field(repr=False)


def broken(origin: str, problem: str) -> Record:
    """A record that cannot be read."""

    def read() -> Document:
        raise DataError(problem)

    return Record(origin, read)
