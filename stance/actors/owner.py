"""Whose own words each sentence of a document is, and whom a release is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from stance.actors.documents import Owner
from stance.actors.joint import Lines
from stance.actors.transcripts import read_turns
from stance.types import Actor

MEETING = re.compile(
    r"\b(?:(?:met|meets|spoke|talked|call|meeting|conversation)\b.*\bwith|received|hosted|welcomed|telephoned)\b"
)


def owners_of(lines: Lines, owner: Owner | None, *, title: Lines = ()) -> tuple[tuple[Actor, ...], ...]:
    """For each sentence the actors whose voice the document is there; empty in ordinary articles and in questions."""
    turns = read_turns(lines, owner, title=title)
    whole = owner.actors if owner is not None else ()
    in_turns = any(turn is not None for turn in turns)
    before = () if in_turns and owner is not None and owner.kind == "transcript" else whole
    return tuple(before if turn is None else turn.actors for turn in turns)


def _met(lines: Lines, owners: Sequence[Actor]) -> Actor | None:
    """The one other state whose officer the opening says that the owner "met" or "spoke with", be it about a third."""
    for sentence, mentions in lines[:3]:
        others = [m for m in mentions if m.actor.kind == "state" and m.actor not in owners]
        people = [m for m in others if m.how in ("office", "person")]
        if others:
            alone = bool(people) and all(m.actor == others[0].actor for m in people)
            before = sentence.text[: people[0].span.start - sentence.span.start] if alone else ""
            return people[0].actor if MEETING.search(before) else None
    return None


def partner_of(lines: Lines, owners: Sequence[Actor]) -> Actor | None:
    """The one other state that a release is about: named early and far more than any third."""
    counts: Counter[Actor] = Counter(
        m.actor for _, mentions in lines for m in mentions if m.actor.kind == "state" and m.actor not in owners
    )
    early = {m.actor for _, mentions in lines[:3] for m in mentions}
    met = _met(lines, owners) if owners else None
    if met is not None:
        return met
    ranked = counts.most_common(2)
    if not ranked or ranked[0][0] not in early:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1] else None
