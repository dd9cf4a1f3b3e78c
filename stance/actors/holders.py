"""The people who hold an office, by their names beside it: before it, after it, behind a comma."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from stance.actors import lexicon as lex
from stance.actors.fold import Folded
from stance.actors.pieces import Piece, Roles

MAX_NAME = 5
_LINKS = frozenset({"a", "an", "the", "of", "for", "with", "at", "in", "to", "'", "s", "one"})
_PLACE_LEADS = frozenset({"in", "at", "from", "near", "on", "of", "to", "outside", "around", "by", "with", "and"})
_ADJECTIVES = frozenset({"a", "an", "new", "old"})  # "a new Marshall Plan, one official said" names nobody
# What a clause may begin after: a subject stands there.
_CLAUSE_STARTS = frozenset(
    {",", ";", ":", ".", '"', "-", "—", "but", "while", "said", "says", "and", "that", "what", "which"}
)


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
    if (
        not 2 <= at - first <= 4
        or lead in _PLACE_LEADS
        or lead in _ADJECTIVES
        or (lead in lex.TITLES and lead in lex.FAMILY_TITLES)
    ):
        return None
    return (first, at)


def posted(folded: Folded, pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Envoys with the host they are sent to, and the hosts: "the US ambassador to <Kenya>, Meg Whitman," is the USA.

    Gives all pieces, an envoy's grown over its host and name, and apart from them the hosts, which the phrase does not
    name as actors.
    """
    kept: list[Piece] = []
    hosts: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.first):
        sender = kept[-1] if kept else None
        if sender is None or sender.how != "office" or not _is_posting(folded, sender.last, piece.core):
            kept.append(piece)
            continue
        hosts.append(replace(piece, first=piece.core))
        kept[-1] = _with_name(folded, replace(sender, last=piece.last))
    return kept, hosts


def _is_posting(folded: Folded, start: int, host: int) -> bool:
    between = folded.words[start:host]
    return between in (("to",), ("to", "the"), ("for",)) and folded.word(start - 1) in lex.ENVOYS


def _with_name(folded: Folded, piece: Piece) -> Piece:
    comma = folded.word(piece.last) == ","
    first = piece.last + comma
    last = name_after(folded, first)
    if last - first < 2 or (comma and folded.word(last) not in (",", ".", "")):
        return piece
    return replace(piece, last=last, how="person", person=(first, last))


def introduced(folded: Folded, *, taken: Callable[[int], bool]) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Ministers and spokespeople whom the text introduces without their state: "Energy Minister Ainur Beispiel said".

    Gives the first and last word of the phrase and the name in it. Only the subject of a clause counts: whom someone
    met or called may be of another state.
    """
    for at, word in enumerate(folded.words):
        if word not in lex.INTRODUCING or taken(at):
            continue
        if folded.is_capital(at):
            first = at
            while folded.is_capital(first - 1) and folded.word(first - 1) in lex.MODIFIERS | lex.PORTFOLIOS:
                first -= 1
            last = name_after(folded, at + 1)
            opens = first == 0 or folded.word(first - 1) in _CLAUSE_STARTS
            if last - at >= 3 and opens and not any(taken(i) for i in range(first, last)):
                yield first, last, (at + 1, last)
        else:
            yield from _explained(folded, at, taken)


def _explained(folded: Folded, at: int, taken: Callable[[int], bool]) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """A name that a definite noun of office explains: "Ainur Beispiel, the energy minister, said"."""
    start = at - 1
    while folded.word(start) in lex.MODIFIERS | lex.PORTFOLIOS:
        start -= 1
    end = at + 1
    if folded.word(end) in ("in", "to", "at"):  # the ambassador in Paris
        end += 1
        while folded.is_capital(end):
            end += 1
    if folded.word(start) != "the" or folded.word(start - 1) != "," or folded.word(end) != ",":
        return
    first = name_before(folded, start - 1)
    opens = first == 0 or folded.word(first - 1) in _CLAUSE_STARTS
    if 2 <= start - 1 - first <= 4 and opens and not any(taken(i) for i in range(first, at + 1)):
        yield first, at + 1, (first, start - 1)


def _has_personal_role(folded: Folded, first: int, last: int) -> bool:
    return any(folded.word(i) in lex.PERSONAL_ROLES for i in range(first, last))


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
