"""A classifier against labelled pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from stance.errors import DataError
from stance.evaluation.results import Evaluation, Judged, Slice
from stance.labels import LabelScheme
from stance.metrics import (
    BOOTSTRAP,
    Bootstrap,
    Interval,
    calibration,
    classify,
    classify_signs,
    cluster_bootstrap,
    krippendorff_alpha,
    macro_f1,
    set_scores,
    swap_audit,
)
from stance.metrics.classification import SIGNS, confusion_counts, ratio
from stance.types import AUTHOR, Actor, ActorKind, Prediction, StanceExample

KindOf = Callable[[str], ActorKind]
Ints = NDArray[np.int64]
FAMILY: dict[ActorKind, str] = {
    "state": "state", "historical": "state", "territory": "state", "igo": "organisation", "bloc": "organisation",
    "nonstate": "armed group", "author": "author", "unknown": "unknown",
}  # fmt: skip


class PairClassifier(Protocol):
    """Labels given pairs, one Prediction an example, in order."""

    def predict_examples(self, examples: Sequence[StanceExample]) -> tuple[Prediction, ...]:
        """The stance of each example's source toward its target."""


def evaluate_examples(
    classifier: PairClassifier,
    examples: Sequence[StanceExample],
    *,
    scheme: LabelScheme,
    kind_of: KindOf | None = None,
    bootstrap: Bootstrap = BOOTSTRAP,
) -> Evaluation:
    """Predict the examples' pairs and score them, over all, per corpus and per kind of pair.

    ``kind_of`` gives the kind of an actor's code (a catalogue's ``actor(code).kind``); without it the kinds that the
    predictions carry stand. Raises DataError where no example has a label.
    """
    labelled = [example for example in examples if len(example.labels) < len(scheme)]
    if not labelled:
        raise DataError(f"nothing to evaluate: {len(examples)} examples, of which none restricts the labels it allows")
    rows = judge(classifier, labelled)
    turned = classifier.predict_examples([reverse(example) for example in labelled])
    named = [(_pair_kind(row, kind_of), row) for row in rows]
    return Evaluation(
        overall=slice_of("all", rows, scheme=scheme),
        macro_f1=_label_interval(rows, scheme=scheme, bootstrap=bootstrap),
        sign_macro_f1=_sign_interval(rows, scheme=scheme, bootstrap=bootstrap),
        calibration=calibration(probabilities=_probabilities(rows, scheme), allowed=_allowed(rows, scheme)),
        sets=set_scores(
            label_sets=[row.prediction.label_set for row in rows], allowed=[row.example.labels for row in rows]
        ),
        swap=swap_audit(forward=[row.prediction for row in rows], swapped=turned, scheme=scheme),
        corpora=_slices([(row.example.corpus or "(none)", row) for row in rows], scheme=scheme),
        kinds=_slices(named, scheme=scheme),
        unlabelled=len(examples) - len(labelled),
        truncated=sum(row.prediction.truncated for row in rows),
        judged=tuple(rows),
    )


def slice_of(name: str, rows: Sequence[Judged], *, scheme: LabelScheme) -> Slice:
    """Label, sign and agreement figures of some rows."""
    strict, coarse = _strict(rows), _coarse(rows, scheme)
    gold, predicted = [_only(row) for row in strict], [row.prediction.label for row in strict]
    return Slice(
        name=name,
        n=len(rows),
        allowed=ratio(sum(row.prediction.label in row.example.labels for row in rows), len(rows)),
        labels=classify(gold=gold, predicted=predicted, names=scheme.names, also=[row.example.also for row in strict]),
        signs=classify_signs(
            gold=[_sign(row, scheme) for row in coarse], predicted=[scheme.sign(row.prediction.label) for row in coarse]
        ),
        agreement=krippendorff_alpha([[scheme.score(label) for label in labels] for labels in (gold, predicted)]),
    )


