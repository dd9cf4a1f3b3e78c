"""The points of a figure: the chosen value of each dyad and period, with what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from stance.errors import ConfigError, DataError
from stance.panel.figures.periods import following, name, unit_of
from stance.panel.figures.table import Estimate, Panel, Row
from stance.panel.figures.values import FEW, VALUES, ValueName
from stance.report.view import number, plural

DyadKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a figure. ``id`` numbers the points of a figure from 0; ``names``: source and target in
    words; ``raw``: the uncorrected value beside a corrected one.

    ``since`` and ``until``: the first day that it covers and the one after the last. ``run`` numbers the unbroken runs
    of periods of a dyad: lines are drawn within a run, never across a gap.
    """

    id: int
    row: Row
    names: str
    period: str
    estimate: Estimate
    raw: Estimate | None = None
    since: date | None = None
    until: date | None = None
    run: int = 0

    @property
    def few(self) -> bool:
        """Whether the value rests on few articles, copies of a story counted once."""
        return (self.row.n_articles if self.row.n_stories is None else self.row.n_stories) < FEW

    @property
    def dyad(self) -> DyadKey:
        """Codes of source and target."""
        return self.row.source, self.row.target


@dataclass(frozen=True, slots=True)
class Points:
    """All points of a figure in order of dyad and period; ``unit``: of time, empty where there are no periods."""

    points: tuple[Point, ...]
    value: ValueName
    unit: str
    days: tuple[date, ...]

    @property
    def corrected(self) -> bool:
        """Whether corrected values are drawn with the raw ones beside them."""
        return any(point.raw for point in self.points)

    @property
    def uncorrected(self) -> bool:
        """Whether raw values are drawn although some points have a corrected one too."""
        raw = self.value == "mean_score" and not self.corrected
        return raw and any("corrected_mean" in point.row.estimates for point in self.points)

    def dyads(self) -> tuple[DyadKey, ...]:
        """The dyads, in order of their first point."""
        return tuple(dict.fromkeys(point.dyad for point in self.points))


def points_over_time(panel: Panel, dyads: Sequence[DyadKey], value: ValueName) -> Points:
    """The points of some dyads by period. Raises an error for a panel without periods or with two rows for one."""
    order = {dyad: index for index, dyad in enumerate(dyads)}
    rows = [row for row in panel.rows if (row.source, row.target) in order and row.period is not None]
    if not rows:
        raise ConfigError("the panel has no periods to draw over time: use --kind heat, or make it by month or year")
    rows.sort(key=lambda row: (order[row.source, row.target], row.period or date.min))
    _check_single(rows)
    days = tuple(sorted({row.period for row in panel.rows if row.period is not None}))
    unit = unit_of(panel.by, days)
    beside = value == "mean_score" and all("corrected_mean" in row.estimates for row in rows if value in row.estimates)
    drawn = [_point(row, [row], unit, value, corrected=beside) for row in rows]
    found = tuple(replace(p, id=index) for index, p in enumerate(_runs((p for p in drawn if p), unit)))
    _check_some(found, value)
    return Points(found, value, unit, days)


def points_overall(panel: Panel, value: ValueName) -> Points:
    """One point a dyad: its total or only row, else the mean of its periods by judgements (which has no interval)."""
    rows = sorted(panel.rows, key=lambda row: (row.source, row.target, row.period or date.min))
    totals = {(row.source, row.target): row for row in panel.totals}
    unit = unit_of(panel.by, [row.period for row in rows if row.period])
    drawn = []
    for dyad, group in groupby(rows, key=lambda row: (row.source, row.target)):
        own = list(group)
        drawn.append(_point(totals.get(dyad) or _pooled(own, value), own, unit, value))
    found = tuple(replace(p, id=index) for index, p in enumerate(p for p in drawn if p))
    _check_some(found, value)
    return Points(found, value, "", ())


def _check_single(rows: Sequence[Row]) -> None:
    for key, group in groupby(rows, key=lambda row: (row.source, row.target, row.period)):
        if len(list(group)) > 1:
            raise DataError(
                f"the panel has several rows of {key[0]} → {key[1]} on {key[2]}: "
                "to draw it over time it must have one row a dyad and period, not one an outlet"
            )


