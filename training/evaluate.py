"""Evaluate a model folder or a baseline on a coded gold folder.

    python -m training.evaluate GOLD [--model FOLDER | --baseline majority|lexicon | --coders A.tsv B.tsv]
        [--beside] [--predictions FILE.tsv] [--found FILE.tsv] [--json FILE.json]

Prints Markdown tables. Without --model the shipped model is read; --beside sets both baselines, and the second coder
where the folder holds two codings, beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from stance.actors.catalogue import Catalogue
from stance.analyzer import StanceAnalyzer
from stance.classify import Classifier
from stance.errors import StanceError
from stance.evaluation import (
    GoldEvaluation,
    Named,
    compare_coders,
    evaluate_gold,
    format_comparison,
    format_evaluation,
    write_found,
    write_predictions,
)
from stance.files import write_atomic
from stance.gold import GoldFolder, read_gold
from stance.labels import STANCE_LABELS, LabelScheme
from stance.types import ModelInfo
from training.baselines import LexiconClassifier, MajorityClassifier
from training.lexicon import Lexicon

BASELINES = ("lexicon", "majority")
CODERS = ("coder_1.tsv", "coder_2.tsv")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code (2 where the input is wrong)."""
    options = _parser().parse_args(arguments)
    try:
        sys.stdout.write(run(options))
    except StanceError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def run(options: argparse.Namespace) -> str:
    """Evaluate as asked, write the files asked for, and return the tables."""
    if options.coders:
        return format_comparison([second_coder(options.gold, files=options.coders)])
    gold = read_gold(options.gold)
    analyzer = baseline(options.baseline, gold) if options.baseline else StanceAnalyzer.load(options.model)
    evaluation = evaluate(analyzer, gold)
    _write(evaluation, options)
    others = beside(options.gold, gold) if options.beside else []
    rows = [Named(analyzer.model.name, evaluation), *(row for row in others if row.name != options.baseline)]
    return format_comparison(rows) + "\n" + format_evaluation(evaluation)


def evaluate(analyzer: StanceAnalyzer, gold: GoldFolder) -> GoldEvaluation:
    """Score an analyzer on a gold folder, by the kinds of actors of its own catalogue."""
    return evaluate_gold(analyzer, gold, kind_of=lambda code: analyzer.catalogue.actor(code).kind)


def beside(folder: Path, gold: GoldFolder) -> list[Named]:
    """What a model's figures are read against: both baselines, and the second coder if the folder holds two codings."""
    rows = [Named(name, evaluate(baseline(name, gold), gold)) for name in BASELINES]
    return [*rows, second_coder(folder)] if all((folder / name).is_file() for name in CODERS) else rows


def second_coder(folder: Path, *, files: Sequence[str] = CODERS, scheme: LabelScheme = STANCE_LABELS) -> Named:
    """The second of two codings scored against the first."""
    first, second = (read_gold(folder, file=name) for name in files)
    return Named("second coder", compare_coders(first, second, scheme=scheme))


def baseline(name: str, gold: GoldFolder, *, scheme: LabelScheme = STANCE_LABELS) -> StanceAnalyzer:
    """The analyzer's own steps with a baseline in the classifier's place.

    "majority" answers with the commonest label of the gold itself, the best accuracy that a constant answer can have.
    """
    classifier = (
        MajorityClassifier.fit(gold.judgements, scheme=scheme)
        if name == "majority"
        else LexiconClassifier(Lexicon.load(scheme=scheme), scheme=scheme)
    )
    info = ModelInfo(name=name, version="1", sha256="", encoder="none", labels=scheme.names)
    # A baseline has the two methods and the scheme that the analyzer uses of a Classifier.
    return StanceAnalyzer(classifier=cast("Classifier", classifier), catalogue=Catalogue.load(), model=info)


def _write(evaluation: GoldEvaluation, options: argparse.Namespace) -> None:
    if options.predictions:
        write_predictions(options.predictions, evaluation)
    if options.found:
        write_found(options.found, evaluation)
    if options.json:
        write_atomic(options.json, json.dumps(evaluation.as_dict(), indent=1, ensure_ascii=False) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description="Evaluate on a coded gold folder.")
    parser.add_argument("gold", type=Path, help="folder with articles/ and gold.tsv")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--model", type=Path, help="model folder (default: the shipped model)")
    which.add_argument("--baseline", choices=BASELINES, help="a baseline instead of a model")
    which.add_argument("--coders", nargs=2, metavar="TSV", help="compare two codings of the folder instead")
    parser.add_argument("--beside", action="store_true", help="set baselines and second coder beside it")
    parser.add_argument("--predictions", type=Path, help="write the labels of the gold's own pairs (TSV)")
    parser.add_argument("--found", type=Path, help="write the pairs found end to end (TSV)")
    parser.add_argument("--json", type=Path, help="write all figures (JSON)")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
