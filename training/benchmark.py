"""Published benchmarks by their own protocol: train on the given split, test on the given test sets, one command.

    python -m training.benchmark configs/experiments/bench_dse.yaml --data-dir DIR [--seeds 1 2 3] [--runs runs]

Each seed is a training run (``training.train``; one that was interrupted goes on, one that is finished is used). The
figures go to ``docs/benchmarks.json``, and from there to the table in docs/benchmarks.md. These models are experiments:
none is shipped.
"""

from __future__ import annotations

import argparse
import json
import logging
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stance.bundle import Bundle
from stance.classify import Classifier
from stance.config import load_yaml
from stance.errors import ConfigError, StanceError
from stance.files import write_atomic
from stance.metrics.bootstrap import cluster_bootstrap
from stance.types import Prediction, StanceExample
from training.corpora import load_corpus
from training.corpora.zsp_plv import PENTA
from training.experiment import Experiment, Task
from training.splits import text_key
from training.train import finished

log = logging.getLogger(__name__)
DOCS = Path(__file__).parents[1] / "docs"
RESULTS, PAGE = DOCS / "benchmarks.json", DOCS / "benchmarks.md"

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Answers:
    """Gold and predicted classes of the N rows of a test set, and the sentence of each (for the bootstrap)."""

    gold: Ints
    predicted: Ints
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one seed: a share from 0 to 1, its 95 % interval by a bootstrap over sentences, and N."""

    test: str
    metric: str
    seed: int
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """A published figure, in per cent."""

    test: str
    metric: str
    value: float
    who: str


Read = Callable[[Sequence[StanceExample], Sequence[Prediction]], Mapping[str, Answers]]


def accuracy(answers: Answers, rows: Ints) -> float:
    """Share of right rows: the micro F1 of a task where each row has one class."""
    return float((answers.gold[rows] == answers.predicted[rows]).mean())


def macro_f1(answers: Answers, rows: Ints) -> float:
    """Mean F1 of the classes that the gold of the whole test set has."""
    gold, predicted = answers.gold[rows], answers.predicted[rows]
    scores = []
    for k in np.unique(answers.gold):
        hits = ((gold == k) & (predicted == k)).sum()
        found = (gold == k).sum() + (predicted == k).sum()
        scores.append(2 * hits / found if found else 0.0)
    return float(np.mean(scores))


def read_dse(examples: Sequence[StanceExample], predictions: Sequence[Prediction]) -> dict[str, Answers]:
    """Five classes from the two directions of a row: the likeliest of none, p→q or q→p, positive or negative."""
    rows: dict[str, dict[str, tuple[StanceExample, Prediction]]] = {}
    for example, prediction in zip(examples, predictions, strict=True):
        row, _, direction = example.id.rpartition(":")
        rows.setdefault(row, {})[direction] = (example, prediction)
    gold, predicted = [], []
    for row in rows.values():
        gold.append(_dse_class(*(next(iter(row[d][0].labels)) for d in ("pq", "qp"))))
        there, back = (row[d][1].probabilities for d in ("pq", "qp"))
        joint = [
            there["neutral"] * back["neutral"],
            there["positive"] * back["neutral"],
            there["neutral"] * back["positive"],
            there["negative"] * back["neutral"],
            there["neutral"] * back["negative"],
        ]
        predicted.append(int(np.argmax(joint)))
    groups = tuple(text_key(row["pq"][0].text) for row in rows.values())
    return {"five classes": Answers(np.array(gold), np.array(predicted), groups)}


def _dse_class(there: str, back: str) -> int:
    if there == back == "neutral":
        return 0
    label = there if there != "neutral" else back
    return (1 if label == "positive" else 3) + (there == "neutral")


def read_labels(examples: Sequence[StanceExample], predictions: Sequence[Prediction]) -> dict[str, Answers]:
    """The label as it stands."""
    names = list(predictions[0].probabilities)
    return {"labels": _answers(examples, predictions, {name: name for name in names})}


def read_plv(examples: Sequence[StanceExample], predictions: Sequence[Prediction]) -> dict[str, Answers]:
    """Roots, quad classes and two classes (cooperation, conflict): a coarse class is the sum over its roots."""
    quad = {root: name for name, roots in PENTA.items() for root in roots}
    binary = {root: "cooperation" if name in "12" else "conflict" for root, name in quad.items()}
    named = {"binary": binary, "quad": quad, "root": {root: root for root in quad}}
    return {name: _answers(examples, predictions, classes) for name, classes in named.items()}


def _answers(
    examples: Sequence[StanceExample], predictions: Sequence[Prediction], classes: Mapping[str, str]
) -> Answers:
    names = sorted(set(classes.values()))
    gold, predicted = [], []
    for example, prediction in zip(examples, predictions, strict=True):
        gold.append(names.index(classes[next(iter(example.labels))]))
        mass = dict.fromkeys(names, 0.0)
        for label, p in prediction.probabilities.items():
            mass[classes[label]] += p
        predicted.append(names.index(max(mass, key=mass.__getitem__)))
    return Answers(np.array(gold), np.array(predicted), tuple(text_key(example.text) for example in examples))


READ: Mapping[Task, Read] = {"dse": read_dse, "newsmtsc": read_labels, "plv": read_plv, "seesaw": read_labels}
WEN = "RoBERTa-base with transitive consistency, Wen et al. 2024"
ANCHORS: Mapping[Task, tuple[Anchor, ...]] = {
    "dse": (
        Anchor("official", "five classes micro F1", 85.19, WEN),
        Anchor("official", "five classes macro F1", 72.50, WEN),
    ),
    "seesaw": (Anchor("official", "labels micro F1", 84.11, WEN),),
    "newsmtsc": (
        Anchor("rw", "labels macro F1", 83.6, "MAD-TSC, re-tuned TD"),
        Anchor("mt", "labels macro F1", 82.5, "GRU-TSC, Hamborg and Donnay 2021"),
    ),
    "plv": (
        Anchor("official", "binary macro F1", 98.4, "ConfliBERT, read in a summary only"),
        Anchor("official", "quad macro F1", 96.3, "ConfliBERT, read in a summary only"),
        Anchor("official", "root macro F1", 86.7, "ConfliBERT, read in a summary only"),
    ),
}


def figures(
    task: Task, test: str, *, examples: Sequence[StanceExample], predictions: Sequence[Prediction], seed: int
) -> list[Figure]:
    """Micro and macro F1 of each reading of a test set."""
    found = []
    for name, answers in READ[task](examples, predictions).items():
        for metric, score in (("micro F1", accuracy), ("macro F1", macro_f1)):
            interval = cluster_bootstrap(lambda rows, a=answers, s=score: s(a, rows), groups=answers.groups)
            n = len(answers.gold)
            found.append(Figure(test, f"{name} {metric}", seed, interval.estimate, interval.low, interval.high, n))
    return found


def benchmark(config: Path, *, data_dir: Path, seeds: Sequence[int], runs: Path) -> list[Figure]:
    """Train and test each seed. Raises ConfigError where there is no benchmark, DataError as readers do."""
    experiment = load_yaml(config, Experiment)
    if experiment.benchmark is None:
        raise ConfigError(f"{config}: has no benchmark: expected a task and its tests")
    found = []
    for seed in seeds:
        folder = runs / f"{experiment.name}-s{seed}"
        finished(config, overrides=[f"seed={seed}"], data_dir=data_dir, output=folder)
        classifier = Classifier.from_bundle(Bundle.load(folder / "model"), runtime="torch")
        for test, use in experiment.benchmark.tests.items():
            examples = load_corpus(use.corpus, data_dir=data_dir, split=use.split, overrides=use.options)
            log.info("seed %d: %s, %d examples", seed, test, len(examples))
            predictions = classifier.predict_examples(examples)
            found += figures(experiment.benchmark.task, test, examples=examples, predictions=predictions, seed=seed)
    return found


def record(task: Task, found: Sequence[Figure], *, config: str, path: Path = RESULTS) -> None:
    """Put the figures of a task into the results file; earlier seeds that were not run again stay."""
    results = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    seeds = {figure.seed for figure in found}
    kept = [row for row in results.get(task, {}).get("figures", []) if row["seed"] not in seeds]
    rows = sorted([*kept, *map(asdict, found)], key=lambda row: (row["test"], row["metric"], row["seed"]))
    results[task] = {"config": config, "figures": rows}
    write_atomic(path, json.dumps(results, indent=1, sort_keys=True) + "\n")


INTRODUCTION = """\
# Benchmarks

