"""What a run needs of its input; ``stance.inputs`` provides it, and so can anything that numbers its records."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from stance.bulk.times import Times
from stance.types import Document


class Entry(Protocol):
    """One record of the input: ``document``, or ``error`` that says why there is none."""

    @property
    def number(self) -> int:
        """Place in the whole input, from 0."""

    @property
    def origin(self) -> str:
        """Where it was read: file, file:line or archive!member."""

    @property
    def document(self) -> Document | None:
        """The article, if it could be read."""

    @property
    def error(self) -> str | None:
        """Why it could not."""

    @property
    def position(self) -> int:
        """Bytes of the input read up to here."""


class Corpus(Protocol):
    """A numbered stream of records that can be read again from any record on."""

    @property
    def fingerprint(self) -> str:
        """Differs when the input differs."""

    @property
    def size(self) -> int | None:
        """Number of records, None where only reading tells."""

    @property
    def total_bytes(self) -> int:
        """Bytes of the input, 0 where unknown."""

    def entries(self, *, start: int = 0) -> Iterator[Entry]:
        """The records from number ``start`` on, in order."""


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive records that are read, written and resumed as one.

    ``begin``, ``end``: position in the input, in bytes, before the first and after the last. ``times``: of reading it.
    """

    number: int
    entries: tuple[Entry, ...]
    begin: int = 0
    end: int = 0
    times: Times = field(default_factory=Times)


def parts(corpus: Corpus, *, size: int, done: Mapping[int, int]) -> Iterator[Part]:
    """The parts of the input that are not ``done`` (number → position after it); part n begins at n × ``size``."""
    number = next(n for n in range(len(done) + 1) if n not in done)
    entries, begin = corpus.entries(start=number * size), done[number - 1] if number else 0
    while True:
        before = time.perf_counter()
        found = tuple(islice(entries, size))
        if not found:
            return
        if number not in done:
            times = Times(read=time.perf_counter() - before)
            yield Part(number, found, begin, found[-1].position, times)
        begin, number = found[-1].position, number + 1
