"""What an evaluation finds: one frozen object for labelled data, one for a coded gold folder."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from stance.evaluation.linking import Linking
from stance.metrics import (
    Agreement,
    ArticleFigures,
    Calibration,
    ChangeRate,
    Classification,
    FoundFigures,
    Interval,
    Judgement,
    LabelFigures,
    SetScores,
)
from stance.types import Prediction, StanceExample

MissCause = Literal[
    "sentence skipped", "source not found", "target not found", "neither actor found", "pair not proposed",
    "read as neutral", "wrong sign",
]  # fmt: skip
SpuriousCause = Literal["pair not in gold", "neutral in gold", "wrong sign"]
ROWS = frozenset({"judged", "given_judgements", "found_judgements"})  # the data itself, not figures of it


@dataclass(frozen=True, slots=True)
class Slice:
    """Figures of one part of the data (all, a corpus, a kind of pair) of ``n`` judgements.

    ``labels`` and ``agreement`` are over the judgements with a single allowed label, ``signs`` over those whose allowed
    labels share a sign; ``allowed`` is the share of all whose predicted label is allowed. ``Classification.n`` counts.
    """

    name: str
    n: int
    allowed: float
    labels: Classification
    signs: Classification
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled example and what the classifier says of it."""

    example: StanceExample
    prediction: Prediction


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A classifier against labelled pairs. The intervals resample whole groups (articles, stories).

    ``unlabelled`` judgements, which allow every label, are left out of all figures. ``truncated`` counts the
    judgements whose sentence was cut to the model's length. ``swap``: how far answers change from source → target to
    target → source. ``judged`` holds each labelled example with its prediction, in order.
    """

    overall: Slice
    macro_f1: Interval
    sign_macro_f1: Interval
    calibration: Calibration
    sets: SetScores
    swap: ChangeRate
    corpora: tuple[Slice, ...]
    kinds: tuple[Slice, ...]
    unlabelled: int
    truncated: int
    judged: tuple[Judged, ...]

    def as_dict(self) -> dict[str, Any]:
        """All figures in JSON types, without the judged examples; undefined figures (NaN) as null."""
        return _object(self)


@dataclass(frozen=True, slots=True)
class Miss:
    """A position-bearing gold judgement that was not found with its sign; ``predicted`` is None if never proposed."""

    gold: Judgement
    cause: MissCause
    predicted: str | None


@dataclass(frozen=True, slots=True)
class Spurious:
    """A position-bearing prediction that the gold does not hold with that sign."""

    predicted: Judgement
    cause: SpuriousCause
    gold: str | None


@dataclass(frozen=True, slots=True)
class CauseCount:
    """How many of the errors have one cause."""

    cause: str
    n: int


@dataclass(frozen=True, slots=True)
class CoderComparison:
    """One set of judgements against another: labels of shared keys, keys found, article means."""

    labels: LabelFigures
    found: FoundFigures
    articles: ArticleFigures

    def as_dict(self) -> dict[str, Any]:
        """All figures in JSON types; undefined ones (NaN) as null."""
        return _object(self)


@dataclass(frozen=True, slots=True)
class GoldEvaluation:
    """A system against a coded gold folder: with the gold's own pairs, and end to end from the bare text.

    ``given`` and ``labels`` label the gold's pairs (``labels`` holds the shared figures, ``given`` adds calibration and
    breakdowns); ``given_articles`` are the article means of those. ``found`` and ``articles`` come from the system's
    own pairs: gold pairs that were never proposed are misses. ``linking`` says how many of the actors were found.
    """

    given: Evaluation
    labels: LabelFigures
    given_articles: ArticleFigures
    found: FoundFigures
    found_f1: Interval
    linking: Linking
    articles: ArticleFigures
    sign_accuracy: Interval
    misses: tuple[Miss, ...]
    spurious: tuple[Spurious, ...]
    given_judgements: tuple[Judgement, ...]
    found_judgements: tuple[Judgement, ...]

    @property
    def miss_causes(self) -> tuple[CauseCount, ...]:
        """Misses by cause, the commonest first."""
        return _counts(miss.cause for miss in self.misses)

    @property
    def unfound_actors(self) -> tuple[CauseCount, ...]:
        """Codes of the actors that were not found, by how many misses they cost, the costliest first."""
        sources = (m.gold.key.source for m in self.misses if m.cause in ("source not found", "neither actor found"))
        targets = (m.gold.key.target for m in self.misses if m.cause in ("target not found", "neither actor found"))
        return _counts((*sources, *targets))

    @property
    def spurious_causes(self) -> tuple[CauseCount, ...]:
        """Spurious findings by cause, the commonest first."""
        return _counts(error.cause for error in self.spurious)

    def as_dict(self) -> dict[str, Any]:
        """All figures and errors in JSON types, without the judgements themselves; undefined figures (NaN) as null."""
        return _object(self) | {
            "miss_causes": to_json(self.miss_causes),
            "unfound_actors": to_json(self.unfound_actors),
            "spurious_causes": to_json(self.spurious_causes),
        }


def to_json(value: Any) -> Any:
    """Frozen results as JSON types: dataclasses as objects (without their ROWS), tuples as arrays, NaN as null."""
    if is_dataclass(value) and not isinstance(value, type):
        shown = [field.name for field in fields(value) if field.name not in ROWS]
        return {name: to_json(getattr(value, name)) for name in shown}
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def _object(value: Any) -> dict[str, Any]:
    result: dict[str, Any] = to_json(value)
    return result


def _counts(causes: Iterable[str]) -> tuple[CauseCount, ...]:
    return tuple(CauseCount(cause, n) for cause, n in Counter(causes).most_common())
