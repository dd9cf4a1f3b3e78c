"""Plots of an evaluation and a training run, as PNG files; nothing here opens a window."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from stance.errors import DataError
from stance.evaluation import Evaluation
from stance.files import write_atomic
from stance.metrics import Confusion

# Okabe and Ito's colours, which colour-blind readers can tell apart.
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#777777"
History = Sequence[Mapping[str, Any]]


def plot_confusion(evaluation: Evaluation, path: Path) -> None:
    """Confusion matrix over the judgements with one label: counts, shaded by the share of each gold label."""
    confusion = evaluation.overall.labels.confusion
    figure, axes = _figure(width=5.6, height=4.8)
    axes.imshow(_row_shares(confusion), cmap="Blues", vmin=0, vmax=1)
    places = range(len(confusion.names))
    axes.set_xticks(places, confusion.names, rotation=30, ha="right")
    axes.set_yticks(places, confusion.names)
    axes.set(xlabel="predicted", ylabel="gold", title=f"{confusion.total} judgements")
    for row, shares in enumerate(_row_shares(confusion)):
        for column, share in enumerate(shares):
            colour = "white" if share > 0.5 else "black"
            axes.text(column, row, str(confusion.counts[row][column]), ha="center", va="center", color=colour)
    _save(figure, path)


def plot_reliability(evaluation: Evaluation, path: Path) -> None:
    """Reliability diagram: accuracy in each bin of confidence; point area grows with the number of judgements."""
    calibration = evaluation.calibration
    filled = [b for b in calibration.bins if b.n]
    figure, axes = _figure(width=4.8, height=4.8)
    axes.plot([0, 1], [0, 1], color=GREY, linestyle="--", label="perfect")
    axes.plot([b.confidence for b in filled], [b.accuracy for b in filled], color=BLUE, linewidth=1)
    sizes = [12 + 250 * b.n / calibration.n for b in filled]
    axes.scatter([b.confidence for b in filled], [b.accuracy for b in filled], s=sizes, color=BLUE, label="model")
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="accuracy")
    axes.set_title(f"expected calibration error {calibration.ece:.3f}")
    axes.legend(loc="upper left")
    _save(figure, path)


def plot_learning_curve(history: History, path: Path, *, metric: str = "eval_macro_f1") -> None:
    """Training loss and held-out ``metric`` by epoch, from the records that the training loop logs.

    Each record has "epoch" and some of "loss" and ``metric``. Raises DataError where neither was ever logged.
    """
    losses, scores = _series(history, "loss"), _series(history, metric)
    if not losses and not scores:
        raise DataError(f"no learning curve: none of {len(history)} records has an epoch with loss or {metric}")
    figure, axes = _figure(width=6.4, height=4.0)
    axes.plot(*_columns(losses), color=BLUE, label="training loss")
    axes.set(xlabel="epoch", ylabel="training loss")
    beside = axes.twinx()
    beside.plot(*_columns(scores), color=ORANGE, marker="o", label=metric.removeprefix("eval_"))
    beside.set(ylabel=metric.removeprefix("eval_"), ylim=(0, 1))
    figure.legend(loc="upper center", ncols=2)
    _save(figure, path)


def _figure(*, width: float, height: float) -> tuple[Figure, Axes]:
    # Figure without pyplot: no global state, no display, nothing to close.
    figure = Figure(figsize=(width, height), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _save(figure: Figure, path: Path) -> None:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    write_atomic(path, buffer.getvalue())


def _row_shares(confusion: Confusion) -> list[list[float]]:
    return [[count / max(sum(row), 1) for count in row] for row in confusion.counts]


def _series(history: History, name: str) -> list[tuple[float, float]]:
    points = [(float(r["epoch"]), float(r[name])) for r in history if name in r and "epoch" in r]
    return [point for point in points if not math.isnan(point[1])]


def _columns(points: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [x for x, _ in points], [y for _, y in points]
