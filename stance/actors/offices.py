"""Growing a name into the office it stands for: "Chinese" + "Foreign Ministry", "President of" + "Kazakhstan".

A piece is a run of words that names one actor. Growing takes in the nouns of office beside it and the person who
holds it; a private noun beside it ("Russian journalist") or a "former" before it turns the piece down, with a reason.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from stance.actors import lexicon as lex
from stance.actors.fold import Folded
from stance.actors.holders import name_after, name_before
from stance.actors.namewords import PRIVATE_TAGS
from stance.actors.objection import Objection
from stance.actors.pieces import Piece, Roles
from stance.actors.placewords import HEADS_OF_STATE, POWER
from stance.types import SkipTag

MAX_WORDS = 7
SECRETARY_OF_STATE = ("secretary", "of", "state")

__all__ = ["grow", "name_after"]


@dataclass(slots=True)
class Reach:
    """How far right of a name its nouns of office go; ``private`` is a private noun met on the way."""

    last: int
    role: str = ""
    private: str = ""
    former: bool = False


MUNICIPAL = Objection("an office of the city", "other_name")
FORMER = Objection("a former office-holder", "former")


def private(noun: str) -> Objection:
    """The objection to "<state> <private noun>"."""
    tag: SkipTag = "affiliation"
    for tagged, nouns in PRIVATE_TAGS.items():
        if noun in nouns:
            tag = tagged
    return Objection(f"private: {noun}", tag)


def grow(folded: Folded, piece: Piece, *, roles: Roles, starts: Collection[int]) -> Piece | Objection:
    """The piece with its office and its holder, or the reason why it is no actor.

    ``starts`` are the words at which other pieces begin: growing stops there.
    """
    if piece.how == "person":
        return _titled(folded, piece)
    reach = _reach(folded, piece, roles, starts)
    if reach.role in ("mayor", "governor") and piece.how == "metonym":
        return MUNICIPAL
    if reach.private and piece.is_state:
        return private(reach.private)
    if reach.former or (reach.role and _is_former(folded, piece.first)):
        return FORMER
    if reach.role:
        piece = _named(folded, replace(piece, last=reach.last, how="office"), reach.role, starts)
    return _office_of(folded, piece, roles)


def _reach(folded: Folded, piece: Piece, roles: Roles, starts: Collection[int]) -> Reach:
    at, possessive = _after_possessive(folded, piece.last)
    if piece.how == "demonym" and _is_people(folded.word(piece.last - 1)):
        return Reach(piece.last)
    strangers = 2 if possessive or piece.how == "demonym" else 0
    reach, state_run, stop = Reach(piece.last), False, min(at + MAX_WORDS, len(folded))
    while at < stop and at not in starts and at not in folded.glued:
        word = folded.word(at)
        if word in lex.PRIVATE_COMPOUNDS and not (state_run or folded.word(at + 1) in ("agency", "agencies")):
            return replace(reach, private=word) if not reach.role else reach
        if state_run and word in lex.STATE_RUN:
            reach, at = replace(reach, last=at + 1, role=word), at + 1
            continue
        if word in roles.private and word not in roles.state:
            return replace(reach, private=word) if not reach.role or word in ("journalist", "expert") else reach
        if word in roles.state or (word in lex.PRIVATE_COMPOUNDS and state_run):
            reach = replace(reach, last=at + 1, role=word)
        elif word in lex.FORMER:
            return replace(reach, former=True)
        elif (end := _complement(folded, at, reach, starts)) > at:
            reach, at = replace(reach, last=end), end
            continue
        elif word == "'" and folded.word(at + 1) == "s" and reach.role and reach.last == at:
            at += 2
            continue
        elif word not in lex.MODIFIERS:
            strangers -= 1
            if strangers < 0 or reach.role or not _may_be_adjective(folded, at):
                return reach
        state_run = state_run or word in ("state", "official", "government")
        at += 1
    return reach


def _complement(folded: Folded, at: int, reach: Reach, starts: Collection[int]) -> int:
    """The end of "of State", "for Foreign Affairs", "to Germany" after a noun of office that ends at word ``at``."""
    if not reach.role or reach.last != at:
        return at
    word = folded.word(at)
    if word not in ("of", "for") or reach.role not in lex.COMPLEMENT_HEADS:
        return at
    end = at + 1
    while (
        end < at + 6
        and end not in starts
        and (folded.is_capital(end) or folded.word(end) in ("and", "of", "state", "affairs", "defence", "staff"))
    ):
        end += 1
    while folded.word(end - 1) in ("and", "of", "for"):
        end -= 1
    return end if end > at + 1 else at


def _named(folded: Folded, piece: Piece, role: str, starts: Collection[int]) -> Piece:
    """Takes in the holder's name: "spokesman Hami Aksoy", "spokesperson, Steffen Seibert,"."""
    if role not in lex.PERSONAL_ROLES:
        return piece
    begin = piece.last
    while folded.word(begin) in ("gen", "mr", "dr", "sir", "lt", "col") and folded.is_capital(begin):
        begin += 1
    last = name_after(folded, begin, starts)
    if last > begin:
        return replace(piece, last=last, how="person", person=(begin, last))
    if folded.word(begin) == ",":
        last = name_after(folded, begin + 1, starts)
        if 2 <= last - begin - 1 <= 4 and folded.word(last) == ",":
            return replace(piece, last=last, how="person", person=(begin + 1, last))
    return piece


