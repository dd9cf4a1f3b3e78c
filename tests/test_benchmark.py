"""Published protocols: how predictions become the published classes, and the page of results."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from stance.config import load_yaml
from stance.errors import ConfigError
from stance.types import Actor, DirectedPair, Prediction, StanceExample
from training.benchmark import Figure, accuracy, benchmark, figures, macro_f1, main, read_dse, read_plv, record, render
from training.experiment import Experiment

CONFIGS = sorted((Path(__file__).parents[1] / "configs" / "experiments").glob("bench_*.yaml"))
P, Q = Actor("P", "P", "unknown"), Actor("Q", "Q", "unknown")


def predicted(**probabilities: float) -> Prediction:
    best = max(probabilities, key=probabilities.__getitem__)
    return Prediction(DirectedPair(0, P, Q), probabilities, best, (best,), 0.0)


def judged(id: str, label: str, text: str = "p met q") -> StanceExample:
    return StanceExample(id=id, text=text, source="p", target="q", labels=frozenset({label}))


def signs(negative: float, neutral: float, positive: float) -> Prediction:
    return predicted(negative=negative, neutral=neutral, positive=positive)


def test_dse_reads_five_classes_from_two_directions() -> None:
    rows = {
        "a": (("neutral", "neutral"), (signs(0.1, 0.8, 0.1), signs(0.1, 0.8, 0.1)), 0, 0),
        "b": (("positive", "neutral"), (signs(0.0, 0.4, 0.6), signs(0.2, 0.7, 0.1)), 1, 1),
        "c": (("neutral", "positive"), (signs(0.1, 0.9, 0.0), signs(0.0, 0.2, 0.8)), 2, 2),
        "d": (("negative", "neutral"), (signs(0.9, 0.1, 0.0), signs(0.0, 0.9, 0.1)), 3, 3),
        # Both directions look negative: the likelier of the two, with the other at rest.
        "e": (("neutral", "negative"), (signs(0.6, 0.4, 0.0), signs(0.9, 0.1, 0.0)), 4, 4),
        "f": (("positive", "neutral"), (signs(0.1, 0.8, 0.1), signs(0.1, 0.8, 0.1)), 1, 0),
    }
    examples = [judged(f"{n}:{d}", gold[d == "qp"]) for n, (gold, *_) in rows.items() for d in ("pq", "qp")]
    predictions = [p for _, found, *_ in rows.values() for p in found]
    answers = read_dse(examples, predictions)["five classes"]
    assert answers.gold.tolist() == [row[2] for row in rows.values()]
    assert answers.predicted.tolist() == [row[3] for row in rows.values()]
    every = np.arange(6)
    assert accuracy(answers, every) == pytest.approx(5 / 6)
    assert macro_f1(answers, every) == pytest.approx((2 / 3 + 2 / 3 + 1 + 1 + 1) / 5)


def test_plv_sums_roots_into_coarser_classes() -> None:
    roots = ("ASSAULT", "COERCE", "ACCUSE", "AGREE", "CONSULT", "AID")
    p = predicted(ASSAULT=0.3, COERCE=0.0, ACCUSE=0.25, AGREE=0.2, CONSULT=0.15, AID=0.1)
    answers = read_plv([judged("1", "CONSULT")], [p])
    assert set(p.probabilities) == set(roots)
    assert {name: bool(a.gold[0] == a.predicted[0]) for name, a in answers.items()} == {
        "binary": False,  # 0.55 conflict
        "quad": True,  # 0.35 verbal cooperation against 0.3 material conflict
        "root": False,
    }


def test_figures_carry_intervals_over_sentences() -> None:
    examples = [judged(str(n), "positive", f"sentence number {n}") for n in range(20)]
    predictions = [
        predicted(negative=0.9, positive=0.1) if n < 5 else predicted(negative=0.1, positive=0.9) for n in range(20)
    ]
    micro, macro = figures("seesaw", "official", examples=examples, predictions=predictions, seed=3)
    assert (micro.metric, micro.value, micro.n, micro.seed) == ("labels micro F1", 0.75, 20, 3)
    assert micro.low < 0.75 < micro.high
    assert macro.value == pytest.approx(2 * 0.75 / 1.75)


def test_seeds_that_were_run_again_replace_the_old_ones(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    row = Figure("official", "labels micro F1", 1, 0.8, 0.7, 0.9, 10)
    other = Figure("official", "labels micro F1", 2, 0.9, 0.8, 1.0, 10)
    record("seesaw", [row, other], config="a.yaml", path=path)
    record("seesaw", [Figure("official", "labels micro F1", 1, 0.6, 0.5, 0.7, 10)], config="a.yaml", path=path)
    results = json.loads(path.read_text())
    assert [(f["seed"], f["value"]) for f in results["seesaw"]["figures"]] == [(1, 0.6), (2, 0.9)]
    page = render(results)
    assert "| official | labels micro F1 | 10 | 2 | 75.0 ± 21.2 [65.0, 85.0] | 84.1 (RoBERTa-base" in page


@pytest.mark.parametrize("config", CONFIGS, ids=lambda path: path.stem)
def test_each_benchmark_has_a_task_and_its_classes(config: Path) -> None:
    experiment = load_yaml(config, Experiment)
    assert experiment.benchmark is not None
    assert config.stem == f"bench_{experiment.benchmark.task}"
    assert experiment.scheme.names
    assert experiment.model.encoder == "sentence-transformers/all-mpnet-base-v2"


def test_a_configuration_without_a_benchmark_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = Path(__file__).parents[1] / "configs" / "experiments" / "quick.yaml"
    with pytest.raises(ConfigError, match="has no benchmark"):
        benchmark(config, data_dir=tmp_path, seeds=[1], runs=tmp_path)
    with pytest.raises(SystemExit) as stopped:
        main([str(config), "--data-dir", str(tmp_path)])
    assert stopped.value.code == 2
    assert "has no benchmark: expected a task and its tests" in capsys.readouterr().err
