"""Passages in, calibrated predictions out: batching by length, one runtime call a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from stance.actors.naming import CatalogueNames
from stance.batch import Floats, collate
from stance.bundle import Bundle, Calibration
from stance.encode import EncodeSettings, Passage, PassageEncoder, load_tokenizer
from stance.labels import LabelScheme
from stance.passages import IndexedPassage, NameOf, from_document, from_examples
from stance.runtime import Runtime, open_runtime
from stance.types import Actor, DirectedPair, EncodedSentence, Prediction, Reading, Sentence, StanceExample

BATCH_TOKENS = 1024  # padded tokens a batch: what a layer writes should still be in the cache when the next reads it


Memory = dict[EncodedSentence, Floats]
"""What the model said of sentences it has read, so that it need not read them again: logits, (pairs, K)."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One encoder pass. ``rows``: for each passage that it answers, the output rows of the pairs, in order.

    Several passages share a pass where they are the same word for word: copies of an article, refrains.
    """

    sentence: EncodedSentence
    rows: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Work:
    """The passes, the shortest first, that answer ``total`` pairs."""

    passes: tuple[Pass, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Logits:
    """Raw scores, (P, K), or what else the runtime gives of a pair, and for each pair whether its sentence was cut."""

    values: Floats
    truncated: tuple[bool, ...]


class Classifier:
    """Reads the stance of given pairs. Holds no state that a call changes."""

    def __init__(
        self,
        *,
        runtime: Runtime,
        encoder: PassageEncoder,
        calibration: Calibration,
        scheme: LabelScheme,
        name_of: NameOf = str,
    ) -> None:
        self.runtime = runtime
        self.name_of = name_of
        self.encoder = encoder
        self.calibration = calibration
        self.scheme = scheme

    @classmethod
    def from_bundle(
        cls,
        bundle: Bundle,
        *,
        actors: CatalogueNames | None = None,
        runtime: str | Runtime = "auto",
        threads: int = 0,
        context: int | None = None,
        states: bool = False,
    ) -> Classifier:
        """The classifier of a model folder; ``actors`` gives the names of codes, for actors only implied and for masks.

        ``runtime``: which one to open, or one that is open. ``context``: earlier sentences given to the model, in place
        of the number it was trained with. ``states``: ``run`` gives what the pair head reads behind the scores
        (``open_runtime``); such a classifier cannot predict.
        """
        settings = bundle.manifest.encode
        if context is not None:
            settings = EncodeSettings.model_validate(settings.model_dump() | {"context": context})
        encoder = PassageEncoder(tokenizer=load_tokenizer(bundle.tokenizer), settings=settings, actors=actors)
        return cls(
            runtime=(
                open_runtime(bundle, runtime=runtime, threads=threads, states=states)
                if isinstance(runtime, str)
                else runtime
            ),
            encoder=encoder,
            calibration=bundle.manifest.calibration,
            scheme=bundle.scheme,
            name_of=actors.name if actors else str,
        )

    def recalibrated(self, calibration: Calibration) -> Classifier:
        """The same model under another calibration."""
        return self._copy(runtime=self.runtime, calibration=calibration)

    def over(self, runtime: Runtime) -> Classifier:
        """Other weights in the place of the model's."""
        return self._copy(runtime=runtime, calibration=self.calibration)

    def _copy(self, *, runtime: Runtime, calibration: Calibration) -> Classifier:
        return Classifier(
            runtime=runtime, encoder=self.encoder, calibration=calibration, scheme=self.scheme, name_of=self.name_of
        )

    def predict(self, sentences: Sequence[Sentence], pairs: Sequence[DirectedPair]) -> tuple[Prediction, ...]:
        """One Prediction for each pair, in order."""
        passages = from_document(sentences, pairs, context=self.encoder.settings.context)
        return self._predictions(self.logits(passages, total=len(pairs)), pairs)

    def predict_examples(self, examples: Sequence[StanceExample]) -> tuple[Prediction, ...]:
        """One Prediction for each example, in order; examples that share text and context share an encoder pass."""
        return self.judge_examples(examples, self.prepare_examples(examples))

    def prepare_examples(self, examples: Sequence[StanceExample]) -> Work:
        """What the model has to read for the examples."""
        return self.encode(from_examples(examples, name_of=self.name_of), total=len(examples))

    def judge_examples(
        self, examples: Sequence[StanceExample], work: Work, *, memory: Memory | None = None
    ) -> tuple[Prediction, ...]:
        """One Prediction for each example, in order; ``work`` is what ``prepare_examples`` gave for them.

        Sentences in ``memory`` are not read again, and new ones are added to it.
        """
        pairs = [_pair_of(example, n) for n, example in enumerate(examples)]
        return self._predictions(self.run(work, memory=memory), pairs)

    def logits(self, passages: Sequence[IndexedPassage], *, total: int) -> Logits:
        """Uncalibrated scores for ``total`` pairs; shorter and longer sentences go in separate batches."""
        return self.run(self.encode(passages, total=total))

    def prepare(self, readings: Sequence[Reading]) -> Work:
        """What the model has to read for the pairs of all documents, each different passage once."""
        context, passages, total = self.encoder.settings.context, [], 0
        for reading in readings:
            for own in from_document(reading.sentences, reading.pairs.pairs, context=context):
                passages.append(IndexedPassage(own.passage, tuple(total + p for p in own.positions)))
            total += len(reading.pairs.pairs)
        return self.encode(passages, total=total)

    def judge(
        self,
        readings: Sequence[Reading],
        work: Work,
        *,
        memory: Memory | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> tuple[tuple[Prediction, ...], ...]:
        """For each document one Prediction a pair, in order; ``work`` is what ``prepare`` gave for these readings.

        Sentences in ``memory`` are not read again, and new ones are added to it. ``progress`` is called now and then
        with the share of the work that is done.
        """
        pairs = [pair for reading in readings for pair in reading.pairs.pairs]
        predictions = iter(self._predictions(self.run(work, memory=memory, progress=progress), pairs))
        return tuple(tuple(islice(predictions, len(reading.pairs.pairs))) for reading in readings)

    def encode(self, passages: Sequence[IndexedPassage], *, total: int) -> Work:
        """The passes that answer ``total`` pairs, sorted by length."""
        groups: dict[Passage, list[tuple[int, ...]]] = {}
        for indexed in passages:
            groups.setdefault(indexed.passage, []).append(indexed.positions)
        passes = [one for passage, rows in groups.items() for one in _passes(self.encoder, passage, rows)]
        return Work(passes=tuple(sorted(passes, key=lambda one: len(one.sentence.ids))), total=total)

    def recall(self, sentences: Sequence[EncodedSentence]) -> Memory:
        """What the model says of these sentences, for ``judge`` and ``judge_examples`` to use."""
        known: Memory = {}
        passes = (Pass(sentence, rows=()) for sentence in sorted(set(sentences), key=lambda one: len(one.ids)))
        self.run(Work(passes=tuple(passes), total=0), memory=known)
        return known

    def run(
        self, work: Work, *, memory: Memory | None = None, progress: Callable[[float], None] | None = None
    ) -> Logits:
        """What the runtime says of all pairs (uncalibrated scores), one call for sentences of like length."""
        known: Memory = {} if memory is None else memory
        truncated = np.zeros(work.total, dtype=bool)
        fresh = [one for one in work.passes if one.sentence not in known]
        chunks = _chunks(fresh)
        for number, chunk in enumerate(chunks, start=1):
            answers = self.runtime.run(collate([one.sentence for one in chunk], pad_id=self.encoder.pad_id))
            _remember(answers, chunk, known)
            if progress is not None:
                progress(number / len(chunks))
        width = known[work.passes[0].sentence].shape[1] if work.passes else len(self.scheme)
        values = np.zeros((work.total, width), dtype=np.float32)
        for one in work.passes:
            for rows in one.rows:
                values[list(rows)] = known[one.sentence]
                truncated[list(rows)] = one.sentence.truncated
        return Logits(values=values, truncated=tuple(truncated.tolist()))

    def _predictions(self, logits: Logits, pairs: Sequence[DirectedPair]) -> tuple[Prediction, ...]:
        rows = probabilities(logits.values, self.calibration)
        return tuple(
            self._prediction(pair, row, cut) for pair, row, cut in zip(pairs, rows, logits.truncated, strict=True)
        )

    def _prediction(self, pair: DirectedPair, row: Floats, cut: bool) -> Prediction:
        values = dict(zip(self.scheme.names, map(float, row), strict=True))
        return Prediction(
            pair=pair,
            probabilities=values,
            label=self.scheme.names[int(row.argmax())],
            label_set=self.scheme.likely_set(row.tolist(), threshold=self.calibration.set_threshold),
            score=self.scheme.expected(values),
            truncated=cut,
        )


def probabilities(logits: Floats, calibration: Calibration) -> Floats:
    """Softmax of ``logits / temperature`` over the last axis (Guo et al. 2017)."""
    scaled = logits / calibration.temperature
    scaled = scaled - scaled.max(axis=-1, keepdims=True)
    weights = np.exp(scaled)
    result: Floats = weights / weights.sum(axis=-1, keepdims=True)
    return result


def _passes(encoder: PassageEncoder, passage: Passage, rows: Sequence[tuple[int, ...]]) -> Iterator[Pass]:
    """The passes of a passage, each with the output rows of its pairs wherever the passage stands."""
    taken = 0
    for sentence in encoder.encode(passage):
        end = taken + len(sentence.pairs)
        yield Pass(sentence, tuple(positions[taken:end] for positions in rows))
        taken = end


def _chunks(passes: Sequence[Pass]) -> list[list[Pass]]:
    """Runs of passes (sorted by length) whose padded size stays within BATCH_TOKENS."""
    chunks: list[list[Pass]] = []
    for one in passes:
        if chunks and (len(chunks[-1]) + 1) * len(one.sentence.ids) <= BATCH_TOKENS:
            chunks[-1].append(one)
        else:
            chunks.append([one])
    return chunks


def _remember(answers: Floats, chunk: Sequence[Pass], memory: Memory) -> None:
    """Share out the answers of a batch, which come pair by pair."""
    taken = 0
    for one in chunk:
        end = taken + len(one.sentence.pairs)
        memory[one.sentence] = answers[taken:end]
        taken = end


def _pair_of(example: StanceExample, position: int) -> DirectedPair:
    source, target = (Actor(code=code, name=code, kind="unknown") for code in (example.source, example.target))
    return DirectedPair(sentence=position, source=source, target=target, voice=example.voice or "action")
