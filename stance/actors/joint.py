"""Joint statements: who signed them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stance.types import Actor, Mention, Sentence

if TYPE_CHECKING:
    from stance.actors.catalogue import Catalogue

Lines = Sequence[tuple[Sentence, Sequence[Mention]]]
JOINT = re.compile(
    r"joint (statement|declaration|communiqu)|statement (was|is) (being )?(released|issued) by"
    r"|(ministers|leaders).{0,3} statement",
    re.IGNORECASE,
)
RELEASED = re.compile(r"(released|issued|made) by|^\W*We, ", re.IGNORECASE)
GROUPS = {frozenset(("FRA", "DEU", "ITA", "GBR", "USA")): "QUINT", frozenset(("FRA", "DEU", "GBR")): "E3"}


def signatories_of(heads: str, lines: Lines, catalogue: Catalogue) -> tuple[Actor, ...]:
    """Who signed a joint statement, by its release line or the list that opens it; ``heads``: its source and title."""
    head = " ".join((heads, *(sentence.text for sentence, _ in lines[:2])))
    if not JOINT.search(head):
        return ()
    for sentence, mentions in lines[:5]:
        released = RELEASED.search(sentence.text)
        if released:
            return _signatories(
                [m for m in mentions if m.span.start >= sentence.span.start + released.start()], catalogue
            )
    first = next(((sentence, mentions) for sentence, mentions in lines[:5] if mentions), None)
    return _signatories(_leading_list(*first), catalogue) if first else ()


def _signatories(mentions: Sequence[Mention], catalogue: Catalogue) -> tuple[Actor, ...]:
    actors = tuple(dict.fromkeys(m.actor for m in mentions))
    if actors and actors[0].kind in ("igo", "bloc"):
        return tuple(actor for actor in actors if actor.kind in ("igo", "bloc"))
    codes = frozenset(actor.code for actor in actors)
    if codes in GROUPS:
        return (catalogue.actor(GROUPS[codes]),)
    return actors if len(actors) > 1 else ()


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
