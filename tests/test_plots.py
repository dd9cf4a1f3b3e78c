"""Plots are PNG files that show the figures they were given."""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stance.errors import DataError
from stance.evaluation import Evaluation, evaluate_examples
from stance.labels import STANCE_LABELS
from stance.metrics import Bootstrap, calibration
from stance.types import StanceExample
from training.baselines import MajorityClassifier
from training.plots import plot_confusion, plot_learning_curve, plot_reliability

HISTORY = (
    {"epoch": 0.5, "loss": 1.4, "learning_rate": 1e-5},
    {"epoch": 1.0, "loss": 1.1},
    {"epoch": 1.0, "eval_macro_f1": 0.41, "eval_accuracy": 0.6},
    {"epoch": 2.0, "loss": 0.9},
    {"epoch": 2.0, "eval_macro_f1": float("nan")},
    {"train_runtime": 3.0},
)


def evaluation(labels: tuple[str, ...]) -> Evaluation:
    examples = [
        StanceExample(id=str(n), text="A and B.", source="A", target="B", labels=frozenset({label}))
        for n, label in enumerate(labels)
    ]
    classifier = MajorityClassifier.fit(examples, scheme=STANCE_LABELS)
    return evaluate_examples(classifier, examples, scheme=STANCE_LABELS, bootstrap=Bootstrap(resamples=5))


def size_of(path: Path) -> tuple[int, int]:
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


@pytest.mark.parametrize("plot", [plot_confusion, plot_reliability])
def test_plots_of_an_evaluation(plot: Callable[[Evaluation, Path], None], tmp_path: Path) -> None:
    plot(evaluation(("neutral", "neutral", "hostile")), tmp_path / "first.png")
    plot(evaluation(("neutral", "hostile", "hostile", "hostile")), tmp_path / "other.png")
    plot(evaluation(("neutral", "neutral", "hostile")), tmp_path / "again.png")
    width, height = size_of(tmp_path / "first.png")
    assert 400 < width < 1200
    assert 400 < height < 1200
    first, other, again = ((tmp_path / f"{n}.png").read_bytes() for n in ("first", "other", "again"))
    assert first == again
    assert first != other


def test_empty_bins_are_left_out(tmp_path: Path) -> None:
    none = calibration(probabilities=np.array([[1.0, 0, 0, 0, 0]]), allowed=np.eye(5, dtype=bool)[:1])
    plot_reliability(replace(evaluation(("neutral",)), calibration=none), tmp_path / "one.png")
    assert size_of(tmp_path / "one.png")[0] > 400


def test_learning_curve(tmp_path: Path) -> None:
    plot_learning_curve(HISTORY, tmp_path / "both.png")
    plot_learning_curve(HISTORY[:2], tmp_path / "loss.png")
    plot_learning_curve(HISTORY, tmp_path / "accuracy.png", metric="eval_accuracy")
    pictures = {path.read_bytes() for path in tmp_path.glob("*.png")}
    assert len(pictures) == 3


def test_a_history_without_figures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="none of 1 records"):
        plot_learning_curve(HISTORY[-1:], tmp_path / "none.png")
    assert not (tmp_path / "none.png").exists()


def test_plotting_needs_no_display() -> None:
    code = "import sys, training.plots; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[1]).returncode == 0
