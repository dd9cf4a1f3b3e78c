"""Means and shares of each cell as the model's labels give them, with intervals for the drawing of stories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from stance.panel.cells import Clusters, Sums
from stance.panel.draws import MIN_STORIES, Floats, HalfSamples, bounds, drawn_sums, ratio


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the ends of its interval; NaN where there is none."""

    value: float = np.nan
    low: float = np.nan
    high: float = np.nan


NOTHING = Estimate()


@dataclass(frozen=True, slots=True)
class Raw:
    """What the labels of one cell say.

    ``mean``: of the score over all lines; ``position``: over those whose label takes a position; ``asymmetry``: the
    mean less that of the reverse direction in the same period.
    """

    mean: Estimate = NOTHING
    position: Estimate = NOTHING
    asymmetry: Estimate = NOTHING


def means(sums: Sums) -> Floats:
    """Mean score over all lines and over position-bearing ones, shape (…, 2)."""
    return np.stack([ratio(sums["ws"], sums["w"]), ratio(sums["ps"], sums["p"])], axis=-1)


def raw_estimates(clusters: Clusters, settings: HalfSamples) -> tuple[Raw, ...]:
    """The estimates of each cell, in order. Intervals reflect which stories happened to be printed, nothing else."""
    values = means(clusters.totals())
    counts = np.stack([clusters.stories("w"), clusters.stories("p")], axis=-1)
    enough = [int(n) for n in np.flatnonzero(counts[:, 0] >= MIN_STORIES)]
    ends: dict[int, tuple[Floats, Floats]] = {}
    differences: dict[int, Estimate] = {}
    before, drawn_before = -1, np.zeros(0)
    for n, drawn in draws_of(clusters.only(("w", "ws", "p", "ps")), enough, settings):
        statistics = means(drawn)
        found = bounds(statistics, level=settings.level)
        exists = counts[n] >= MIN_STORIES
        ends[n] = np.where(exists, found.low, np.nan), np.where(exists, found.high, np.nan)
        # The cells are sorted so that both directions of a dyad follow each other.
        if before >= 0 and clusters.cells[before].key() == clusters.cells[n].reverse().key():
            gap = bounds((drawn_before - statistics[:, 0])[:, None], level=settings.level)
            value, low, high = values[before, 0] - values[n, 0], float(gap.low[0]), float(gap.high[0])
            differences[before] = around(value, low, high)
            differences[n] = around(-value, -high, -low)
        before, drawn_before = n, statistics[:, 0]
    _without_interval(clusters, values, differences)
    return tuple(
        Raw(_end(value, ends.get(n), 0), _end(value, ends.get(n), 1), differences.get(n, NOTHING))
        for n, value in enumerate(values)
    )


def draws_of(clusters: Clusters, chosen: list[int], settings: HalfSamples) -> Iterator[tuple[int, Sums]]:
    """The numbers of the chosen cells with their sums in every draw."""
    some = clusters.of(chosen)
    starts = [int(start) for start in some.starts]
    drawn = drawn_sums(some.story, some.rows.values, starts=starts, settings=settings)
    for n, values in zip(chosen, drawn, strict=True):
        yield n, Sums(values, clusters.rows.columns)


def around(value: float, low: float, high: float) -> Estimate:
    """An estimate whose interval holds it; without an interval, the value alone."""
    if np.isnan(value) or np.isnan(low) or np.isnan(high):
        return Estimate(float(value))
    return Estimate(float(value), min(low, float(value)), max(high, float(value)))


def _end(values: Floats, ends: tuple[Floats, Floats] | None, statistic: int) -> Estimate:
    """One statistic of a cell with its interval, if it has one."""
    value = float(values[statistic])
    return around(value, *(float(end[statistic]) for end in ends)) if ends else Estimate(value)


def _without_interval(clusters: Clusters, values: Floats, differences: dict[int, Estimate]) -> None:
    """Differences between cells of which one has too few stories for an interval."""
    numbers = {cell.key(): n for n, cell in enumerate(clusters.cells)}
    for n, cell in enumerate(clusters.cells):
        other = numbers.get(cell.reverse().key())
        if other is not None and n not in differences:
            differences[n] = Estimate(float(values[n, 0] - values[other, 0]))
