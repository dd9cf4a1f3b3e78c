"""The actors of a document and whose voice each sentence is in: matcher, references, speakers, first person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from stance.actors.documents import read_owner
from stance.actors.first_person import own_words, quoted_words
from stance.actors.given import with_given
from stance.actors.implied import imply
from stance.actors.joint import Lines
from stance.actors.quotes import read_quotes
from stance.actors.resolve import resolve
from stance.actors.speakers import attribute
from stance.actors.transcripts import read_turns
from stance.types import NOTHING_GIVEN, Document, Given, Mentions, Sentence, Span, Speech

if TYPE_CHECKING:
    from stance.actors.catalogue import Catalogue
    from stance.actors.matcher import Matcher


def read_actors(
    document: Document,
    sentences: Sequence[Sentence],
    *,
    matcher: Matcher,
    catalogue: Catalogue,
    given: Given = NOTHING_GIVEN,
) -> tuple[Mentions, tuple[Speech, ...]]:
    """All mentions in order of span, and one Speech for each sentence.

    Where the document as a whole is an actor's (a statement, a transcript), ``Mentions.notes`` says so and why.
    """
    named = matcher.find(document, sentences, on=document.published)
    named = with_given(named, given, document, sentences, catalogue=catalogue)
    title = _title(document, matcher)
    owner = read_owner(document, _lines(sentences, named), catalogue=catalogue, title=title)
    quotes = read_quotes(sentences)
    mentions = resolve(document, sentences, named, catalogue=catalogue, owner=owner, quotes=quotes, title=title)
    turns = read_turns(_lines(sentences, mentions), owner, title=title)
    mentions = own_words(document, sentences, mentions, owner=owner, turns=turns, quotes=quotes)
    speeches = attribute(document, sentences, mentions, owner=owner, turns=turns, quotes=quotes)
    mentions = quoted_words(document, sentences, mentions, speeches, quotes=quotes)
    mentions = imply(sentences, mentions, speeches, owner=owner, quotes=quotes)
    return replace(mentions, notes=(owner.note,) if owner is not None else ()), speeches


def _title(document: Document, matcher: Matcher) -> Lines:
    """The title as a line, with the actors that it names; offsets are into it."""
    if not document.title:
        return ()
    heading = Sentence(0, Span(0, len(document.title)), document.title, heading=True)
    found = matcher.find(Document(document.id, document.title), (heading,), on=document.published).found
    return ((heading, found),)


def _lines(sentences: Sequence[Sentence], mentions: Mentions) -> Lines:
    by_sentence = mentions.by_sentence()
    return [(sentence, by_sentence.get(sentence.index, ())) for sentence in sentences]
