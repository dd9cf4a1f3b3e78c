"""Means and shares corrected for the classifier's errors by a coded random sample.

Of judgement i, Ŷ is what the model says, Y what the coder says, w its weight, π the known probability with which it
came into the sample, R whether it did, and r = w R / π. The estimate of a mean is

    θ̂ = Σ r Y / Σ r  +  λ (Σ w Ŷ / Σ w  −  Σ r Ŷ / Σ r)

the difference estimator of survey sampling (Särndal, Swensson & Wretman 1992, ch. 6). With λ = 1 it is design-based
supervised learning, the mean of Ŷ + (R / π) (Y − Ŷ) (Egami, Hinck, Stewart & Wei 2023, arXiv 2306.04746), with the
weights of the sample normed to sum to 1, and prediction-powered inference (Angelopoulos et al. 2023, Science 382) for
unequal π. It is right on average for any λ, however bad the model; λ makes it more or less precise (power tuning:
Angelopoulos, Duchi & Zrnic 2023, arXiv 2311.01453) and is chosen once for the whole selection, so that no small cell
tunes itself. Intervals draw whole stories with their judgements and codings, so they hold both the drawing of stories
and the coding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from stance.labels import LabelScheme
from stance.panel.cells import Clusters, Sums
from stance.panel.draws import MIN_STORIES, Floats, HalfSamples, bounds, coins, drawn_sums, ratio
from stance.panel.estimates import NOTHING, Estimate, around, draws_of

MIN_CODED = 15
"""Coded stories from which on a cell gets a correction of its own; docs/panel.md has the coverage with so few."""
TUNING = 50
"""Coded stories from which on λ is estimated; with fewer it is 1."""
PLUS_FOUR = np.array([-2, -3, -4, -5], dtype=np.int64)
"""Numbers of the stories that are added to the sample for the interval of a share."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """λ of the mean score and of each label's share."""

    mean: float
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a coder of all judgements of the cell would have found, estimated.

    ``coded``: coded judgements in the cell; ``pairs``: share of judgements that are a pair at all; ``pooled``: the mean
    score if the model errs in this cell as it does in the whole selection.
    """

    coded: int = 0
    mean: Estimate = NOTHING
    shares: Mapping[str, Estimate] = field(default_factory=dict)
    pairs: float = np.nan
    pooled: Estimate = NOTHING


def corrected_estimates(
    clusters: Clusters, selection: Clusters, *, scheme: LabelScheme, settings: HalfSamples, min_coded: int = MIN_CODED
) -> tuple[Corrected, ...]:
    """The corrected estimates of each cell; ``selection``: the one cell that holds all, from which λ is learned.

    A cell with judgements outside the frame of the sample has none.
    """
    estimator = _Estimator(scheme, settings, tune(selection, scheme), _calibration(selection, settings))
    coded, total = clusters.stories("r"), clusters.totals()
    squares = np.bincount(clusters.cell, weights=clusters.rows["r"] ** 2, minlength=len(clusters.cells)).astype(
        np.float64
    )
    sizes = ratio(squares, total["r"])
    usable = (total["outside"] == 0) & (clusters.stories("w") >= MIN_STORIES)
    found = {}
    for n, drawn in draws_of(clusters, [int(n) for n in np.flatnonzero(usable)], settings):
        sums = Sums(total.values[n], total.columns)
        own = estimator.own(float(sizes[n]), sums, drawn) if coded[n] >= max(min_coded, MIN_STORIES) else Corrected()
        found[n] = replace(own, coded=int(sums["coded"]), pooled=estimator.pooled(sums, drawn))
    return tuple(found.get(n, Corrected(int(total["coded"][n]))) for n in range(len(clusters.cells)))


def tune(selection: Clusters, scheme: LabelScheme) -> Tuning:
    """The λ with the smallest variance over the stories of the selection, between 0 and 1."""
    sums = selection.rows
    if np.count_nonzero(sums["r"]) < TUNING:
        return Tuning(1.0, dict.fromkeys(scheme.names, 1.0))
    return Tuning(
        _best(sums, y="ry", predicted="ws", coded="rs"),
        {name: _best(sums, y=f"ry_{name}", predicted=f"l_{name}", coded=f"rl_{name}") for name in scheme.names},
    )


def _best(sums: Sums, *, y: str, predicted: str, coded: str) -> float:
    """θ̂ is a + λ b, both sums over stories; Var is smallest at λ = −Cov(a, b) / Var(b)."""
    a = _centred(sums[y], sums["r"])
    b = _centred(sums[predicted], sums["w"]) - _centred(sums[coded], sums["r"])
    return float(np.clip(-(a @ b) / (b @ b), 0, 1)) if b @ b > 0 else 1.0


def _centred(part: Floats, whole: Floats) -> Floats:
    """What each story adds to the error of Σ part / Σ whole."""
    centred: Floats = (part - part.sum() / whole.sum() * whole) / whole.sum()
    return centred


@dataclass(frozen=True, slots=True)
class _Sample:
    """Sums of one column of the codings, for the estimator."""

    r: Floats
    y: Floats
    coded: Floats


def difference(sums: Sums, sample: _Sample, *, predicted: str, tuning: float) -> Floats:
    """θ̂ of the module's formula, over the share of judgements that the coder found to be pairs at all."""
    gap = ratio(sums[predicted], sums["w"]) - ratio(sample.coded, sample.r)
    return ratio(ratio(sample.y, sample.r) + tuning * gap, ratio(sums["rv"], sums["r"]))


