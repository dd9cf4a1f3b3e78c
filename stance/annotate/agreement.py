"""How far coders agree: Krippendorff's alpha with intervals, by pair of coders, by label, and the items they differ on.

Labels have the places 0, 1, 2 … on their scale. A set of two neighbours stands half-way between them, as a value of its
own. Wider sets say too little: they count as not coded, as do answers left out and "unclear". "not_a_pair" has no place
on the scale: it is missing for the ordinal figures, and a value like any other for the nominal ones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from stance.annotate.coders import Coders, Unit
from stance.annotate.codings import Answer
from stance.labels import LabelScheme
from stance.metrics import BOOTSTRAP, Agreement, Bootstrap, Interval, cluster_bootstrap, krippendorff_alpha
from stance.metrics.agreement import Floats, Level, coincidences
from stance.panel.coded import NOT_A_PAIR

NO_PAIR = -1.0
"""The value of ``not_a_pair`` in nominal figures."""


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha and its interval over documents."""

    agreement: Agreement
    interval: Interval


@dataclass(frozen=True, slots=True)
class CoderPair:
    """Two coders: items that both coded, share of equal answers, alpha, and counts (rows: ``a``, columns: ``b``)."""

    a: str
    b: str
    n: int
    same: float
    ordinal: float
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """A value: how often it was given, and the chance that another coder of the same item gives it as well.

    The specific agreement of Cicchetti & Feinstein (1990), for any number of coders: o_cc / n_c of the coincidences.
    """

    name: str
    n: int
    agreement: float


@dataclass(frozen=True, slots=True)
class Dispute:
    """An item on which coders differ. ``steps``: on the scale, between the answers that are farthest apart.

    A pair against no pair counts the steps of its label from the middle of the scale, and one more.
    """

    unit: Unit
    steps: float


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """All figures. ``values``: names of the rows and columns of ``CoderPair.counts``.

    ``by_all``: items that every coder gave a value; ``by_two``: at least two. ``same``: share of equal answers among
    all pairs of values of one item; ``shared``: share of pairs of answers, sets included, with a label in common.
    ``unused``: by coder, answers without a value and why.
    """

    coders: tuple[str, ...]
    items: int
    by_two: int
    by_all: int
    ordinal: Alpha
    nominal: Alpha
    same: float
    shared: float
    values: tuple[str, ...]
    labels: tuple[LabelAgreement, ...]
    pairs: tuple[CoderPair, ...]
    unused: Mapping[str, Mapping[str, int]]
    disputes: tuple[Dispute, ...]


def measure(coders: Coders, *, scheme: LabelScheme, bootstrap: Bootstrap = BOOTSTRAP) -> AgreementReport:
    """Compare the coders; intervals draw whole documents (``Unit.group``) with replacement."""
    nominal = np.array(
        [[_value(unit, name, scheme) for unit in coders.units] for name in coders.names], dtype=np.float64
    )
    ordinal = np.where(nominal == NO_PAIR, math.nan, nominal)
    groups = [unit.group for unit in coders.units]
    found = (~np.isnan(nominal)).sum(axis=0)
    codes = np.unique(nominal[~np.isnan(nominal)])
    return AgreementReport(
        coders=coders.names,
        items=len(coders.units),
        by_two=int((found > 1).sum()),
        by_all=int((found == len(coders.names)).sum()),
        ordinal=_alpha(ordinal, groups, "ordinal", bootstrap),
        nominal=_alpha(nominal, groups, "nominal", bootstrap),
        same=_same(nominal),
        shared=_shared(coders.units),
        values=tuple(_name(code, scheme) for code in codes),
        labels=_labels(nominal, codes, scheme),
        pairs=tuple(
            _pair((coders.names[a], coders.names[b]), nominal[[a, b]], codes)
            for a, b in combinations(range(len(coders.names)), 2)
        ),
        unused={name: _unused(coders.units, name, scheme) for name in coders.names},
        disputes=_disputes(coders, nominal, scheme),
    )


