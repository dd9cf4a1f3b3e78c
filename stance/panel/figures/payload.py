"""What the page carries for its script: the points and, as far as the size allows, the sentences behind them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from stance.labels import STANCE_LABELS
from stance.panel.figures.evidence import Evidence, Line
from stance.panel.figures.figure import Figure
from stance.panel.figures.points import Point, estimate_text, spoken
from stance.report.html_parts import is_web
from stance.report.view import harmless, number, plural
from stance.types import Span

MAX_BYTES = 4_000_000
"""Sentences embedded in a page, in bytes of JSON: a page of this size still opens at once on a phone."""


@dataclass(frozen=True, slots=True)
class Payload:
    """JSON that may stand in a ``<script>`` element, and how many of the run's sentences it holds."""

    json: str
    shown: int
    total: int


def payload(figure: Figure, evidence: Sequence[Evidence] | None, *, max_bytes: int = MAX_BYTES) -> Payload:
    """The points with their lines; ``evidence`` None where no run was given. Strongest lines of all points go first."""
    kept = _fitting(evidence or (), max_bytes)
    totals = {each.point: each.total for each in evidence or ()}
    labels = figure.labels or STANCE_LABELS.names
    content = {
        "labels": list(labels),
        "read": evidence is not None,
        "points": [
            _point(point, figure) | {"total": totals.get(point.id, 0), "lines": kept.get(point.id, [])}
            for point in figure.points.points
        ],
    }
    shown = sum(len(lines) for lines in kept.values())
    return Payload(_script(content), shown, sum(totals.values()))


def _script(content: object) -> str:
    """JSON in which no ``<`` can end the script element around it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _fitting(evidence: Sequence[Evidence], max_bytes: int) -> dict[int, list[dict[str, Any]]]:
    """The first line of every point, then the second of every point …, until the size is reached."""
    kept: dict[int, list[dict[str, Any]]] = {}
    left = max_bytes
    for place in range(max((len(each.lines) for each in evidence), default=0)):
        for each in evidence:
            if place < len(each.lines):
                line = _line(each.lines[place])
                left -= len(_script(line).encode())
                if left < 0:
                    return kept
                kept.setdefault(each.point, []).append(line)
    return kept


def _point(point: Point, figure: Figure) -> dict[str, Any]:
    row = point.row
    facts = [
        ("Corrected score" if point.raw else "Score", estimate_text(point.estimate)),
        *([("Raw score", estimate_text(point.raw))] if point.raw else []),
        ("Rests on", f"{plural(row.n_articles, 'article')}, {plural(row.n, 'judgement')}{_stories(point)}"),
    ]
    return {
        "names": harmless(point.names),
        "period": point.period,
        "dyad": harmless(f"{row.source}-{row.target}"),
        "text": harmless(spoken(point)),
        "few": point.few,
        "facts": facts,
        "shares": [round(row.shares.get(label, 0.0), 4) for label in figure.labels],
    }


def _stories(point: Point) -> str:
    found = point.row.n_stories
    return "" if found is None else f", {found:,} stor{'y' if found == 1 else 'ies'}"


def _line(line: Line) -> dict[str, Any]:
    return {
        "document": harmless(line.document),
        "title": harmless(" ".join((line.title or "").split())),
        "date": line.published or "",
        "outlet": harmless(line.outlet or ""),
        "url": harmless(line.url or ""),
        "link": harmless(line.url) if line.url and is_web(line.url) else None,
        "origin": harmless(line.origin or ""),
        "sentence": line.sentence + 1,
        "pieces": [[harmless(text), role] for text, role in _pieces(line)],
        "dyad": harmless(f"{line.source} → {line.target}"),
        "offsets": _offsets(line),
        "voice": line.voice.replace("_", " "),
        "label": harmless(line.label),
        "p": {harmless(label): round(p, 3) for label, p in line.probabilities.items()},
        "score": number(line.score),
        "printed": line.printed,
    }


def _pieces(line: Line) -> Iterator[tuple[str, str]]:
    """The sentence cut at its mentions: text and role (source, target or none), the first of overlapping ones."""
    roles = sorted([(span, "source") for span in line.sources] + [(span, "target") for span in line.targets])
    cursor = line.span.start
    for span, role in roles:
        if span.start >= cursor:
            yield _cut(line, Span(cursor, span.start)), ""
            yield _cut(line, span), role
            cursor = span.end
    yield _cut(line, Span(cursor, line.span.end)), ""


def _cut(line: Line, span: Span) -> str:
    return span.shift(-line.span.start).of(line.text)


def _offsets(line: Line) -> str:
    named = [("source", line.sources), ("target", line.targets)]
    told = [f"{role} {', '.join(map(_range, spans))}" for role, spans in named if spans]
    return "; ".join((f"characters {_range(line.span)}", *told))


def _range(span: Span) -> str:
    return f"{span.start}–{span.end}"
