"""Which of the forms under one spelling is meant here: by date, by the full name before, by the office beside it."""

from __future__ import annotations

from datetime import date

from stance.actors.fold import Folded
from stance.actors.index import Candidate
from stance.actors.memory import Memory
from stance.actors.objection import Objection
from stance.actors.people import NAMED_BEFORE, Choice, choose_person, preferred
from stance.actors.pieces import Piece
from stance.actors.terms import holding, out_of_office

BARE_ORGANS = frozenset({"congress", "commission"})
OTHER_CONGRESSES = ("PER", "BRA", "ARG", "MEX", "COL", "CHL", "HND", "GTM", "PHL", "IND", "BOL", "PRY", "VEN", "ECU")
BARE_ORGAN = Objection("an organ without its state", "ambiguous")


def choose(
    folded: Folded,
    found: Candidate,
    *,
    memory: Memory,
    on: date | None,
    before: Piece | None,
    after: Candidate | None = None,
) -> Choice:
    """The form that is meant, or None and the reason why none is; ``before``, ``after``: the names next to it."""
    forms = holding(folded, found, on)
    if not forms:
        return None, out_of_office(folded, found, on)
    others = forms
    if "person" in found.reading.hows:
        others = [form for form in forms if form.how != "person"]
        if not others:
            return choose_person(folded, found, forms, memory=memory, before=before, after=after, on=on)
    if found.last - found.first == 1 and folded.word(found.first) in memory.strangers:
        return None, NAMED_BEFORE
    if found.last - found.first == 1 and folded.word(found.first) in BARE_ORGANS:
        others = [form for form in others if _is_bare_organ(folded, found, form.code, memory, before)]
        return (others[0], None) if others else (None, BARE_ORGAN)
    return preferred(others, memory), None


def _is_bare_organ(folded: Folded, found: Candidate, code: str, memory: Memory, before: Piece | None) -> bool:
    """ "Congress voted", "the Commission proposed": an organ without its state, if no other is in play."""
    if not folded.is_capital(found.first) or folded.word(found.last) in ("of", "on", "for", "party", "president"):
        return False
    if folded.is_capital(found.last) and folded.touches(found.last) and not folded.is_headline():
        return False
    lead = found.first - 1
    if (before is not None and before.last == found.first) or folded.word(lead) in ("s", "'"):
        return False
    article = folded.word(lead) == "the"
    if not article and folded.is_capital(lead) and lead > 0 and folded.touches(found.first):
        return False
    word = folded.word(found.first)
    if word == "commission":
        return article and memory.seen[code] > 0
    return all(memory.seen[rival] <= memory.seen[code] for rival in OTHER_CONGRESSES)
