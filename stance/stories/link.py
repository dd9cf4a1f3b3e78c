"""From pairs of copies to stories, so that a chain of pairs does not glue different stories together.

In order of their numbers, each article joins the story of the most similar earlier article that it is a copy of, if it
also resembles the first article of that story and the others in it (half the threshold). A digest of two reports is a
copy of both, but the two have nothing in common: the second does not follow the digest into the story of the first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stance.stories.corpus import Corpus
from stance.stories.pairs import Ints, Pairs, Rule, near_in_time

_COMPARED = 16
"""Articles of a story, from its first on, that a new one has to resemble."""


def link(corpus: Corpus, pairs: Pairs, rule: Rule) -> Ints:
    """(N,) for each row of the corpus the row of the first article of its story."""
    story = np.arange(len(corpus.article))
    members: dict[int, list[int]] = {}
    starts = np.flatnonzero(np.diff(pairs.later, prepend=-1))
    for start, end in zip(starts, (*starts[1:], len(pairs.later)), strict=False):
        row = int(pairs.later[start])
        copied = _by_similarity(corpus, row, pairs.earlier[start:end])
        first = _story_of(corpus, row, story[copied], members, rule)
        if first is not None:
            story[row] = first
            known = members.setdefault(first, [first])
            if len(known) < _COMPARED:
                known.append(row)
    return story


def _by_similarity(corpus: Corpus, row: int, earlier: Ints) -> Ints:
    """The most similar first; of equal ones the lowest number."""
    similar = corpus.similarity(earlier, np.array([row]))
    return earlier[np.argsort(-similar.jaccard, kind="stable")]


def _story_of(
    corpus: Corpus, row: int, stories: NDArray[np.intp], members: dict[int, list[int]], rule: Rule
) -> int | None:
    """The first of the ``stories``, named by their first articles, to which the article belongs."""
    for first in dict.fromkeys(int(story) for story in stories):
        known = np.array(members.get(first, [first]))
        containment = corpus.similarity(known, np.array([row])).containment
        near = near_in_time(corpus.day[first : first + 1], corpus.day[row : row + 1], rule.within_days)
        if near.all() and (containment >= rule.threshold / 2).all():
            return first
    return None
