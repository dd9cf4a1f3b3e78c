"""People whom the text itself introduces: by an office without its state, and by surname after that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stance.actors import lexicon as lex
from stance.actors.fold import Folded
from stance.actors.holders import introduced
from stance.actors.index import Candidate
from stance.actors.memory import Memory
from stance.actors.people import ANOTHER
from stance.actors.pieces import Piece
from stance.actors.terms import NOT_IN_OFFICE
from stance.types import Skipped


def recalled(
    folded: Folded,
    candidates: Sequence[Candidate],
    pieces: Sequence[Piece],
    memory: Memory,
    rejected: Sequence[Skipped],
) -> list[Piece]:
    """Surnames of people whom this article introduced by their office, be they somebody else's surnames as well."""
    if memory.learned.keys().isdisjoint(folded.words):
        return []
    covered = {i for piece in pieces for i in range(piece.first, piece.last)}
    more = []
    free = {s.span.start for s in rejected if s.reason == ANOTHER.reason or s.reason.startswith(NOT_IN_OFFICE)}
    for candidate in candidates:
        if not free or folded.starts[candidate.first] not in free or not _is_surname_alone(folded, candidate):
            covered |= set(range(candidate.first, candidate.last))
    for i, word in enumerate(folded.words):
        if word in memory.learned and i not in covered and folded.is_capital(i):
            first = i
            while folded.word(first - 1) in lex.TITLES and first - 1 not in covered:
                first -= 1
            more.append(Piece(first, i + 1, memory.learned[word], "person", "person named before"))
    return more


def _is_surname_alone(folded: Folded, candidate: Candidate) -> bool:
    """One word with no other part of a personal name before or behind it."""
    before = folded.word(candidate.first - 1)
    alone = candidate.last - candidate.first == 1 and not folded.is_capital(candidate.last)
    return alone and (not folded.is_capital(candidate.first - 1) or before in lex.TITLES or before in lex.STATE_ROLES)


def by_office_alone(folded: Folded, pieces: Sequence[Piece], memory: Memory) -> Iterator[Piece]:
    """People introduced by an office alone, where one state only can be meant: this sentence's, or the last one's."""
    codes = {piece.code for piece in pieces if piece.is_state}
    if not lex.INTRODUCING.isdisjoint(folded.words):
        covered = {i for piece in pieces for i in range(piece.first, piece.last)}
        for first, last, name in introduced(folded, taken=covered.__contains__):
            before = {piece.code for piece in pieces if piece.is_state and piece.last <= first} or memory.last_states
            if len(before) == 1:
                (code,) = before
                yield Piece(first, last, code, "person", "person introduced by office", person=name)
    memory.last_states = codes or memory.last_states
