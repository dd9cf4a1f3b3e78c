"""What the rows of a panel are cut by: a unit of time, the outlet, both or neither."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast

from stance.errors import ConfigError
from stance.panel.selection import one_of, quoted

Unit = Literal["", "day", "week", "month", "quarter", "year"]

UNITS = ("day", "week", "month", "quarter", "year")
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class By:
    """The cut of a panel. ``unit``: of time, empty for the whole span."""

    unit: Unit = "month"
    outlet: bool = False

    def period(self) -> str:
        """The first day of the period in SQL, NULL where there is none."""
        return f"CAST(date_trunc({quoted(self.unit)}, published) AS DATE)" if self.unit else "CAST(NULL AS DATE)"

    def paper(self) -> str:
        """The outlet in SQL, NULL where rows are not cut by it."""
        return "coalesce(outlet, '')" if self.outlet else "CAST(NULL AS VARCHAR)"

    def dated(self) -> str:
        """The condition that a judgement can be placed in time."""
        return "published IS NOT NULL" if self.unit else "true"


def parse_by(text: str) -> By:
    """A unit of time, ``outlet`` or both with a comma; ``all``: neither."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    found = {one_of(word, (*UNITS, "outlet", "all"), what="cut") for word in words}
    units = [unit for unit in UNITS if unit in found]
    if len(units) > 1 or not found or ("all" in found and len(found) > 1):
        raise ConfigError(
            f"a panel cannot be cut by {text!r}: expected one of {', '.join(UNITS)}, or outlet, or both such as "
            "month,outlet, or all"
        )
    return By(cast("Unit", units[0] if units else ""), "outlet" in found)


def following(day: date, unit: Unit) -> date:
    """The first day of the next period."""
    if unit in MONTHS:
        months = day.year * 12 + day.month - 1 + MONTHS[unit]
        return date(months // 12, months % 12 + 1, 1)
    return day + timedelta(days=7 if unit == "week" else 1)


def first_day(day: date, unit: Unit) -> date:
    """The first day of the period that holds ``day``."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit in MONTHS:
        return date(day.year, (day.month - 1) // MONTHS[unit] * MONTHS[unit] + 1, 1)
    return day


def every(first: date, last: date, unit: Unit) -> Iterator[date]:
    """The first days of all periods from that of ``first`` to that of ``last``."""
    day = first_day(first, unit)
    while day <= last:
        yield day
        day = following(day, unit)