def _check_some(points: Sequence[Point], value: ValueName) -> None:
    if not points:
        raise ConfigError(f"the panel has no {value} for the chosen dyads: choose another --value or other --dyads")


def _point(row: Row, rows: Sequence[Row], unit: str, value: ValueName, *, corrected: bool = False) -> Point | None:
    """The point of a row that stands for ``rows``; None where it has no such value: that period is a gap.

    ``corrected``: the corrected value leads, the raw one stands beside it.
    """
    raw = row.estimates.get(value)
    if raw is None or not row.n_articles:
        return None
    days = [each.period for each in rows if each.period is not None]
    since, until = (min(days), following(max(days), unit)) if days else (None, None)
    names = f"{row.source_name} → {row.target_name}"
    if value == "sentiment":
        names = f"authors → {row.target_name} (beside {row.source_name})"
        row = replace(row, n=row.n if row.n_sentiment is None else row.n_sentiment)
    point = Point(0, row, names, _range(days, unit), raw, since=since, until=until)
    return replace(point, estimate=row.estimates["corrected_mean"], raw=raw) if corrected else point


def _runs(points: Iterable[Point], unit: str) -> Iterator[Point]:
    run = -1
    last: Point | None = None
    for point in points:
        day = point.row.period
        joined = last and last.dyad == point.dyad and last.row.period and following(last.row.period, unit) == day
        run += not joined
        last = point
        yield replace(point, run=run)


def _pooled(rows: Sequence[Row], value: ValueName) -> Row:
    if len(rows) == 1:
        return rows[0]
    weighed = [(row.n, row.estimates[value].value) for row in rows if value in row.estimates and row.n]
    total = sum(n for n, _ in weighed)
    estimates: dict[str, Estimate] = {value: Estimate(sum(n * v for n, v in weighed) / total)} if total else {}
    stories = [row.n_stories for row in rows if row.n_stories is not None]
    return replace(
        rows[0],
        period=None,
        n=sum(row.n for row in rows),
        n_articles=sum(row.n_articles for row in rows),
        n_stories=sum(stories) if len(stories) == len(rows) else None,
        estimates=estimates,
        shares=_mean_shares(rows),
    )


def _mean_shares(rows: Sequence[Row]) -> Mapping[str, float]:
    total = sum(row.n for row in rows) or 1
    return {label: sum(row.n * row.shares.get(label, 0.0) for row in rows) / total for label in rows[0].shares}


def _range(days: Sequence[date], unit: str) -> str:
    if not days:
        return "all articles"
    first, last = name(min(days), unit), name(max(days), unit)
    return first if first == last else f"{first} to {last}"


def spoken(point: Point) -> str:
    """A point in one line, for tooltips and screen readers."""
    row = point.row
    kind = "corrected " if point.raw else ""
    raw = f"; raw {estimate_text(point.raw)}" if point.raw else ""
    few = " (few)" if point.few else ""
    return (
        f"{point.names}, {point.period}: {kind}{estimate_text(point.estimate)}{raw}; "
        f"{plural(row.n_articles, 'article')}{few}, {plural(row.n, 'judgement')}"
    )


def estimate_text(estimate: Estimate) -> str:
    """``+0.4 [0.1, +0.7]``; without an interval the value alone."""
    if estimate.low is None or estimate.high is None:
        return number(estimate.value)
    return f"{number(estimate.value)} [{number(estimate.low)}, {number(estimate.high)}]"


def known_value(panel: Panel, value: str) -> ValueName:
    """The value asked for, if the panel has it; raises ConfigError naming those that it has."""
    held = [name for name in VALUES if any(name in row.estimates for row in panel.rows)]
    for name_ in VALUES.values():
        if name_.name == value and value in held:
            return name_.name
    raise ConfigError(f"the panel has no values of {value}: it has {', '.join(held) or 'none that can be drawn'}")
