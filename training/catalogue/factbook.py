"""CIA World Factbook, last edition (public domain): other names, and who led each state when it closed in 2026."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from stance.actors.forms import Form
from training.catalogue.hand import State, usual_case
from training.catalogue.people import Person

MOST_WORDS = 6  # more than that is an office that no title below covers
NAME_FIELDS = ("conventional long form", "conventional short form", "local long form", "local short form")
_LEADER = re.compile(r"(?P<who>[^;()]+?)\s*\(since (?P<day>\d{1,2} \w+ \d{4})\)")
_TITLES = re.compile(
    r"^(?:co-chiefs of state|co-prince|represented by|interim|acting|transitional|caretaker|gnu|cnsp|president of the|"
    r"minister of state|foreign minister|secretary of state for foreign and political affairs|co-vice|"
    r"council of ministers|presidential council|taliban leader|archbishop|ratu|dr|"
    r"cabinet of ministers|transition|presidential leadership council|sr|"
    r"president|vice|prime minister|premier|"
    r"king|queen|emir|amir|sultan|crown prince|prince|grand duke|chancellor|general|gen|col|lt|sir|dame|"
    r"governor[- ]general|state affairs commission|supreme leader|ayatollah|taoiseach|chairman|chairperson|"
    r"of the|of|and|sheikh|shaykh)\b[\s,.]*",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"[IVX]+")
_SURNAME = re.compile(r"\b[A-ZÀ-ÞŠŽČĆĐŁŞİĞ][A-ZÀ-ÞŠŽČĆĐŁŞİĞ'’\-]+\b")


def _profiles(sources: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(sources / "factbook" / "factbook_actors.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def forms(sources: Path, states: Iterable[State]) -> Iterator[Form]:
    """Long, short and local names of the states that the hand-written table joins by GEC code."""
    codes = {state.gec: state.code for state in states if state.gec}
    for profile in _profiles(sources):
        if profile["gec"] in codes:
            for field in NAME_FIELDS:
                text = profile["country_name"].get(field, "").split("(")[0].split("/")[0].strip()
                if text and text != "none":
                    yield Form(text, codes[profile["gec"]], "name", None, None, usual_case(text), source="factbook")


def people(sources: Path, states: Iterable[State]) -> Iterator[Person]:
    """Heads of state and government in 2026, with the day they took office; not those whom several states share."""
    found = list(_leaders(sources, states))
    states_of: dict[str, set[str]] = defaultdict(set)
    for person in found:
        states_of[person.full].add(person.code)
    yield from (person for person in found if len(states_of[person.full]) == 1)


def _leaders(sources: Path, states: Iterable[State]) -> Iterator[Person]:
    codes = {state.gec: state.code for state in states if state.gec and state.kind == "state"}
    for profile in _profiles(sources):
        if profile["gec"] not in codes:
            continue
        for field, role in (("chief_of_state", "head of state"), ("head_of_government", "head of government")):
            for match in _LEADER.finditer(str(profile[field] or "")):
                person = _person(match["who"], codes[profile["gec"]], _day(match["day"]), role)
                if person and "represented" not in match["who"]:
                    yield person


def _day(text: str) -> date:
    day, month, year = text.split()
    return datetime.strptime(f"{day} {month[:3]} {year}", "%d %b %Y").date()


def _person(who: str, code: str, since: date, role: str) -> Person | None:
    name = who.strip()
    while (shorter := _TITLES.sub("", name)) != name:
        name = shorter
    surname = " ".join(_capitalised(match) for match in _SURNAME.findall(name))
    full = _SURNAME.sub(lambda match: _capitalised(match[0]), name)
    if not surname or not 1 < len(full.split()) <= MOST_WORDS:
        return None
    return Person(code, full, surname, since, None, role, source="factbook")


def _capitalised(word: str) -> str:
    if _ROMAN.fullmatch(word):
        return word
    return "-".join(part.capitalize() for part in word.split("-")) if "'" not in word else word.title()
