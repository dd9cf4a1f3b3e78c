"""One article in, one Report out: the whole way can be read here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from stance.actors.catalogue import Catalogue
from stance.actors.matchers import Matchers
from stance.actors.naming import CatalogueNames
from stance.aggregate import aggregate
from stance.bundle import Bundle
from stance.classify import Classifier
from stance.labels import LabelScheme
from stance.locate import locate
from stance.pairs import make_pairs
from stance.runtime import Runtime
from stance.text.clean import clean
from stance.text.read import document_from_text
from stance.text.sentences import as_given, split
from stance.types import (
    NOTHING_GIVEN,
    Document,
    Given,
    ModelInfo,
    Prediction,
    Reading,
    Report,
    Skipped,
    StanceExample,
)


class StanceAnalyzer:
    """Composes the steps and does nothing else. Reading one article leaves no state behind for the next."""

    def __init__(self, *, classifier: Classifier, catalogue: Catalogue, model: ModelInfo) -> None:
        self.classifier = classifier
        self.catalogue = catalogue
        self.model = model
        self._matchers = Matchers(catalogue)

    @classmethod
    def load(
        cls,
        model: str | Path | None = None,
        *,
        actors: Path | None = None,
        runtime: str = "auto",
        threads: int = 0,
        context: int | None = None,
    ) -> StanceAnalyzer:
        """The shipped model, or the one in the folder ``model``; ``actors``: a CSV that overlays the catalogue.

        ``context``: earlier sentences that the model sees; None: as many as it was trained with.

        Raises BundleError (model folder) or DataError (actor CSV).
        """
        return cls.from_bundle(Bundle.load(model), actors=actors, runtime=runtime, threads=threads, context=context)

    @classmethod
    def from_bundle(
        cls,
        bundle: Bundle,
        *,
        actors: Path | None = None,
        runtime: str | Runtime = "auto",
        threads: int = 0,
        context: int | None = None,
        states: bool = False,
    ) -> StanceAnalyzer:
        """The analyser over a model folder that is open; ``runtime`` and ``states`` as in ``Classifier.from_bundle``.

        Raises DataError (actor CSV).
        """
        catalogue = Catalogue.load(overlay=actors)
        classifier = Classifier.from_bundle(
            bundle,
            actors=CatalogueNames(catalogue),
            runtime=runtime,
            threads=threads,
            context=context,
            states=states,
        )
        return cls(classifier=classifier, catalogue=catalogue, model=bundle.info)

    @property
    def scheme(self) -> LabelScheme:
        """The labels and their scores."""
        return self.classifier.scheme

    def analyze(
        self,
        document: Document | str,
        *,
        published: date | None = None,
        sentiment: bool = False,
        lines: bool = False,
    ) -> Report:
        """Read one article.

        ``published`` overrides the document's date (who held an office then). ``sentiment`` adds AUTHOR → actor.
        ``lines``: each line is one sentence. An article without actors gives a Report without dyads. Where
        ``document.language`` is fr, es, de, ru, zh or ar, actors are found by their names in that language, which takes
        the extra ``languages``; every other text is read as English.
        """
        reading = self.read(_document(document, published=published), sentiment=sentiment, lines=lines)
        return self.conclude(reading, self.classifier.predict(reading.sentences, reading.pairs.pairs))

    def read(
        self, document: Document, *, sentiment: bool = False, lines: bool = False, given: Given = NOTHING_GIVEN
    ) -> Reading:
        """All steps before the model: which sentences, actors and pairs there are; ``given``: what is known already."""
        blocks = clean(document)
        if given.sentences is None:
            sentences = split(document, blocks, lines=lines)
        else:
            sentences = as_given(document, blocks, given.sentences)
        mentions, speeches = self._matchers.read(document, sentences, given)
        pairs = make_pairs(sentences, mentions, speeches, author=sentiment)
        return Reading(document=document, blocks=blocks, sentences=sentences, mentions=mentions, pairs=pairs)

    def conclude(self, reading: Reading, predictions: Sequence[Prediction]) -> Report:
        """All steps after the model; ``predictions``: one for each pair of the reading, in order."""
        return Report(
            document=reading.document,
            model=self.model,
            sentences=reading.sentences,
            mentions=reading.mentions.found,
            predictions=tuple(predictions),
            dyads=aggregate(predictions, scheme=self.scheme),
            skipped=_skipped(reading),
            notes=reading.mentions.notes,
        )

    def analyze_many(
        self, documents: Iterable[Document | str], *, sentiment: bool = False, lines: bool = False
    ) -> Iterator[Report]:
        """Read articles one by one, lazily and in order."""
        for document in documents:
            yield self.analyze(document, sentiment=sentiment, lines=lines)

    def analyze_together(
        self, documents: Iterable[Document | str], *, sentiment: bool = False, lines: bool = False
    ) -> tuple[Report, ...]:
        """The reports that ``analyze`` gives, up to rounding, in less time: the model reads sentences of like length
        from all documents at once, and a sentence that stands in several only once. All are held in memory.
        """
        readings = [self.read(_document(d, published=None), sentiment=sentiment, lines=lines) for d in documents]
        return self.reports(readings)

    def reports(
        self, readings: Sequence[Reading], *, progress: Callable[[float], None] | None = None
    ) -> tuple[Report, ...]:
        """All steps after reading, for several documents at once; ``progress`` hears the share that is done."""
        answers = self.classifier.judge(readings, self.classifier.prepare(readings), progress=progress)
        return tuple(map(self.conclude, readings, answers))

    def predict(self, examples: Sequence[StanceExample]) -> tuple[Prediction, ...]:
        """The stance of pairs that the caller found, one Prediction for each example, in order.

        Where an example has no spans, its actors are looked for in the text: word for word, then by the catalogue.
        """
        return self.classifier.predict_examples(self.locate(examples))

    def locate(self, examples: Sequence[StanceExample]) -> tuple[StanceExample, ...]:
        """The examples with the spans of their actors, where the text names them."""
        return locate(examples, catalogue=self.catalogue, matcher=self._matchers.english)


def _document(document: Document | str, *, published: date | None) -> Document:
    whole = document_from_text(document) if isinstance(document, str) else document
    return replace(whole, published=published) if published else whole


def _skipped(reading: Reading) -> tuple[Skipped, ...]:
    """Everything left out on the way, in order of the steps."""
    boilerplate = (
        Skipped("block", block.span, block.span.of(reading.document.text), block.reason or "boilerplate")
        for block in reading.blocks
        if block.kind == "skipped"
    )
    return (*boilerplate, *reading.mentions.rejected, *reading.pairs.skipped)
