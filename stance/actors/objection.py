"""Why a name in the text is no actor, and what a rule sees when it judges one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stance.types import SkipTag

if TYPE_CHECKING:
    from stance.actors.fold import Folded
    from stance.actors.index import Candidate


@dataclass(frozen=True, slots=True)
class Objection:
    """The reason in words, and its class."""

    reason: str
    tag: SkipTag


@dataclass(slots=True)  # one for each candidate: not frozen, since a frozen one takes four times as long to make
class Look:
    """A candidate where it stands.

    It is words ``first`` up to ``last``, between the words ``before`` and ``after``. ``hows`` are the ways in which its
    forms name an actor, ``is_place`` whether it may be a country or a city. ``named``: the word after the last
    candidate before it that was taken for an actor (-1: none); ``refused``: likewise of the last refused as a venue.
    """

    folded: Folded
    found: Candidate
    first: int
    last: int
    before: str
    after: str
    hows: frozenset[str]
    is_place: bool
    named: int = -1
    refused: int = -1

    @classmethod
    def at(cls, folded: Folded, found: Candidate, *, named: int, refused: int) -> Look:
        """The look at a candidate of a sentence."""
        first, last, reading = found.first, found.last, found.reading
        before, after = folded.word(first - 1), folded.word(last)
        return cls(folded, found, first, last, before, after, reading.hows, reading.is_place, named, refused)

    def word(self, by: int) -> str:
        """A folded word beside the candidate: 0 is the one after it, -1 the one before."""
        return self.folded.word(self.last + by if by >= 0 else self.first + by)

    def capital_after(self) -> bool:
        """Whether a capitalised word follows after nothing but a blank."""
        return self.folded.is_capital(self.last) and self.folded.touches(self.last)

    def capital_before(self) -> bool:
        """Whether a capitalised word precedes with nothing but a blank between."""
        return self.folded.is_capital(self.first - 1) and self.folded.touches(self.first)

    def is_possessive(self) -> bool:
        """Whether "'s" follows."""
        return self.after == "'" and self.word(1) == "s"
