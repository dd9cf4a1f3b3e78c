"""Judgements as tab-separated files that a scorer reads: file, line, source, target, label, score."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from stance.errors import DataError
from stance.evaluation.results import GoldEvaluation
from stance.files import write_atomic
from stance.metrics import Judgement

COLUMNS = ("file", "line", "source", "target", "label", "score")


def write_predictions(path: Path, evaluation: GoldEvaluation) -> None:
    """Write the labels of the gold's own pairs."""
    write_judgements(path, evaluation.given_judgements)


def write_found(path: Path, evaluation: GoldEvaluation) -> None:
    """Write the pairs and labels that the system found by itself."""
    write_judgements(path, evaluation.found_judgements)


def write_judgements(path: Path, judgements: Iterable[Judgement]) -> None:
    """Write judgements, the score in full precision, empty where the label's own stands.

    Replaces the file in one step. Raises DataError where a code holds a tab or line break.
    """
    rows = [COLUMNS, *(_cells(judgement) for judgement in judgements)]
    broken = [row for row in rows if any(character in cell for cell in row for character in "\t\r\n")]
    if broken:
        raise DataError(
            f"{path}: cells must not hold tabs or line breaks: rename these actors", tuple(map(repr, broken))
        )
    write_atomic(path, "".join("\t".join(row) + "\n" for row in rows))


def _cells(judgement: Judgement) -> tuple[str, ...]:
    key = judgement.key
    score = "" if judgement.score is None else repr(float(judgement.score))
    return (key.file, str(key.line), key.source, key.target, judgement.label, score)
