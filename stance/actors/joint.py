"""Joint statements: who signed them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stance.actors.facts import members_of
from stance.types import Actor, Mention, Sentence

Lines = Sequence[tuple[Sentence, Sequence[Mention]]]
JOINT = re.compile(
    r"joint (statement|declaration|communiqu)|statement (was|is) (being )?(released|issued) by"
    r"|(ministers|leaders).{0,3} statement",
    re.IGNORECASE,
)
RELEASED = re.compile(r"(released|issued|made) by|^\W*We, ", re.IGNORECASE)


def signatories_of(heads: str, lines: Lines) -> tuple[Actor, ...]:
    """Who signed a joint statement, by its release line or the list that opens it; ``heads``: its source and title."""
    head = " ".join((heads, *(sentence.text for sentence, _ in lines[:2])))
    if not JOINT.search(head):
        return ()
    named = frozenset(mention.actor for _, mentions in lines for mention in mentions)
    for sentence, mentions in lines[:5]:
        released = RELEASED.search(sentence.text)
        if released:
            after = sentence.span.start + released.start()
            return _signatories([m for m in mentions if m.span.start >= after], named)
    first = next(((sentence, mentions) for sentence, mentions in lines[:5] if mentions), None)
    return _signatories(_leading_list(*first), named) if first else ()


def _signatories(mentions: Sequence[Mention], named: frozenset[Actor]) -> tuple[Actor, ...]:
    """The listed bodies or states; the group of exactly these states where the text names that too."""
    actors = tuple(dict.fromkeys(m.actor for m in mentions))
    if actors and actors[0].kind in ("igo", "bloc"):
        return tuple(actor for actor in actors if actor.kind in ("igo", "bloc"))
    if len(actors) < 2:
        return ()
    codes = {actor.code for actor in actors}
    group = next((actor for actor in named if set(members_of().get(actor.code, ())) == codes), None)
    return (group,) if group is not None else actors


def _leading_list(sentence: Sentence, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that open a sentence: "A, B and the C affirm"."""
    listed: list[Mention] = []
    end = sentence.span.start
    for mention in mentions:
        gap = sentence.text[end - sentence.span.start : mention.span.start - sentence.span.start]
        if not re.fullmatch(r"\W*(and|the|The|governments of|Governments of|\W)*\W*", gap.strip()):
            break
        listed.append(mention)
        end = mention.span.end
    return listed
