"""Several actors that one phrase gathers: a list that follows, two of one surname, two people, two in a quotation."""

from __future__ import annotations

from collections.abc import Sequence

from stance.actors.discourse import Here
from stance.actors.fold import fold
from stance.actors.items import Item
from stance.actors.reference import LOOK_BACK, Line, Reference
from stance.types import Actor, Mention

FAR_BACK = 12
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


def stands_in(here: Here, mention: Mention, end: int) -> bool:
    """Whether a mention stands inside the expression that begins here."""
    folded = here.line.folded
    return folded.starts[here.at] <= mention.span.start and mention.span.end <= folded.ends[end - 1]


def members_named(here: Here, codes: Sequence[str], number: int) -> tuple[Actor, ...]:
    """All members of a group, or as many of them as the expression counts: those that the text named last."""
    if len(codes) == number:
        return tuple(map(here.scene.actor_of, codes))
    discourse, newest, found = here.discourse, len(here.discourse.lines) - 1, dict[Actor, None]()
    for index in range(newest, max(-1, newest - LOOK_BACK - 1), -1):
        items = discourse.here(here.at) if index == newest else discourse.items(index)
        found |= dict.fromkeys(actor for item in items for actor in item.actors if actor.code in codes)
        if len(found) >= number:
            break
    return tuple(found) if len(found) == number else ()


def with_each_other(line: Line, items: Sequence[Item]) -> tuple[Actor, ...]:
    """ "X restored ties with Y in a deal that Z brokered": the subject and the one that its clause is about."""
    first, *others = [item for item in items if item.place != "adjective"]
    with_it = next((item for item in others if line.folded.word(item.first - 1) == "with"), None)
    if first.place != "subject" or with_it is None or with_it.parts or with_it is not others[0]:
        return ()
    if any(item.place == "subject" for item in others):
        return ()
    pair = (*first.actors, *with_it.actors)
    return pair if len(first.actors) == len(with_it.actors) == 1 and len(set(pair)) == 2 else ()


def the_others(here: Here, number: int) -> tuple[Actor, ...]:
    """The other two: of the last group, those that have not been named since."""
    discourse, since = here.discourse, set[Actor]()
    newest = len(discourse.lines) - 1
    for index in range(newest, max(-1, newest - FAR_BACK), -1):
        for item in reversed(discourse.here(here.at) if index == newest else discourse.items(index)):
            if item.kind == "plural" and len(item.actors) > number and not set(item.actors) <= since:
                left = tuple(actor for actor in item.actors if actor not in since)
                return left if len(left) == number else ()
            since.update(item.actors)
    return ()


def last_pair(here: Here) -> tuple[Actor, ...]:
    """The last two that were named together, else the actors of the last sentence that names two or more."""
    discourse, newest = here.discourse, len(here.discourse.lines) - 1
    for index in range(newest, max(-1, newest - 3), -1):
        items: Sequence[Item] = discourse.here(here.at) if index == newest else discourse.items(index)
        pairs = [item.actors for item in items if item.kind == "plural" and len(item.actors) == 2]
        if pairs:
            return pairs[-1]
        single = tuple(dict.fromkeys(a for i in items if i.place != "adjective" and not i.refers for a in i.actors))
        if len(single) >= 2:
            return single
    return ()
