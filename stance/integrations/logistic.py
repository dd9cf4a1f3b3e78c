"""Multinomial logistic regression that starts from what is known before: its coefficients are a correction of a prior.

The probability of class k is softmax(log prior_k + w_k · z), with a Gaussian prior round 0 on all w (the penalty), so
that few examples change little and many change what they show to be different.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stance.metrics.scaling import log_softmax

Doubles = NDArray[np.float64]
SMALLEST = 1e-6  # of the spread of a feature: one that hardly varies is left as it is
ITERATIONS = 500


@dataclass(frozen=True, slots=True)
class Correction:
    """``mean``, ``scale``: (D,), what makes z of features; ``weights``: (D + 1, K), the last row for ``constant``."""

    mean: Doubles
    scale: Doubles
    constant: float
    weights: Doubles

    def apply(self, features: Doubles, prior: Doubles) -> Doubles:
        """Features (n, D) and log prior (n, K) → log probabilities (n, K)."""
        return log_softmax(prior + self._z(features) @ self.weights)

    def _z(self, features: Doubles) -> Doubles:
        z = (features - self.mean) * self.scale
        return np.hstack((z, np.full((len(z), 1), self.constant)))


def fit_correction(
    features: Doubles, prior: Doubles, target: Doubles, *, weights: Doubles, strength: Doubles, constant: float = 1.0
) -> Correction:
    """The correction that minimises Σ weight × loss + ½ ‖w‖², by L-BFGS.

    ``features``: (n, D); ``prior``: (n, K), log; ``target``: (n, K), 1 for the class; ``weights``: (n,);
    ``strength``: (D,), the spread that each standardised feature is given: the greater, the freer its coefficients;
    ``constant``: the same for what is added to every row of a class.
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped]  # comes with scikit-learn

    mean = np.average(features, axis=0, weights=weights)
    spread = np.sqrt(np.average((features - mean) ** 2, axis=0, weights=weights))
    scale = np.where(spread > SMALLEST, strength / np.maximum(spread, SMALLEST), 0.0)
    shape = (features.shape[1] + 1, prior.shape[1])
    start = Correction(mean, scale, constant, np.zeros(shape))
    z = start._z(features)

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        log_p = log_softmax(prior + z @ flat.reshape(shape))
        pull = weights[:, None] * (np.exp(log_p) - target)
        value = -(weights[:, None] * target * log_p).sum() + 0.5 * float(flat @ flat)
        return float(value), (z.T @ pull).ravel() + flat

    found = minimize(loss, start.weights.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS})
    return Correction(mean, scale, constant, found.x.reshape(shape))
