"""From requests to answers: reading and writing in threads of their own, the model in one that joins the work."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from stance.actors.naming import meanings
from stance.analyzer import StanceAnalyzer
from stance.classify import Memory, Work
from stance.report import render
from stance.report.as_json import model_record, to_record
from stance.report.records import SCHEMA_VERSION, form_record, prediction_record
from stance.serve.batching import Batcher
from stance.serve.metrics import Meters
from stance.serve.requests import AnalyzeRequest, ArticleRequest, PredictRequest, document_of, examples_of
from stance.serve.settings import Limits
from stance.types import Pairs, Reading, Report, StanceExample

T = TypeVar("T")
READERS = 2
_OF_ACTORS = (
    "schema_version",
    "document",
    "actors",
    "sentences",
    "mentions",
    "skipped",
    "skipped_counts",
    "unresolved",
    "notes",
)


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as it goes out."""

    content: bytes
    media_type: str = "application/json"


MEDIA_TYPES = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


class Service:
    """Answers requests with one analyzer. ``start`` before the first, ``close`` after the last."""

    def __init__(self, analyzer: StanceAnalyzer, *, meters: Meters, limits: Limits) -> None:
        self.analyzer, self.meters, self.limits = analyzer, meters, limits
        self._batcher = Batcher(analyzer.classifier, watch=meters.count_round)
        # Separate threads, so that answers which are ready do not queue behind texts that are still to be read.
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="stance-read")
        self._writers = ThreadPoolExecutor(1, thread_name_prefix="stance-write")

    def start(self) -> None:
        """Start the thread of the model."""
        self._batcher.start()

    def close(self) -> None:
        """Finish what is being answered."""
        self._batcher.close()

    async def analyze(self, request: AnalyzeRequest, *, format: str) -> Written:
        """The report of an article in one of ``MEDIA_TYPES``."""
        return await self._report(request, lambda report: _rendered(report, format))

    async def analyze_for_page(self, request: AnalyzeRequest) -> Written:
        """The report twice: as JSON, and as the HTML that shows it."""
        return await self._report(request, _for_page)

    async def _report(self, request: AnalyzeRequest, write: Callable[[Report], Written]) -> Written:
        reading, work = await _in(self._readers, lambda: self._read(request))
        memory = await asyncio.wrap_future(self._batcher.submit(work))
        return await _in(self._writers, lambda: write(self._report_of(reading, work, memory)))

    async def predict(self, request: PredictRequest) -> Written:
        """The stance of given pairs."""
        examples, work = await _in(self._readers, lambda: self._located(request))
        memory = await asyncio.wrap_future(self._batcher.submit(work))
        return await _in(self._writers, lambda: self._predictions(examples, work, memory))

    async def actors(self, request: ArticleRequest) -> Written:
        """The actors of a text, without asking the model."""
        return await _in(self._readers, lambda: self._actors(request))

    async def forms(self, name: str, on: date | None) -> Written:
        """Whom a name can mean."""
        catalogue = self.analyzer.catalogue
        found = await _in(self._readers, lambda: meanings(name, catalogue=catalogue, on=on))
        forms = [form_record(form, name=catalogue.actor(form.code).name) for form in found]
        return _json({"schema_version": SCHEMA_VERSION, "name": name, "forms": forms})

    def _read(self, request: AnalyzeRequest) -> tuple[Reading, Work]:
        document = document_of(request, catalogue=self.analyzer.catalogue, limit=self.limits.article)
        reading = self.analyzer.read(document, sentiment=request.sentiment, lines=request.lines)
        return reading, self.analyzer.classifier.prepare((reading,))

    def _report_of(self, reading: Reading, work: Work, memory: Memory) -> Report:
        (predictions,) = self.analyzer.classifier.judge((reading,), work, memory=memory)
        self.meters.judgements.inc(len(predictions))
        return self.analyzer.conclude(reading, predictions)

    def _located(self, request: PredictRequest) -> tuple[tuple[StanceExample, ...], Work]:
        most, limit = self.limits.examples, self.limits.article
        examples = examples_of(request, scheme=self.analyzer.scheme, most=most, limit=limit)
        located = self.analyzer.locate(examples)
        return located, self.analyzer.classifier.prepare_examples(located)

    def _predictions(self, examples: tuple[StanceExample, ...], work: Work, memory: Memory) -> Written:
        predictions = self.analyzer.classifier.judge_examples(examples, work, memory=memory)
        self.meters.judgements.inc(len(predictions))
        return _json(
            {
                "schema_version": SCHEMA_VERSION,
                "model": model_record(self.analyzer.model),
                "predictions": [prediction_record(e, p) for e, p in zip(examples, predictions, strict=True)],
            }
        )

    def _actors(self, request: ArticleRequest) -> Written:
        document = document_of(request, catalogue=self.analyzer.catalogue, limit=self.limits.article)
        reading = self.analyzer.read(document, lines=request.lines)
        unpaired = Reading(document, reading.blocks, reading.sentences, reading.mentions, Pairs(()))
        record = to_record(self.analyzer.conclude(unpaired, ()))
        return _json({name: record[name] for name in _OF_ACTORS})


async def _in(threads: ThreadPoolExecutor, act: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(threads, act)


def _json(value: Any) -> Written:
    # A lone surrogate cannot be written as UTF-8: one "?" keeps all offsets.
    return Written(json.dumps(value, ensure_ascii=False).encode("utf-8", errors="replace"))


def _rendered(report: Report, format: str) -> Written:
    if format == "json":
        return _json(to_record(report))
    return Written(render(report, format=format).encode(), MEDIA_TYPES[format])


def _for_page(report: Report) -> Written:
    return _json({"report": to_record(report), "html": render(report, format="html")})
