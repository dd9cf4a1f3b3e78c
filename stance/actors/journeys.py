"""Cities on the way: "had just left <Moscow>", "flew to Doha and then to <Tbilisi>", "from Shenzhen to <Hanoi>"."""

from __future__ import annotations

from stance.actors import lexicon as lex
from stance.actors import placewords as places
from stance.actors.objection import Look

_LEFT = frozenset({"left", "leave", "leaves", "leaving", "reached", "reaches", "reach", "reaching"})
# What may follow a city that somebody left: whoever "left Kyiv without shells" left a government so.
_ONWARD = places.MONTHS | {"", ".", ",", ";", "for", "after", "before", "early", "late", "again", "yesterday", "today"}
_STAGES = frozenset({"and", "then", "on", "from", "there", "later", "or", ",", "finally", "to"})
_SEATS = frozenset({"embassy", "embassies", "consulate", "consulates", "headquarters"})
_CHOICE = frozenset({"chose", "choose", "chooses", "chosen", "choosing", "picked", "pick", "picks", "selected"})
WAYS = _LEFT | _CHOICE | {"to"}
_OCCASIONS = places.EVENTS | {"trip", "visit", "journey", "stop"}


def is_on_the_way(look: Look) -> bool:
    """Whether a city is left, reached, the next stage of a journey, or where an embassy moves."""
    if look.before in _LEFT:
        return look.after in _ONWARD
    if look.before in _CHOICE:
        return look.after == "for" and any(look.word(by) in _OCCASIONS for by in range(1, 6))
    if look.before != "to":
        return False
    return look.word(-2) in _SEATS or _is_next_stage(look) or _is_end_of_route(look)


def _is_next_stage(look: Look) -> bool:
    """To Moscow and then to <Tbilisi>, where the first is a venue."""
    between = look.folded.words[look.refused : look.first] if look.refused >= 0 else ()
    return 1 < len(between) <= len(_STAGES) and _STAGES.issuperset(between)


def _is_end_of_route(look: Look) -> bool:
    """From Shenzhen to <Hanoi>: from a place of capital letters that is no actor."""
    at = look.first - 2
    if not look.folded.is_capital(at) or look.named == at + 1:
        return False
    while look.folded.is_capital(at) and look.folded.touches(at):
        if look.folded.word(at) in lex.STATE_ROLES:
            return False
        at -= 1
    return look.folded.word(at) == "from"
