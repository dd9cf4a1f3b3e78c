"""Populations of judgements with known true labels, for tests of the estimates of panels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from stance.labels import STANCE_LABELS
from stance.panel.cells import Cell, Clusters, Sums
from stance.panel.design import draw
from stance.panel.draws import Floats, Ints

NAMES, SCORES = STANCE_LABELS.names, np.array(STANCE_LABELS.scores)
# Rows: the true label; columns: what a good classifier makes of it. Errors go to neighbours and toward neutral.
CONFUSION = np.array(
    [
        [0.62, 0.22, 0.11, 0.04, 0.01],
        [0.14, 0.55, 0.24, 0.06, 0.01],
        [0.03, 0.09, 0.74, 0.12, 0.02],
        [0.01, 0.05, 0.22, 0.60, 0.12],
        [0.01, 0.03, 0.12, 0.28, 0.56],
    ]
)
QUARREL = np.array([0.28, 0.24, 0.34, 0.10, 0.04])
"""True shares of labels in a dyad that quarrels."""


@dataclass(frozen=True, slots=True)
class Population:
    """Lines in stories: their true labels, what the model says, and how often each story is printed."""

    story: Ints
    true: Ints
    label: Ints
    score: Floats

    @property
    def size(self) -> int:
        return len(self.story)


def population(
    random: np.random.Generator, *, stories: int, shares: Floats = QUARREL, spread: float = 3.0
) -> Population:
    """Stories of 1 to 15 lines, each with a slant of its own; the smaller ``spread``, the more its lines agree."""
    lines = np.minimum(random.geometric(0.3, stories), 15)
    slants = np.cumsum(random.dirichlet(shares * spread, stories), axis=1)
    story = np.repeat(np.arange(stories), lines)
    true = (random.random(len(story))[:, None] > slants[story]).sum(axis=1).clip(0, 4)
    label = (random.random(len(story))[:, None] > np.cumsum(CONFUSION, axis=1)[true]).sum(axis=1).clip(0, 4)
    evidence = random.normal(0, 0.6, (len(story), 5))
    evidence[np.arange(len(story)), label] += 3
    probabilities = np.exp(evidence) / np.exp(evidence).sum(axis=1, keepdims=True)
    return Population(story, true, label, probabilities @ SCORES)


def coded_sample(population: Population, random: np.random.Generator, *, n: int, oversample: float = 1.0) -> Floats:
    """R / π of each line."""
    sizes = np.where(population.label == 2, 1.0, oversample)
    strata = np.zeros(population.size, dtype=np.int64)
    drawn = draw(strata, sizes, n=n, least=1, seed=int(random.integers(1 << 30)))
    ratio = np.zeros(population.size)
    ratio[drawn.rows] = 1 / drawn.probabilities
    return ratio


def clusters(population: Population, coded: Floats, *, first: int = 0) -> Clusters:
    """All lines as one cell, as the sums that a run would give. ``first``: number of the first story."""
    one, y = np.ones(population.size), SCORES[population.true]
    position = (population.label != 2).astype(float)
    columns: Mapping[str, Floats] = {
        "n": one,
        "articles": one,
        "printed": one,
        "n_position": position,
        "w": one,
        "ws": population.score,
        "p": position,
        "ps": position * population.score,
        **{f"l_{name}": (population.label == k).astype(float) for k, name in enumerate(NAMES)},
        "coded": (coded > 0).astype(float),
        "outside": 0 * one,
        "r": coded,
        "rv": coded,
        "ry": coded * y,
        "rs": coded * population.score,
        "rss": coded * population.score**2,
        "rsy": coded * population.score * y,
        **{f"ry_{name}": coded * (population.true == k) for k, name in enumerate(NAMES)},
        **{f"rl_{name}": coded * (population.label == k) for k, name in enumerate(NAMES)},
    }
    stories = int(population.story.max()) + 1
    values = np.stack([np.bincount(population.story, column, stories) for column in columns.values()], axis=1)
    sums = Sums(values, {name: number for number, name in enumerate(columns)})
    cell = Cell(source="KAZ", target="RUS")
    return Clusters((cell,), np.zeros(stories, dtype=np.int64), np.arange(stories) + first, sums)
