"""Whose own words a document is: the release of a ministry, a joint statement, a transcript with turns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stance.actors import lexicon as lex
from stance.actors.fold import fold
from stance.types import Actor, Document, Mention, Sentence

if TYPE_CHECKING:
    from stance.actors.catalogue import Catalogue

HEAD_END = re.compile(r"[,;:(\[|\u2013\u2014\"\u201c]")
OFFICE_HOW = ("name", "office", "organ", "metonym", "demonym")
METADATA_KEYS = ("voice", "issuer", "publisher", "source", "author", "speaker")
JOINT = re.compile(
    r"joint (statement|declaration|communiqu)|statement (was|is) (being )?(released|issued) by"
    r"|(ministers|leaders).{0,3} statement",
    re.IGNORECASE,
)
RELEASED = re.compile(r"(released|issued|made) by|^\W*We, ", re.IGNORECASE)
TURN = re.compile(r"\s*((?:[A-Z][A-Z'\u2019.-]*\s){0,6}[A-Z][A-Z'\u2019.-]*)\s?:\s")
ASKED = re.compile(r"(Q|QUESTION|QUESTIONER|MODERATOR|PRESS|REPORTER|OPERATOR)\b")
GROUPS = {frozenset(("FRA", "DEU", "ITA", "GBR", "USA")): "QUINT", frozenset(("FRA", "DEU", "GBR")): "E3"}

Lines = Sequence[tuple[Sentence, Sequence[Mention]]]


def owners_of(document: Document, lines: Lines, *, catalogue: Catalogue) -> tuple[tuple[Actor, ...], ...]:
    """For each sentence the actors whose voice the document is there; empty in ordinary articles and in questions."""
    issuer = _issuer(document, catalogue)
    named_joint = JOINT.search(" ".join((*_sources(document), document.title or "")))
    whole = (_joint(document, lines, catalogue) if issuer or named_joint else ()) or issuer
    turns = [_turn(sentence, mentions, issuer) for sentence, mentions in lines]
    if not any(turn is not None for turn in turns):
        return tuple(whole for _ in lines)
    current, result = whole, []
    for turn in turns:
        current = current if turn is None else turn
        result.append(current)
    return tuple(result)


def partner_of(lines: Lines, owners: Sequence[Actor]) -> Actor | None:
    """The one other state that a release is about: named early and far more than any third."""
    counts: Counter[Actor] = Counter(
        m.actor for _, mentions in lines for m in mentions if m.actor.kind == "state" and m.actor not in owners
    )
    early = {m.actor for _, mentions in lines[:3] for m in mentions}
    ranked = counts.most_common(2)
    if not ranked or ranked[0][0] not in early:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1] else None


def _issuer(document: Document, catalogue: Catalogue) -> tuple[Actor, ...]:
    """The name before the first comma or colon of the source has to be an actor's office and nothing else."""
    for text in _sources(document):
        code = _office(HEAD_END.split(text)[0].strip(), catalogue)
        if code:
            return (catalogue.actor(code),)
    return ()


def _joint(document: Document, lines: Lines, catalogue: Catalogue) -> tuple[Actor, ...]:
    head = " ".join((*_sources(document), document.title or "", *(sentence.text for sentence, _ in lines[:2])))
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


def _turn(sentence: Sentence, mentions: Sequence[Mention], issuer: tuple[Actor, ...]) -> tuple[Actor, ...] | None:
    """The speaker of a turn that begins with this sentence ("MR. DOE:", "QUESTION:"), None if none does."""
    label = TURN.match(sentence.text)
    if label is None or len(label.group(1)) < 1:
        return None
    if ASKED.match(label.group(1)):
        return ()
    named = [m.actor for m in mentions if m.span.start < sentence.span.start + label.end()]
    return (named[0],) if named else issuer


def _sources(document: Document) -> list[str]:
    values = [document.source, *(document.metadata[key] for key in METADATA_KEYS if key in document.metadata)]
    return [value for value in values if isinstance(value, str) and value.strip()]


def _office(head: str, catalogue: Catalogue) -> str:
    words = fold(head).words
    raw = head.split()
    if len(raw) != len(words):
        raw = list(words)
    for start, stop in [*((0, n) for n in range(len(words), 0, -1)), *((n, len(words)) for n in range(1, len(words)))]:
        rest = (*words[:start], *words[stop:])
        if not all(word in lex.STATE_ROLES or word in lex.MODIFIERS or word in ("of", "the", "for") for word in rest):
            continue
        codes = {form.code for form in catalogue.lookup(" ".join(raw[start:stop])) if form.how in OFFICE_HOW}
        if len(codes) == 1:
            return codes.pop()
    return ""
