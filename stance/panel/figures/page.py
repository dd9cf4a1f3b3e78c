"""A figure as one self-contained page that makes no request: points lead to their articles and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from string import Template

from stance.panel.figures.evidence import Evidence
from stance.panel.figures.figure import Figure, svg
from stance.panel.figures.look import NARROW, WIDE
from stance.panel.figures.payload import MAX_BYTES, Payload, payload
from stance.panel.figures.points import Point, estimate_text
from stance.panel.figures.svg import reachable
from stance.report.html_parts import asset, esc


def page(figure: Figure, evidence: Sequence[Evidence] | None = None, *, max_bytes: int = MAX_BYTES) -> str:
    """The whole page. ``evidence``: the sentences behind the points, at most ``max_bytes`` of them are embedded."""
    data = payload(figure, evidence, max_bytes=max_bytes)
    return Template(_asset("figure.html")).substitute(
        title=esc(figure.title),
        css=asset("base.css") + _asset("figure.css"),
        js=_asset("figure.js"),
        reading=f'<p class="reading">{" ".join(map(esc, figure.reading))}</p>',
        hint="Choose a point to see what it rests on: by pointer, or with Tab, the arrow keys and Enter."
        if figure.kind != "heat"
        else "Choose a cell to see what it rests on: by pointer, or with Tab, the arrow keys and Enter.",
        description=esc(figure.description),
        wide=_drawing(figure, narrow=False),
        narrow=_drawing(figure, narrow=True),
        panel_title="What a point rests on",
        panel_hint="Its figures, its articles and the sentences in them are shown here.",
        table=_table(figure),
        made=esc(_made(data)),
        data=data.json,
    )


def _asset(name: str) -> str:
    return files("stance.panel.figures").joinpath("assets", name).read_text(encoding="utf-8")


def _drawing(figure: Figure, *, narrow: bool) -> str:
    return reachable(svg(figure, NARROW if narrow else WIDE), name=figure.title, described_by="told")


def _table(figure: Figure) -> str:
    """The points as a table: the same for those who cannot see the drawing or want the numbers."""
    corrected = figure.points.corrected
    names = ["Dyad", "Period", "Corrected" if corrected else "Value", *(["Raw"] if corrected else [])]
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    counts = "".join(f'<th scope="col" class="n">{name}</th>' for name in ("Articles", "Judgements"))
    rows = "".join(f"<tr>{''.join(_cells(point, corrected=corrected))}</tr>" for point in figure.points.points)
    return f"<table><thead><tr>{head}{counts}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(point: Point, *, corrected: bool) -> Iterator[str]:
    yield (
        f'<th scope="row"><button type="button" data-point="{point.id}" aria-pressed="false">'
        f"{esc(point.names)}</button></th>"
    )
    yield f"<td>{esc(point.period)}</td><td>{esc(estimate_text(point.estimate))}</td>"
    if corrected:
        yield f"<td>{esc(estimate_text(point.raw)) if point.raw else ''}</td>"
    yield f'<td class="n">{point.row.n_articles:,}</td><td class="n">{point.row.n:,}</td>'


def _made(data: Payload) -> str:
    scale = (
        "Scores run from −2 (hostile) to +2 (supportive). "
        "A model read each sentence: read the lines before you rely on a value."
    )
    if not data.total:
        return scale
    cut = (
        f" This page holds the strongest {data.shown:,} of {data.total:,} sentences." if data.shown < data.total else ""
    )
    return scale + cut
