"""The comparison of coders as Markdown tables, as JSON, and as a sheet of all items to settle."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence

from stance.annotate.agreement import AgreementReport, Alpha, Dispute
from stance.annotate.coders import Coders
from stance.annotate.codings import Answer
from stance.evaluation.render import number, table
from stance.labels import LabelScheme
from stance.report.terminal_text import short
from stance.report.view import harmless
from stance.tabular import csv_text

SHOWN = 160
"""Characters of a sentence in a table."""


def to_text(report: AgreementReport, *, scheme: LabelScheme, worst: int) -> str:
    """Every figure as Markdown tables, and the ``worst`` items."""
    return "\n\n".join(f"### {title}\n\n{body}" for title, body in _sections(report, scheme, worst)) + "\n"


def to_json(report: AgreementReport, *, scheme: LabelScheme, worst: int) -> str:
    """The figures and the ``worst`` items; what is not defined is null."""
    value = {
        "coders": list(report.coders),
        "items": report.items,
        "coded_by_two": report.by_two,
        "coded_by_all": report.by_all,
        "alpha_ordinal": _alpha(report.ordinal),
        "alpha_nominal": _alpha(report.nominal),
        "same": _figure(report.same),
        "label_in_common": _figure(report.shared),
        "labels": [{"label": o.name, "n": o.n, "agreement": _figure(o.agreement)} for o in report.labels],
        "pairs": [
            {
                "a": pair.a,
                "b": pair.b,
                "n": pair.n,
                "same": _figure(pair.same),
                "alpha_ordinal": _figure(pair.ordinal),
                "values": list(report.values),
                "counts": [list(row) for row in pair.counts],
            }
            for pair in report.pairs
        ],
        "unused": {name: dict(found) for name, found in report.unused.items()},
        "worst": [_dispute(dispute, scheme) for dispute in report.disputes[:worst]],
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def to_csv(report: AgreementReport, coders: Coders, *, scheme: LabelScheme) -> str:
    """One row an item, the most disputed first, with a column for each coder and one to settle it in."""
    steps = {dispute.unit.key: dispute.steps for dispute in report.disputes}
    rows = []
    for unit in sorted(coders.units, key=lambda unit: -steps.get(unit.key, 0.0)):
        said = [words(unit.answers.get(name), scheme) for name in coders.names]
        rows.append((unit.key, unit.source, unit.target, unit.marked, f"{steps.get(unit.key, 0):g}", *said, ""))
    return csv_text(("item", "source", "target", "marked", "steps", *coders.names, "label"), rows)


def words(answer: Answer | None, scheme: LabelScheme) -> str:
    """An answer in one word, labels of a set joined by ``|``; empty where there is none."""
    if answer is None or answer.verdict == "skipped":
        return ""
    return "|".join(scheme.order(answer.labels)) or answer.verdict


def _sections(report: AgreementReport, scheme: LabelScheme, worst: int) -> Iterator[tuple[str, str]]:
    yield "Agreement", table(("figure", "value", "95 % interval"), _figures(report))
    rows = [(one.name, str(one.n), number(one.agreement)) for one in report.labels]
    yield "By label", table(("label", "n", "agreement"), rows)
    pairs = [(f"{p.a} and {p.b}", str(p.n), number(p.same), number(p.ordinal)) for p in report.pairs]
    yield "By pair of coders", table(("coders", "items", "equal", "alpha (ordinal)"), pairs)
    for pair in report.pairs:
        counts = [(name, *map(str, row)) for name, row in zip(report.values, pair.counts, strict=True)]
        yield f"Confusion (rows: {pair.a}, columns: {pair.b})", table(("", *report.values), counts)
    if any(sum(found.values()) for found in report.unused.values()):
        yield "Answers without a value", _unused(report)
    if report.disputes and worst:
        shown = report.disputes[:worst]
        yield (
            f"Worst items ({len(shown)} of {len(report.disputes)} on which coders differ)",
            _worst(shown, report, scheme),
        )


def _figures(report: AgreementReport) -> list[tuple[str, str, str]]:
    share = report.by_all / report.items if report.items else math.nan
    return [
        ("Krippendorff's alpha (ordinal)", number(report.ordinal.agreement.alpha), _bounds(report.ordinal)),
        ("Krippendorff's alpha (nominal)", number(report.nominal.agreement.alpha), _bounds(report.nominal)),
        ("equal answers", number(report.same), ""),
        ("a label in common, sets included", number(report.shared), ""),
        ("items", str(report.items), ""),
        ("coded by at least two", str(report.by_two), ""),
        ("coded by all", f"{report.by_all} ({number(share)})", ""),
        ("documents behind the interval", str(report.ordinal.interval.clusters), ""),
    ]


def _bounds(alpha: Alpha) -> str:
    found = alpha.interval
    return "" if math.isnan(found.low) else f"{found.low:.3f} to {found.high:.3f}"


def _unused(report: AgreementReport) -> str:
    reasons = tuple(next(iter(report.unused.values())))
    rows = [(name, *(str(found[reason]) for reason in reasons)) for name, found in report.unused.items()]
    return table(("coder", *reasons), rows)


def _worst(disputes: Sequence[Dispute], report: AgreementReport, scheme: LabelScheme) -> str:
    lines = []
    for dispute in disputes:
        unit = dispute.unit
        said = ", ".join(f"{name}: {words(unit.answers.get(name), scheme) or '–'}" for name in report.coders)
        lines.append(f"- {dispute.steps:g} apart, {unit.source} → {unit.target}: {said}")
        lines.append(f"  {harmless(short(unit.marked, limit=SHOWN))}")
    return "\n".join(lines)


def _dispute(dispute: Dispute, scheme: LabelScheme) -> dict[str, object]:
    unit = dispute.unit
    answers = {name: words(answer, scheme) for name, answer in unit.answers.items()}
    said = {"item": unit.key, "source": unit.source, "target": unit.target, "text": unit.marked}
    return {**said, "steps": dispute.steps, "answers": answers}


def _alpha(alpha: Alpha) -> dict[str, object]:
    interval = alpha.interval
    return {
        "alpha": _figure(alpha.agreement.alpha),
        "low": _figure(interval.low),
        "high": _figure(interval.high),
        "units": alpha.agreement.units,
        "documents": interval.clusters,
    }


def _figure(value: float) -> float | None:
    return None if math.isnan(value) else value
