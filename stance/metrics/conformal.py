"""Label sets with a guarantee: split conformal prediction."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray


def conformal_threshold(
    *, probabilities: NDArray[np.floating[Any]], allowed: NDArray[np.bool_], coverage: float
) -> float:
    """The least probability that puts a label into the set, so that sets hold the truth with probability ``coverage``.

    Both arrays have shape (n, labels), of held-out judgements that are exchangeable with what comes. A judgement's
    score is one minus the probability of its likeliest allowed label; the threshold is one minus the
    ⌈(n + 1) coverage⌉-th smallest score, or 0 (every label) where n is too small for that. Reference: Sadinle, Lei,
    Wasserman (2019), Least ambiguous set-valued classifiers with bounded error levels. Raises ValueError on other
    shapes or no judgement.
    """
    if probabilities.shape != allowed.shape or probabilities.ndim != 2 or not len(allowed):
        raise ValueError(f"expected two (n, labels) arrays, found shapes {probabilities.shape} and {allowed.shape}")
    if not 0 < coverage < 1:
        raise ValueError(f"coverage must lie between 0 and 1, found {coverage}")
    best = np.sort(np.where(allowed, probabilities, 0.0).max(axis=1))[::-1]
    rank = math.ceil((len(best) + 1) * coverage)
    return float(best[rank - 1]) if rank <= len(best) else 0.0
