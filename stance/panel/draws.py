"""Half samples of whole stories: the resampling behind every interval of a panel.

A draw takes each story with probability ½, by a coin that depends on nothing but the seed, the draw and the number of
the story. So all cells of a panel share their draws: differences between cells keep the stories that they have in
common, and one cell's interval does not depend on which others are asked for.

The mean of such a random subset is a *typical value* (Hartigan 1969, JASA 64): if the sums of the stories round the
true mean are symmetric, each gap between the means of all subsets is equally likely to hold the truth, whatever the
sizes of the stories, and the percentile interval has its level already with six of them. It is the interval that
inverts the wild cluster bootstrap with the null imposed and Rademacher weights (Cameron, Gelbach & Miller 2008, Rev.
Econ. Stat. 90; Kline & Santos 2012): flipping the signs of the subset's residuals makes their sum larger exactly when
the subset's mean lies below the tested value. The usual percentile bootstrap of clusters is too short with few of them:
docs/panel.md has the figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Words = NDArray[np.uint64]

MIN_STORIES = 6
"""With fewer stories no 95 % interval exists: five all lie on one side of the truth in 2 / 2⁵ = 6 % of the cases."""

ROWS = 2048
"""Stories whose coins are held at once; bounds the memory of a cell with many stories."""


@dataclass(frozen=True, slots=True)
class HalfSamples:
    """How to draw: how often, at which confidence level, from which seed."""

    draws: int = 1999
    level: float = 0.95
    seed: int = 0


HALF_SAMPLES = HalfSamples()


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lower and upper ends, each of shape (statistics,); NaN where there is no interval."""

    low: Floats
    high: Floats


def coins(stories: Ints, settings: HalfSamples = HALF_SAMPLES) -> Floats:
    """Zeros and ones of shape (stories, draws)."""
    blocks = np.arange(-(-settings.draws // 64), dtype=np.uint64)
    keys = _mixed(stories.astype(np.uint64) + _mixed(np.array([settings.seed], dtype=np.uint64)))
    words = _mixed(keys[:, None] + blocks * _GOLDEN)
    bits = np.unpackbits(words.astype("<u8").view(np.uint8), axis=1, count=settings.draws)
    return bits.astype(np.float64)


_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def _mixed(words: Words) -> Words:
    """SplitMix64 (Steele, Lea & Flood 2014): every bit of the result depends on every bit of the word."""
    with np.errstate(over="ignore"):
        words = words + _GOLDEN
        words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def drawn_sums(
    stories: Ints, values: Floats, *, starts: Sequence[int], settings: HalfSamples = HALF_SAMPLES
) -> Iterator[Floats]:
    """The sums of each cell in every draw, cell by cell, each of shape (draws, columns).

    ``values``: one row a cell and story, shape (rows, columns), the rows of a cell together; ``starts``: first row of
    each cell.
    """
    ends = [*starts[1:], len(stories)]
    first = 0
    while first < len(starts):
        last = first + 1
        while last < len(starts) and ends[last] - starts[first] <= ROWS:
            last += 1
        yield from _together(stories, values, starts[first:last], ends[first:last], settings)
        first = last


def _together(
    stories: Ints, values: Floats, starts: Sequence[int], ends: Sequence[int], settings: HalfSamples
) -> Iterator[Floats]:
    """Cells whose rows fit into memory together, or one cell that does not and is summed piece by piece."""
    if ends[-1] - starts[0] <= ROWS:
        tossed = coins(stories[starts[0] : ends[-1]], settings)
        for start, end in zip(starts, ends, strict=True):
            yield tossed[start - starts[0] : end - starts[0]].T @ values[start:end]
    else:
        total = np.zeros((settings.draws, values.shape[1]))
        for start in range(starts[0], ends[-1], ROWS):
            end = min(start + ROWS, ends[-1])
            total += coins(stories[start:end], settings).T @ values[start:end]
        yield total


def bounds(drawn: Floats, *, level: float) -> Bounds:
    """Percentile bounds of statistics of shape (draws, statistics).

    A draw without a value (no story in it counts) may lie on either side of the truth, so it counts as −∞ for the lower
    end and as ∞ for the upper one. An end that is not finite does not exist, and then neither does the interval.
    """
    draws = len(drawn)
    rank = int((draws + 1) * (1 - level) / 2)
    missing = np.isnan(drawn)
    low = np.partition(np.where(missing, -np.inf, drawn), rank - 1, axis=0)[rank - 1]
    high = np.partition(np.where(missing, np.inf, drawn), draws - rank, axis=0)[draws - rank]
    exists = np.isfinite(low) & np.isfinite(high)
    return Bounds(np.where(exists, low, np.nan), np.where(exists, high, np.nan))


def ratio(numerator: Floats, denominator: Floats) -> Floats:
    """The quotient; NaN where the denominator is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator > 0, numerator / denominator, np.nan)
