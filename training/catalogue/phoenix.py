"""Phoenix dictionaries (MIT): rulers and cabinet members by full name with dates, to about 2011."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from training.catalogue.people import PARTICLES, Person

FIRST_DAY = date(1990, 1, 1)
# The lists were last kept about 2011 and forgot to close many terms: only closed ones of a believable length count.
LAST_DAY = date(2011, 12, 31)
LONGEST = timedelta(days=12 * 365)
# Heads of state and government, foreign ministers and others without portfolio code; and defence.
OFFICES = frozenset({"GOV", "GOVMIL"})
CODES = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "KSV": "XKX", "SRP": "REPUBLIKA_SRPSKA", "PAL": "PSE", "WBG": "PSE"}
_TERM = re.compile(r"\[([A-Z]{3})([A-Z]*) ([<>]?)(\d{6})(?:-(\d{6}))?\]")
_NAME = re.compile(r"[A-Z][A-Z'_\-.\s]+$")
_CENTURY = 30
_TITLES = frozenset(
    ("SIR", "DR", "DAME", "GEN", "GENERAL", "COL", "MAJ", "LT", "PRESIDENT", "PRIME", "VICE", "FOREIGN", "DEFENSE",
     "DEFENCE", "MINISTER", "SECRETARY", "AMBASSADOR", "SENATOR", "SPEAKER", "KING", "QUEEN", "PRINCE", "PRINCESS",
     "LORD")
)  # fmt: skip


def people(sources: Path, codes: Iterable[str]) -> Iterator[Person]:
    """Everyone with a closed government term since 1990, under each full name given; never by surname alone.

    The source does not tell a foreign minister from a minister of fisheries, so a bare surname would be too rash.
    """
    known = frozenset(codes)
    for names, terms in _entries(sources / "phoenix" / "Phoenix.Countries.actors.txt.gz"):
        full = [name for name in (_written(name) for name in names) if name]
        for code, office, sign, start, end in terms:
            state = CODES.get(code, code)
            if full and end and state in known and office in OFFICES and sign != "<":
                since, until = _day(start), min(_day(end), LAST_DAY)
                if until >= FIRST_DAY and since <= until <= since + LONGEST:
                    yield Person(state, full[0], "", since, until, "government", tuple(full[1:]), "phoenix")


def _entries(path: Path) -> Iterator[tuple[list[str], list[tuple[str, ...]]]]:
    """Names with their bracketed terms; "+" lines are synonyms, term lines are indented."""
    names: list[str] = []
    terms: list[tuple[str, ...]] = []
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        for raw in file:
            line = raw.split("#")[0].strip()
            if not line:
                continue
            if line[0] not in "+[":
                yield names, terms
                names, terms = [], []
            if line[0] != "[":
                names.append(line.lstrip("+").split("[")[0].strip())
            terms += [tuple(match) for match in _TERM.findall(line)]
    yield names, terms


def _day(text: str) -> date:
    year, month, day = int(text[:2]), int(text[2:4]) or 1, int(text[4:]) or 1
    year += 2000 if year < _CENTURY else 1900
    return date(year, min(month, 12), min(day, 28))


def _written(name: str) -> str:
    """ "EKATERINE_TKESHELASHVILI_" as "Ekaterine Tkeshelashvili"; empty if it is no full name."""
    words = [word for word in name.strip("_ ").replace(".", " ").replace("_", " ").split() if word not in _TITLES]
    if not _NAME.match(name) or not 2 <= len(words) <= 5 or len(max(words, key=len)) < 3:
        return ""
    lower = [word.lower() if word.lower() in PARTICLES and i else word for i, word in enumerate(words)]
    return " ".join(
        word if word.islower() else "-".join(part.capitalize() for part in word.split("-")) for word in lower
    )
