"""Runs of words that name one actor, and how neighbours of one actor are joined."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from stance.actors import lexicon as lex
from stance.actors.fold import Folded
from stance.types import How

_RANK: dict[How, int] = {"person": 0, "office": 1, "organ": 2, "name": 3, "metonym": 4, "demonym": 5}


@dataclass(slots=True)  # not frozen: one is made for each name in a text, and a frozen one takes four times as long
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
