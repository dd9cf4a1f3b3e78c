"""The steps before the model, for a slice of a part at a time: sentences, actors, pairs, and what has to be encoded."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stance.analyzer import StanceAnalyzer
from stance.bulk.corpus import Entry, Part
from stance.bulk.records import Article, BadRecord, attempt, together
from stance.bulk.rows import Source
from stance.bulk.settings import Settings
from stance.bulk.slices import SLICE, slices
from stance.bulk.times import Times
from stance.classify import Work
from stance.stories import body, signature
from stance.types import Document


@dataclass(frozen=True, slots=True)
class Slice:
    """Some records of a part after all steps before the model; ``last``: none of the part follow.

    ``part`` is without its entries, of which it had ``records``.
    """

    part: Part
    records: int
    articles: tuple[Article, ...]
    bad: tuple[BadRecord, ...]
    work: Work
    times: Times
    last: bool


class PartReader:
    """Reads the text of parts. Holds no state that a part changes."""

    def __init__(self, analyzer: StanceAnalyzer, settings: Settings) -> None:
        self._analyzer, self._settings = analyzer, settings

    def slices(self, part: Part) -> Iterator[Slice]:
        """The part in order, cut into slices by its records alone; a part without records is one empty slice."""
        cut, bare = list(_cut(part.entries)) or [[]], replace(part, entries=())
        for number, entries in enumerate(cut, start=1):
            before = time.perf_counter()
            articles, bad, work = self._read(entries)
            times = Times(text=time.perf_counter() - before)
            last = number == len(cut)
            yield Slice(bare, len(part.entries), articles, bad, work, times + part.times if last else times, last)

    def _read(self, entries: Sequence[Entry]) -> tuple[tuple[Article, ...], tuple[BadRecord, ...], Work]:
        found = [self._article(entry) for entry in entries]
        work = together(lambda: self._work(found), otherwise=lambda: None)
        if work is None:
            found = [self._encodable(one) for one in found]
            work = self._work(found)
        articles = tuple(one for one in found if isinstance(one, Article))
        return articles, tuple(one for one in found if isinstance(one, BadRecord)), work

    def _article(self, entry: Entry) -> Article | BadRecord:
        document = entry.document
        if document is None:
            return BadRecord(entry.number, entry.origin, entry.error or "no document")
        return attempt(entry.number, entry.origin, lambda: self._text(entry, document))

    def _text(self, entry: Entry, document: Document) -> Article:
        document = self._settings.apply(document)
        reading = self._analyzer.read(document, sentiment=self._settings.sentiment, lines=self._settings.lines)
        minhash = signature(body(document.text, reading.blocks), cleaned=True)  # the reading has cleaned it already
        return Article(Source(entry.number, entry.origin, minhash), reading)

    def _work(self, found: Sequence[Article | BadRecord]) -> Work:
        return self._analyzer.classifier.prepare([one.reading for one in found if isinstance(one, Article)])

    def _encodable(self, one: Article | BadRecord) -> Article | BadRecord:
        if isinstance(one, BadRecord):
            return one
        failed = attempt(one.source.number, one.source.origin, lambda: self._work([one]))
        return failed if isinstance(failed, BadRecord) else one


def _cut(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Runs of entries that are read together."""
    return slices(entries, size=lambda one: len(one.document.text) if one.document is not None else 0, limit=SLICE)
