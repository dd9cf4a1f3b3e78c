"""Which articles carry the same text, without comparing each with each: locality-sensitive hashing by bands.

Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3: the 128 values are cut into 32 bands of 4, and
two articles that agree in a whole band are compared. At a Jaccard similarity s that happens with probability
1 − (1 − s⁴)³²: 0.56 at 0.4, 0.87 at 0.5, 0.99 at 0.6, and 0.0002 at 0.05, where unrelated articles are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stance.stories.corpus import NO_DAY, Corpus
from stance.stories.signature import N_VALUES

ROWS = 4
BANDS = N_VALUES // ROWS
MIN_JACCARD = 0.35
"""Below it, an estimate of containment from 128 values says little, and bands find few of the copies."""
_NEIGHBOURS = 16
"""In a large bucket, an article is compared with the nearest by number and by date only: the time stays linear."""
_AT_ONCE = 16_384

Ints = NDArray[np.intp]
OnBand = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rule:
    """When two articles are copies: containment at least ``threshold``, not more than ``within_days`` apart."""

    threshold: float
    within_days: int | None


@dataclass(frozen=True, slots=True)
class Pairs:
    """Copies as rows of the corpus, (K,) each: ``later[k]`` is a copy of ``earlier[k]``, sorted by ``later``."""

    later: Ints
    earlier: Ints


def find_pairs(corpus: Corpus, rule: Rule, *, on_band: OnBand | None = None) -> Pairs:
    """All pairs of copies that the bands find; one band is in memory at a time."""
    n = len(corpus.article)
    (with_words,) = np.nonzero(corpus.sizes)
    orders = (with_words, with_words[np.argsort(corpus.day[with_words], kind="stable")])
    found = np.zeros(0, np.int64)
    for band in range(BANDS):
        codes = [_copies(corpus, rule, codes) for codes in _candidates(corpus, orders, band)]
        found = np.unique(np.concatenate((found, *codes)))
        if on_band is not None:
            on_band(band + 1, BANDS)
    return Pairs(later=found // max(n, 1), earlier=found % max(n, 1))


def _candidates(corpus: Corpus, orders: Sequence[Ints], band: int) -> Iterator[NDArray[np.int64]]:
    """Codes later · N + earlier of the pairs that agree in the band: each row with those before it in each order."""
    n = len(corpus.article)
    # Four values of 16 bits are one number of 64: the band itself, not a hash of it.
    keys = np.ascontiguousarray(corpus.values[:, band * ROWS : (band + 1) * ROWS]).view(np.uint64).ravel()
    for order in orders:
        rows = order[np.argsort(keys[order], kind="stable")]
        sorted_keys = keys[rows]
        for step in range(1, _NEIGHBOURS + 1):
            (same,) = np.nonzero(sorted_keys[step:] == sorted_keys[:-step])
            if not len(same):
                return  # all pairs of all buckets were given: a second order would repeat them
            first, second = rows[same], rows[same + step]
            yield np.maximum(first, second).astype(np.int64) * n + np.minimum(first, second)


def _copies(corpus: Corpus, rule: Rule, codes: NDArray[np.int64]) -> NDArray[np.int64]:
    parts = [codes[at : at + _AT_ONCE] for at in range(0, len(codes), _AT_ONCE)]
    return np.concatenate([part[_are_copies(corpus, rule, part)] for part in parts])


def _are_copies(corpus: Corpus, rule: Rule, codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    first, second = codes // len(corpus.article), codes % len(corpus.article)
    similar = corpus.similarity(first, second)
    copies: NDArray[np.bool_] = (
        (similar.jaccard >= MIN_JACCARD)
        & (similar.containment >= rule.threshold)
        & near_in_time(corpus.day[first], corpus.day[second], rule.within_days)
    )
    return copies


def near_in_time(first: NDArray[np.int32], second: NDArray[np.int32], within_days: int | None) -> NDArray[np.bool_]:
    """Whether two days are that near; an article without a date is near to all."""
    if within_days is None:
        return np.ones(np.broadcast(first, second).shape, bool)
    unknown = (first == NO_DAY) | (second == NO_DAY)
    return unknown | (np.abs(first.astype(np.int64) - second.astype(np.int64)) <= within_days)
