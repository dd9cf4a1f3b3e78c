"""Krippendorff's alpha for any number of coders, with missing values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Level = Literal["nominal", "ordinal", "interval"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha = 1 − observed / expected disagreement.

    ``units`` counts the units with at least two values, ``values`` the values in them. ``alpha`` is NaN where fewer
    than two distinct values occur: without variation agreement cannot be told from chance.
    """

    alpha: float
    observed: float
    expected: float
    units: int
    values: int
    level: Level


def coincidences(ratings: Floats, *, categories: Floats) -> Floats:
    """Coincidence matrix o_ck = Σ_u (pairs of values c, k in unit u) / (m_u − 1), of shape (categories, categories).

    ``ratings`` has shape (coders, units), NaN where a coder gave no value; m_u is the number of values in unit u.
    Units with fewer than two values cannot be paired and add nothing.
    """
    counts = (ratings[None, :, :] == categories[:, None, None]).sum(axis=1).astype(np.float64)
    counts = counts[:, counts.sum(axis=0) > 1]
    weights = 1.0 / (counts.sum(axis=0) - 1.0)
    paired = (counts * weights) @ counts.T
    matrix: Floats = paired - np.diag((counts * weights).sum(axis=1))
    return matrix


def distances(totals: Floats, *, categories: Floats, level: Level) -> Floats:
    """Squared difference δ²(c, k) between categories, of shape (categories, categories).

    nominal: 1 if c ≠ k; interval: (c − k)²; ordinal: (Σ_{g=c..k} n_g − (n_c + n_k) / 2)², where n are the marginal
    ``totals`` of the coincidence matrix, so that a step across a much used category weighs more.
    """
    if level == "nominal":
        return 1.0 - np.eye(len(categories))
    if level == "interval":
        return np.square(categories[:, None] - categories[None, :])
    ranks = np.cumsum(totals) - totals / 2
    return np.square(ranks[:, None] - ranks[None, :])


def krippendorff_alpha(ratings: Sequence[Sequence[float | None]] | Floats, *, level: Level = "ordinal") -> Agreement:
    """Krippendorff's alpha of ``ratings``: one row a coder, one column a unit, None (or NaN) where a value is missing.

    α = 1 − D_o / D_e with D_o = Σ o_ck δ²(c,k) / n and D_e = Σ n_c n_k δ²(c,k) / (n (n − 1)).
    Reference: K. Krippendorff (2011), Computing Krippendorff's alpha-reliability. Raises ValueError on ragged rows.
    """
    table = ratings if isinstance(ratings, np.ndarray) else _table(ratings)
    pairable = table[:, (~np.isnan(table)).sum(axis=0) > 1]
    categories = np.unique(pairable[~np.isnan(pairable)])
    matrix = coincidences(pairable, categories=categories)
    totals = matrix.sum(axis=1)
    n = float(totals.sum())
    units, values = pairable.shape[1], int((~np.isnan(pairable)).sum())
    if len(categories) < 2:
        return Agreement(math.nan, math.nan, math.nan, units, values, level)
    delta = distances(totals, categories=categories, level=level)
    observed = float((matrix * delta).sum() / n)
    expected = float((np.outer(totals, totals) * delta).sum() / (n * (n - 1)))
    return Agreement(1 - observed / expected, observed, expected, units, values, level)


def _table(ratings: Sequence[Sequence[float | None]]) -> Floats:
    if len({len(row) for row in ratings}) > 1:
        raise ValueError(f"expected a value or None for each unit and coder, found rows of {[len(r) for r in ratings]}")
    table = np.array([[math.nan if value is None else value for value in row] for row in ratings], dtype=np.float64)
    return table.reshape(len(ratings), -1)
