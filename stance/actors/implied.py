"""The other side of a release, where a sentence of it means that side and names it not.

Of the many ways in which a text implies an actor only this one held in text that did not suggest it: in a document of
one issuer about one other state, what is done together is done by these two, and what is blamed or sanctioned is the
other's. Of 10 sentences that these rules fill coders saw the other side in 8. In news they saw it in 3 to 5 of 10, so
news is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stance.actors.clauses import Line, read_lines
from stance.actors.documents import Owner
from stance.actors.judging import BLAME
from stance.actors.lexicon import words
from stance.actors.owner import partner_of
from stance.actors.quotes import Quoted
from stance.actors.reference import LOOK_BACK, is_reference
from stance.types import Actor, Implied, Mention, Mentions, Sentence, Speech

# What the two have or do with each other.
TOGETHER = words(
    """
    together cooperation cooperate cooperates cooperated cooperating partnership partnerships relationship
    relations ties collaboration collaborate collaborates collaborated collaborating collaborative bilateral
    bilaterally mutual mutually joint jointly friendship alliance bonds discuss discusses discussed discussing
    discussion discussions talked agreed agree agreement reviewed exchanged dialogue
    """
)
# What the issuer finds fault with, and what it does about that.
MEASURES = words(
    """
    designate designates designated designating designation designations sanction sanctions sanctioned
    """
)
RULERS = words("authorities regime")
AGAINST = MEASURES | RULERS | BLAME
MIN_WORDS = 5


@dataclass(frozen=True, slots=True)
class _Seen:
    """A sentence, and who takes part in it: all that it names, and who speaks."""

    line: Line
    actors: frozenset[Actor]


def imply(
    sentences: Sequence[Sentence],
    mentions: Mentions,
    speeches: Sequence[Speech],
    *,
    owner: Owner | None,
    quotes: Sequence[Quoted],
) -> Mentions:
    """The mentions with the actors that sentences of a release imply, one at most for each sentence."""
    if owner is None or owner.press:
        return mentions
    seen = [_seen(*one) for one in zip(read_lines(sentences, mentions, quotes), speeches, strict=True)]
    partner = partner_of([(one.line.sentence, one.line.mentions) for one in seen], owner.actors)
    if partner is None:
        return mentions
    found = (_implied(seen, at, owner, partner) for at in range(len(seen)))
    return replace(mentions, implied=tuple(one for one in found if one is not None))


def _seen(line: Line, speech: Speech) -> _Seen:
    return _Seen(line, frozenset(m.actor for m in (*speech.speakers(), *line.mentions)))


def _implied(seen: Sequence[_Seen], at: int, owner: Owner, partner: Actor) -> Implied | None:
    """The side that sentence ``at`` leaves out, where a sentence shortly before has it."""
    here = seen[at]
    if here.line.sentence.heading or len(here.line.folded) < MIN_WORDS:
        return None
    missing, about = _missing(here, owner, partner)
    word = next((word for word in here.line.words if word in about), None)
    near = seen[max(at - LOOK_BACK, 0) : at]
    if word is None or missing is None or all(missing not in other.actors for other in near):
        return None
    known = _naming(seen[:at], missing)
    if known is None:
        return None
    return Implied(
        here.line.sentence.index, replace(known, how="implied", form=f"{word}: the other side of the release")
    )


def _missing(here: _Seen, owner: Owner, partner: Actor) -> tuple[Actor | None, frozenset[str]]:
    """Who is left out where only one side takes part, and the words that mean it.

    Signatories do together what they do with each other, and where nobody is named anyone may do it.
    """
    if here.actors and here.actors <= frozenset(owner.actors):
        shared = len(owner.actors) == 1 and here.line.mentions
        return partner, AGAINST | TOGETHER if shared else AGAINST
    if here.actors == {partner} and len(owner.actors) == 1:
        return owner.actors[0], TOGETHER
    return None, frozenset()


def _naming(before: Sequence[_Seen], actor: Actor) -> Mention | None:
    """The last mention of the actor in these sentences that names it."""
    mentions = (m for one in reversed(before) for m in reversed(one.line.mentions) if m.actor == actor)
    return next((m for m in mentions if not is_reference(m)), None)
