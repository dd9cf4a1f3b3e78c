"""Two yardsticks that any model has to pass: the commonest label, and a directed lexicon with a few rules of syntax."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stance.errors import DataError
from stance.labels import LabelScheme
from stance.types import AUTHOR, Actor, DirectedPair, Prediction, Sentence, Span, StanceExample
from training.lexicon import Cue, Lexicon

REACH = 80  # characters between a cue and the mention that it governs
NEGATED = re.compile(
    r"\b(?:not|never|no|nor|without|cannot|\w+n['’]t|refus\w+ to|declin\w+ to|fail\w* to|stopp?\w* short of)"
    r"(?:\s+\w+){0,2}\s*$",
    re.IGNORECASE,
)
AGENT = re.compile(r"^(?:\W+\w+){0,4}?\W+by\W+(?:\w+\W+){0,3}$", re.IGNORECASE)
JOINED = re.compile(r"^\W*(?:,|and|with|between)(?:\W+\w+){0,3}\W*$", re.IGNORECASE)
FLIPPED = {"hostile": "neutral", "distancing": "neutral", "cooperative": "distancing", "supportive": "distancing"}


class MajorityClassifier:
    """Answers every pair with the label distribution of the examples it was fitted on."""

    def __init__(self, *, probabilities: Mapping[str, float], scheme: LabelScheme) -> None:
        self.probabilities = dict(probabilities)
        self.scheme = scheme

    @classmethod
    def fit(cls, examples: Sequence[StanceExample], *, scheme: LabelScheme) -> MajorityClassifier:
        """Count the labels of the examples that allow a single one. Raises DataError where there is none."""
        counts = Counter(label for example in examples if len(example.labels) == 1 for label in example.labels)
        if not counts:
            raise DataError(f"no majority: none of {len(examples)} examples has a single label")
        return cls(probabilities={name: counts[name] / counts.total() for name in scheme.names}, scheme=scheme)

    def predict_examples(self, examples: Sequence[StanceExample]) -> tuple[Prediction, ...]:
        """The same answer for each example."""
        return tuple(self._prediction(pair_of(example, n)) for n, example in enumerate(examples))

    def predict(self, _sentences: Sequence[Sentence], pairs: Sequence[DirectedPair]) -> tuple[Prediction, ...]:
        """The same answer for each pair."""
        return tuple(self._prediction(pair) for pair in pairs)

    def _prediction(self, pair: DirectedPair) -> Prediction:
        label = max(self.probabilities, key=self.probabilities.__getitem__)
        return prediction(pair, label=label, probabilities=self.probabilities, scheme=self.scheme)


class LexiconClassifier:
    """Reads a pair's stance from the nearest cue that stands between source and target as its syntax asks.

    Active: source … cue … target. Passive: target … cue … by source. Mutual cues ("signed", "talks") hold both ways,
    also for actors joined before them or behind them. A negation before the cue turns good will into distancing and ill
    will into neutral. Without a cue: neutral. ``certainty`` is the probability given to the label that was read.
    """

    def __init__(self, lexicon: Lexicon, *, scheme: LabelScheme, certainty: float = 0.8) -> None:
        self.lexicon = lexicon
        self.scheme = scheme
        self.certainty = certainty

    def predict_examples(self, examples: Sequence[StanceExample]) -> tuple[Prediction, ...]:
        """The stance of each example's pair, read from its sentence alone."""
        return tuple(
            self._prediction(pair_of(example, n), example.text, example.source_spans, example.target_spans)
            for n, example in enumerate(examples)
        )

    def predict(self, sentences: Sequence[Sentence], pairs: Sequence[DirectedPair]) -> tuple[Prediction, ...]:
        """The stance of each pair, read from its sentence alone."""
        by_index = {sentence.index: sentence for sentence in sentences}
        return tuple(self._of_pair(pair, by_index[pair.sentence]) for pair in pairs)

    def read(self, text: str, *, sources: Sequence[Span], targets: Sequence[Span]) -> str:
        """The label of one pair; an actor without a span in the text is taken to stand before it."""
        spans = [(source, target) for source in sources or (Span(0, 0),) for target in targets or (Span(0, 0),)]
        cues = [
            cue for cue in self.lexicon.find(text) if not any(_covers(cue, span) for pair in spans for span in pair)
        ]
        found = [
            (gap, cue)
            for cue in cues
            for source, target in spans
            if (gap := distance(text, cue, source=source, target=target)) is not None
        ]
        if not found:
            return "neutral"
        _, nearest = min(found, key=lambda item: (item[0], item[1].start))
        negated = NEGATED.search(text[max(nearest.start - 40, 0) : nearest.start])
        return FLIPPED[nearest.entry.label] if negated else nearest.entry.label

    def _of_pair(self, pair: DirectedPair, sentence: Sentence) -> Prediction:
        sources, targets = (
            tuple(m.span.shift(-sentence.span.start) for m in mentions if sentence.span.contains(m.span))
            for mentions in (pair.source_mentions, pair.target_mentions)
        )
        return self._prediction(pair, sentence.text, sources, targets)

    def _prediction(
        self, pair: DirectedPair, text: str, sources: Sequence[Span], targets: Sequence[Span]
    ) -> Prediction:
        label = "neutral" if pair.source.code == AUTHOR.code else self.read(text, sources=sources, targets=targets)
        rest = (1 - self.certainty) / (len(self.scheme) - 1)
        probabilities = {name: self.certainty if name == label else rest for name in self.scheme.names}
        return prediction(pair, label=label, probabilities=probabilities, scheme=self.scheme)


