"""Audits of what an answer depends on: does it change when source and target swap, or when other actors are named?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stance.labels import LabelScheme
from stance.metrics.classification import ratio
from stance.types import Prediction


@dataclass(frozen=True, slots=True)
class ChangeRate:
    """How far two readings of the same n items differ.

    ``label`` and ``sign``: share of items whose label, or coarse sign, changes. ``moved``: share whose probabilities
    move at all. ``shift``: mean total variation ½ Σ |p − q|. ``score``: mean absolute change of the expected score.
    All are NaN for n = 0.
    """

    n: int
    label: float
    sign: float
    moved: float
    shift: float
    score: float


def total_variation(first: Prediction, second: Prediction) -> float:
    """½ Σ |p − q| over the labels, from 0 (equal) to 1 (disjoint)."""
    return sum(abs(p - second.probabilities[label]) for label, p in first.probabilities.items()) / 2


def change_rate(
    *, before: Sequence[Prediction], after: Sequence[Prediction], scheme: LabelScheme, tolerance: float = 1e-6
) -> ChangeRate:
    """Compare two aligned readings; ``tolerance`` is the total variation above which probabilities count as moved.

    Raises ValueError on unequal lengths.
    """
    pairs = list(zip(before, after, strict=True))
    shifts = [total_variation(old, new) for old, new in pairs]
    return ChangeRate(
        n=len(pairs),
        label=ratio(sum(old.label != new.label for old, new in pairs), len(pairs)),
        sign=ratio(sum(scheme.sign(old.label) != scheme.sign(new.label) for old, new in pairs), len(pairs)),
        moved=ratio(sum(shift > tolerance for shift in shifts), len(pairs)),
        shift=ratio(sum(shifts), len(pairs)),
        score=ratio(sum(abs(old.score - new.score) for old, new in pairs), len(pairs)),
    )


def swap_audit(
    *, forward: Sequence[Prediction], swapped: Sequence[Prediction], scheme: LabelScheme, tolerance: float = 1e-6
) -> ChangeRate:
    """Change from source → target to target → source in the same sentences: near 0 means that direction is not read.

    Raises ValueError where ``swapped`` does not hold each pair of ``forward`` the other way round, in order.
    """
    for old, new in zip(forward, swapped, strict=True):
        if (old.pair.source.code, old.pair.target.code) != (new.pair.target.code, new.pair.source.code):
            raise ValueError(
                f"expected {old.pair.target.code} → {old.pair.source.code} as the swap of {old.pair.source.code} → "
                f"{old.pair.target.code}, found {new.pair.source.code} → {new.pair.target.code}"
            )
    return change_rate(before=forward, after=swapped, scheme=scheme, tolerance=tolerance)


def replacement_audit(
    *, original: Sequence[Prediction], replaced: Sequence[Prediction], scheme: LabelScheme, tolerance: float = 1e-6
) -> ChangeRate:
    """Change when the actors' names are replaced by others of their kind: ``label`` is the flip rate.

    A model that reads the sentence, not the reputation of the actors, keeps its labels: near 0 is good.
    """
    return change_rate(before=original, after=replaced, scheme=scheme, tolerance=tolerance)
