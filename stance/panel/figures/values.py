"""What a figure can show: the columns of a panel that hold a value and its interval, and the words for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ValueName = Literal["mean_score", "mean_position", "corrected_mean", "pooled_mean", "sentiment", "asymmetry"]
Kind = Literal["time", "heat", "grid"]

FEW = 6
"""A value from fewer stories than this is drawn hollow or small: a panel gives it no 95 % interval."""

MAX_SERIES, MAX_PAIRS, MAX_ACTORS = 4, 15, 24
"""What a figure over time, a page of small multiples and a heat map can hold and still be read."""


@dataclass(frozen=True, slots=True)
class Value:
    """A column that can be drawn, with the columns of its 95 % interval; ``limit``: the axis runs from −limit to it."""

    name: ValueName
    low: str
    high: str
    words: str
    limit: int = 2


VALUES: Mapping[str, Value] = {
    value.name: value
    for value in (
        Value("mean_score", "low", "high", "mean stance score"),
        Value("mean_position", "position_low", "position_high", "mean score of the lines that take a position"),
        Value("corrected_mean", "corrected_low", "corrected_high", "mean stance score, corrected by coded lines"),
        Value("pooled_mean", "pooled_low", "pooled_high", "mean stance score, if the classifier errs alike everywhere"),
        Value("sentiment", "sentiment_low", "sentiment_high", "sentiment of the authors toward the target"),
        Value("asymmetry", "asymmetry_low", "asymmetry_high", "asymmetry: this direction minus the other one", limit=4),
    )
}
