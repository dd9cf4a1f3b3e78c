"""Removes duplicates and collisions, and flags the forms that also mean something else.

A surname is ambiguous by rule, so that it counts only after the full name or with a title: if it is a common word or
surname (``common_words.csv``), a given name, very short, or borne by people of many states. ``ambiguous.csv`` has the
last word, for the surnames that everybody knows (Xi, Abe) as for the names of states that are words (Turkey).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from stance.actors.forms import Case, Form, bare

SHORTEST_NAME = 4
SHORT_SURNAME = 3
# Who leaves one office for another holds both for some days, by the dates alone.
HANDOVER = timedelta(days=45)
MANY_STATES = 3
# Sources in which a person, not a program, wrote the name: short ones are meant.
BY_HAND = frozenset({"hand", "knowledge"})


@dataclass(frozen=True, slots=True)
class Doubts:
    """What makes a form ambiguous: rows of ``ambiguous.csv``, common words with the reason, given names (folded).

    ``states``: codes that count where a surname is borne in many states; who heads an organisation has a state already.
    """

    flags: Mapping[tuple[str, str], Mapping[str, str]]
    common: Mapping[str, str]
    given: Collection[str]
    states: Collection[str]


def clean(
    by_hand: Iterable[Form],
    names: Iterable[Form],
    persons: Iterable[Form],
    *,
    doubts: Doubts,
) -> list[Form]:
    """All forms, each once, sorted by actor and text; hand-written ones win over those of a source."""
    kept: dict[tuple[str, str, str, date | None], Form] = {}
    for form in (*by_hand, *_without_rivals(names, by_hand)):
        kept.setdefault((form.text, form.code, "", form.since), form)
    for form in persons:
        if _plausible(form):
            kept.setdefault((form.text, form.code, form.how, form.since), form)
    doubted = _doubtful_surnames(_shared(list(kept.values())), doubts)
    flagged = (_flag(form, doubts.flags) for form in doubted)
    return sorted(
        (form for form in flagged if form is not None),
        key=lambda form: (form.code, form.how, form.text, form.since or date.min),
    )


def _without_rivals(names: Iterable[Form], by_hand: Iterable[Form]) -> list[Form]:
    """Source names that no hand-written form has already, for this or another actor."""
    taken = {bare(form.text).casefold() for form in by_hand}
    seen: dict[str, set[str]] = defaultdict(set)
    listed = list(names)
    for form in listed:
        seen[bare(form.text).casefold()].add(form.code)
    return [
        form
        for form in listed
        if (key := bare(form.text).casefold()) not in taken and len(seen[key]) == 1 and len(key) >= SHORTEST_NAME
    ]


def _plausible(form: Form) -> bool:
    """A person's name of letters, long enough to be told from a word."""
    letters = bare(form.text).replace(" ", "").replace("'", "").replace(".", "")
    capital = " " in form.text or form.text[:1].isupper()
    return letters.isalpha() and capital and (len(letters) > SHORT_SURNAME or form.source in BY_HAND)


def _shared(forms: list[Form]) -> list[Form]:
    """Mark forms that name several actors at overlapping times."""
    groups: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        groups[bare(form.text).casefold()].append(form)
    return [
        replace(form, ambiguous=True, note=_noted(form, f"also {', '.join(others)}")) if others else form
        for form in forms
        if (others := _rivals(form, groups[bare(form.text).casefold()])) is not None
    ]


def _rivals(form: Form, group: list[Form]) -> list[str]:
    """Other actors of the same text; a person's surname does not make the name of a state or a group doubtful."""
    rivals = (other for other in group if other.code != form.code and (form.how == "person" or other.how != "person"))
    return sorted({other.code for other in rivals if _overlap(form, other)})


def _overlap(one: Form, other: Form) -> bool:
    starts = max(one.since or date.min, other.since or date.min)
    ends = min(one.until or date.max, other.until or date.max)
    return starts <= ends and ends - starts > HANDOVER


def _doubtful_surnames(forms: list[Form], doubts: Doubts) -> Iterator[Form]:
    states: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        if form.how == "person" and " " not in form.text and form.code in doubts.states:
            states[bare(form.text).casefold()].add(form.code)
    for form in forms:
        key = bare(form.text).casefold()
        surname = form.how == "person" and " " not in form.text
        why = _doubt(key, len(states[key]), doubts) if surname or (form.how == "person" and key in states) else ""
        yield replace(form, case="exact", ambiguous=True, note=_noted(form, why)) if why else form


def _doubt(surname: str, states: int, doubts: Doubts) -> str:
    if surname in doubts.common:
        return doubts.common[surname]
    if surname in doubts.given:
        return "a given name"
    if len(surname) <= SHORT_SURNAME:
        return "a short name"
    return "a surname in many states" if states > MANY_STATES else ""


def _flag(form: Form, flags: Mapping[tuple[str, str], Mapping[str, str]]) -> Form | None:
    row = flags.get((form.text, form.code)) or flags.get((form.text, "*"))
    if row is None:
        return form
    if row["ambiguous"] == "drop":
        return None
    case = cast(Case, row["case"] or form.case)
    return replace(form, case=case, ambiguous=row["ambiguous"] == "true", note=_noted(form, row["note"]))


def _noted(form: Form, note: str) -> str:
    return "; ".join(part for part in (form.note, note) if part)
