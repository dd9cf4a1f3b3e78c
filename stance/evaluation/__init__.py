"""Run a model over labelled data or a coded gold folder; one frozen result object for each."""

from __future__ import annotations

from stance.evaluation.coded import Analyzer, compare_coders, evaluate_gold, gold_judgements
from stance.evaluation.files import write_found, write_judgements, write_predictions
from stance.evaluation.labelled import KindOf, PairClassifier, evaluate_examples
from stance.evaluation.render import Named, format_comparison, format_evaluation
from stance.evaluation.results import CoderComparison, Evaluation, GoldEvaluation, Miss, Slice, Spurious

__all__ = [
    "Analyzer",
    "CoderComparison",
    "Evaluation",
    "GoldEvaluation",
    "KindOf",
    "Miss",
    "Named",
    "PairClassifier",
    "Slice",
    "Spurious",
    "compare_coders",
    "evaluate_examples",
    "evaluate_gold",
    "format_comparison",
    "format_evaluation",
    "gold_judgements",
    "write_found",
    "write_judgements",
    "write_predictions",
]
