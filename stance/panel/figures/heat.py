"""A heat map of directed dyads: sources down, targets across, the fixed scale in colour, counts in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stance.panel.figures.look import INK, NONE, SCALE, Layout, data, quoted
from stance.panel.figures.points import Point, Points, spoken
from stance.panel.figures.svg import keyed
from stance.panel.figures.values import VALUES
from stance.report.view import number

if TYPE_CHECKING:
    import altair as alt

PRINTED_UP_TO = 14
"""Numbers are printed in the cells of a map of up to so many actors; a larger one shows them on the page only."""


@dataclass(frozen=True, slots=True)
class Actors:
    """Codes on the axes, those with most articles first."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]


def axes(points: Points) -> Actors:
    """Order the actors by the articles that speak of their stance or of stance toward them."""
    articles: Counter[str] = Counter()
    for point in points.points:
        for code in point.dyad:
            articles[code] += point.row.n_articles
    ranked = sorted(articles, key=lambda code: (code == "AUTHOR", -articles[code], code))
    dyads = points.dyads()
    return Actors(
        sources=tuple(code for code in ranked if any(source == code for source, _ in dyads)),
        targets=tuple(code for code in ranked if any(target == code for _, target in dyads)),
    )


def heat_map(points: Points, labels: Sequence[str], layout: Layout) -> alt.LayerChart:
    """The chart. A smaller square rests on few articles; grey is a dyad that the panel does not have."""
    import altair as alt

    actors = axes(points)
    size = max(18.0, min(74.0, (layout.width - (50 if layout.narrow else 110)) / len(actors.targets)))
    height = size * (0.8 if size >= 56 else 1.0)
    base = alt.Chart(data(_records(points, actors))).encode(**_axes(points, actors, layout, size))
    few, enough = base.transform_filter("datum.few"), base.transform_filter("datum.id != null && !datum.few")
    colour = alt.Color("value:Q", scale=_scale(points), legend=_legend(points, labels, layout))
    part = alt.RelativeBandSize(0.62 if size >= 56 else 0.8)
    cells = [
        base.transform_filter("datum.id == null && !datum.self").mark_rect(color=NONE, aria=False),
        enough.mark_rect(stroke="#c9c6bf", strokeWidth=0.6, aria=False).encode(color=colour),
        few.mark_rect(stroke="#8f8c86", strokeWidth=0.6, width=part, height=part, aria=False).encode(color=colour),
        *(_numbers(base, size) if len(actors.targets) <= PRINTED_UP_TO and size >= 34 else ()),
        base.transform_filter("datum.id != null").mark_rect(opacity=0).encode(description="text:N"),
    ]
    return alt.LayerChart(layer=cells, width=size * len(actors.targets), height=height * len(actors.sources))


def _axes(points: Points, actors: Actors, layout: Layout, size: float) -> dict[str, Any]:
    import altair as alt

    names = {code: name for point in points.points for code, name in _names(point.row)}
    cases = " : ".join(f"datum.value == {quoted(code)} ? {quoted(_full(code, names))}" for code in actors.sources)
    across = alt.Axis(orient="top", title="target →", domain=False, ticks=False, labelAngle=0 if size >= 40 else -90)
    label = "datum.value" if layout.narrow else f"{cases} : datum.value"
    corner: dict[str, Any] = {"title": "source ↓", "titleAngle": 0, "titleAlign": "right", "titleX": -8, "titleY": -14}
    down = alt.Axis(**corner, domain=False, ticks=False, labelExpr=label, labelLimit=220)
    return {
        "x": alt.X(
            "target:N", sort=list(actors.targets), scale=alt.Scale(paddingInner=0.05, paddingOuter=0.02), axis=across
        ),
        "y": alt.Y(
            "source:N", sort=list(actors.sources), scale=alt.Scale(paddingInner=0.05, paddingOuter=0.02), axis=down
        ),
    }


def _names(row: Any) -> tuple[tuple[str, str], tuple[str, str]]:
    return (row.source, row.source_name), (row.target, row.target_name)


def _full(code: str, names: dict[str, str]) -> str:
    return code if names[code] == code else f"{names[code]} ({code})"


def _scale(points: Points) -> alt.Scale:
    import altair as alt

    limit = VALUES[points.value].limit
    return alt.Scale(
        domain=[step * limit / 2 for step in (-2, -1, 0, 1, 2)], range=list(SCALE), interpolate="rgb", clamp=True
    )


def _legend(points: Points, labels: Sequence[str], layout: Layout) -> alt.Legend:
    import altair as alt

    limit = VALUES[points.value].limit
    ends = f"{labels[0]} −2", f"{labels[-1]} +2"
    words = f"datum.value == -2 ? {quoted(ends[0])} : datum.value == 2 ? {quoted(ends[1])} : datum.value"
    return alt.Legend(
        title=None,
        orient="bottom",
        direction="horizontal",
        gradientLength=min(300, layout.width - 40),
        gradientThickness=10,
        values=[-limit, -limit / 2, 0, limit / 2, limit],
        labelExpr=words if limit == 2 and labels else "format(datum.value, '+d')",
        offset=16,
    )


def _records(points: Points, actors: Actors) -> list[dict[str, Any]]:
    found = {point.dyad: point for point in points.points}
    rows = []
    for source in actors.sources:
        for target in actors.targets:
            point = found.get((source, target))
            row: dict[str, Any] = {
                "source": source,
                "target": target,
                "self": source == target,
                "id": None,
                "few": False,
            }
            if point:
                row |= _record(point)
            rows.append(row)
    return rows


def _record(point: Point) -> dict[str, Any]:
    return {
        "id": point.id,
        "few": point.few,
        "value": point.estimate.value,
        "shown": number(point.estimate.value),
        "n": point.row.n_articles,
        "text": keyed(point.id, spoken(point)),
    }


def _numbers(base: alt.Chart, size: float) -> list[alt.Chart]:
    known = base.transform_filter("datum.id != null")
    large = 13 if size >= 56 else 10
    return [
        known.mark_text(fontSize=large, fontWeight=600, color=INK, dy=-5, aria=False).encode(text="shown:N"),
        known.mark_text(fontSize=max(large - 3, 8.5), color=INK, dy=8, opacity=0.85, aria=False).encode(text="n:Q"),
    ]
