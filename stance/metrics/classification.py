"""Precision, recall, F1, accuracy and the confusion matrix of five-point and coarse stance labels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stance.labels import LabelScheme

Ints = NDArray[np.int64]
SIGNS = (-1, 0, 1)
SIGN_NAMES = ("negative", "neutral", "positive")


@dataclass(frozen=True, slots=True)
class ClassScore:
    """One class. precision = tp / (tp + fp), recall = tp / (tp + fn), F1 = 2 tp / (2 tp + fp + fn), support = tp + fn.

    Precision is NaN for a class that was never predicted; recall and F1 are NaN for one without support.
    """

    name: str
    precision: float
    recall: float
    f1: float
    support: int
    predicted: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts of gold (rows) against predicted (columns) classes, in the order of ``names``."""

    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        """Number of judgements counted."""
        return sum(map(sum, self.counts))


@dataclass(frozen=True, slots=True)
class Classification:
    """Figures of one classification task over ``n`` judgements.

    ``macro_f1`` averages the classes with support (tp + fn > 0), so that a class absent from the gold neither helps
    nor harms. ``lenient_accuracy`` also accepts a judgement's defensible second label; NaN where none were given.
    """

    n: int
    macro_f1: float
    accuracy: float
    lenient_accuracy: float
    classes: tuple[ClassScore, ...]
    confusion: Confusion


def ratio(numerator: float, denominator: float) -> float:
    """``numerator / denominator``, NaN where nothing was counted."""
    return numerator / denominator if denominator else math.nan


def confusion_counts(*, gold: Ints, predicted: Ints, classes: int) -> Ints:
    """Counts (classes × classes) of gold row against predicted column, from class indices of shape (n,)."""
    return np.bincount(gold * classes + predicted, minlength=classes * classes).reshape(classes, classes)


def macro_f1(counts: Ints) -> float:
    """Mean of 2 tp / (2 tp + fp + fn) over the classes with tp + fn > 0; NaN where there is none."""
    support, predicted, hits = counts.sum(axis=1), counts.sum(axis=0), np.diag(counts)
    present = support > 0
    if not present.any():
        return math.nan
    return float(np.mean(2 * hits[present] / (support[present] + predicted[present])))


def signs(labels: Sequence[str], *, scheme: LabelScheme) -> tuple[int, ...]:
    """Coarse sign of each label: −1, 0 or 1."""
    return tuple(scheme.sign(label) for label in labels)


def classify(
    *, gold: Sequence[str], predicted: Sequence[str], names: Sequence[str], also: Sequence[str | None] | None = None
) -> Classification:
    """Score predicted against gold classes, both of length n and drawn from ``names``.

    ``also`` gives a second label that lenient accuracy accepts, or None. Raises ValueError on unequal lengths.
    """
    index = {name: position for position, name in enumerate(names)}
    true = np.array([index[name] for name in gold], dtype=np.int64)
    guess = np.array([index[name] for name in predicted], dtype=np.int64)
    if len(true) != len(guess):
        raise ValueError(f"expected as many predicted as gold labels, found {len(guess)} and {len(true)}")
    counts = confusion_counts(gold=true, predicted=guess, classes=len(names))
    return Classification(
        n=len(true),
        macro_f1=macro_f1(counts),
        accuracy=ratio(int(np.trace(counts)), len(true)),
        lenient_accuracy=math.nan if also is None else _lenient(gold=gold, predicted=predicted, also=also),
        classes=tuple(_class_score(name, counts, position) for position, name in enumerate(names)),
        confusion=Confusion(tuple(names), tuple(tuple(int(cell) for cell in row) for row in counts)),
    )


def classify_signs(*, gold: Sequence[int], predicted: Sequence[int]) -> Classification:
    """Score coarse signs (−1, 0, 1); the classes are named negative, neutral and positive."""
    name = dict(zip(SIGNS, SIGN_NAMES, strict=True))
    return classify(gold=[name[sign] for sign in gold], predicted=[name[sign] for sign in predicted], names=SIGN_NAMES)


def _lenient(*, gold: Sequence[str], predicted: Sequence[str], also: Sequence[str | None]) -> float:
    accepted = sum(guess in (true, second) for true, guess, second in zip(gold, predicted, also, strict=True))
    return ratio(accepted, len(gold))


def _class_score(name: str, counts: Ints, position: int) -> ClassScore:
    hits, support = int(counts[position, position]), int(counts[position].sum())
    predicted = int(counts[:, position].sum())
    f1 = 2 * hits / (support + predicted) if support else math.nan
    return ClassScore(name, ratio(hits, predicted), ratio(hits, support), f1, support, predicted)