def _value(unit: Unit, coder: str, scheme: LabelScheme) -> float:
    answer = unit.answers.get(coder)
    if answer is None:
        return math.nan
    if answer.verdict == "not_a_pair":
        return NO_PAIR
    places = sorted(scheme.index(label) for label in answer.labels)
    return sum(places) / len(places) if places and len(places) <= 2 and places[-1] - places[0] <= 1 else math.nan


def _name(code: float, scheme: LabelScheme) -> str:
    if code == NO_PAIR:
        return NOT_A_PAIR
    low, high = math.floor(code), math.ceil(code)
    return "|".join(scheme.names[low : high + 1])


def _alpha(table: Floats, groups: Sequence[str], level: Level, bootstrap: Bootstrap) -> Alpha:
    units = np.flatnonzero((~np.isnan(table)).sum(axis=0) > 1)
    paired = table[:, units]
    interval = cluster_bootstrap(
        lambda rows: krippendorff_alpha(paired[:, rows], level=level).alpha,
        groups=[groups[unit] for unit in units.tolist()],
        settings=bootstrap,
    )
    return Alpha(krippendorff_alpha(table, level=level), interval)


def _same(table: Floats) -> float:
    agreed = np.array([(a == b).sum() for a, b in combinations(table, 2)], dtype=np.float64)
    both = np.array([(~np.isnan(a) & ~np.isnan(b)).sum() for a, b in combinations(table, 2)], dtype=np.float64)
    return float(agreed.sum() / both.sum()) if both.sum() else math.nan


def _shared(units: Sequence[Unit]) -> float:
    pairs = [
        _compatible(a, b)
        for unit in units
        for a, b in combinations(
            [answer for answer in unit.answers.values() if answer.verdict in ("labels", "not_a_pair")], 2
        )
    ]
    return sum(pairs) / len(pairs) if pairs else math.nan


def _compatible(a: Answer, b: Answer) -> bool:
    return bool(a.labels & b.labels) or a.verdict == b.verdict == "not_a_pair"


def _labels(table: Floats, codes: Floats, scheme: LabelScheme) -> tuple[LabelAgreement, ...]:
    matrix = coincidences(table, categories=codes)
    totals = matrix.sum(axis=1)
    return tuple(
        LabelAgreement(_name(code, scheme), round(total), float(own / total) if total else math.nan)
        for code, total, own in zip(codes.tolist(), totals.tolist(), np.diag(matrix).tolist(), strict=True)
    )


def _pair(names: tuple[str, str], nominal: Floats, codes: Floats) -> CoderPair:
    """``nominal``: the values of the two coders, shape (2, units)."""
    rows, columns = nominal
    ordinal = np.where(nominal == NO_PAIR, math.nan, nominal)
    counts = tuple(tuple(int(((rows == r) & (columns == c)).sum()) for c in codes) for r in codes)
    n = int((~np.isnan(rows) & ~np.isnan(columns)).sum())
    return CoderPair(
        a=names[0],
        b=names[1],
        n=n,
        same=float((rows == columns).sum() / n) if n else math.nan,
        ordinal=krippendorff_alpha(ordinal, level="ordinal").alpha,
        counts=counts,
    )


def _unused(units: Sequence[Unit], coder: str, scheme: LabelScheme) -> Mapping[str, int]:
    found = {"without an answer": 0, "unclear": 0, "wide set": 0}
    for unit in units:
        answer = unit.answers.get(coder)
        if answer is None or answer.verdict == "skipped":
            found["without an answer"] += 1
        elif answer.verdict == "unclear":
            found["unclear"] += 1
        elif math.isnan(_value(unit, coder, scheme)):
            found["wide set"] += 1
    return found


def _disputes(coders: Coders, table: Floats, scheme: LabelScheme) -> tuple[Dispute, ...]:
    """The worst first; of equals in the order of the files."""
    middle = (len(scheme) - 1) / 2
    found = []
    for unit, column in zip(coders.units, table.T, strict=True):
        values = column[~np.isnan(column)]
        if len(np.unique(values)) > 1:
            placed = np.where(values == NO_PAIR, middle, values)
            split = float((values == NO_PAIR).any())
            found.append(Dispute(unit, float(placed.max() - placed.min()) + split))
    return tuple(sorted(found, key=lambda dispute: -dispute.steps))
