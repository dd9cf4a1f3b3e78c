"""What a figure says in words: its title, how to read it, and its content for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from stance.panel.figures.choose import pairs_of
from stance.panel.figures.points import Point, Points
from stance.panel.figures.values import FEW, VALUES, Kind
from stance.report.view import number, plural

_MAX_TOLD = 8


def title_of(kind: Kind, points: Points) -> str:
    """A title that says who stands toward whom."""
    if points.value == "sentiment":
        targets = dict.fromkeys(point.row.target_name for point in points.points)
        return f"Authors toward {' and '.join(targets) if len(targets) < 3 else 'actors'}"
    if kind == "heat":
        return "Who stands where"
    pairs = pairs_of(points.dyads())
    if len(pairs) > 1:
        return f"{len(pairs)} pairs of actors over time" if kind == "grid" else "Stance over time"
    row = points.points[0].row
    if len(pairs[0]) == 2:
        return f"{row.source_name} and {row.target_name} toward each other"
    return f"{row.source_name} toward {row.target_name}{', less the reverse' if points.value == 'asymmetry' else ''}"


def reading(kind: Kind, points: Points, notes: Sequence[str] = ()) -> tuple[str, ...]:
    """How the figure is read, in a few lines."""
    words = VALUES[points.value].words
    what = words[0].upper() + words[1:]
    lines = list(_heat(what, points) if kind == "heat" else _time(kind, what, points))
    return (*lines, *notes)


def _heat(what: str, points: Points) -> Iterator[str]:
    spans = {point.period for point in points.points}
    when = f", {spans.pop()}" if len(spans) == 1 else ", all periods together"
    yield f"{what} of each source (row) toward each target (column){when}. Below each score: articles. Grey: none."
    if any(point.few for point in points.points):
        yield f"Small squares rest on fewer than {FEW} articles, copies counted once."


def _time(kind: Kind, what: str, points: Points) -> Iterator[str]:
    below = "below" if kind == "time" else "below each"
    bands = any(point.estimate.low is not None for point in points.points)
    yield f"{what} by {points.unit}{', with 95% interval' if bands else ''}; {below}, the number of articles."
    if points.corrected:
        yield "Solid: corrected for the classifier’s errors, with its interval. Dotted: as the classifier read it."
    if points.uncorrected:
        yield "Corrected values are missing for some points, which have too few coded lines: raw values are drawn."
    few = (
        f"Hollow points rest on fewer than {FEW} articles, copies counted once. "
        if any(p.few for p in points.points)
        else ""
    )
    yield f"{few}Where a {points.unit} has no article, the line breaks."


def description(kind: Kind, points: Points) -> str:
    """The content of the figure as text, for screen readers and as alternative text."""
    if kind == "heat":
        return f"Heat map of {plural(len(points.points), 'directed dyad')}. " + _extremes(points.points)
    series = [list(group) for _, group in groupby(points.points, key=lambda point: point.dyad)]
    told = " ".join(_series(one, points) for one in series[:_MAX_TOLD])
    more = f" And {plural(len(series) - _MAX_TOLD, 'further dyad')}." if len(series) > _MAX_TOLD else ""
    return f"{'Line chart' if kind == 'time' else 'Small line charts'} by {points.unit}. {told}{more}"


def _series(series: Sequence[Point], points: Points) -> str:
    first, last = series[0], series[-1]
    low, high = (pick(series, key=lambda p: p.estimate.value) for pick in (min, max))
    articles = sum(point.row.n_articles for point in series)
    return (
        f"{first.names}: {plural(len(series), points.unit)} with articles from {first.period} "
        f"({number(first.estimate.value)}) to {last.period} ({number(last.estimate.value)}); "
        f"lowest {number(low.estimate.value)} in {low.period}, highest {number(high.estimate.value)} in {high.period}; "
        f"{plural(articles, 'article')}."
    )


def _extremes(points: Sequence[Point]) -> str:
    sure = [point for point in points if not point.few] or list(points)
    ranked = sorted(sure, key=lambda point: point.estimate.value)
    low, high = ranked[:3], ranked[-3:][::-1]
    return f"Most hostile: {_listed(low)}. Most supportive: {_listed(high)}."


def _listed(points: Sequence[Point]) -> str:
    return ", ".join(f"{p.names} {number(p.estimate.value)} ({plural(p.row.n_articles, 'article')})" for p in points)
