"""Who holds an office on the day of the text: the catalogue's terms, and what the text itself says of an office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from stance.actors import lexicon as lex
from stance.actors.fold import Folded
from stance.actors.index import Candidate
from stance.actors.objection import Objection
from stance.types import SkipTag

if TYPE_CHECKING:
    from stance.actors.forms import Form

PAST_AFTER = frozenset({"administration", "era", "presidency", "government", "years", "administrations"})
PAST_BEFORE = frozenset({"then", "under", "presidency", "late", "premiership"})
NOT_IN_OFFICE = "not in office on"
# News of the day after tells what people did in office, news of the eve whom a vote has put there.
LEFT_WITHIN, BEGINS_WITHIN = timedelta(days=2), timedelta(days=1)
LEAVING = frozenset(
    {"departure", "resignation", "dismissal", "ouster", "removal", "sacking", "exit", "overthrow", "death", "successor"}
)
_TITLES_OF_OFFICE = frozenset({"minister", "ambassador", "secretary", "spokesman", "spokeswoman", "envoy", "premier"})
_BEFORE_OFFICE = frozenset({"the", "a", "its", "their", "an", "'", "s", "country"})


def holding(folded: Folded, found: Candidate, on: date | None) -> Sequence[Form]:
    """The forms of a candidate that hold on a day; without a day all (the widest reading)."""
    if "person" not in found.reading.hows:
        return found.forms if on is None else [form for form in found.forms if form.holds(on)]
    forms = _of_elder(folded, found)
    current = [form for form in forms if form.holds(on)]
    if current or on is None:
        return current
    near = [form for form in forms if form.holds(on - LEFT_WITHIN) or form.holds(on + BEGINS_WITHIN)]
    if near and not _is_leaving(folded, found):
        return near
    if _has_office_in_text(folded, found):
        return forms
    before = (folded.word(found.first - 1), folded.word(found.first - 2))
    past = folded.word(found.last) in PAST_AFTER or any(word in PAST_BEFORE for word in before)
    return [form for form in forms if form.since is None or form.since <= on] if past else []


def _is_leaving(folded: Folded, found: Candidate) -> bool:
    """ "The departure of <Jan Muster>", "<Jan Muster>'s dismissal": somebody who is out by the text's own word."""
    before = {folded.word(found.first - by) for by in (1, 2, 3)}
    after = {folded.word(found.last + by) for by in (0, 1, 2)}
    return not (LEAVING | {"replaced", "succeeded"}).isdisjoint(before) or not (LEAVING | {"fled"}).isdisjoint(after)


def _of_elder(folded: Folded, found: Candidate) -> Sequence[Form]:
    """ "George Bush senior": of people of one name the one who was first in office."""
    after = (folded.word(found.last), folded.word(found.last + 1))
    if after[0] not in ("senior", "sr") and after != ("the", "elder"):
        return found.forms
    begun = min((form.since for form in found.forms if form.since), default=None)
    return [form for form in found.forms if form.since == begun]


def _has_office_in_text(folded: Folded, found: Candidate) -> bool:
    """Whether the text itself gives a person an office, whatever dates the catalogue has: "Lu Muster, the ambassador".

    A full name counts, with a title before it or a noun of office right behind; "former" anywhere there does not.
    """
    if found.last - found.first < 2 or not any(form.how == "person" for form in found.forms):
        return False
    title = folded.word(found.first - 1)
    if title in _TITLES_OF_OFFICE:
        return not any(folded.word(found.first - by) in lex.FORMER for by in (2, 3, 4))
    if folded.word(found.last) != ",":
        return False
    words = [folded.word(i) for i in range(found.last + 1, found.last + 8)]
    for word in words:
        if word in lex.PERSONAL_ROLES:
            return True
        if not (word in lex.MODIFIERS or word in _BEFORE_OFFICE or word in lex.PORTFOLIOS):
            return False
    return False


def _tense(forms: Sequence[Form], on: date | None) -> SkipTag:
    """Former, where every term has ended; private, where none has begun or another is to come."""
    if all(form.ambiguous for form in forms):
        return "ambiguous"
    return "former" if on and all(form.until and form.until < on for form in forms) else "private"


def out_of_office(folded: Folded, found: Candidate, on: date | None) -> Objection:
    """The objection to people who hold no office on a day."""
    return Objection(f"{NOT_IN_OFFICE} {on}", _tense(_of_elder(folded, found), on))
