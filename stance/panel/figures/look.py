"""How figures look: sizes, colours, axes and words, the same in print and on the page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stance.labels import STANCE_LABELS
from stance.panel.figures.values import Value
from stance.report.view import number

if TYPE_CHECKING:
    import altair as alt

INK, SOFT, LINE, PAPER, NONE = "#1d1f24", "#5c6068", "#e2dfd8", "#ffffff", "#e7e5e0"
FONT = "Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif"
SERIES = ("#0b6b62", "#a8418f", "#7a6a00", "#5a5f9e")
"""Colours of directions: apart in hue and lightness, also to the colour-blind; none means hostile or supportive."""
SHAPES = ("circle", "diamond", "square", "triangle-up")
SCALE = ("#e5812f", "#f8c796", "#fbfaf7", "#b9d5f2", "#5f9ede")
"""From hostile to supportive, as in the report: orange and blue are apart to all eyes, and dark text reads on each."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a figure goes. ``width`` in pixels; ``titled``: whether it carries its own title; ``narrow``: a phone."""

    width: int
    titled: bool
    narrow: bool = False


PRINT = Layout(width=720, titled=True)
WIDE = Layout(width=720, titled=False)
NARROW = Layout(width=330, titled=False, narrow=True)


def data(rows: Iterable[Mapping[str, Any]]) -> alt.Data:
    """Rows that a chart carries with it."""
    import altair as alt

    return alt.Data(values=[dict(row) for row in rows])  # type: ignore[no-untyped-call]


def config() -> Mapping[str, Any]:
    """Vega-Lite's settings for all figures."""
    text = {
        "labelColor": INK,
        "titleColor": SOFT,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
    }
    return {
        "font": FONT,
        "background": PAPER,
        "view": {"stroke": None},
        "axis": text | {"domainColor": "#9a9da3", "tickColor": "#9a9da3", "gridColor": LINE, "tickSize": 4},
        "legend": text | {"labelFontSize": 12, "labelLimit": 420, "symbolSize": 90, "columnPadding": 18},
        "title": {
            "anchor": "start",
            "fontSize": 16,
            "fontWeight": 600,
            "color": INK,
            "subtitleColor": SOFT,
            "subtitleFontSize": 11.5,
            "subtitlePadding": 5,
            "offset": 12,
        },
    }


def score_axis(value: Value, labels: Sequence[str], *, shown: bool = True, flush: bool = False) -> alt.Y:
    """The fixed axis −limit … limit; on the stance scale its steps carry the names of the labels.

    ``flush``: the outer names keep within the axis, so that small figures align.
    """
    import altair as alt

    steps = list(range(-value.limit, value.limit + 1))
    cases = " : ".join(f"datum.value == {step} ? {quoted(_step(step, value, labels))}" for step in steps)
    axis = alt.Axis(
        values=steps,
        labelExpr=f"{cases} : ''",
        labels=shown,
        labelFlush=flush,
        title=None,
        domain=False,
        ticks=False,
        labelPadding=8,
    )
    return alt.Y("value:Q", scale=alt.Scale(domain=[-value.limit, value.limit], nice=False), axis=axis)


def _step(step: int, value: Value, labels: Sequence[str]) -> str:
    sign = number(step).removesuffix(".0")
    names = tuple(labels) or STANCE_LABELS.names
    return f"{names[step + 2]}  {sign}" if value.limit == 2 and len(names) == 5 else sign


def quoted(text: str) -> str:
    """A string literal of Vega's expression language: names of labels and actors are not ours."""
    return json.dumps(text, ensure_ascii=True)
