"""What the reference rules read and give: a sentence with its mentions, and a reference to actors."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from stance.actors import lexicon as lex
from stance.actors.fold import Folded, fold
from stance.actors.quotes import Quoted
from stance.types import Actor, How, Mention, Sentence, Skipped

LOOK_BACK = 3
STATE_KINDS = ("state", "historical", "territory")
BODY_KINDS = ("igo", "bloc")
OWN_VOICE = "the text's own voice"
HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
HE_OR_SHE = HE | SHE
MEMBER = "a member of the group"  # the form of a mention that a list of states gives


@dataclass(frozen=True, slots=True)
class Reference:
    """Words ``first`` up to ``last`` of a sentence stand for these actors, by this rule."""

    first: int
    last: int
    actors: tuple[Actor, ...]
    how: How
    rule: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What holds for the whole document: its owners, the state it is addressed to, the actors named in it.

    ``places``: the states whose places are mere venues. ``topic``: the one state that most of its mentions of states
    are about. ``actor_of``: the actor of a code. ``roles_of``: the words of the offices that a person holds.
    """

    owners: tuple[Actor, ...]
    partner: Actor | None
    codes: frozenset[str]
    places: frozenset[str]
    topic: Actor | None
    actor_of: Callable[[str], Actor]
    halves: frozenset[str]
    roles_of: Callable[[Mention], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, folded, with its quotation marks, its mentions, and the names in it that were turned down."""

    sentence: Sentence
    folded: Folded
    quoted: Quoted
    mentions: tuple[Mention, ...]
    rejected: tuple[Skipped, ...] = ()

    def is_quoted(self, index: int) -> bool:
        """Whether word ``index`` stands in quotation marks."""
        return self.quoted.holds(self.folded.starts[index] - self.folded.offset)

    def actors(self, *, before: int | None = None, kinds: Sequence[str] = ()) -> list[Actor]:
        """The distinct actors named, in order, up to word ``before``."""
        stop = (
            self.folded.starts[before] if before is not None and before < len(self.folded) else self.sentence.span.end
        )
        named = (m.actor for m in self.mentions if m.span.start < stop and (not kinds or m.actor.kind in kinds))
        return list(dict.fromkeys(named))

    def also(self, added: Sequence[Mention]) -> Line:
        """The same line with more mentions."""
        return replace(self, mentions=tuple(sorted((*self.mentions, *added), key=place_of_mention))) if added else self

    def covered(self) -> frozenset[int]:
        """The words that mentions cover."""
        starts = self.folded.starts
        return frozenset(
            i
            for mention in self.mentions
            for i in range(bisect_left(starts, mention.span.start), bisect_left(starts, mention.span.end))
        )


def place_of_mention(mention: Mention) -> tuple[int, int]:
    """What mentions are sorted by; as plain numbers, which compare faster than spans."""
    return mention.span.start, mention.span.end


def is_reference(mention: Mention) -> bool:
    """Whether a mention only refers (a pronoun, "the bloc") instead of naming; a group names its members."""
    return mention.how == "pronoun" or (mention.how == "description" and mention.form != MEMBER)


def one(first: int, last: int, actor: Actor | None, how: How, rule: str) -> Reference | None:
    """A reference to one actor, or None without one."""
    return None if actor is None else Reference(first, last, (actor,), how, rule)


def nearest(
    line: Line, at: int, before: Sequence[Line], *, kinds: Sequence[str], look_back: int = LOOK_BACK
) -> Actor | None:
    """The one actor of these kinds in the nearest earlier sentence; None if this one names one before word ``at``."""
    if line.actors(before=at, kinds=kinds):
        return None
    here = set(line.actors())
    for earlier in list(reversed(before[-look_back:])):
        left = [actor for actor in earlier.actors(kinds=kinds) if actor not in here]
        if left:
            return left[0] if len(left) == 1 else None
    return None


def is_personal(mention: Mention) -> bool:
    """Whether a mention is of a person: by name, by office, or a "he" resolved before."""
    if mention.how == "person" or (mention.how == "pronoun" and mention.text.casefold() in HE_OR_SHE):
        return True
    return mention.how in ("office", "description") and any(
        word in lex.PERSONAL_ROLES for word in fold(mention.text).words
    )
