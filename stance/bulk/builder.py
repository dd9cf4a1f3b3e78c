"""The steps from the model on: slices of a part are judged one after the other, and become its files."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stance.analyzer import StanceAnalyzer
from stance.bulk.corpus import Part
from stance.bulk.reader import PartReader, Slice
from stance.bulk.receipts import Counts
from stance.bulk.records import Article, BadRecord, attempt, bad_file, general, together
from stance.bulk.rows import ArticleRows, article_rows
from stance.bulk.settings import Settings
from stance.bulk.sheets import PartFile, Sheets
from stance.bulk.times import Times
from stance.classify import Memory
from stance.dataset.tables import TABLES
from stance.types import Prediction

SUMS = ("n_sentences", "n_encoded", "n_characters")


@dataclass(frozen=True, slots=True)
class Tick:
    """How far a part at hand is: share of its work, with the articles and pairs that this stands for."""

    part: int
    share: float
    articles: float
    pairs: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """A part that is ready to be written."""

    part: Part
    files: tuple[PartFile, ...]
    counts: Counts
    bad: tuple[BadRecord, ...]
    times: Times


class Maker:
    """Makes the outcome of parts: a function of their records, the model and the settings, and of nothing else."""

    def __init__(self, analyzer: StanceAnalyzer, settings: Settings, configuration: Mapping[str, object]) -> None:
        self.reader = PartReader(analyzer, settings)
        self._analyzer, self._settings, self._configuration = analyzer, settings, configuration

    @classmethod
    def load(cls, settings: Settings, *, configuration: Mapping[str, object], threads: int) -> Maker:
        """With the model and catalogue that the settings name."""
        analyzer = StanceAnalyzer.load(
            settings.model, actors=settings.actors, context=settings.context, threads=threads
        )
        return cls(analyzer, settings, configuration)

    def slices(self, parts: Iterable[Part]) -> Iterator[Slice]:
        """The slices of all parts, in order."""
        return (one for part in parts for one in self.reader.slices(part))

    def outcomes(self, slices: Iterable[Slice], *, tick: Callable[[Part, Tick], None]) -> Iterator[Outcome]:
        """An outcome for each part whose slices come, in order; ``tick`` hears how far the part is."""
        builder: _Builder | None = None
        for one in slices:
            if builder is None:
                builder = _Builder(self._analyzer, self._sheets(), tick)
            builder.add(one)
            if one.last:
                outcome, builder = builder.outcome(one.part), None
                yield outcome

    def outcome(self, part: Part) -> Outcome:
        """The outcome of one part."""
        (outcome,) = self.outcomes(self.slices((part,)), tick=lambda *_: None)
        return outcome

    def _sheets(self) -> Sheets:
        return Sheets(model=self._analyzer.model, configuration=self._configuration, forms=self._settings.forms)


class _Builder:
    """A part in the making. ``memory``: what the model said of the sentences so far, so that none is read twice."""

    def __init__(self, analyzer: StanceAnalyzer, sheets: Sheets, tick: Callable[[Part, Tick], None]) -> None:
        self.analyzer, self.sheets, self.tick = analyzer, sheets, tick
        self.memory: Memory = {}
        self.sums: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self.bad: list[BadRecord] = []
        self.times = Times()

    def add(self, one: Slice) -> None:
        """Judge a slice, and add its rows."""
        before = time.perf_counter()
        answers = self._judged(one)
        between = time.perf_counter()
        self.bad += one.bad
        for article, answer in zip(one.articles, answers, strict=True):
            self._take(answer if isinstance(answer, BadRecord) else self._rows(article, answer))
        self.times += one.times + Times(model=between - before, tables=time.perf_counter() - between)

    def outcome(self, part: Part) -> Outcome:
        """The files of the part and its sums."""
        before = time.perf_counter()
        self.bad.sort(key=lambda record: record.article)
        files = (*self.sheets.files(part.number), *bad_file(part.number, self.bad))
        times = self.times + Times(tables=time.perf_counter() - before)
        return Outcome(part, files, self._counts(), tuple(self.bad), times)

    def _judged(self, one: Slice) -> Sequence[tuple[Prediction, ...] | BadRecord]:
        """The predictions of each article. Where the model fails on all together, each article is asked alone."""
        classifier, readings = self.analyzer.classifier, [article.reading for article in one.articles]
        before = self.sums["articles"] + len(self.bad)

        def progress(share: float) -> None:
            articles = before + share * (len(readings) + len(one.bad))
            pairs = self.sums["judgements"] + share * one.work.total
            self.tick(one.part, Tick(one.part.number, articles / one.records, articles, pairs))

        def ask() -> Sequence[tuple[Prediction, ...] | BadRecord]:
            return classifier.judge(readings, one.work, memory=self.memory, progress=progress)

        return together(ask, otherwise=lambda: [self._alone(article) for article in one.articles])

    def _alone(self, article: Article) -> tuple[Prediction, ...] | BadRecord:
        classifier, reading, source = self.analyzer.classifier, article.reading, article.source
        return attempt(source.number, source.origin, lambda: classifier.predict(reading.sentences, reading.pairs.pairs))

    def _rows(self, article: Article, answer: tuple[Prediction, ...]) -> ArticleRows | BadRecord:
        analyzer, source = self.analyzer, article.source
        return attempt(
            source.number,
            source.origin,
            lambda: article_rows(analyzer.conclude(article.reading, answer), source, scheme=analyzer.scheme),
        )

    def _take(self, rows: ArticleRows | BadRecord) -> None:
        if isinstance(rows, BadRecord):
            self.bad.append(rows)
            return
        for table in TABLES:
            self.sheets.add(table, rows.of(table))
        for row in rows.articles:
            self.sums.update({name: int(str(row[name])) for name in SUMS})
        self.sums.update(articles=1, judgements=len(rows.judgements), dyads=len(rows.dyads))
        self.skipped.update(f"{row['kind']}: {general(str(row['reason']))}" for row in rows.skipped)

    def _counts(self) -> Counts:
        return Counts(
            records=self.sums["articles"] + len(self.bad),
            articles=self.sums["articles"],
            bad=len(self.bad),
            characters=self.sums["n_characters"],
            sentences=self.sums["n_sentences"],
            encoded=self.sums["n_encoded"],
            passes=len(self.memory),
            judgements=self.sums["judgements"],
            dyads=self.sums["dyads"],
            skipped=dict(sorted(self.skipped.items())),
            reasons=dict(sorted(Counter(general(record.reason) for record in self.bad).items())),
        )
