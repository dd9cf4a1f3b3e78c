"""How far probabilities can be trusted: calibration error, Brier score, log loss and the coverage of label sets.

Gold labels are sets: ``allowed`` has shape (n, labels), True for each label that a judgement permits. Rows with one
allowed label are strict; a prediction is right if its label is allowed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stance.metrics.classification import ratio

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Predictions whose confidence lies in (low, high]; confidence and accuracy are their means, NaN if n = 0."""

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Calibration figures over ``n`` judgements, ``n_strict`` of them with a single allowed label.

    ``ece``: Σ_b (n_b / n) |accuracy_b − confidence_b| over equal-width bins of the top label's probability.
    ``classwise_ece``: the same for each label's own probability; ``brier``: mean Σ_k (p_k − y_k)²; both over strict
    rows, in the order of the scheme. ``log_loss``: mean −log Σ_{k allowed} p_k.
    References: Guo et al. (2017), On calibration of modern neural networks; Kull et al. (2019) for the classwise form.
    """

    n: int
    n_strict: int
    ece: float
    classwise_ece: tuple[float, ...]
    brier: float
    log_loss: float
    bins: tuple[ReliabilityBin, ...]


@dataclass(frozen=True, slots=True)
class SetScores:
    """Label sets of ``n`` predictions: ``coverage``, the share that holds an allowed label, and the mean ``size``.

    ``per_label``: the coverage of judgements whose one allowed label this is; without those that allow several.
    """

    n: int
    coverage: float
    size: float
    per_label: Mapping[str, float]


def reliability_bins(*, confidence: Floats, right: Bools, bins: int = 15) -> tuple[ReliabilityBin, ...]:
    """Equal-width bins of ``confidence`` (n,) against ``right`` (n,)."""
    edges = np.linspace(0.0, 1.0, bins + 1)
    # Bins are closed above, so that a confidence of exactly 1 falls in the last and 0 in the first.
    place = np.clip(np.digitize(confidence, edges[1:-1], right=True), 0, bins - 1)
    return tuple(_bin(edges[b], edges[b + 1], confidence[place == b], right[place == b]) for b in range(bins))


def expected_calibration_error(bins: Sequence[ReliabilityBin]) -> float:
    """Σ_b (n_b / n) |accuracy_b − confidence_b|; NaN where the bins are empty."""
    total = sum(b.n for b in bins)
    return ratio(sum(b.n * abs(b.accuracy - b.confidence) for b in bins if b.n), total)


def calibration(*, probabilities: Floats, allowed: Bools, bins: int = 15) -> Calibration:
    """Calibration of ``probabilities`` against ``allowed``, both (n, labels). Raises ValueError on other shapes."""
    if probabilities.shape != allowed.shape or probabilities.ndim != 2:
        raise ValueError(f"expected two (n, labels) arrays, found shapes {probabilities.shape} and {allowed.shape}")
    strict = allowed.sum(axis=1) == 1
    sure, truth = probabilities[strict], allowed[strict]
    top = probabilities.argmax(axis=1)
    right = allowed[np.arange(len(top)), top]
    curve = reliability_bins(confidence=probabilities.max(axis=1, initial=0.0), right=right, bins=bins)
    return Calibration(
        n=len(probabilities),
        n_strict=len(sure),
        ece=expected_calibration_error(curve),
        classwise_ece=tuple(_label_ece(sure[:, k], truth[:, k], bins) for k in range(probabilities.shape[1])),
        brier=ratio(float(np.square(sure - truth).sum()), len(sure)),
        log_loss=set_log_loss(probabilities=probabilities, allowed=allowed),
        bins=curve,
    )


def set_log_loss(*, probabilities: Floats, allowed: Bools) -> float:
    """Mean of −log Σ_{k allowed} p_k: cross-entropy where one label is allowed, 0 where all are."""
    mass = np.clip((probabilities * allowed).sum(axis=1), TINY, 1.0)
    return ratio(float(-np.log(mass).sum()), len(mass))


def set_scores(*, label_sets: Sequence[Sequence[str]], allowed: Sequence[frozenset[str]]) -> SetScores:
    """Coverage and mean size of label sets; a set covers a judgement if it holds one of its allowed labels."""
    pairs = list(zip(label_sets, allowed, strict=True))
    single: dict[str, list[bool]] = {}
    for chosen, labels in pairs:
        if len(labels) == 1:
            (label,) = labels
            single.setdefault(label, []).append(label in chosen)
    return SetScores(
        n=len(pairs),
        coverage=ratio(sum(not labels.isdisjoint(chosen) for chosen, labels in pairs), len(pairs)),
        size=ratio(sum(len(chosen) for chosen, _ in pairs), len(pairs)),
        per_label={label: ratio(sum(held), len(held)) for label, held in sorted(single.items())},
    )


def _bin(low: float, high: float, confidence: Floats, right: Bools) -> ReliabilityBin:
    if not len(confidence):
        return ReliabilityBin(float(low), float(high), 0, math.nan, math.nan)
    return ReliabilityBin(float(low), float(high), len(confidence), float(confidence.mean()), float(right.mean()))


def _label_ece(probability: Floats, truth: Bools, bins: int) -> float:
    return expected_calibration_error(reliability_bins(confidence=probability, right=truth, bins=bins))
