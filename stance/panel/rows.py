"""One row of a panel: the estimates of a cell under the names of the columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from stance.labels import LabelScheme
from stance.panel.cells import Cell, Sums
from stance.panel.correction import Corrected
from stance.panel.coverage import NONE, Coverage
from stance.panel.cow import cow_state
from stance.panel.draws import ratio
from stance.panel.estimates import NOTHING, Estimate, Raw
from stance.panel.periods import Unit, following


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a row needs beside its own estimates. ``sentiment``: by (target, period, outlet), with its judgements.

    ``weighted``: whether copies of a story count once, in coverage too.
    """

    scheme: LabelScheme
    unit: Unit
    coverage: Coverage
    sentiment: Mapping[tuple[object, ...], tuple[Estimate, int]]
    corrected: bool
    weighted: bool


def row_of(
    cell: Cell, *, level: str, sums: Sums, stories: int, raw: Raw, corrected: Corrected | None, context: Context
) -> Mapping[str, object]:
    """Column name → value, in the order of the columns; None where there is no value."""
    labels, weight = context.scheme.names, float(sums["printed"])
    return {
        "level": level,
        "by": context.unit,
        "period": cell.period,
        "outlet": cell.outlet,
        **_actor("source", cell.source, cell.source_name, cell, context.unit),
        **_actor("target", cell.target, cell.target_name, cell, context.unit),
        "n": int(sums["n"]),
        "n_position": int(sums["n_position"]),
        "n_articles": int(sums["articles"]),
        "n_stories": stories,
        "weight": float(sums["w"]),
        **_named(raw.mean, "mean_score", "low", "high"),
        **_named(raw.position, "mean_position", "position_low", "position_high"),
        **{f"share_{label}": _value(float(ratio(sums[f"l_{label}"], sums["w"]))) for label in labels},
        **_named(raw.asymmetry, "asymmetry", "asymmetry_low", "asymmetry_high"),
        **_sentiment(cell, context),
        **_coverage(cell, weight if context.weighted else float(sums["articles"]), context.coverage, level),
        **(_corrected(corrected, raw, labels) if corrected is not None else {}),
    }


def _actor(role: str, code: str | None, name: str, cell: Cell, unit: Unit) -> Mapping[str, object]:
    """Codes of the day on which the period ends, so that a state which changed within it has its new ones."""
    last = following(cell.period, unit) - timedelta(days=1) if cell.period is not None else None
    state = cow_state(code or "", on=last)
    return {
        role: code,
        f"{role}_name": name,
        f"{role}_cow": state.number if state else None,
        f"{role}_cow_abb": state.abbreviation if state else None,
    }


def _named(estimate: Estimate, *names: str) -> Mapping[str, object]:
    values = (estimate.value, estimate.low, estimate.high)
    return {name: _value(value) for name, value in zip(names, values, strict=True)}


def _value(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _sentiment(cell: Cell, context: Context) -> Mapping[str, object]:
    found, n = context.sentiment.get((cell.target, cell.period, cell.outlet), (NOTHING, 0))
    return {
        **_named(found, "sentiment", "sentiment_low", "sentiment_high"),
        "n_sentiment": n if context.sentiment else None,
    }


def _coverage(cell: Cell, weight: float, coverage: Coverage, level: str) -> Mapping[str, object]:
    """Only of cells: totals span periods whose articles are counted one by one."""
    if level != "cell":
        return dict.fromkeys(("n_articles_period", "per_1000_articles", "per_1000_of_either"))
    return {
        "n_articles_period": coverage.places.get((cell.period, cell.outlet), NONE).articles,
        "per_1000_articles": coverage.per_thousand(cell, weight),
        "per_1000_of_either": coverage.per_thousand_of_either(cell, weight),
    }


def _corrected(corrected: Corrected, raw: Raw, labels: Sequence[str]) -> Mapping[str, object]:
    shares = {label: corrected.shares.get(label, NOTHING) for label in labels}
    return {
        "n_coded": corrected.coded,
        "raw_mean": _value(raw.mean.value),
        **_named(corrected.mean, "corrected_mean", "corrected_low", "corrected_high"),
        **{name: value for label in labels for name, value in _share(label, shares[label]).items()},
        "corrected_pairs": _value(corrected.pairs),
        **_named(corrected.pooled, "pooled_mean", "pooled_low", "pooled_high"),
    }


def _share(label: str, estimate: Estimate) -> Mapping[str, object]:
    name = f"corrected_share_{label}"
    return _named(estimate, name, f"{name}_low", f"{name}_high")
