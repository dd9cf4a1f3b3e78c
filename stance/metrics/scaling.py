"""Fitting the calibration of logits on held-out data: one temperature."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
AnyFloats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]
GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0


def log_softmax(logits: Floats) -> Floats:
    """log softmax over the last axis, without overflow."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    normalised: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return normalised


def negative_log_likelihood(logits: Floats, allowed: Bools, *, weights: Floats | None = None) -> float:
    """(Weighted) mean of −log Σ_{k allowed} softmax(logits)_k over logits and ``allowed`` of shape (n, labels)."""
    inside = np.where(allowed, log_softmax(logits), -np.inf)
    top = inside.max(axis=1)
    losses = -(top + np.log(np.exp(inside - top[:, None]).sum(axis=1)))
    return float(np.average(losses, weights=weights))


def fit_temperature(
    logits: AnyFloats,
    allowed: Bools,
    *,
    weights: Floats | None = None,
    bounds: tuple[float, float] = (0.05, 20.0),
    tolerance: float = 1e-5,
) -> float:
    """The temperature T within ``bounds`` that minimises the likelihood loss of logits / T.

    Golden-section search on log T, started in the best cell of a coarse grid, because the loss of label *sets* need not
    have a single minimum. Reference: Guo et al. (2017), On calibration of modern neural networks, section 4.2.
    """
    exact = _checked(logits, allowed)

    def loss(log_t: float) -> float:
        return negative_log_likelihood(exact / math.exp(log_t), allowed, weights=weights)

    grid = np.linspace(math.log(bounds[0]), math.log(bounds[1]), 25)
    best = int(np.argmin([loss(float(point)) for point in grid]))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)])
    return math.exp(golden_section(loss, low=low, high=high, tolerance=tolerance))


def golden_section(function: Callable[[float], float], *, low: float, high: float, tolerance: float) -> float:
    """Where a function with one minimum in [low, high] is least, to within ``tolerance``."""
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    while high - low > tolerance:
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = function(right)
    return (low + high) / 2


def _checked(logits: AnyFloats, allowed: Bools) -> Floats:
    """The logits in double precision, in which the fit converges."""
    if logits.shape != allowed.shape or logits.ndim != 2 or not len(logits):
        raise ValueError(f"expected two non-empty (n, labels) arrays, found {logits.shape} and {allowed.shape}")
    if not allowed.any(axis=1).all():
        raise ValueError(f"each row needs an allowed label, found none in rows {np.flatnonzero(~allowed.any(axis=1))}")
    return logits.astype(np.float64)
