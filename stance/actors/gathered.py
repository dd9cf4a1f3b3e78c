"""Several actors that one phrase gathers: a list that follows, two of one surname, two people, two in a quotation."""

from __future__ import annotations

from stance.actors.discourse import Here
from stance.actors.fold import fold
from stance.actors.reference import LOOK_BACK, Reference
from stance.types import Actor

_BEFORE_LIST = frozenset({",", "\u2014", "\u2013", "-", ":", "("})


def within_quotation(here: Here) -> tuple[Actor, ...]:
    """The only two actors that the same quotation has named in this sentence."""
    items = [item for item in here.discourse.here(here.at) if item.quoted and item.place != "adjective"]
    actors = tuple(dict.fromkeys(actor for item in items for actor in item.actors))
    return actors if len(actors) == 2 else ()


def two_people(here: Here) -> tuple[Actor, ...]:
    """Both men: of the nearest sentence with people in it, if they are two actors' and nobody else's."""
    discourse, newest = here.discourse, len(here.discourse.lines) - 1
    for index in range(newest, max(-1, newest - LOOK_BACK), -1):
        items = discourse.here(here.at) if index == newest else discourse.items(index)
        people = [item for item in items if item.kind == "person" and not item.refers]
        if people:
            actors = tuple(dict.fromkeys(actor for item in people for actor in item.actors))
            return actors if len(actors) == 2 and all(item.actors for item in people) else ()
    return ()


def spelled_out(here: Here, end: int, number: int) -> tuple[Actor, ...]:
    """The list that follows at once: "the two presidents, A and B,", "the six states, from A to F"."""
    folded = here.line.folded
    for item in here.discourse.items(-1):
        if item.parts and len(item.actors) == number and end < item.first <= end + 3:
            between = [folded.word(i) for i in range(end, item.first)]
            if between[0] in _BEFORE_LIST and set(between) <= _BEFORE_LIST | {"from", "of", "the", "namely"}:
                return item.actors
    return ()


def namesakes(here: Here) -> Reference | None:
    """Both Lees, the two Kims: the two persons of that surname."""
    folded, at = here.line.folded, here.at
    name = at + 1 + (folded.word(at + 1) == "two")
    word = folded.word(name)
    if (here.word != "both" and name == at + 1) or not folded.is_capital(name) or not word.endswith("s"):
        return None
    people = (m for line in here.discourse.lines for m in line.mentions if m.how == "person")
    actors = tuple(dict.fromkeys(m.actor for m in people if word[:-1] in fold(m.text).words))
    rule = f"{folded.between(at, name + 1)}: the two persons of that name"
    return Reference(at, name + 1, actors, "description", rule) if len(actors) == 2 else None
