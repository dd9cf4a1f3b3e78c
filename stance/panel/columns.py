"""The columns of a panel in its long form: one row a directed dyad and period, with totals if there are corrections."""

from __future__ import annotations

from collections.abc import Sequence

from stance.report.records import Column

MEASURES = ("mean_score", "low", "high", "n")
"""What the wide form gives of each dyad; with corrections also ``CORRECTED``."""
CORRECTED = ("corrected_mean", "corrected_low", "corrected_high")


def panel_columns(labels: Sequence[str], *, corrected: bool) -> tuple[Column, ...]:
    """The columns in order; docs/panel.md gives the formulas."""
    return (
        Column("level", "text", "cell: a dyad in a period; dyad: all its periods; selection: all that was asked for"),
        Column("by", "text", "the unit of time: day, week, month, quarter or year; empty without"),
        Column("period", "date", "first day of the period; empty where the row is of the whole span"),
        Column("outlet", "text", "who published; empty where rows are not cut by it"),
        *_actor("source"),
        *_actor("target"),
        Column("n", "integer", "judgements"),
        Column("n_position", "integer", "judgements whose label takes a position"),
        Column("n_articles", "integer", "articles with such a judgement"),
        Column("n_stories", "integer", "stories (near-duplicate articles are one)"),
        Column("weight", "number", "sum of the weights of the judgements"),
        Column("mean_score", "number", "weighted mean of the expected score over all judgements"),
        Column("low", "number", "lower end of its interval; empty with fewer than 6 stories"),
        Column("high", "number", "upper end"),
        Column("mean_position", "number", "the same over the judgements whose label takes a position"),
        Column("position_low", "number", "lower end of its interval; empty with fewer than 6 such stories"),
        Column("position_high", "number", "upper end"),
        *(Column(f"share_{label}", "number", f"weighted share of {label} in all judgements") for label in labels),
        Column("asymmetry", "number", "mean_score less that of the reverse direction in the same period"),
        Column("asymmetry_low", "number", "lower end of its interval"),
        Column("asymmetry_high", "number", "upper end"),
        Column("sentiment", "number", "mean score of AUTHOR toward the target in the same period"),
        Column("sentiment_low", "number", "lower end of its interval"),
        Column("sentiment_high", "number", "upper end"),
        Column("n_sentiment", "integer", "judgements of AUTHOR toward the target; empty if the run looked for none"),
        Column("n_articles_period", "integer", "all articles of the run in this period, and outlet"),
        Column("per_1000_articles", "number", "articles of the dyad per 1,000 of these, weighted alike"),
        Column("per_1000_of_either", "number", "and per 1,000 articles in which either actor is judged or judges"),
        *(_corrected(labels) if corrected else ()),
    )


def _actor(role: str) -> tuple[Column, ...]:
    return (
        Column(role, "text", f"code of the {role} actor; * in the row of the selection"),
        Column(f"{role}_name", "text", "its name"),
        Column(f"{role}_cow", "integer", "its Correlates of War number; empty where that project has no such state"),
        Column(f"{role}_cow_abb", "text", "its Correlates of War abbreviation"),
    )


def _corrected(labels: Sequence[str]) -> tuple[Column, ...]:
    ends = ("", "_low", "_high")
    return (
        Column("n_coded", "integer", "coded judgements"),
        Column("raw_mean", "number", "mean_score again, to stand beside the corrected one"),
        Column("corrected_mean", "number", "mean score corrected by the row's own codings; empty with too few"),
        Column("corrected_low", "number", "lower end of its interval"),
        Column("corrected_high", "number", "upper end"),
        *(Column(f"corrected_share_{label}{end}", "number", _share(label, end)) for label in labels for end in ends),
        Column("corrected_pairs", "number", "share of judgements that the coder found to be pairs at all"),
        Column("pooled_mean", "number", "mean score if the model errs here as in the whole selection: an assumption"),
        Column("pooled_low", "number", "lower end of its interval"),
        Column("pooled_high", "number", "upper end"),
    )


def _share(label: str, end: str) -> str:
    part = {"": "", "_low": ", lower end", "_high": ", upper end"}[end]
    return f"corrected share of {label}{part}"
