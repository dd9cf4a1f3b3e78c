"""What an article has said so far about who is who: full names, learned names, actors seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from stance.actors.fold import Folded
from stance.actors.index import Candidate
from stance.actors.lexicon import NAME_PARTICLES

FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "PRK", "KOR", "VNM", "HKG", "SGP"})


@dataclass(slots=True)
class Memory:
    """The state of one pass over an article; made anew for each, so that a matcher itself never changes.

    ``people``: a name's word → the actor of the person, from full names met. ``learned``: the same for people whom no
    catalogue knows ("Foreign Ministry spokesman <name>"). ``strangers``: surnames of people who are no actor.
    ``bearers``: how often a surname's holder and its strangers were named. ``namesakes``: surnames like a place's of
    people named in full. ``other_senses``: names settled as no state. ``last_states``: the states of the last
    sentence that named any.
    """

    seen: Counter[str] = field(default_factory=Counter)
    people: dict[str, str] = field(default_factory=dict)
    learned: dict[str, str] = field(default_factory=dict)
    strangers: set[str] = field(default_factory=set)
    bearers: Counter[tuple[str, bool]] = field(default_factory=Counter)
    namesakes: set[str] = field(default_factory=set)
    other_senses: set[str] = field(default_factory=set)
    last_states: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, candidates: Iterable[Candidate]) -> Memory:
        """A memory that knows which actors the article names beyond doubt anywhere."""
        memory = cls()
        for candidate in candidates:
            sure = candidate.reading.sure
            if sure:
                memory.seen[sure] += 1
        return memory

    def meet(self, folded: Folded, first: int, last: int, code: str) -> None:
        """Remember a person named in full, so that the surname alone will do, even one that no catalogue lists."""
        for i in range(first, last):
            if len(folded.word(i)) > 1:
                self.people[folded.word(i)] = code
        surname = folded.word(first if code in FAMILY_NAME_FIRST else last - 1)
        if surname.isalpha() and len(surname) > 1 and surname not in NAME_PARTICLES:
            self.learned[surname] = code

    def learn(self, folded: Folded, first: int, last: int, code: str) -> None:
        """Remember a person whom the text introduces by office."""
        surname = folded.word(last - 1)
        if surname in ("jr", "sr") and last - first > 1:
            surname = folded.word(last - 2)
        if len(surname) > 2 and surname not in NAME_PARTICLES:
            self.learned[surname] = code
        if last - first > 1:
            self.people[surname] = code
