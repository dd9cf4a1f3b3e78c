"""People in office: one record a term, merged over sources, and the forms that they give."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from stance.actors.forms import Case, Form, plain

# Two sources mean the same term if their dates come this close: some know the year only.
SLACK = timedelta(days=400)
# Terms of one person that follow each other (minister, then president) are one stretch.
GAP = timedelta(days=45)
COMMON = 2
_INITIAL = re.compile(r"\b([A-Z])\.(?= )")
PARTICLES = frozenset(
    ("al", "el", "bin", "ibn", "ben", "ould", "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du",
     "la", "le", "st", "ter", "abu", "mac")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who speaks for ``code`` from ``since`` to ``until`` (both inclusive, None: open).

    ``surname`` is empty where the source does not tell it; ``full`` is empty where only the surname is known.
    """

    code: str
    full: str
    surname: str
    since: date | None
    until: date | None
    role: str = ""
    variants: tuple[str, ...] = ()
    source: str = "hand"

    @property
    def key(self) -> tuple[str, str]:
        """Actor and folded surname."""
        return self.code, plain(self.surname or family_name(self.full)).casefold()

    def near(self, other: Person) -> bool:
        """Whether both records can be the same person in the same stretch of office."""
        mine, theirs = initial(self.full, self.surname), initial(other.full, other.surname)
        same_name = not mine or not theirs or mine == theirs
        starts = (self.since or date.min) - SLACK if self.since and self.since > date.min + SLACK else date.min
        ends = self.until + SLACK if self.until and self.until < date.max - SLACK else date.max
        return same_name and starts <= (other.until or date.max) and (other.since or date.min) <= ends


def family_name(full: str) -> str:
    """The last name, with the particles before it ("al-Assad", "van Rompuy")."""
    words = full.split()
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in PARTICLES:
        start -= 1
    return " ".join(words[start:])


def given_names(people: Iterable[Person]) -> frozenset[str]:
    """First names, folded, that people of ``COMMON`` states bear: as surnames they say too little alone."""
    states: dict[str, set[str]] = defaultdict(set)
    for person in people:
        first, *rest = plain(person.full).casefold().split() or [""]
        if rest and first != plain(person.surname).casefold():
            states[first].add(person.code)
    return frozenset(name for name, codes in states.items() if len(codes) >= COMMON)


def initial(full: str, surname: str) -> str:
    """First letter of the given name, empty if only the surname is known."""
    given = plain(full).replace(plain(surname), "", 1).strip()
    return given[:1].casefold()


def merge(groups: Sequence[Iterable[Person]]) -> list[Person]:
    """One list from sources in order of trust: a later source adds people, terms and spellings, never other dates."""
    kept: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for group in groups:
        fresh: list[Person] = []
        for person in group:
            same = [index for index, other in enumerate(kept[person.key]) if other.near(person)]
            if same:
                kept[person.key][same[0]] = _absorb(kept[person.key][same[0]], person)
            else:
                fresh.append(person)
        for person in fresh:
            kept[person.key].append(person)
    return [person for people in kept.values() for person in people]


def _absorb(person: Person, other: Person) -> Person:
    names = dict.fromkeys(name for name in (*person.variants, other.full, *other.variants) if name)
    return replace(person, full=person.full or other.full, variants=tuple(names))


def not_elsewhere(people: Iterable[Person], trusted: Iterable[Person]) -> Iterator[Person]:
    """Those whose names no trusted record gives to another actor: the source mixes up some states."""
    states: dict[str, set[str]] = defaultdict(set)
    for person in trusted:
        for name in (person.full, *person.variants):
            states[plain(name).casefold()].add(person.code)
    for person in people:
        names = [plain(name).casefold() for name in (person.full, *person.variants)]
        if not any(states[name] - {person.code} for name in names if name in states):
            yield person


def forms(people: Iterable[Person]) -> Iterator[Form]:
    """Full names, other spellings and surnames, with the dates in office; adjoining terms run together."""
    spans: dict[tuple[str, str], list[Form]] = defaultdict(list)
    for person in people:
        names = (person.full, person.surname, *person.variants, _without_article(person.surname))
        for text in filter(None, dict.fromkeys(names)):
            spans[plain(text), person.code].append(_form(person, text))
        for text in filter(None, dict.fromkeys(map(_without_dots, names))):
            spans[f"{text} undotted", person.code].append(_form(person, text))
    for found in spans.values():
        yield from _join(found)


def _without_dots(name: str) -> str:
    """ "George W. Bush" is "George W Bush" in some texts; other names give nothing."""
    return _INITIAL.sub(r"\1", name) if _INITIAL.search(name) else ""


def _without_article(surname: str) -> str:
    """ "al-Assad" is "Assad" in most texts."""
    article, _, rest = surname.replace("-", " ", 1).partition(" ")
    return rest if article.casefold() in ("al", "el") else ""


def _form(person: Person, text: str) -> Form:
    surname = " " not in text or text == person.surname or text == _without_article(person.surname)
    case: Case = "exact" if surname else "any"
    note = f"surname: {person.role}" if surname else person.role
    return Form(text, person.code, "person", person.since, person.until, case, False, note, person.source)


def _join(found: list[Form]) -> Iterator[Form]:
    found = sorted(found, key=lambda form: form.since or date.min)
    current = found[0]
    for form in found[1:]:
        if current.until is None or (form.since or date.min) <= current.until + GAP:
            until = None if current.until is None or form.until is None else max(current.until, form.until)
            notes = dict.fromkeys((*current.note.split("; "), *form.note.split("; ")))
            current = replace(current, until=until, note="; ".join(note for note in notes if note))
        else:
            yield current
            current = form
    yield current
