"""Do the intervals of a panel hold the truth as often as they say? Simulated stories with known true labels."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pytest

from stance.labels import STANCE_LABELS
from stance.panel.correction import corrected_estimates
from stance.panel.draws import HalfSamples, bounds, coins, ratio
from stance.panel.estimates import Estimate, raw_estimates
from tests.panel_world import NAMES, QUARREL, SCORES, clusters, coded_sample, population


@dataclass(slots=True)
class Tally:
    """How often each interval held the truth, and how wide it was."""

    tried: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    width: Counter[str] = field(default_factory=Counter)
    error: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, estimate: Estimate, truth: float) -> None:
        if math.isnan(estimate.value):
            return  # too few of the drawn lines lie in different stories
        assert estimate.low <= estimate.value <= estimate.high
        self.tried[name] += 1
        self.held[name] += estimate.low <= truth <= estimate.high
        self.width[name] += estimate.high - estimate.low
        self.error[name] += estimate.value - truth

    def cover(self, name: str) -> float:
        return self.held[name] / self.tried[name]

    def bias(self, name: str) -> float:
        return self.error[name] / self.tried[name]

    def line(self, name: str) -> str:
        tried = self.tried[name]
        return f"{name}: {self.cover(name):.3f} width {self.width[name] / tried:.3f} bias {self.bias(name):+.3f}"


def simulate(*, times: int, stories: int, n: int, oversample: float = 1.0, seed: int = 0) -> Tally:
    random, tally = np.random.default_rng(seed), Tally()
    for turn in range(times):
        lines = population(random, stories=stories)
        cell = clusters(lines, coded_sample(lines, random, n=n, oversample=oversample), first=turn * stories)
        settings = HalfSamples(draws=999)
        (raw,) = raw_estimates(cell, settings)
        (found,) = corrected_estimates(cell, cell, scheme=STANCE_LABELS, settings=settings)
        truth = float(QUARREL @ SCORES)
        tally.add("raw", raw.mean, truth)
        tally.add("corrected", found.mean, truth)
        tally.add("pooled", found.pooled, truth)
        for name, share in zip(NAMES, QUARREL, strict=True):
            tally.add(name, found.shares[name], float(share))
    return tally


def test_the_raw_interval_misses_the_truth_and_the_corrected_one_holds_it() -> None:
    tally = simulate(times=150, stories=300, n=150)
    assert tally.cover("raw") < 0.8
    assert tally.cover("corrected") == pytest.approx(0.95, abs=0.04)
    assert abs(tally.bias("corrected")) < 0.02 < abs(tally.bias("raw"))
    assert min(tally.cover(name) for name in NAMES) > 0.88


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stories", "n", "oversample"),
    [(100, 25, 1), (100, 30, 1), (300, 60, 1), (300, 60, 3), (1000, 200, 1), (1000, 200, 3)],
)
def test_corrected_intervals_hold_the_truth_from_few_codings_on(stories: int, n: int, oversample: float) -> None:
    tally = simulate(times=600, stories=stories, n=n, oversample=oversample, seed=7)
    print(stories, n, oversample, *(tally.line(name) for name in ("raw", "corrected", "pooled", *NAMES)), sep="\n  ")
    assert tally.cover("raw") < 0.8
    assert 0.93 <= tally.cover("corrected") <= 0.97
    assert min(tally.cover(name) for name in NAMES) >= 0.88


def copies(random: np.random.Generator, stories: int) -> tuple[np.ndarray, np.ndarray]:
    """Stories printed 1 to 40 times, each with one score."""
    return random.normal(0.3, 1, stories), np.minimum(random.geometric(0.15, stories), 40)


def held(values: np.ndarray, weights: np.ndarray, *, truth: float, first: int) -> bool:
    """Whether the interval of Σ w v / Σ w over independent rows holds the truth."""
    drawn = coins(np.arange(len(values)) + first, HalfSamples(draws=999)).T @ np.stack(
        [weights * values, weights], axis=1
    )
    found = bounds(ratio(drawn[:, 0], drawn[:, 1])[:, None], level=0.95)
    return bool(found.low[0] <= truth <= found.high[0])


@pytest.mark.parametrize("stories", [8, 20, 60])
def test_intervals_that_draw_stories_hold_their_level_where_those_that_draw_copies_do_not(stories: int) -> None:
    random = np.random.default_rng(3)
    by_story = by_copy = 0
    for turn in range(300):
        values, printed = copies(random, stories)
        rows = np.repeat(values, printed)
        by_story += held(values, printed.astype(float), truth=0.3, first=turn * 10_000)
        by_copy += held(rows, np.ones(len(rows)), truth=0.3, first=turn * 10_000)
    assert by_story / 300 == pytest.approx(0.95, abs=0.035)
    assert by_copy / 300 < 0.75


def test_the_usual_percentile_bootstrap_is_too_short_with_few_stories() -> None:
    random, times = np.random.default_rng(4), 400
    half = usual = 0
    for turn in range(times):
        values, printed = copies(random, 8)
        half += held(values, printed.astype(float), truth=0.3, first=turn * 100)
        counts = random.multinomial(8, np.full(8, 1 / 8), size=999)
        low, high = np.quantile((counts @ (values * printed)) / (counts @ printed), [0.025, 0.975])
        usual += low <= 0.3 <= high
    assert half / times > 0.92
    assert usual / times < 0.9


def test_a_sample_size_without_the_label_still_has_room_for_it() -> None:
    random = np.random.default_rng(5)
    lines = population(random, stories=60, shares=np.array([1e-9, 0.2, 0.6, 0.2, 1e-9]))
    lines.label[lines.label == 0] = 2
    cell = clusters(lines, coded_sample(lines, random, n=30))
    (found,) = corrected_estimates(cell, cell, scheme=STANCE_LABELS, settings=HalfSamples(draws=499))
    assert found.shares["hostile"].value == 0
    assert found.shares["hostile"].high > 0.05
