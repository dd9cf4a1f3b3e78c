"""What helps: variants of one experiment, each trained with several seeds, in one table.

    python -m training.compare configs/comparisons/student.yaml --data-dir DIR [--gold DIR] [--only NAME …]

Each variant and seed is a training run (``training.train``): one that was interrupted goes on. Its figures go to
``docs/comparisons.json`` and are not made again; from there to the tables of docs/comparisons.md. Two processes can
train variants side by side, with --only and --threads 1.
"""

from __future__ import annotations

import argparse
import json
import logging
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from pydantic import Field

from stance.actors.catalogue import Catalogue
from stance.actors.naming import CatalogueNames
from stance.bundle import Bundle
from stance.classify import Classifier
from stance.config import StrictModel, load_yaml
from stance.errors import ConfigError, StanceError
from stance.evaluation.labelled import judge, slice_of
from stance.evaluation.render import table
from stance.files import write_atomic
from stance.gold import read_gold
from stance.types import StanceExample
from training.bias import bias
from training.runs import METRICS
from training.train import finished, headline

log = logging.getLogger(__name__)
ROOT = Path(__file__).parents[1]
RESULTS, PAGE = ROOT / "docs" / "comparisons.json", ROOT / "docs" / "comparisons.md"
COLUMNS = {
    "dev macro_f1": "dev, five labels",
    "dev macro_f1_sign": "dev, sign",
    "gold macro_f1": "gold, five labels",
    "gold macro_f1_sign": "gold, sign",
    "gold flips": "flip rate",
    "minutes": "minutes",
}
Figures = Mapping[str, float]
Results = dict[str, dict[str, Any]]


