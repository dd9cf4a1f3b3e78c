"""Removes duplicates and collisions, and flags the forms that also mean something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import cast

from stance.actors.forms import Case, Form, bare

SHORTEST_NAME = 4


def clean(
    by_hand: Iterable[Form],
    names: Iterable[Form],
    persons: Iterable[Form],
    *,
    flags: Mapping[tuple[str, str], Mapping[str, str]],
) -> list[Form]:
    """All forms, each once, sorted by actor and text; hand-written ones win over those of a source."""
    kept: dict[tuple[str, str, str, date | None], Form] = {}
    for form in (*by_hand, *_without_rivals(names, by_hand)):
        kept.setdefault((form.text, form.code, "", form.since), form)
    for form in persons:
        if _plausible(form):
            kept.setdefault((form.text, form.code, form.how, form.since), form)
    flagged = (_flag(form, flags) for form in _shared(list(kept.values())))
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
    return letters.isalpha() and (len(letters) > 3 or form.source == "hand")


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
    return sorted({other.code for other in group if other.code != form.code and _overlap(form, other)})


def _overlap(one: Form, other: Form) -> bool:
    starts = max(one.since or date.min, other.since or date.min)
    return starts <= min(one.until or date.max, other.until or date.max)


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
