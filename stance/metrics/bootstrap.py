"""Bootstrap confidence intervals over whole clusters: lines of one article are not independent of each other."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How to resample: how often, which confidence level, from which seed."""

    resamples: int = 1000
    level: float = 0.95
    seed: int = 0


BOOTSTRAP = Bootstrap()


@dataclass(frozen=True, slots=True)
class Interval:
    """A percentile bootstrap interval around ``estimate``, the statistic of the sample itself.

    ``resamples`` counts those on which the statistic was defined. Fewer than two clusters give NaN bounds.
    """

    estimate: float
    low: float
    high: float
    level: float
    clusters: int
    resamples: int


def cluster_bootstrap(
    statistic: Callable[[Ints], float],
    *,
    groups: Sequence[Hashable],
    settings: Bootstrap = BOOTSTRAP,
) -> Interval:
    """Interval of ``statistic``, a function of row indices, drawing whole clusters of rows with replacement.

    ``groups`` names the cluster of each of the n rows. The bounds are the (1 ± level) / 2 quantiles of the statistic
    over the resamples. Reference: B. Efron and R. Tibshirani (1993), An introduction to the bootstrap, ch. 8 and 13.
    """
    level = settings.level
    members: dict[Hashable, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    clusters = [np.array(rows, dtype=np.int64) for rows in members.values()]
    estimate = statistic(np.arange(len(groups), dtype=np.int64)) if groups else math.nan
    if len(clusters) < 2:
        return Interval(estimate, math.nan, math.nan, level, len(clusters), 0)
    random = np.random.default_rng(settings.seed)
    draws = random.integers(len(clusters), size=(settings.resamples, len(clusters)))
    values = np.array([statistic(np.concatenate([clusters[c] for c in draw])) for draw in draws], dtype=np.float64)
    values = values[~np.isnan(values)]
    if not len(values):
        return Interval(estimate, math.nan, math.nan, level, len(clusters), 0)
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(estimate, float(low), float(high), level, len(clusters), len(values))
