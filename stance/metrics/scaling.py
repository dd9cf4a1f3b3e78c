"""Fitting the calibration of logits on held-out data: one temperature, or a temperature and a bias for each label."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
AnyFloats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]
GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0
Objective = Callable[[Floats], tuple[float, Floats]]


@dataclass(frozen=True, slots=True)
class VectorScaling:
    """p = softmax(logits / temperature + bias); the biases sum to 0, since softmax ignores a common shift."""

    temperature: float
    bias: tuple[float, ...]

    def apply(self, logits: AnyFloats) -> Floats:
        """Calibrated probabilities, of the shape (n, labels) of ``logits``."""
        return np.exp(log_softmax(logits.astype(np.float64) / self.temperature + np.array(self.bias)))


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


def fit_vector_scaling(
    logits: AnyFloats, allowed: Bools, *, weights: Floats | None = None, penalty: float = 1e-3, steps: int = 200
) -> VectorScaling:
    """Temperature and per-label biases that minimise the likelihood loss plus ``penalty`` · Σ bias².

    The bias answers labels that training data made too common or too rare. The gradient by the scaled logits is
    p − q, with q = p restricted to the allowed labels and normalised; minimised by BFGS.
    References: Guo et al. (2017), section 4.2; Alexandari et al. (2020), bias-corrected temperature scaling.
    """
    exact = _checked(logits, allowed)
    share = np.full(len(logits), 1.0 / len(logits)) if weights is None else weights / weights.sum()

    def objective(parameters: Floats) -> tuple[float, Floats]:
        scaled = exact * math.exp(parameters[0]) + parameters[1:]
        prior = penalty * float(np.square(parameters[1:]).sum())
        loss = negative_log_likelihood(scaled, allowed, weights=share) + prior
        error = _residual(scaled, allowed) * share[:, None]
        by_scale = float((error * exact).sum()) * math.exp(parameters[0])
        return loss, np.concatenate([[by_scale], error.sum(axis=0) + 2 * penalty * parameters[1:]])

    start = np.zeros(1 + logits.shape[1])
    start[0] = -math.log(fit_temperature(exact, allowed, weights=weights))
    best = minimise(objective, start=start, steps=steps)
    return VectorScaling(math.exp(-best[0]), tuple(float(b) for b in best[1:] - best[1:].mean()))


def minimise(objective: Objective, *, start: Floats, steps: int, tolerance: float = 1e-8) -> Floats:
    """BFGS with a backtracking line search (Nocedal and Wright 2006, algorithm 6.1), for a handful of parameters."""
    point, inverse = start, np.eye(len(start))
    value, gradient = objective(point)
    for _ in range(steps):
        if float(np.abs(gradient).max()) < tolerance:
            break
        direction = -inverse @ gradient
        slope, size = float(gradient @ direction), 1.0
        while objective(point + size * direction)[0] > value + 1e-4 * size * slope and size > 1e-10:
            size /= 2
        step = size * direction
        new_value, new_gradient = objective(point + step)
        if new_value >= value:
            break
        inverse = _updated(inverse, step, new_gradient - gradient)
        point, value, gradient = point + step, new_value, new_gradient
    return point


def _updated(inverse: Floats, step: Floats, change: Floats) -> Floats:
    curvature = float(step @ change)
    if curvature <= 1e-12:
        return inverse  # the estimate would lose its positive definiteness
    left = np.eye(len(step)) - np.outer(step, change) / curvature
    updated: Floats = left @ inverse @ left.T + np.outer(step, step) / curvature
    return updated


def _residual(logits: Floats, allowed: Bools) -> Floats:
    every = np.exp(log_softmax(logits))
    inside = np.exp(log_softmax(np.where(allowed, logits, -np.inf)))
    residual: Floats = every - inside
    return residual


def _checked(logits: AnyFloats, allowed: Bools) -> Floats:
    """The logits in double precision, in which the fit converges."""
    if logits.shape != allowed.shape or logits.ndim != 2 or not len(logits):
        raise ValueError(f"expected two non-empty (n, labels) arrays, found {logits.shape} and {allowed.shape}")
    if not allowed.any(axis=1).all():
        raise ValueError(f"each row needs an allowed label, found none in rows {np.flatnonzero(~allowed.any(axis=1))}")
    return logits.astype(np.float64)
