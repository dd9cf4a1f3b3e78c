"""From a panel to a figure, and from a figure to a PNG, an SVG or a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stance.errors import ConfigError, MissingExtraError
from stance.panel.figures import choose, words
from stance.panel.figures.look import PRINT, Layout, config
from stance.panel.figures.points import DyadKey, Points, known_value, points_over_time, points_overall
from stance.panel.figures.svg import as_file
from stance.panel.figures.table import Panel
from stance.panel.figures.values import Kind

PIXELS_PER_POINT = 3
"""A PNG is drawn at three times its nominal size: 720 units make 7 inches at 300 dots an inch."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure before it is drawn. ``reading``: how it is read, in lines; ``description``: its content in words."""

    kind: Kind
    title: str
    reading: tuple[str, ...]
    description: str
    points: Points
    labels: tuple[str, ...]


def make_figure(
    panel: Panel,
    *,
    kind: Kind | None = None,
    dyads: str | None = None,
    value: str = "mean_score",
    title: str | None = None,
) -> Figure:
    """Choose what to show. ``dyads``: such as ``KAZ-RUS,RUS-KAZ``.

    Without ``kind``: over time for one pair of actors, small multiples for several, a heat map without periods.
    Raises ConfigError where the panel does not hold what was asked for.
    """
    drawn = known_value(panel, value)
    named = choose.named_dyads(panel, dyads) if dyads is not None else ()
    kind = kind or _kind(panel, named)
    if kind == "heat":
        chosen, notes = choose.for_heat(panel, named)
        points = points_overall(chosen, drawn)
    else:
        shown, notes = choose.over_time(panel, named, kind)
        if drawn == "asymmetry" and not named:  # the other direction is the same with its sign turned
            shown = tuple(pair[0] for pair in choose.pairs_of(shown))
        points = points_over_time(panel, shown, drawn)
    return Figure(
        kind=kind,
        title=title or words.title_of(kind, points),
        reading=words.reading(kind, points, notes),
        description=words.description(kind, points),
        points=points,
        labels=panel.labels,
    )


def _kind(panel: Panel, dyads: tuple[DyadKey, ...]) -> Kind:
    if not any(row.period for row in panel.rows):
        return "heat"
    return "grid" if len(choose.pairs_of(dyads)) > 1 else "time"


def spec(figure: Figure, layout: Layout) -> Mapping[str, Any]:
    """The figure in Vega-Lite. Raises MissingExtraError without altair."""
    try:
        import altair as alt
    except ImportError as error:
        raise MissingExtraError(feature="Drawing figures", extra="plot") from error
    from stance.panel.figures.grid import small_multiples
    from stance.panel.figures.heat import heat_map
    from stance.panel.figures.timeline import timeline

    draw = {"time": timeline, "heat": heat_map, "grid": small_multiples}[figure.kind]
    chart: Mapping[str, Any] = draw(figure.points, figure.labels, layout).to_dict()
    titled = (
        {"title": alt.TitleParams(text=figure.title, subtitle=list(figure.reading)).to_dict()} if layout.titled else {}
    )
    return {**chart, **titled, "config": dict(config())}


def svg(figure: Figure, layout: Layout) -> str:
    """The figure as vega writes it, with numbered points: ``stance.panel.figures.svg`` makes a file or a page of it."""
    return str(_converter().vegalite_to_svg(json.dumps(spec(figure, layout))))


def render(figure: Figure, *, format: str) -> bytes:
    """The figure as ``png`` or ``svg``."""
    if format == "png":
        drawn = _converter().vegalite_to_png(json.dumps(spec(figure, PRINT)), scale=PIXELS_PER_POINT)
        return bytes(drawn)
    if format == "svg":
        return as_file(svg(figure, PRINT), title=figure.title, description=figure.description).encode()
    raise ConfigError(f"unknown figure format {format!r}: expected png, svg or html")


def _converter() -> Any:
    try:
        import vl_convert
    except ImportError as error:
        raise MissingExtraError(feature="Drawing figures", extra="plot") from error
    return vl_convert
