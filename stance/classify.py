"""Passages in, calibrated predictions out: batching by length, one runtime call a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stance.actors.naming import CatalogueNames
from stance.batch import Floats, collate
from stance.bundle import Bundle, Calibration
from stance.encode import EncodeSettings, PassageEncoder, load_tokenizer
from stance.labels import LabelScheme
from stance.passages import IndexedPassage, NameOf, from_document, from_examples
from stance.runtime import Runtime, open_runtime
from stance.types import Actor, DirectedPair, EncodedSentence, Prediction, Sentence, StanceExample

BATCH_TOKENS = 4096  # padded tokens a batch: large enough to fill the cores, small enough for the cache


@dataclass(frozen=True, slots=True)
class Logits:
    """Raw scores, (P, K), and for each pair whether its sentence was cut."""

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
        runtime: str = "auto",
        threads: int = 0,
        context: int | None = None,
    ) -> Classifier:
        """The classifier of a model folder; ``actors`` gives the names of codes, for actors only implied and for masks.

        ``context``: earlier sentences given to the model, in place of the number it was trained with.
        """
        settings = bundle.manifest.encode
        if context is not None:
            settings = EncodeSettings.model_validate(settings.model_dump() | {"context": context})
        encoder = PassageEncoder(tokenizer=load_tokenizer(bundle.tokenizer), settings=settings, actors=actors)
        return cls(
            runtime=open_runtime(bundle, runtime=runtime, threads=threads),
            encoder=encoder,
            calibration=bundle.manifest.calibration,
            scheme=bundle.scheme,
            name_of=actors.name if actors else str,
        )

    def recalibrated(self, calibration: Calibration) -> Classifier:
        """The same model under another calibration."""
        return Classifier(
            runtime=self.runtime,
            encoder=self.encoder,
            calibration=calibration,
            scheme=self.scheme,
            name_of=self.name_of,
        )

    def predict(self, sentences: Sequence[Sentence], pairs: Sequence[DirectedPair]) -> tuple[Prediction, ...]:
        """One Prediction for each pair, in order."""
        passages = from_document(sentences, pairs, context=self.encoder.settings.context)
        return self._predictions(self.logits(passages, total=len(pairs)), pairs)

    def predict_examples(self, examples: Sequence[StanceExample]) -> tuple[Prediction, ...]:
        """One Prediction for each example, in order; examples that share text and context share an encoder pass."""
        passages = from_examples(examples, name_of=self.name_of)
        pairs = [_pair_of(example, n) for n, example in enumerate(examples)]
        return self._predictions(self.logits(passages, total=len(examples)), pairs)

    def logits(self, passages: Sequence[IndexedPassage], *, total: int) -> Logits:
        """Uncalibrated scores for ``total`` pairs; shorter and longer sentences go in separate batches."""
        values = np.zeros((total, len(self.scheme)), dtype=np.float32)
        truncated = [False] * total
        encoded = [
            (sentence, positions) for passage in passages for sentence, positions in _aligned(self.encoder, passage)
        ]
        encoded.sort(key=lambda item: len(item[0].ids))
        for chunk in _chunks(encoded):
            positions = [p for _, found in chunk for p in found]
            values[positions] = self.runtime.run(collate([s for s, _ in chunk], pad_id=self.encoder.pad_id))
            for sentence, found in chunk:
                for p in found:
                    truncated[p] = sentence.truncated
        return Logits(values=values, truncated=tuple(truncated))

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


def _aligned(encoder: PassageEncoder, indexed: IndexedPassage) -> list[tuple[EncodedSentence, tuple[int, ...]]]:
    """Encoded sentences of a passage, each with the output rows of its pairs."""
    sentences, taken, aligned = encoder.encode(indexed.passage), 0, []
    for sentence in sentences:
        aligned.append((sentence, indexed.positions[taken : taken + len(sentence.pairs)]))
        taken += len(sentence.pairs)
    return aligned


def _chunks(
    encoded: Sequence[tuple[EncodedSentence, tuple[int, ...]]],
) -> list[list[tuple[EncodedSentence, tuple[int, ...]]]]:
    """Runs of sentences (sorted by length) whose padded size stays within BATCH_TOKENS."""
    chunks: list[list[tuple[EncodedSentence, tuple[int, ...]]]] = []
    for item in encoded:
        if chunks and (len(chunks[-1]) + 1) * len(item[0].ids) <= BATCH_TOKENS:
            chunks[-1].append(item)
        else:
            chunks.append([item])
    return chunks


def _pair_of(example: StanceExample, position: int) -> DirectedPair:
    source, target = (Actor(code=code, name=code, kind="unknown") for code in (example.source, example.target))
    return DirectedPair(sentence=position, source=source, target=target, voice=example.voice or "action")
