"""Evaluations as plain Markdown tables, for the terminal, the README and the model card."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stance.evaluation.linking import Linking
from stance.evaluation.results import CauseCount, CoderComparison, Evaluation, GoldEvaluation, Slice
from stance.metrics import Classification, Interval

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A system (or coder) and its figures on one gold folder, for a table that sets several side by side."""

    name: str
    figures: GoldEvaluation | CoderComparison


def format_evaluation(evaluation: Evaluation | GoldEvaluation) -> str:
    """Every figure as Markdown tables, each under a short heading."""
    parts = _labelled(evaluation) if isinstance(evaluation, Evaluation) else _coded(evaluation)
    return "\n\n".join(parts) + "\n"


def format_comparison(systems: Sequence[Named]) -> str:
    """One row a system: strict and sign macro-F1 on given pairs, end-to-end F1, article sign accuracy."""
    head = ("system", "macro-F1 (5 labels)", "macro-F1 (sign)", "found F1", "article sign accuracy", "alpha (ordinal)")
    return table(head, [_comparison_row(system) for system in systems]) + "\n"


def table(head: Row, rows: Iterable[Row]) -> str:
    """A Markdown table with padded cells: the first column to the left, the others (figures) to the right."""
    cells = [head, *rows]
    widths = [max(len(row[n]) for row in cells) for n in range(len(head))]
    lines = ["| " + " | ".join(_pad(cell, widths[n], n) for n, cell in enumerate(row)) + " |" for row in cells]
    rule = (
        "|" + "|".join("-" * (width + 2) if n == 0 else "-" * (width + 1) + ":" for n, width in enumerate(widths)) + "|"
    )
    return "\n".join([lines[0], rule, *lines[1:]])


def number(value: float) -> str:
    """Three decimals; a dash where the figure is undefined."""
    return "–" if math.isnan(value) else f"{value:.3f}"


def _labelled(evaluation: Evaluation) -> list[str]:
    return [
        _section("Given pairs", table(("figure", "value", "95 % interval"), _headline(evaluation))),
        _section("Labels", _class_table(evaluation.overall.labels)),
        _section("Signs", _class_table(evaluation.overall.signs)),
        _section("Confusion (rows: gold, columns: predicted)", _confusion_table(evaluation.overall.labels)),
        _section("By corpus", _slice_table("corpus", evaluation.corpora)),
        _section("By kind of pair", _slice_table("source → target", evaluation.kinds)),
    ]


def _coded(evaluation: GoldEvaluation) -> list[str]:
    return [
        _section("End to end", table(("figure", "value", "95 % interval"), _end_to_end(evaluation))),
        _section("Misses by cause", _cause_table(evaluation.miss_causes)),
        _section("Actors not found, by misses", _cause_table(evaluation.unfound_actors, head="actor")),
        _section("Spurious findings by cause", _cause_table(evaluation.spurious_causes)),
        *_labelled(evaluation.given),
    ]


def _headline(evaluation: Evaluation) -> list[Row]:
    overall, calibration = evaluation.overall, evaluation.calibration
    return [
        ("judgements", str(overall.n), ""),
        ("macro-F1 (5 labels)", number(overall.labels.macro_f1), _bounds(evaluation.macro_f1)),
        ("macro-F1 (sign)", number(overall.signs.macro_f1), _bounds(evaluation.sign_macro_f1)),
        ("accuracy", number(overall.labels.accuracy), ""),
        ("accuracy, second label accepted", number(overall.labels.lenient_accuracy), ""),
        ("predicted label allowed", number(overall.allowed), ""),
        ("Krippendorff's alpha (ordinal)", number(overall.agreement.alpha), ""),
        ("expected calibration error", number(calibration.ece), ""),
        ("classwise calibration error", number(_mean(calibration.classwise_ece)), ""),
        ("Brier score", number(calibration.brier), ""),
        ("log loss", number(calibration.log_loss), ""),
        ("label set holds an allowed label", number(evaluation.sets.coverage), ""),
        *((f"  … where it is {label}", number(held), "") for label, held in evaluation.sets.per_label.items()),
        ("mean size of label sets", number(evaluation.sets.size), ""),
        ("label changes when source and target swap", number(evaluation.swap.label), ""),
        ("sentences cut to the model's length", str(evaluation.truncated), ""),
        ("left out: every label allowed", str(evaluation.unlabelled), ""),
    ]


def _end_to_end(evaluation: GoldEvaluation) -> list[Row]:
    found, articles = evaluation.found, evaluation.articles
    return [
        ("found F1 (pair and sign)", number(found.f1), _bounds(evaluation.found_f1)),
        ("precision", number(found.precision), ""),
        ("recall", number(found.recall), ""),
        ("F1 whatever the sign", number(found.any_sign_f1), ""),
        ("position-bearing judgements in gold", str(found.gold), ""),
        ("position-bearing judgements found", str(found.predicted), ""),
        ("article sign accuracy (clear dyads)", number(articles.sign_accuracy), _bounds(evaluation.sign_accuracy)),
        ("clear dyads / dyads", f"{articles.clear} / {articles.dyads}", ""),
        ("Spearman correlation of article means", number(articles.spearman), ""),
        ("the same with given pairs: sign accuracy", number(evaluation.given_articles.sign_accuracy), ""),
        *_linking(evaluation.linking),
    ]


def _linking(links: Linking) -> list[Row]:
    return [
        (f"{name} actors found: {figure}", number(value), "")
        for name, part in (("named", links.named), ("implied", links.implied))
        for figure, value in (("F1", part.f1), ("precision", part.precision), ("recall", part.recall))
    ]


def _class_table(figures: Classification) -> str:
    rows = [
        (c.name, number(c.precision), number(c.recall), number(c.f1), str(c.support), str(c.predicted))
        for c in figures.classes
    ]
    return table(("label", "precision", "recall", "F1", "gold", "predicted"), rows)


def _confusion_table(figures: Classification) -> str:
    names = figures.confusion.names
    rows = [(name, *map(str, counts)) for name, counts in zip(names, figures.confusion.counts, strict=True)]
    return table(("", *names), rows)


def _slice_table(head: str, slices: Sequence[Slice]) -> str:
    rows = [
        (
            part.name,
            str(part.n),
            number(part.labels.macro_f1),
            number(part.signs.macro_f1),
            number(part.labels.accuracy),
            number(part.agreement.alpha),
        )
        for part in slices
    ]
    return table((head, "n", "macro-F1 (5 labels)", "macro-F1 (sign)", "accuracy", "alpha"), rows)


def _cause_table(causes: Sequence[CauseCount], *, head: str = "cause") -> str:
    if not causes:
        return "None."
    return table((head, "n"), [(cause.cause, str(cause.n)) for cause in causes])


def _comparison_row(system: Named) -> Row:
    figures = system.figures
    return (
        system.name,
        number(figures.labels.labels.macro_f1),
        number(figures.labels.signs.macro_f1),
        number(figures.found.f1),
        number(figures.articles.sign_accuracy),
        number(figures.labels.agreement.alpha),
    )


def _section(title: str, body: str) -> str:
    return f"### {title}\n\n{body}"


def _bounds(interval: Interval) -> str:
    return "" if math.isnan(interval.low) else f"{interval.low:.3f} to {interval.high:.3f}"


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan


def _pad(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column == 0 else cell.rjust(width)
