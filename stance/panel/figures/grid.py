"""A page of small multiples: one small figure for each two actors, all on the same scales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from stance.panel.figures.choose import pairs_of
from stance.panel.figures.look import Layout, score_axis
from stance.panel.figures.points import Point, Points
from stance.panel.figures.timeline import Drawing, score_chart, strip
from stance.panel.figures.values import VALUES

if TYPE_CHECKING:
    import altair as alt

DIRECTIONS = ("first named → second", "second → first named")
TICKS = 4


def small_multiples(points: Points, labels: Sequence[str], layout: Layout) -> alt.ConcatChart:
    """The chart: three panels a row (one on a phone), each with a strip of its articles."""
    import altair as alt

    pairs = pairs_of(points.dyads())
    columns = 1 if layout.narrow else min(3, len(pairs))
    width = layout.width if layout.narrow else layout.width // columns - 20
    series = {dyad: DIRECTIONS[index] for pair in pairs for index, dyad in enumerate(pair)}
    whole = replace(Drawing.of(points, labels, replace(layout, width=width)), series=series, ticks=TICKS)
    panels = [
        _panel(whole.only([p for p in points.points if p.dyad in pair]), first=index % columns == 0)
        for index, pair in enumerate(pairs)
    ]
    return alt.concat(*panels, columns=columns, spacing={"row": 24, "column": 20})


def _panel(drawing: Drawing, *, first: bool) -> alt.VConcatChart:
    import altair as alt

    value = VALUES[drawing.points.value]
    axis = score_axis(value, drawing.labels, shown=first, flush=True)
    legend = len(drawing.names) > 1
    upper = score_chart(drawing, axis, legend=legend).properties(width=drawing.layout.width, height=130)
    lower = strip(drawing, height=22, named=True, counts=first)
    heading = alt.TitleParams(text=_names(drawing.points.points[0], drawing), fontSize=12.5, offset=8, anchor="start")
    return alt.vconcat(upper, lower, spacing=6, title=heading)


def _names(first: Point, drawing: Drawing) -> str:
    both = len({point.dyad for point in drawing.points.points}) > 1
    return f"{first.row.source_name} {'↔' if both else '→'} {first.row.target_name}"