@dataclass(frozen=True, slots=True)
class _Calibration:
    """The coder's score as a line over the model's, of the whole selection: itself first, then in every draw.

    ``pairs``: share of judgements that are pairs.
    """

    level: Floats
    slope: Floats
    pairs: Floats


def _calibration(selection: Clusters, settings: HalfSamples) -> _Calibration:
    coded = selection.rows["r"] > 0
    columns = selection.rows.columns
    stories, values = selection.story[coded], selection.rows.values[coded]
    whole = np.zeros((1, len(columns)))
    drawn = next(drawn_sums(stories, values, starts=[0], settings=settings)) if coded.any() else whole
    sums = Sums(np.concatenate([values.sum(axis=0)[None], drawn]), columns)
    y, score = ratio(sums["ry"], sums["r"]), ratio(sums["rs"], sums["r"])
    slope = ratio(ratio(sums["rsy"], sums["r"]) - y * score, ratio(sums["rss"], sums["r"]) - score**2)
    return _Calibration(y - slope * score, slope, ratio(sums["rv"], sums["r"]))


@dataclass(frozen=True, slots=True)
class _Estimator:
    """What all cells share. ``sums``: of a cell, shape (columns,); ``drawn``: in every draw, shape (draws, columns)."""

    scheme: LabelScheme
    settings: HalfSamples
    tuning: Tuning
    calibration: _Calibration

    def own(self, size: float, sums: Sums, drawn: Sums) -> Corrected:
        """From the cell's own codings; ``size``: Σ r over the effective number (Kish 1965) of coded stories."""
        return Corrected(
            mean=self._limited(self._mean(sums), self._mean(drawn)),
            shares={name: self._share(name, size, sums, drawn) for name in self.scheme.names},
            pairs=float(ratio(sums["rv"], sums["r"])),
        )

    def pooled(self, sums: Sums, drawn: Sums) -> Estimate:
        """The line of the whole selection at the cell's mean score: a synthetic estimate (Rao & Molina 2015, ch. 3)."""
        line, scores = self.calibration, np.append(ratio(sums["ws"], sums["w"]), ratio(drawn["ws"], drawn["w"]))
        values = ratio(line.level + line.slope * scores, line.pairs)
        return self._limited(values[0], values[1:])

    def _mean(self, sums: Sums) -> Floats:
        sample = _Sample(sums["r"], sums["ry"], sums["rs"])
        return difference(sums, sample, predicted="ws", tuning=self.tuning.mean)

    def _limited(self, value: Floats, drawn: Floats) -> Estimate:
        return self._estimate(value, drawn, self.scheme.scores[0], self.scheme.scores[-1])

    def _share(self, name: str, size: float, sums: Sums, drawn: Sums) -> Estimate:
        """A share, and its interval after four more coded stories of effective size, two of them with the label.

        Among few codings a rare label may not occur at all, and the interval without them is far too short. Agresti &
        Coull (1998, Am. Stat. 52) add two successes and two failures for the same reason.
        """
        predicted, tuning = f"l_{name}", self.tuning.shares[name]
        sample = _Sample(sums["r"], sums[f"ry_{name}"], sums[f"rl_{name}"])
        tossed = coins(PLUS_FOUR, self.settings) * size
        more = _Sample(
            drawn["r"] + tossed.sum(axis=0),
            drawn[f"ry_{name}"] + tossed[:2].sum(axis=0),
            drawn[f"rl_{name}"] + tossed.sum(axis=0) * float(ratio(sample.coded, sample.r)),
        )
        value = difference(sums, sample, predicted=predicted, tuning=tuning)
        return self._estimate(value, difference(drawn, more, predicted=predicted, tuning=tuning), 0, 1)

    def _estimate(self, value: Floats, drawn: Floats, least: float, most: float) -> Estimate:
        """The value with its percentile interval, both cut off at the ends of the scale."""
        ends = bounds(drawn[:, None], level=self.settings.level)
        found = around(float(value), float(ends.low[0]), float(ends.high[0]))
        return Estimate(*(float(np.clip(one, least, most)) for one in (found.value, found.low, found.high)))
