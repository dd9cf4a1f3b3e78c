"""Reasons why a name in the text is no actor: part of another name, an affiliation, a mere venue.

Each rule looks at a candidate where it stands and objects with a reason and its class, or has nothing to object.
"""

from __future__ import annotations

from collections.abc import Callable

from stance.actors.affiliations import ancestry, hosted, language_or_food, origin, team
from stance.actors.memory import Memory
from stance.actors.objection import Look, Objection
from stance.actors.other_names import NAMESAKE, SURNAME, constituent, is_named_person, longer, personal, river
from stance.actors.people import SITE, is_site
from stance.actors.senses import american_place, other_sense
from stance.actors.venues import venue

Rule = Callable[[Look], Objection | None]

RULES: tuple[Rule, ...] = (
    personal,
    team,
    longer,
    constituent,
    origin,
    hosted,
    ancestry,
    language_or_food,
    american_place,
    river,
)


def reject(look: Look, memory: Memory) -> Objection | None:
    """The first rule's objection to a candidate, if any has one."""
    if look.found.decoy is not None:
        return look.found.decoy
    for rule in RULES:
        objection = rule(look)
        if objection is not None:
            if objection is SURNAME:
                memory.namesakes.add(look.folded.word(look.first))
            return objection
    if memory.namesakes and is_named_person(look, memory.namesakes):
        return NAMESAKE
    if "person" in look.hows and is_site(look):
        return SITE
    return other_sense(look, memory) or venue(look)
