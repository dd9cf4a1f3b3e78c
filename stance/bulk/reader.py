"""A part of the input becomes its files: a pure function of the records, the model and the settings."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from stance.analyzer import StanceAnalyzer
from stance.bulk.corpus import Entry, Part
from stance.bulk.receipts import Counts
from stance.bulk.rows import ArticleRows, Source, article_rows
from stance.bulk.settings import Settings
from stance.bulk.sheets import PartFile, Sheets
from stance.bulk.stories import Stories, stories
from stance.bulk.times import Times
from stance.classify import Work
from stance.dataset.tables import TABLES
from stance.errors import DataError, StanceError
from stance.types import Document, Prediction, Reading

T = TypeVar("T")
_DETAIL = re.compile(r"\s*[:(].*", re.DOTALL)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Tick:
    """How far the part at hand is: share of its work, with the articles and pairs that this stands for."""

    part: int
    share: float
    articles: float
    pairs: float


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record without rows, and why."""

    article: int
    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article that the model can be asked about."""

    source: Source
    reading: Reading


@dataclass(frozen=True, slots=True)
class PreparedPart:
    """A part after all steps before the model."""

    part: Part
    articles: tuple[Article, ...]
    bad: tuple[BadRecord, ...]
    work: Work
    times: Times


@dataclass(frozen=True, slots=True)
class Outcome:
    """A part that is ready to be written."""

    part: int
    files: tuple[PartFile, ...]
    counts: Counts
    bad: tuple[BadRecord, ...]
    times: Times


class PartReader:
    """Reads parts with one model. Holds no state that a part changes."""

    def __init__(self, analyzer: StanceAnalyzer, *, settings: Settings, configuration: Mapping[str, object]) -> None:
        self.analyzer = analyzer
        self.settings = settings
        self.configuration = configuration
        self._stories: Stories | None = stories()

    @classmethod
    def load(cls, settings: Settings, *, configuration: Mapping[str, object], threads: int) -> PartReader:
        """With the model and catalogue that the settings name."""
        analyzer = StanceAnalyzer.load(
            settings.model, actors=settings.actors, context=settings.context, threads=threads
        )
        return cls(analyzer, settings=settings, configuration=configuration)

    def prepare(self, part: Part) -> PreparedPart:
        """Find sentences, actors and pairs, and encode what the model has to read."""
        before = time.perf_counter()
        found = [self._article(entry) for entry in part.entries]
        articles = tuple(one for one in found if isinstance(one, Article))
        bad = tuple(one for one in found if isinstance(one, BadRecord))
        work = self.analyzer.classifier.prepare([article.reading for article in articles])
        times = part.times + Times(text=time.perf_counter() - before)
        return PreparedPart(replace(part, entries=()), articles, bad, work, times)

    def finish(self, prepared: PreparedPart, *, tick: Callable[[Tick], None]) -> Outcome:
        """Ask the model, and make the files."""
        before = time.perf_counter()
        answers = self._judged(prepared, tick)
        between = time.perf_counter()
        sheets = Sheets(model=self.analyzer.model, configuration=self.configuration, forms=self.settings.forms)
        bad, counter = list(prepared.bad), _Counter()
        for article, answer in zip(prepared.articles, answers, strict=True):
            written = self._rows(article, answer) if not isinstance(answer, BadRecord) else answer
            if isinstance(written, BadRecord):
                bad.append(written)
                continue
            counter.add(written)
            for table in TABLES:
                sheets.add(table, written.of(table))
        bad.sort(key=lambda record: record.article)
        number = prepared.part.number
        files = (*sheets.files(number), *_bad_file(number, bad))
        times = Times(model=between - before, tables=time.perf_counter() - between)
        counts = counter.counts(prepared, bad)
        return Outcome(number, files, counts, tuple(bad), prepared.times + times)

    def _article(self, entry: Entry) -> Article | BadRecord:
        if entry.document is None:
            return BadRecord(entry.number, entry.origin, entry.error or "no document")
        document = entry.document
        return _attempt(entry.number, entry.origin, lambda: self._read(entry, document))

    def _read(self, entry: Entry, document: Document) -> Article:
        document = self.settings.apply(document)
        reading = self.analyzer.read(document, sentiment=self.settings.sentiment, lines=self.settings.lines)
        minhash = self._stories.signature(document.text) if self._stories else None
        return Article(Source(entry.number, entry.origin, minhash), reading)

    def _judged(
        self, prepared: PreparedPart, tick: Callable[[Tick], None]
    ) -> Sequence[tuple[Prediction, ...] | BadRecord]:
        """The predictions of each article. Where the model fails on all together, each article is asked alone."""
        readings = [article.reading for article in prepared.articles]

        def progress(share: float) -> None:
            tick(Tick(prepared.part.number, share, share * len(readings), share * prepared.work.total))

        try:
            return self.analyzer.classifier.judge(readings, prepared.work, progress=progress)
        except (StanceError, MemoryError):
            raise
        except Exception:
            return [self._alone(article) for article in prepared.articles]

    def _alone(self, article: Article) -> tuple[Prediction, ...] | BadRecord:
        classifier, reading, source = self.analyzer.classifier, article.reading, article.source
        return _attempt(
            source.number, source.origin, lambda: classifier.predict(reading.sentences, reading.pairs.pairs)
        )

    def _rows(self, article: Article, answer: tuple[Prediction, ...]) -> ArticleRows | BadRecord:
        analyzer, source = self.analyzer, article.source
        return _attempt(
            source.number,
            source.origin,
            lambda: article_rows(analyzer.conclude(article.reading, answer), source, scheme=analyzer.scheme),
        )


class _Counter:
    """Sums over the articles of a part."""

    def __init__(self) -> None:
        self.sums: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()

    def add(self, rows: ArticleRows) -> None:
        for row in rows.articles:
            self.sums.update({name: int(str(row[name])) for name in ("n_sentences", "n_encoded", "n_characters")})
        self.sums.update(articles=1, judgements=len(rows.judgements), dyads=len(rows.dyads))
        self.skipped.update(f"{row['kind']}: {general(str(row['reason']))}" for row in rows.skipped)

    def counts(self, prepared: PreparedPart, bad: Sequence[BadRecord]) -> Counts:
        return Counts(
            records=self.sums["articles"] + len(bad),
            articles=self.sums["articles"],
            bad=len(bad),
            characters=self.sums["n_characters"],
            sentences=self.sums["n_sentences"],
            encoded=self.sums["n_encoded"],
            passes=len(prepared.work.passes),
            judgements=self.sums["judgements"],
            dyads=self.sums["dyads"],
            skipped=dict(sorted(self.skipped.items())),
            reasons=dict(sorted(Counter(general(record.reason) for record in bad).items())),
        )


def general(reason: str) -> str:
    """A reason without what is particular to one record, so that like ones can be counted together."""
    return _NUMBER.sub("…", _DETAIL.sub("", reason)) or reason


def _attempt(number: int, origin: str, make: Callable[[], T]) -> T | BadRecord:
    """What ``make`` gives, or why this article has none: one article must not stop a corpus.

    What is not the fault of the article (a missing package, a wrong option) is raised.
    """
    try:
        return make()
    except DataError as error:
        return BadRecord(number, origin, " ".join(str(error).split()))
    except (StanceError, MemoryError):
        raise
    except Exception as error:
        said = " ".join(str(error).split())
        return BadRecord(number, origin, f"the analysis failed with {type(error).__name__}: {said}")


def _bad_file(part: int, bad: Sequence[BadRecord]) -> tuple[PartFile, ...]:
    """One JSON object a line, if there is any."""
    lines = (
        json.dumps({"article": one.article, "origin": one.origin, "reason": one.reason}, ensure_ascii=False) + "\n"
        for one in bad
    )
    content = "".join(lines).encode("utf-8", errors="replace")
    return (PartFile(f"bad-records/part-{part:05d}.jsonl", content),) if bad else ()
