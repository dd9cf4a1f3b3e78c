"""Who has been mentioned so far, and how much each stands out: the memory that pronouns look back into.

Salience after Lappin and Leass (1994): each entity gets the weight of its best grammatical place in a sentence, halved
for every sentence since. People and things that are no actors count as well: where one of them stands out most, a
pronoun means it, and no actor is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from stance.actors.coordination import read_items
from stance.actors.items import Item, Place
from stance.actors.reference import LOOK_BACK, Line, Scene
from stance.types import Actor, Mention

RECENT = 100.0
WEIGHTS: dict[Place, float] = {
    "subject": 80,
    "embedded": 40,
    "object": 50,
    "possessor": 45,
    "oblique": 40,
    "adjective": 0,
}
MAIN_SUBJECT = 45.0  # more for the first subject that no conjunction puts under another clause
MARGIN = 1.05  # how much more than the next entity the first has to stand out

SUBJECTS = ("subject", "embedded")
Fits = Callable[[Item], bool]


@dataclass(slots=True)
class Candidate:
    """An entity with the last item that mentions it, how much it stands out, and the sentence of that item."""

    item: Item
    score: float
    line: int


@dataclass(slots=True)
class Discourse:
    """The sentences read so far with their items; made anew for each document."""

    lines: list[Line] = field(default_factory=list)
    _items: list[list[Item] | None] = field(default_factory=list)

    def read(self, line: Line) -> None:
        """Go on to the next sentence; its items are made when they are first asked for."""
        self.lines.append(line)
        self._items.append(None)

    def items(self, index: int) -> list[Item]:
        """The items of sentence ``index`` (-1: the current one)."""
        known = self._items[index]
        if known is None:
            known = self._items[index] = read_items(self.lines[index])
        return known

    def close(self, added: Sequence[Mention]) -> None:
        """The current sentence is done: its references count among its mentions from now on."""
        self.lines[-1] = self.lines[-1].also(added)

    def add(self, item: Item) -> None:
        """A reference that was resolved in the current sentence, in place of the nouns that it covers."""
        kept = []
        for old in self.items(-1):
            if old.parts or old.last <= item.first or item.last <= old.first:
                kept.append(old)
            elif old.first == item.first and old.last > item.last and not old.actors:
                kept.append(replace(old, first=item.last))  # "its draft": the draft stays a thing
        self._items[-1] = sorted((*kept, item), key=lambda i: (i.first, -i.last))

    def here(self, at: int) -> list[Item]:
        """The items of the current sentence before word ``at``."""
        return [item for item in self.items(-1) if item.last <= at]

    def subject(self, at: int) -> Item | None:
        """The last subject before word ``at`` of the current sentence."""
        return next((item for item in reversed(self.here(at)) if item.place in SUBJECTS), None)

    def ranked(self, at: int, fits: Fits, *, back: int = LOOK_BACK, skip: Iterable[Item] = ()) -> list[Candidate]:
        """The fitting entities before word ``at``, the most salient first; ``skip``: entities that it cannot be."""
        barred = {item.key for item in skip}
        found: dict[tuple[str, str], Candidate] = {}
        newest = len(self.lines) - 1
        for index in range(newest, max(-1, newest - back - 1), -1):
            items = self.here(at) if index == newest else self.items(index)
            best = _weights(items, [item for item in items if item.key not in barred and fits(item)])
            for key, (weight, item) in best.items():
                score = weight / 2 ** (newest - index)
                before = found.get(key)
                found[key] = Candidate(item, score, index) if before is None else _more(before, score)
        return sorted(found.values(), key=lambda c: (-c.score, -c.line, -c.item.first))

    def best(self, at: int, fits: Fits, *, back: int = LOOK_BACK, skip: Iterable[Item] = ()) -> Candidate | None:
        """The last fitting subject of the sentence, else the entity that stands out; None where that is no actor."""
        barred = {item.key for item in skip}
        for item in reversed(self.here(at)):
            if item.place in SUBJECTS and item.key not in barred and fits(item):
                return self.seen(item) if item.actors else None
        ranked = self.ranked(at, fits, back=back, skip=skip)
        if not ranked or not ranked[0].item.actors:
            return None
        rivals = [other for other in ranked[1:] if other.item.actors != ranked[0].item.actors]
        return None if rivals and ranked[0].score < MARGIN * rivals[0].score else ranked[0]

    def seen(self, item: Item) -> Candidate:
        """An item of the current sentence that grammar alone points out."""
        return Candidate(item, RECENT, len(self.lines) - 1)

    def text(self, candidate: Candidate) -> str:
        """Whom a candidate means, in the words that name it, for the reader."""
        for index in range(candidate.line, -1, -1):
            for item in reversed(self.items(index)):
                if item.key == candidate.item.key and not item.refers:
                    return (
                        f"\u201c{self.lines[index].folded.between(item.first, item.last)}\u201d, sentence {index + 1}"
                    )
        return ", ".join(actor.name for actor in candidate.item.actors)


@dataclass(slots=True)
class Here:
    """The word (folded) at which a reference may begin, with what is known there.

    ``owner``: whose own words the text is.
    """

    line: Line
    at: int
    discourse: Discourse
    owner: Sequence[Actor]
    scene: Scene
    word: str = field(init=False)

    def __post_init__(self) -> None:
        self.word = self.line.folded.word(self.at)

    @property
    def quoted(self) -> bool:
        """Whether it stands in quotation marks."""
        return self.line.is_quoted(self.at)

    @property
    def before(self) -> Sequence[Line]:
        """The earlier sentences, with the references found in them."""
        return self.discourse.lines[:-1]


def _weights(items: list[Item], kept: list[Item]) -> dict[tuple[str, str], tuple[float, Item]]:
    """The weight of each entity of the kept items, by their place among all items of the sentence."""
    best: dict[tuple[str, str], tuple[float, Item]] = {}
    main = _main_subject(items)
    for item in kept:
        weight = RECENT + WEIGHTS[item.place] + (MAIN_SUBJECT if item.first in main else 0)
        known = best.get(item.key)
        best[item.key] = (max(weight, known[0]) if known else weight, item)
    return best


def _main_subject(items: list[Item]) -> range:
    """The words of the first subject, a whole list where it is one."""
    first = next((item for item in items if item.place == "subject"), None)
    if first is None:
        return range(0)
    return range(first.first, max(item.last for item in items if item.first == first.first))


def _more(candidate: Candidate, score: float) -> Candidate:
    return Candidate(candidate.item, candidate.score + score, candidate.line)
