"""Wikidata (CC0), heads of state and government as of October 2022, with years."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from stance.actors.forms import plain
from training.catalogue.hand import State
from training.catalogue.people import Person, family_name

SNAPSHOT = date(2022, 10, 10)
# Names of the source that no hand-written name of the state matches.
OTHER_NAMES = {
    "Kingdom of Denmark": "DNK", "Republic of Ireland": "IRL", "Sahrawi Arab Democratic Republic": "ESH",
    "Republic of Artsakh": "NAGORNO-KARABAKH",
}  # fmt: skip
# A sovereign who reigns over several states is no one's spokesman.
SHARED = ("monarch of", "co-prince", "Co-Prince")
_STYLES = (" of ", ",")


def people(sources: Path, states: Iterable[State], current: Iterable[Person]) -> Iterator[Person]:
    """Office holders of the snapshot; ``current`` (2026) tells who of them stayed."""
    codes = {plain(name).casefold(): state.code for state in states for name in state.names}
    codes |= {plain(name).casefold(): code for name, code in OTHER_NAMES.items()}
    later = list(current)
    with (sources / "wikidata_leaders_2022" / "wikidata.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = plain(row["country"]).casefold()
            code = codes.get(key) or codes.get(key.removeprefix("the "))
            if code and not any(word in row["positionLabel"] for word in SHARED):
                person = _person(code, row)
                yield person if person.until else _until_successor(person, later)


def _person(code: str, row: dict[str, str]) -> Person:
    full = row["officeholderLabel"]
    for style in _STYLES:
        full = full.split(style)[0]
    full = full.replace('"Brave" ', "")
    since = date(int(row["start_year"]), 1, 1) if row["start_year"] else None
    until = date(int(row["end_year"]), 12, 31) if row["end_year"] else None
    surname = family_name(full) if " " in full and not full.split()[-1].isupper() else ""
    return Person(code, full, surname, since, until, row["positionLabel"], source="wikidata")


def _until_successor(person: Person, later: list[Person]) -> Person:
    """Close a term that was open in 2022 and is no longer held in 2026, on the day the next leader came."""
    mine = [other for other in later if other.code == person.code]
    if any(other.key == person.key for other in mine) or not mine:
        return person
    following = sorted(other.since for other in mine if other.since and other.since > SNAPSHOT)
    until = following[0] if following else date(SNAPSHOT.year, 12, 31)
    return Person(
        person.code, person.full, person.surname, person.since, until, person.role, person.variants, person.source
    )
