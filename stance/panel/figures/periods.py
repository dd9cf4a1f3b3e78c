"""Periods of a panel: which follow one another, and how they are named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "year": 12}
DAYS = {"day": 1, "week": 7}
MAX_TICKS = 14


def unit_of(by: str, periods: Sequence[date]) -> str:
    """The unit of time: as the panel says, else the largest one on which all its periods begin."""
    if by in MONTHS or by in DAYS:
        return by
    if all(p.day == 1 for p in periods):
        if all(p.month == 1 for p in periods):
            return "year"
        return "quarter" if all(p.month % 3 == 1 for p in periods) else "month"
    return "week" if len({p.weekday() for p in periods}) == 1 else "day"


def following(day: date, unit: str) -> date:
    """The first day of the next period."""
    if unit in DAYS:
        return day + timedelta(days=DAYS[unit])
    months = day.year * 12 + day.month - 1 + MONTHS[unit]
    return date(months // 12, months % 12 + 1, 1)


def every(periods: Sequence[date], unit: str) -> tuple[date, ...]:
    """All periods from the first to the last, also those without data; and any that lies off the regular steps."""
    days, day = set(periods), min(periods)
    while day < max(periods):
        days.add(day)
        day = following(day, unit)
    return tuple(sorted(days))


def name(day: date, unit: str) -> str:
    """A period in words: ``March 2024``, ``Q1 2024``, ``2024``, ``week of 4 March 2024``."""
    if unit == "year":
        return str(day.year)
    if unit == "quarter":
        return f"Q{(day.month + 2) // 3} {day.year}"
    if unit == "month":
        return f"{day:%B} {day.year}"
    return f"{'week of ' if unit == 'week' else ''}{day.day} {day:%B} {day.year}"


def short(day: date, unit: str) -> str:
    """The same for an axis: ``Mar 2024``."""
    return (
        f"{day:%b} {day.year}"
        if unit == "month"
        else f"{day.day} {day:%b} {day:%y}"
        if unit in DAYS
        else name(day, unit)
    )


def ticks(days: Sequence[date], unit: str, *, most: int = MAX_TICKS) -> tuple[date, ...]:
    """The periods to name on an axis: all, or those that begin a quarter, a year or every few years."""
    if len(days) <= most:
        return tuple(days)
    if unit in DAYS:
        return tuple(days[:: -(-len(days) // most)])
    for months in (3, 6, 12, 24, 60, 120, 240):
        found = tuple(d for d in days if (d.year * 12 + d.month - 1) % months == 0)
        if months > MONTHS[unit] - 1 and len(found) <= most:
            return found
    return (days[0], days[-1])
