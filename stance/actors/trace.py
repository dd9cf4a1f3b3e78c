"""How the actors of a document were read: each mention with its rule and date, each name turned down, each voice."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stance.actors.unresolved import unresolved
from stance.types import Actor, Document, How, Mention, Mentions, Sentence, Skipped, Speech, Unresolved

if TYPE_CHECKING:
    from stance.actors.catalogue import Catalogue, Form

DATED: frozenset[How] = frozenset({"person", "office"})


@dataclass(frozen=True, slots=True)
class Resolution:
    """A mention, and whether the date of the document counts for it: offices, people and other dated forms.

    ``term``: the dated form of the catalogue that was matched (a person's time in office, a state that has ended), if
    it was one.
    """

    mention: Mention
    dated: bool = False
    term: Form | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A name that was turned down; ``actor`` is the one that it would have been, None where there is none."""

    skipped: Skipped
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class TracedSentence:
    """A sentence with its voice (None in languages that are read by names alone) and all its names, in order."""

    sentence: Sentence
    speech: Speech | None
    resolved: tuple[Resolution, ...]
    rejected: tuple[Rejection, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """All that was decided about the actors of one document; ``notes`` say whose document it was taken for."""

    document: Document
    sentences: tuple[TracedSentence, ...]
    notes: tuple[str, ...]
    unresolved: tuple[Unresolved, ...]


def trace(
    document: Document,
    sentences: Sequence[Sentence],
    mentions: Mentions,
    speeches: Sequence[Speech],
    *,
    catalogue: Catalogue,
) -> Trace:
    """What the actor step found, turned down and left alone, sentence by sentence; an implied actor comes last."""
    voices = {speech.sentence: speech for speech in speeches}
    found, rejected = mentions.by_sentence(), _by_sentence(sentences, mentions.rejected)
    for implied in mentions.implied:
        found.setdefault(implied.sentence, []).append(implied.mention)
    traced = (
        TracedSentence(
            sentence,
            voices.get(sentence.index),
            tuple(_resolution(mention, document, catalogue) for mention in found.get(sentence.index, ())),
            tuple(_rejection(skipped, catalogue) for skipped in rejected.get(sentence.index, ())),
        )
        for sentence in sentences
    )
    names = unresolved(sentences, mentions=mentions.found, rejected=mentions.rejected, language=document.language)
    return Trace(document, tuple(traced), mentions.notes, names)


def _resolution(mention: Mention, document: Document, catalogue: Catalogue) -> Resolution:
    forms = catalogue.lookup(mention.form, on=document.published) or catalogue.lookup(mention.form)
    own = [form for form in forms if form.code == mention.actor.code and form.how == mention.how]
    term = next((form for form in own if form.since or form.until), None)
    return Resolution(mention, dated=mention.how in DATED or term is not None, term=term)


def _rejection(skipped: Skipped, catalogue: Catalogue) -> Rejection:
    return Rejection(skipped, catalogue.actor(skipped.code) if skipped.code else None)


def _by_sentence(sentences: Sequence[Sentence], rejected: Sequence[Skipped]) -> dict[int, list[Skipped]]:
    starts = [sentence.span.start for sentence in sentences]
    groups: dict[int, list[Skipped]] = {}
    for skipped in sorted(dict.fromkeys(rejected), key=lambda item: item.span):
        place = bisect_right(starts, skipped.span.start) - 1
        if place >= 0:
            groups.setdefault(sentences[place].index, []).append(skipped)
    return groups