Models trained and tested by the published protocol of each corpus: same inputs, same split, same metric. They are
experiments, not the shipped model. Figures in per cent, mean over seeds; in brackets the 95 % interval of a bootstrap
over the sentences of the test set, averaged over seeds. This page is written by `python -m training.benchmark`; one
command makes a row:

    python -m training.benchmark configs/experiments/bench_NAME.yaml --data-dir DIR --seeds 1 2 3

"""


def render(results: Mapping[str, Mapping[str, object]]) -> str:
    """The page."""
    lines = [INTRODUCTION.rstrip("\n"), ""]
    for task, result in sorted(results.items()):
        lines += [f"## {task}", "", f"`{result['config']}`", ""]
        lines += ["| test set | figure | n | seeds | here | published |", "|---|---|---|---|---|---|"]
        lines += _table(task, [Figure(**row) for row in result["figures"]])  # type: ignore[attr-defined]
        lines.append("")
    return "\n".join(lines)


def _table(task: str, found: Sequence[Figure]) -> list[str]:
    anchors = {(a.test, a.metric): a for name, group in ANCHORS.items() if name == task for a in group}
    rows = []
    for test, metric in dict.fromkeys((figure.test, figure.metric) for figure in found):
        same = [figure for figure in found if (figure.test, figure.metric) == (test, metric)]
        mean, low, high = (100 * statistics.fmean(getattr(f, name) for f in same) for name in ("value", "low", "high"))
        spread = f" ± {100 * statistics.stdev(f.value for f in same):.1f}" if len(same) > 1 else ""
        anchor = anchors.get((test, metric))
        published = f"{anchor.value:.1f} ({anchor.who})" if anchor else ""
        here = f"{mean:.1f}{spread} [{low:.1f}, {high:.1f}]"
        rows.append(f"| {test} | {metric} | {same[0].n} | {len(same)} | {here} | {published} |")
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, test and write the page; exit code 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m training.benchmark", description=main.__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--runs", type=Path, default=Path("runs"))
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        found = benchmark(options.config, data_dir=options.data_dir, seeds=options.seeds, runs=options.runs)
        experiment = load_yaml(options.config, Experiment)
        assert experiment.benchmark is not None  # benchmark() refused the others
        record(experiment.benchmark.task, found, config=f"configs/experiments/{options.config.name}")
    except StanceError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    write_atomic(PAGE, render(json.loads(RESULTS.read_text(encoding="utf-8"))))
    print(PAGE)


if __name__ == "__main__":
    main()
