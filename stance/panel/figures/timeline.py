"""A few dyads over time: the value with its interval, gaps where there is nothing, and the articles below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from stance.panel.figures import periods
from stance.panel.figures.look import SERIES, SHAPES, SOFT, Layout, data, score_axis
from stance.panel.figures.points import DyadKey, Point, Points, spoken
from stance.panel.figures.svg import keyed
from stance.panel.figures.values import VALUES
from stance.report.view import plural

if TYPE_CHECKING:
    import altair as alt


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a chart over time shows.

    ``series``: dyad → its name in the legend. ``most``: top of the axis of articles; ``ticks``: most periods to name.
    """

    points: Points
    series: Mapping[DyadKey, str]
    labels: tuple[str, ...]
    layout: Layout
    most: int
    ticks: int

    @classmethod
    def of(cls, points: Points, labels: Sequence[str], layout: Layout) -> Drawing:
        """All dyads under their own names, on one axis of articles."""
        series = {point.dyad: point.names for point in points.points}
        most = max(point.row.n_articles for point in points.points)
        return cls(points, series, tuple(labels), layout, most, ticks=5 if layout.narrow else 13)

    def only(self, points: Sequence[Point]) -> Drawing:
        """The same with some of its points."""
        return replace(self, points=replace(self.points, points=tuple(points)))

    @property
    def names(self) -> list[str]:
        """The names in the legend, in order."""
        return list(dict.fromkeys(self.series.values()))


def timeline(points: Points, labels: Sequence[str], layout: Layout) -> alt.VConcatChart:
    """The chart: the value above, one strip of articles for each direction below."""
    import altair as alt

    drawing = Drawing.of(points, labels, layout)
    height = 220 if layout.narrow else 300
    axis = score_axis(VALUES[points.value], labels)
    upper = score_chart(drawing, axis, legend=len(drawing.names) > 1).properties(width=layout.width, height=height)
    strips = [
        strip(
            drawing.only([p for p in points.points if p.dyad == dyad]), height=30, named=dyad == [*drawing.series][-1]
        )
        for dyad in drawing.series
    ]
    chart: alt.VConcatChart = alt.vconcat(upper, *strips, spacing=10).resolve_scale(x="shared")
    return chart


def score_chart(drawing: Drawing, axis: alt.Y, *, legend: bool) -> alt.LayerChart:
    """Bands, lines and points of one or more directions over the fixed scale."""
    import altair as alt

    base = alt.Chart(data(_records(drawing))).encode(x=time_axis(drawing, named=False), y=axis)
    zero = alt.Chart(data([{"value": 0}])).mark_rule(color=SOFT, strokeWidth=1, aria=False)
    look = _direction(drawing, legend=legend)
    band = base.transform_filter("isValid(datum.low) && isValid(datum.high)").mark_area(opacity=0.17, aria=False)
    band = band.encode(y="low:Q", y2="high:Q", detail="band:N", color=look["color"])
    return alt.LayerChart(layer=[zero.encode(y="value:Q"), band, *_marks(base, look)])


def _records(drawing: Drawing) -> list[dict[str, Any]]:
    """The rows that the chart draws.

    ``band`` numbers the unbroken runs of intervals; ``alone``: no neighbour to share a band with, or few articles.
    """
    bands = list(_bands(drawing.points.points))
    size = Counter(bands)
    return [
        _record(point, drawing) | {"band": band, "alone": point.few or size[band] == 1}
        for point, band in zip(drawing.points.points, bands, strict=True)
    ]


def _bands(points: Sequence[Point]) -> Iterator[int]:
    band, last = 0, None
    for point in points:
        drawn = point.run if point.estimate.low is not None and point.estimate.high is not None else None
        band += drawn is None or drawn != last
        last = drawn
        yield band


