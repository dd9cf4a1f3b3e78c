"""Figures over keyed judgements, by the rules of the gold folders: shared labels, pairs found, article means."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stance.labels import LabelScheme
from stance.metrics.agreement import Agreement, krippendorff_alpha
from stance.metrics.classification import Classification, classify, classify_signs, ratio, signs

CLEAR = 0.5  # a gold dyad with a smaller mean has no clear sign
POINTS = 0.25  # a predicted dyad with a smaller mean is read as taking no side


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a judgement is about; ``line`` counts from 1 and ``file`` names the article."""

    file: str
    line: int
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A coder's or a system's label of one key. ``score`` is None where the label's own score stands."""

    key: Key
    label: str
    score: float | None = None
    also: str | None = None


Judgements = Mapping[Key, Judgement]


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """Labels of the keys that gold and prediction share; ``missing`` gold keys have no prediction."""

    shared: int
    missing: int
    labels: Classification
    signs: Classification
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class FoundFigures:
    """Non-neutral keys found with the right sign; a gold key that was never proposed counts as a miss.

    F1 = 2 tp / (gold + predicted); ``any_sign_f1`` counts a shared non-neutral key whatever its sign.
    """

    gold: int
    predicted: int
    hits: int
    precision: float
    recall: float
    f1: float
    any_sign_f1: float


@dataclass(frozen=True, slots=True)
class ArticleFigures:
    """Agreement of the article means of position-bearing lines, for each (article, source, target) of the gold.

    ``sign_accuracy`` is ``right`` over ``clear``, the gold dyads with |mean| ≥ 0.5: right if the predicted mean lies on
    the same side beyond 0.25. ``spearman`` is the rank correlation over all gold ``dyads``, of which those without
    prediction score 0.
    """

    dyads: int
    clear: int
    right: int
    sign_accuracy: float
    spearman: float


def strongest(judgements: Iterable[Judgement], *, scheme: LabelScheme) -> dict[Key, Judgement]:
    """One judgement a key: of several on one pair in one line the one furthest from neutral, the first of equals."""
    kept: dict[Key, Judgement] = {}
    for judgement in judgements:
        held = kept.get(judgement.key)
        if held is None or abs(scheme.score(held.label)) < abs(scheme.score(judgement.label)):
            kept[judgement.key] = judgement
    return kept


def label_figures(*, gold: Judgements, predicted: Judgements, scheme: LabelScheme) -> LabelFigures:
    """Strict, coarse and lenient label figures and ordinal alpha over the keys that both hold."""
    keys = [key for key in gold if key in predicted]
    true, guess = [gold[key].label for key in keys], [predicted[key].label for key in keys]
    scores = [[scheme.score(label) for label in labels] for labels in (true, guess)]
    return LabelFigures(
        shared=len(keys),
        missing=len(gold) - len(keys),
        labels=classify(gold=true, predicted=guess, names=scheme.names, also=[gold[key].also for key in keys]),
        signs=classify_signs(gold=signs(true, scheme=scheme), predicted=signs(guess, scheme=scheme)),
        agreement=krippendorff_alpha(scores),
    )


def found_figures(*, gold: Judgements, predicted: Judgements, scheme: LabelScheme) -> FoundFigures:
    """Precision, recall and F1 of finding the non-neutral pairs of the gold with their sign."""
    true, guess = _takes_side(gold, scheme), _takes_side(predicted, scheme)
    hits = sum(guess.get(key) == sign for key, sign in true.items())
    total = len(true) + len(guess)
    return FoundFigures(
        gold=len(true),
        predicted=len(guess),
        hits=hits,
        precision=hits / len(guess) if guess else 0.0,
        recall=hits / len(true) if true else 0.0,
        f1=2 * hits / total if total else 0.0,
        any_sign_f1=2 * len(true.keys() & guess.keys()) / total if total else 0.0,
    )


def article_figures(*, gold: Judgements, predicted: Judgements, scheme: LabelScheme) -> ArticleFigures:
    """Sign accuracy and Spearman's correlation of the article means (see ``ArticleFigures``)."""
    true, guess = _article_means(gold, scheme), _article_means(predicted, scheme)
    clear = {dyad: mean for dyad, mean in true.items() if abs(mean) >= CLEAR}
    right = sum(_side(guess.get(dyad, 0.0)) == (1 if mean > 0 else -1) for dyad, mean in clear.items())
    return ArticleFigures(
        dyads=len(true),
        clear=len(clear),
        right=right,
        sign_accuracy=ratio(right, len(clear)),
        spearman=spearman(list(true.values()), [guess.get(dyad, 0.0) for dyad in true]),
    )


def spearman(first: Sequence[float], second: Sequence[float]) -> float:
    """Spearman's rank correlation: Pearson's of the ranks, ties sharing their mean rank; NaN if one is constant."""
    a, b = _ranks(first), _ranks(second)
    if not a:
        return math.nan
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    product = sum((p - mean_a) * (q - mean_b) for p, q in zip(a, b, strict=True))
    spread = math.sqrt(sum((p - mean_a) ** 2 for p in a) * sum((q - mean_b) ** 2 for q in b))
    return product / spread if spread else math.nan


def _takes_side(judgements: Judgements, scheme: LabelScheme) -> dict[Key, int]:
    every = {key: scheme.sign(judgement.label) for key, judgement in judgements.items()}
    return {key: sign for key, sign in every.items() if sign}


def _article_means(judgements: Judgements, scheme: LabelScheme) -> dict[tuple[str, str, str], float]:
    scores: dict[tuple[str, str, str], list[float]] = {}
    for key, judgement in judgements.items():
        own = scheme.score(judgement.label)
        if own:  # neutral lines take no position and would only dilute the mean
            scores.setdefault((key.file, key.source, key.target), []).append(
                own if judgement.score is None else judgement.score
            )
    return {dyad: sum(values) / len(values) for dyad, values in scores.items()}


def _side(mean: float) -> int:
    return (mean > POINTS) - (mean < -POINTS)


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for position in range(start, end + 1):
            ranks[order[position]] = (start + end) / 2
        start = end + 1
    return ranks
