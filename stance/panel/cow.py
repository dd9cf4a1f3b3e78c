"""Country codes of the Correlates of War project, by which most data sets of the field can be joined.

Source: Correlates of War Project (2017), State System Membership List, v2016. The codes of a state that changed its
extent depend on the date: Germany is 260 (GFR) until 2 October 1990 and 255 (GMY) after it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "cow.csv"


@dataclass(frozen=True, slots=True)
class CowState:
    """Number and abbreviation of a state; ``since`` and ``until``: where only these days have them."""

    number: int
    abbreviation: str
    since: date | None
    until: date | None


def cow_state(code: str, *, on: date | None = None) -> CowState | None:
    """The state of an actor code on a day (None: today's), or None where the project knows no such state.

    A historical state keeps its code outside its years: texts speak of it later, and the code is not another's.
    """
    states = _table().get(code, ())
    if on is None:
        return states[-1] if states else None
    held = [state for state in states if state.until is None or on <= state.until]
    return held[0] if held else (states[-1] if states else None)


@cache
def _table() -> Mapping[str, tuple[CowState, ...]]:
    states: dict[str, list[CowState]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            days = (date.fromisoformat(row[name]) if row[name] else None for name in ("since", "until"))
            states.setdefault(row["code"], []).append(CowState(int(row["cow"]), row["abbreviation"], *days))
    return {code: tuple(found) for code, found in states.items()}