def _record(point: Point, drawing: Drawing) -> dict[str, Any]:
    day = point.row.period
    return {
        "period": periods.short(day, drawing.points.unit) if day else "",
        "dyad": drawing.series[point.dyad],
        "run": point.run,
        "value": point.estimate.value,
        "low": point.estimate.low,
        "high": point.estimate.high,
        "raw": point.raw.value if point.raw else None,
        "few": point.few,
        "articles": point.row.n_articles,
        "text": keyed(point.id, spoken(point)),
    }


def time_axis(drawing: Drawing, *, named: bool) -> alt.X:
    """All periods side by side, also the empty ones; ``named``: with the names of some below."""
    import altair as alt

    unit = drawing.points.unit
    days = periods.every(drawing.points.days, unit)
    values = periods.ticks(days, unit, most=drawing.ticks)
    return alt.X(
        "period:N",
        scale=alt.Scale(
            type="band", domain=[periods.short(day, unit) for day in days], paddingInner=0.25, paddingOuter=0.3
        ),
        axis=alt.Axis(
            values=[periods.short(day, unit) for day in values],
            title=None,
            grid=True,
            labelAngle=0,
            labels=named,
            ticks=named,
            domain=named,
        ),
    )


def _direction(drawing: Drawing, *, legend: bool) -> Mapping[str, Any]:
    """Colour and shape of each direction, with one legend."""
    import altair as alt

    names = drawing.names
    columns = 1 if drawing.layout.narrow else 2
    key = alt.Legend(title=None, orient="top", columns=columns, symbolOpacity=1, symbolStrokeWidth=0, offset=14)
    colours = alt.Scale(domain=names, range=list(SERIES[: len(names)]))
    shapes = alt.Scale(domain=names, range=list(SHAPES[: len(names)]))
    return {
        "color": alt.Color("dyad:N", scale=colours, legend=key if legend else None),
        "fill": alt.Fill("dyad:N", scale=colours, legend=None),
        "shape": alt.Shape("dyad:N", scale=shapes, legend=key if legend else None),
    }


def _marks(base: alt.Chart, look: Mapping[str, Any]) -> list[alt.Chart]:
    import altair as alt

    whisker = base.transform_filter("datum.alone && isValid(datum.low) && isValid(datum.high)")
    raw = base.transform_filter("isValid(datum.raw)").encode(y="raw:Q", color=look["color"])
    hollow = alt.condition("datum.few", alt.value("#ffffff"), look["fill"])
    dots = base.mark_point(filled=False, size=38, strokeWidth=1.6, opacity=1, aria=False)
    return [
        whisker.mark_rule(strokeWidth=1, opacity=0.75, aria=False).encode(y="low:Q", y2="high:Q", color=look["color"]),
        raw.mark_line(strokeWidth=1, strokeDash=[2, 3], opacity=0.9, aria=False).encode(detail="run:N"),
        raw.mark_point(shape="cross", size=22, opacity=0.9, filled=True, aria=False),
        base.mark_line(strokeWidth=1.8, aria=False).encode(detail="run:N", color=look["color"]),
        dots.encode(color=look["color"], shape=look["shape"], fill=hollow),
        base.mark_point(size=420, opacity=0, filled=True).encode(description="text:N"),
    ]


def strip(drawing: Drawing, *, height: int, named: bool, counts: bool = True) -> alt.Chart:
    """Articles of each period as bars; ``named``: with the names of periods below, ``counts``: with a count axis."""
    import altair as alt

    top, look = drawing.most, _direction(drawing, legend=False)
    words = f"datum.value ? '{plural(top, 'article')}' : '0'"
    axis = alt.Axis(
        values=[0, top],
        grid=False,
        domain=False,
        ticks=False,
        title=None,
        labelPadding=8,
        labelExpr=words,
        labelFlush=True,
    )
    chart: alt.Chart = (
        alt.Chart(data(_records(drawing)), width=drawing.layout.width, height=height)
        .mark_bar(opacity=0.75, aria=False)
        .encode(
            x=time_axis(drawing, named=named),
            y=alt.Y(
                "articles:Q", stack=None, scale=alt.Scale(domain=[0, top], nice=False), axis=axis if counts else None
            ),
            color=look["color"],
        )
    )
    return chart
