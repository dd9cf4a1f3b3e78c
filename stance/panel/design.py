"""How many judgements to draw from each stratum, and which: every one with a known probability above 0.

Within a stratum the probability of a judgement is proportional to its size (its weight, more for those that are worth
more of a coder's time), and the draw is systematic along a random order, which meets these probabilities exactly and
draws just as many as asked for (Madow 1949, Ann. Math. Stat. 20; Särndal, Swensson & Wretman 1992, ch. 3.6).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stance.panel.draws import Floats, Ints

OTHER = -1
"""The stratum into which those go that are too many for the size of the sample."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Positions of the drawn judgements, in random order, with their probabilities and strata."""

    rows: Ints
    probabilities: Floats
    strata: Ints


def draw(strata: Ints, sizes: Floats, *, n: int, least: int, seed: int) -> Drawn:
    """Draw ``n`` judgements (all, if there are fewer).

    ``strata``: number of the stratum of each, from 0; ``sizes``: above 0, relative within a stratum; ``least``: of each
    stratum. Where there are too many strata for that, the smallest are drawn from together (``OTHER``).
    """
    random = np.random.default_rng(seed)
    strata = merged(strata, n=n, least=least)
    names, numbers = np.unique(strata, return_inverse=True)
    weights = np.bincount(numbers, weights=sizes).astype(np.float64)
    lines = np.bincount(numbers).astype(np.int64)
    counts = allocate(lines, weights, n=n, least=least)
    probabilities = np.zeros(len(strata))
    chosen = []
    for number, count in enumerate(counts):
        rows = random.permutation(np.flatnonzero(numbers == number))
        probabilities[rows] = inclusion(sizes[rows], int(count))
        chosen.append(rows[systematic(probabilities[rows], float(random.random()))])
    drawn = random.permutation(np.concatenate(chosen)) if len(names) else np.zeros(0, dtype=np.int64)
    return Drawn(drawn, probabilities[drawn], strata[drawn])


def merged(strata: Ints, *, n: int, least: int) -> Ints:
    """The strata, the smallest put together where ``n`` is not enough for ``least`` of each."""
    counts = np.bincount(strata)
    order = np.lexsort((np.arange(len(counts)), -counts))
    needs = np.cumsum(np.minimum(counts[order], least))
    if len(counts) < 2 or needs[-1] <= n:
        return strata
    own = int(np.searchsorted(needs, n - least, side="right"))
    return np.where(np.isin(strata, order[:own]), strata, OTHER)


def allocate(counts: Ints, weights: Floats, *, n: int, least: int) -> Ints:
    """``least`` of each stratum (or all of it), the rest in proportion to ``weights``, by largest remainders."""
    if np.minimum(counts, least).sum() > n:  # fewer lines in all than each stratum should have
        least = n // len(counts)
    given = np.minimum(counts, least).astype(np.float64)
    room = counts - given
    left = min(n, int(counts.sum())) - given.sum()
    while left > 1e-9 and room.max() > 0:
        shares = np.where(room > 0, weights, 0)
        more = np.minimum(room, left * shares / shares.sum())
        given, room, left = given + more, room - more, left - more.sum()
        room[room < 1e-9] = 0
    whole = np.floor(given + 1e-9).astype(np.int64)
    short = min(n, int(counts.sum())) - int(whole.sum())
    rest = np.argsort(-(given - whole), kind="stable")
    whole[[r for r in rest if whole[r] < counts[r]][: max(short, 0)]] += 1
    return whole


def inclusion(sizes: Floats, count: int) -> Floats:
    """Probabilities proportional to ``sizes`` that sum to ``count``; those that would pass 1 are 1."""
    certain = np.zeros(len(sizes), dtype=bool)
    while True:
        free = count - certain.sum()
        rest = sizes[~certain].sum()
        wanted = np.where(certain, 1.0, free * sizes / rest if rest > 0 else 0.0)
        over = (wanted >= 1) & ~certain
        if not over.any():
            return wanted
        certain |= over


def systematic(probabilities: Floats, start: float) -> Ints:
    """The positions at which the running sum of the probabilities passes start, start + 1, start + 2 …"""
    ends = np.cumsum(probabilities)
    if not len(ends):
        return np.zeros(0, dtype=np.int64)
    ends = ends * (round(float(ends[-1])) / ends[-1]) if ends[-1] > 0 else ends  # the sum is whole but for rounding
    points = start + np.arange(round(float(ends[-1])))
    found: Ints = np.searchsorted(ends, points, side="right")
    return np.minimum(found, len(ends) - 1)