@dataclass(frozen=True, slots=True)
class _Order:
    """The stretches of text around a cue and between it and the two mentions; None where they stand otherwise."""

    text: str
    cue: Cue
    source: Span
    target: Span

    def gaps(self) -> Iterator[int]:
        """Total distance for each construction that licenses the cue."""
        source, target, cue = self.source, self.target, self.cue
        if source.end <= cue.start and cue.end <= target.start and not self._passive():
            yield (cue.start - source.end) + (target.start - cue.end)
        if target.end <= cue.start and cue.end <= source.start and AGENT.match(self.text[cue.end : source.start]):
            yield (cue.start - target.end) + (source.start - cue.end)
        if cue.entry.mutual:
            yield from self._mutual()

    def _passive(self) -> bool:
        return AGENT.match(self.text[self.cue.end : self.target.start]) is not None

    def _mutual(self) -> Iterator[int]:
        first, second = sorted((self.source, self.target))
        if first.end <= self.cue.start and self.cue.end <= second.start:
            yield (self.cue.start - first.end) + (second.start - self.cue.end)
        elif JOINED.match(self.text[first.end : second.start]):
            outside = (self.cue.start - second.end, first.start - self.cue.end)
            yield from (gap for gap in outside if gap >= 0)


def distance(text: str, cue: Cue, *, source: Span, target: Span) -> int | None:
    """How far cue and mentions stand apart, in characters; None where no construction within reach joins them."""
    gaps = [gap for gap in _Order(text, cue, source, target).gaps() if gap <= 2 * REACH]
    return min(gaps, default=None)


def pair_of(example: StanceExample, position: int) -> DirectedPair:
    """The example's pair, its actors known by code alone."""
    source, target = (
        AUTHOR if code == AUTHOR.code else Actor(code, code, "unknown") for code in (example.source, example.target)
    )
    return DirectedPair(sentence=position, source=source, target=target, voice=example.voice or "action")


def prediction(
    pair: DirectedPair, *, label: str, probabilities: Mapping[str, float], scheme: LabelScheme, mass: float = 0.8
) -> Prediction:
    """A Prediction of ``label`` with these probabilities and the smallest label set that holds ``mass``."""
    return Prediction(
        pair=pair,
        probabilities=dict(probabilities),
        label=label,
        label_set=scheme.smallest_set([probabilities[name] for name in scheme.names], mass=mass),
        score=scheme.expected(probabilities),
    )


def _covers(cue: Cue, span: Span) -> bool:
    return Span(cue.start, cue.end).overlaps(span)
