"""Predictions → one Dyad per ordered pair of actors (codebook, "Per article").

The numbers below are the whole policy; everything else follows from them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from stance.errors import ConfigError
from stance.labels import STANCE_LABELS, LabelScheme
from stance.types import Actor, Dyad, Prediction

CLEAR_SIGN = 0.6
"""A position-bearing line is clear when its side of the scale holds this much probability: odds of 3 to 2."""
SET_MASS = 0.8
"""A dyad's label set is the shortest run of adjacent labels that holds this much of the mean probability."""
INTERVAL_MASS = 0.95
"""Mass of the interval round the mean score."""
BOOTSTRAP_DRAWS = 1000
"""Draws of the bootstrap: the usual least for percentile intervals (Efron & Tibshirani 1993, ch. 13)."""


def aggregate(predictions: Sequence[Prediction], *, scheme: LabelScheme, seed: int = 0) -> tuple[Dyad, ...]:
    """Summarise predictions by (source, target), the dyads with most position-bearing lines first.

    The result depends neither on the order of the predictions nor, for one dyad, on the other dyads. Raises
    ConfigError if a prediction was made with another label scheme.
    """
    groups: defaultdict[tuple[str, str], list[Prediction]] = defaultdict(list)
    for prediction in predictions:
        groups[prediction.pair.source.code, prediction.pair.target.code].append(prediction)
    dyads = [_dyad(lines, scheme=scheme, seed=seed) for lines in groups.values()]
    return tuple(sorted(dyads, key=lambda dyad: (-dyad.n, dyad.source.code, dyad.target.code)))


def describe(label_set: Sequence[str], mixed: bool = False, *, scheme: LabelScheme = STANCE_LABELS) -> str:
    """A label set in words: "neutral or distancing", "neutral to hostile", "mixed: supportive and distancing"."""
    names = scheme.order(label_set)
    if not names:
        return "no judgement"
    if mixed:
        return f"mixed: {_listed(names[::-1])}"
    if len(names) == 1:
        return names[0]
    signs = {scheme.sign(name) for name in names}
    outward = names[::-1] if scheme.sign(names[-1]) == 0 else names  # "neutral or distancing": from neutral outwards
    if {-1, 1} <= signs:
        return f"unclear: {names[0]} to {names[-1]}"
    joint = " or " if len(names) == 2 else " to "
    return f"{outward[0]}{joint}{outward[-1]}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _dyad(lines: Sequence[Prediction], *, scheme: LabelScheme, seed: int) -> Dyad:
    source, target = lines[0].pair.source, lines[0].pair.target
    bearing = [line for line in lines if scheme.sign(line.label) != 0]
    clear = {line.label for line in bearing if _is_clear(line, scheme=scheme)}
    mixed = {scheme.sign(label) for label in clear} == {-1, 1}
    mean = sum(line.score for line in bearing) / len(bearing) if bearing else None
    average = _mean_probabilities(bearing or lines, scheme=scheme)
    rng_seed = _seed(seed, source, target)
    return Dyad(
        source=source,
        target=target,
        n=len(bearing),
        n_neutral=len(lines) - len(bearing),
        mean=mean,
        interval=None if mean is None else _interval(average, mean, n=len(bearing), scheme=scheme, seed=rng_seed),
        shares={name: sum(line.label == name for line in lines) / len(lines) for name in scheme.names},
        label_set=scheme.order(clear) if mixed else scheme.smallest_set(average, mass=SET_MASS),
        mixed=mixed,
        evidence=tuple(_ordered(lines, mixed=mixed, scheme=scheme)),
    )


def _is_clear(line: Prediction, *, scheme: LabelScheme) -> bool:
    side = scheme.of_sign(scheme.sign(line.label))
    return sum(line.probabilities[name] for name in side) >= CLEAR_SIGN


def _mean_probabilities(lines: Sequence[Prediction], *, scheme: LabelScheme) -> tuple[float, ...]:
    """Mean probability of each label, in scale order."""
    for line in lines:
        if set(line.probabilities) != set(scheme.names):
            raise ConfigError(
                f"a prediction has probabilities for {', '.join(line.probabilities)}, expected the labels "
                f"{', '.join(scheme.names)}: aggregate it with the label scheme of the model that made it"
            )
    return tuple(sum(line.probabilities[name] for line in lines) / len(lines) for name in scheme.names)


def _seed(seed: int, source: Actor, target: Actor) -> tuple[int, ...]:
    """A stream of its own for each dyad, so that one more actor in the text does not move the other intervals."""
    return (seed, *source.code.encode(), 0, *target.code.encode())


def _interval(
    average: Sequence[float], mean: float, *, n: int, scheme: LabelScheme, seed: Sequence[int]
) -> tuple[float, float]:
    """Percentile interval of the mean score by bootstrap (Efron & Tibshirani 1993, ch. 13).

    Each of n draws takes a line with replacement, then a label from its probabilities; so a single line also has an
    honest interval. Line and label together are one draw from the mean distribution ``average`` of the lines, and
    the n draws one multinomial: the same bootstrap without n × draws of memory. Score bounds include the mean,
    which a skewed discrete distribution can leave outside its own percentiles.
    """
    import numpy as np

    weights = np.asarray(average, dtype=np.float64)
    counts = np.random.default_rng(seed).multinomial(n, weights / weights.sum(), size=BOOTSTRAP_DRAWS)
    means = counts @ np.asarray(scheme.scores) / n
    tail = (1 - INTERVAL_MASS) / 2
    low, high = np.quantile(means, (tail, 1 - tail))
    return min(float(low), mean), max(float(high), mean)


def _ordered(lines: Sequence[Prediction], *, mixed: bool, scheme: LabelScheme) -> Iterator[Prediction]:
    """Evidence, most telling first: strong and sure positions, both sides in turn where mixed; neutral lines last."""
    strongest = sorted(lines, key=lambda line: (-abs(line.score), -line.probabilities[line.label], line.pair.sentence))
    bearing = [line for line in strongest if scheme.sign(line.label) != 0]
    yield from _alternating(bearing, scheme=scheme) if mixed else bearing
    neutral = [line for line in lines if scheme.sign(line.label) == 0]
    yield from sorted(neutral, key=lambda line: (-line.probabilities[line.label], line.pair.sentence))


def _alternating(bearing: Sequence[Prediction], *, scheme: LabelScheme) -> Iterable[Prediction]:
    first = scheme.sign(bearing[0].label)
    sides = ([line for line in bearing if scheme.sign(line.label) == sign] for sign in (first, -first))
    return (line for both in zip_longest(*sides) for line in both if line is not None)