class Variant(StrictModel):
    """A row of the table: what it changes in the experiment."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$")
    description: str
    settings: Mapping[str, Any] = Field({}, description="dotted name → value, in place of the experiment's")


class Comparison(StrictModel):
    """Variants of one experiment; the first is what the others are compared with."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$")
    description: str
    experiment: str = Field(description="path of its YAML file, from this file's folder")
    seeds: tuple[int, ...] = Field((1, 2, 3), min_length=1)
    common: Mapping[str, Any] = Field({}, description="settings of every variant, such as a smaller budget")
    variants: tuple[Variant, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Job:
    """One variant with one seed."""

    comparison: str
    variant: str
    seed: int
    overrides: tuple[str, ...]

    @property
    def folder(self) -> str:
        """Name of its run folder."""
        return f"{self.comparison}-{self.variant}-s{self.seed}"


def jobs(comparison: Comparison, *, only: Sequence[str] = ()) -> list[Job]:
    """The variants (``only`` these, if any are named) with each seed. Raises ConfigError for an unknown name."""
    known = [variant.name for variant in comparison.variants]
    if unknown := sorted(set(only) - set(known)):
        raise ConfigError(f"{comparison.name} has no variant {', '.join(unknown)}: expected {', '.join(known)}")
    return [
        Job(comparison.name, variant.name, seed, _overrides({**comparison.common, **variant.settings, "seed": seed}))
        for variant in comparison.variants
        for seed in comparison.seeds
        if not only or variant.name in only
    ]


def _overrides(settings: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{name}={json.dumps(value)}" for name, value in settings.items())


def compare(config: Path, *, data_dir: Path, runs: Path, gold: Path | None = None, only: Sequence[str] = ()) -> None:
    """Train and record what has no figures yet. Raises ConfigError, DataError."""
    comparison = load_yaml(config, Comparison)
    judgements = read_gold(gold).judgements if gold else ()
    for job in jobs(comparison, only=only):
        if is_recorded(job):
            continue
        log.info("%s", job.folder)
        base = config.parent / comparison.experiment
        folder = finished(base, overrides=job.overrides, data_dir=data_dir, output=runs / job.folder)
        record(job, figures(folder, judgements))


def figures(folder: Path, gold: Sequence[StanceExample]) -> dict[str, float]:
    """The figures of a finished run, on its held-out text and, where there are any, on gold judgements."""
    metrics = json.loads((folder / METRICS).read_text(encoding="utf-8"))
    overall = metrics["dev"]["overall"]
    found = {
        "dev macro_f1": overall["labels"]["macro_f1"],
        "dev macro_f1_sign": overall["signs"]["macro_f1"],
        "minutes": metrics["seconds"] / 60,
    }
    if gold:
        catalogue = Catalogue.load()
        bundle = Bundle.load(folder / "model")
        classifier = Classifier.from_bundle(bundle, actors=CatalogueNames(catalogue), runtime="torch")
        part = slice_of("gold", judge(classifier, gold), scheme=bundle.scheme)
        found |= {f"gold {name}": value for name, value in headline(part).items()}
        found["gold flips"] = bias(classifier, gold, catalogue=catalogue, scheme=bundle.scheme).flips.label
    return {name: round(value, 5) for name, value in found.items()}


def read_results() -> Results:
    """Comparison → variant → seed → overrides and figures."""
    results: Results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    return results


def is_recorded(job: Job) -> bool:
    """Whether there are figures of the same overrides."""
    row = read_results().get(job.comparison, {}).get(job.variant, {}).get(str(job.seed))
    return row is not None and row["overrides"] == list(job.overrides)


def record(job: Job, found: Mapping[str, float]) -> None:
    """Add the figures of a run to the results."""
    results = read_results()
    row = {"overrides": list(job.overrides), "figures": dict(found)}
    results.setdefault(job.comparison, {}).setdefault(job.variant, {})[str(job.seed)] = row
    write_atomic(RESULTS, json.dumps(results, indent=1, sort_keys=True) + "\n")


INTRODUCTION = """\
# Comparisons

Variants of one experiment under one budget, and what each is worth. Figures are means over seeds ± their standard
deviation: macro-F1 with given pairs on held-out text of the training corpora (dev) and on a gold folder that nothing
was trained on; the flip rate is the share of labels that change when actors are replaced by others. The budget is
small, so the figures are lower than the shipped model's; the differences are what the table is for. This page is
written by `python -m training.compare`.
"""


def render(comparisons: Sequence[Comparison], results: Results) -> str:
    """The page."""
    parts = [INTRODUCTION]
    for comparison in comparisons:
        rows = [_row(variant, results.get(comparison.name, {})) for variant in comparison.variants]
        head = ("variant", "seeds", *COLUMNS.values())
        body = table(head, [row for row in rows if row])
        parts.append(f"## {comparison.name}\n\n{comparison.description}\n\n{body}\n")
    return "\n".join(parts)


def _row(variant: Variant, results: Mapping[str, Any]) -> tuple[str, ...]:
    seeds = [row["figures"] for row in results.get(variant.name, {}).values()]
    return (variant.description, str(len(seeds)), *(_cell(name, seeds) for name in COLUMNS)) if seeds else ()


def _cell(name: str, seeds: Sequence[Figures]) -> str:
    values = [seed[name] for seed in seeds if name in seed]
    if not values:
        return "–"
    mean = statistics.fmean(values)
    if name == "minutes":
        return f"{mean:.0f}"
    return f"{mean:.3f}" + (f" ± {statistics.stdev(values):.3f}" if len(values) > 1 else "")


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, score and write the page; exit code 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m training.compare", description=main.__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--gold", type=Path, help="coded gold folder, scored with given pairs")
    parser.add_argument("--only", nargs="+", default=[], metavar="VARIANT")
    parser.add_argument("--runs", type=Path, default=Path("runs"))
    parser.add_argument("--threads", type=int, default=0, help="of torch; 0: all")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if options.threads:
        torch.set_num_threads(options.threads)
    try:
        compare(options.config, data_dir=options.data_dir, runs=options.runs, gold=options.gold, only=options.only)
        comparisons = [load_yaml(path, Comparison) for path in sorted(options.config.parent.glob("*.yaml"))]
    except StanceError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    write_atomic(PAGE, render(comparisons, read_results()))
    print(PAGE)


if __name__ == "__main__":
    main()