def _titled(folded: Folded, piece: Piece) -> Piece | Objection:
    """A person with the titles before the name; a former title turns it down."""
    first = piece.first
    while first > 0 and (
        folded.word(first - 1) in lex.TITLES
        or (folded.word(first - 1) in ("of", "state") and folded.word(first - 2) in ("secretary", "of"))
    ):
        first -= 1
    if first < piece.first and folded.word(first) in ("of", "state"):
        first = piece.first
    if _is_former(folded, first) or _is_former(folded, piece.first):
        return FORMER
    return replace(piece, first=first)


def _office_of(folded: Folded, piece: Piece, roles: Roles) -> Piece | Objection:
    """ "President of Kazakhstan", "the Foreign Ministry of Iraq", "President Yudhoyono of Indonesia"."""
    at = piece.first - 1 - (folded.word(piece.first - 1) == "the")
    before = folded.word(at - 1)
    if folded.words[max(at - 3, 0) : at] == SECRETARY_OF_STATE:
        before, at = "secretary", at - 2
    power = folded.word(at) == "in" and (before in POWER or before in HEADS_OF_STATE)
    if not power and folded.word(at) not in ("of", "for"):
        return piece
    if power or before in lex.OFFICE_OF:
        first = at - 1
        while first > 0 and _is_office_word(folded, first - 1, roles) and first - 1 not in folded.glued:
            first -= 1
        if _is_former(folded, first):
            return FORMER
        return replace(piece, first=first, how="office")
    begin = name_before(folded, at)
    title = folded.word(begin - 1)
    if begin < at and title in lex.TITLES and folded.is_capital(begin - 1):
        if _is_former(folded, begin - 1):
            return FORMER
        return replace(piece, first=begin - 1, how="person", person=(begin, at))
    return piece


def _is_office_word(folded: Folded, at: int, roles: Roles) -> bool:
    return folded.word(at) in roles.state or folded.word(at) in lex.MODIFIERS


def _after_possessive(folded: Folded, at: int) -> tuple[int, bool]:
    if folded.word(at) == "'" and at < len(folded):
        if folded.word(at + 1) == "s":
            return at + 2, True
        if folded.word(at - 1).endswith("s"):
            return at + 1, True
    return at, False


def _is_people(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss") and len(word) > 3 and word != "swiss"


def _is_former(folded: Folded, first: int) -> bool:
    before = folded.word(first - 1)
    return before in lex.FORMER or (before == "-" and folded.word(first - 2) == "ex")


def _may_be_adjective(folded: Folded, at: int) -> bool:
    word = folded.word(at)
    if not word.isalpha() or word in lex.FUNCTION_WORDS or word in lex.SPEAKING:
        return False
    return not word.endswith(("ed", "es")) and not (word.endswith("s") and not word.endswith("ous"))