def reverse(example: StanceExample) -> StanceExample:
    """The same sentence with source and target exchanged."""
    return replace(
        example,
        source=example.target,
        target=example.source,
        source_spans=example.target_spans,
        target_spans=example.source_spans,
    )


def judge(classifier: PairClassifier, examples: Sequence[StanceExample]) -> list[Judged]:
    """Each example beside the classifier's prediction for it."""
    predictions = classifier.predict_examples(examples)
    return [Judged(example, prediction) for example, prediction in zip(examples, predictions, strict=True)]


def _strict(rows: Sequence[Judged]) -> list[Judged]:
    return [row for row in rows if len(row.example.labels) == 1]


def _coarse(rows: Sequence[Judged], scheme: LabelScheme) -> list[Judged]:
    return [row for row in rows if len({scheme.sign(label) for label in row.example.labels}) == 1]


def _only(row: Judged) -> str:
    (label,) = row.example.labels
    return label


def _sign(row: Judged, scheme: LabelScheme) -> int:
    return scheme.sign(min(row.example.labels))


def _group(row: Judged) -> tuple[str, str]:
    return row.example.corpus, row.example.group or row.example.id


def _label_interval(rows: Sequence[Judged], *, scheme: LabelScheme, bootstrap: Bootstrap) -> Interval:
    strict = _strict(rows)
    gold = np.array([scheme.index(_only(row)) for row in strict], dtype=np.int64)
    predicted = np.array([scheme.index(row.prediction.label) for row in strict], dtype=np.int64)
    return _interval(strict, gold=gold, predicted=predicted, classes=len(scheme), bootstrap=bootstrap)


def _sign_interval(rows: Sequence[Judged], *, scheme: LabelScheme, bootstrap: Bootstrap) -> Interval:
    coarse = _coarse(rows, scheme)
    gold = np.array([SIGNS.index(_sign(row, scheme)) for row in coarse], dtype=np.int64)
    predicted = np.array([SIGNS.index(scheme.sign(row.prediction.label)) for row in coarse], dtype=np.int64)
    return _interval(coarse, gold=gold, predicted=predicted, classes=len(SIGNS), bootstrap=bootstrap)


def _interval(rows: Sequence[Judged], *, gold: Ints, predicted: Ints, classes: int, bootstrap: Bootstrap) -> Interval:
    def statistic(chosen: Ints) -> float:
        return macro_f1(confusion_counts(gold=gold[chosen], predicted=predicted[chosen], classes=classes))

    return cluster_bootstrap(statistic, groups=[_group(row) for row in rows], settings=bootstrap)


def _probabilities(rows: Sequence[Judged], scheme: LabelScheme) -> NDArray[np.float64]:
    return np.array([[row.prediction.probabilities[name] for name in scheme.names] for row in rows], dtype=np.float64)


def _allowed(rows: Sequence[Judged], scheme: LabelScheme) -> NDArray[np.bool_]:
    return np.array([[name in row.example.labels for name in scheme.names] for row in rows], dtype=np.bool_)


def _pair_kind(row: Judged, kind_of: KindOf | None) -> str:
    pair = row.prediction.pair
    return f"{_family(pair.source, kind_of)} → {_family(pair.target, kind_of)}"


def _family(actor: Actor, kind_of: KindOf | None) -> str:
    if actor.code == AUTHOR.code:  # no catalogue lists the text's own voice
        return FAMILY[AUTHOR.kind]
    return FAMILY[actor.kind if kind_of is None else kind_of(actor.code)]


def _slices(named: Sequence[tuple[str, Judged]], *, scheme: LabelScheme) -> tuple[Slice, ...]:
    parts: dict[str, list[Judged]] = {}
    for name, row in named:
        parts.setdefault(name, []).append(row)
    by_size = sorted(parts.items(), key=lambda part: (-len(part[1]), part[0]))
    return tuple(slice_of(name, rows, scheme=scheme) for name, rows in by_size)
