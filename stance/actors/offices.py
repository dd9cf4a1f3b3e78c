"""Growing a name into the office it stands for: "Chinese" + "Foreign Ministry", "President of" + "Kazakhstan".

A piece is a run of words that names one actor. Growing takes in the nouns of office beside it and the person who
holds it; a private noun beside it ("Russian journalist") or a "former" before it turns the piece down, with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from stance.actors import lexicon as lex
from stance.actors.fold import Folded
from stance.types import How

MAX_WORDS = 7
MAX_NAME = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """Words ``first`` up to ``last`` that name the actor ``code``; ``person`` is the part that is a personal name.

    ``core`` is the word at which the name itself begins, before any growth to the left.
    """

    first: int
    last: int
    code: str
    how: How
    form: str
    person: tuple[int, int] | None = None
    is_state: bool = True
    core: int = -1


@dataclass(frozen=True, slots=True)
class Roles:
    """The nouns of office and the private nouns, folded."""

    state: Collection[str] = lex.STATE_ROLES
    private: Collection[str] = lex.PRIVATE_ROLES


@dataclass(frozen=True, slots=True)
class Reach:
    """How far right of a name its nouns of office go; ``private`` is a private noun met on the way."""

    last: int
    role: str = ""
    private: str = ""
    former: bool = False


def grow(folded: Folded, piece: Piece, *, roles: Roles, starts: Collection[int]) -> Piece | str:
    """The piece with its office and its holder, or the reason why it is no actor.

    ``starts`` are the words at which other pieces begin: growing stops there.
    """
    if piece.how == "person":
        return _titled(folded, piece)
    reach = _reach(folded, piece, roles, starts)
    if reach.private and piece.is_state:
        return f"private: {reach.private}"
    if reach.former or (reach.role and _is_former(folded, piece.first)):
        return "a former office-holder"
    if reach.role:
        piece = _named(folded, replace(piece, last=reach.last, how="office"), reach.role, starts)
    return _office_of(folded, piece, roles)


def name_after(folded: Folded, index: int, starts: Collection[int] = ()) -> int:
    """The word after a personal name that begins at word ``index`` (``index`` itself if none does)."""
    last = index
    if folded.is_capital(index) and folded.is_headline():
        return index
    while last < min(index + MAX_NAME, len(folded)) and last not in starts and _is_name_word(folded, last):
        last += 1
    while last > index and folded.word(last - 1) in lex.NAME_PARTICLES:
        last -= 1
    return last


def name_before(folded: Folded, index: int) -> int:
    """The first word of a personal name that ends with word ``index - 1`` (``index`` if none does)."""
    first = index
    while first > max(index - MAX_NAME, 0) and _is_name_word(folded, first - 1):
        first -= 1
    while first < index and (folded.word(first) in lex.NAME_PARTICLES or not folded.is_capital(first)):
        first += 1
    return first


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


def _titled(folded: Folded, piece: Piece) -> Piece | str:
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
        return "a former office-holder"
    return replace(piece, first=first)


def _office_of(folded: Folded, piece: Piece, roles: Roles) -> Piece | str:
    """ "President of Kazakhstan", "the Foreign Ministry of Iraq", "President Yudhoyono of Indonesia"."""
    at = piece.first - 1 - (folded.word(piece.first - 1) == "the")
    before = folded.word(at - 1)
    power = folded.word(at) == "in" and before in lex.PLACE_OF_POWER
    if not power and folded.word(at) not in ("of", "for"):
        return piece
    if power or before in lex.OFFICE_OF:
        first = at - 1
        while first > 0 and _is_office_word(folded, first - 1, roles) and first - 1 not in folded.glued:
            first -= 1
        if _is_former(folded, first):
            return "a former office-holder"
        return replace(piece, first=first, how="office")
    begin = name_before(folded, at)
    title = folded.word(begin - 1)
    if begin < at and title in lex.TITLES and folded.is_capital(begin - 1):
        if _is_former(folded, begin - 1):
            return "a former office-holder"
        return replace(piece, first=begin - 1, how="person", person=(begin, at))
    return piece


def _is_office_word(folded: Folded, at: int, roles: Roles) -> bool:
    return folded.word(at) in roles.state or folded.word(at) in lex.MODIFIERS


def bearer(folded: Folded, piece: Piece, *, roles: Roles, taken: Callable[[int], bool]) -> tuple[int, int] | None:
    """The name that an office explains: "Andrei Nesterenko, a spokesperson for the <Russian Foreign Ministry>"."""
    at, personal = piece.first - 1, _has_personal_role(folded, piece.first, piece.last)
    while at > max(piece.first - 9, 0) and folded.word(at) != ",":
        word = folded.word(at)
        if not (word in roles.state or word in lex.MODIFIERS or word in _LINKS):
            return None
        personal = personal or word in lex.PERSONAL_ROLES
        at -= 1
    if folded.word(at) != "," or not personal or taken(at - 1) or folded.is_headline():
        return None
    first = name_before(folded, at)
    lead = folded.word(first - 1)
    if not 2 <= at - first <= 4 or lead in _PLACE_LEADS or (lead in lex.TITLES and lead in lex.FAMILY_TITLES):
        return None
    return (first, at)


def merge(folded: Folded, pieces: list[Piece]) -> list[Piece]:
    """Joins neighbours of one actor that only links and nouns of office part."""
    merged: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.first, -p.last)):
        last = merged[-1] if merged else None
        if last is not None and piece.first < last.last and piece.code != last.code and piece.core >= last.last:
            piece = replace(piece, first=piece.core)  # noqa: PLW2901  (G7 Foreign Ministers of <Canada>)
        elif last is not None and piece.first < last.last:
            if piece.code == last.code and piece.last > last.last:
                merged[-1] = _joined(last, piece)
            continue
        if last is not None and last.code == piece.code and _linked(folded, last.last, piece.first):
            merged[-1] = _joined(last, piece)
        else:
            merged.append(piece)
    return merged


_LINKS = frozenset({"a", "an", "the", "of", "for", "with", "at", "in", "to", "'", "s", "one"})
_PLACE_LEADS = frozenset({"in", "at", "from", "near", "on", "of", "to", "outside", "around", "by", "with", "and"})
_RANK: dict[How, int] = {"person": 0, "office": 1, "organ": 2, "name": 3, "metonym": 4, "demonym": 5}


def _joined(left: Piece, right: Piece) -> Piece:
    best = min((left, right), key=lambda piece: _RANK.get(piece.how, 9))
    return Piece(
        left.first,
        max(left.last, right.last),
        left.code,
        best.how,
        best.form,
        right.person or left.person,
        left.is_state,
        left.core,
    )


def _linked(folded: Folded, start: int, stop: int) -> bool:
    words = [folded.word(i) for i in range(start, stop)]
    if len(words) > 4 or any(i in folded.glued for i in range(start, stop + 1)):
        return False
    if words == [","] or words in (["of"], ["of", "the"], ["'", "s"], [",", "the"]):
        return words != [","]
    return all(
        word in lex.STATE_ROLES or word in lex.MODIFIERS or word in ("of", "the", ",", "'", "s") for word in words
    ) and (not words or words != [","])


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


def _has_personal_role(folded: Folded, first: int, last: int) -> bool:
    return any(folded.word(i) in lex.PERSONAL_ROLES for i in range(first, last))


def _may_be_adjective(folded: Folded, at: int) -> bool:
    word = folded.word(at)
    if not word.isalpha() or word in lex.FUNCTION_WORDS or word in lex.SPEAKING:
        return False
    return not word.endswith(("ed", "es")) and not (word.endswith("s") and not word.endswith("ous"))


def _is_name_word(folded: Folded, at: int) -> bool:
    word = folded.word(at)
    if word in lex.NAME_PARTICLES:
        return True
    if not folded.is_capital(at) or not word.replace("'", "").isalpha():
        return False
    return not (
        word in lex.FUNCTION_WORDS
        or word in lex.MONTHS_AND_DAYS
        or word in lex.STATE_ROLES
        or (folded.is_upper(at) and len(word) > 1 and not folded.text.isupper())
    )
