"""A sentence cut for attribution: its unquoted words, the actor at each of them, noun phrases and their heads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stance.actors import lexicon as lex
from stance.actors import saying
from stance.actors.fold import Folded, fold_sentence
from stance.actors.once import once
from stance.actors.quotes import Quoted, read_quotes
from stance.types import Mention, Mentions, Sentence

OUTSIDE = "\n"
STOPS = frozenset({",", ";", ":", "\u2014", "(", ")", "-", ".", "?", "!", "", OUTSIDE})
MAX_PHRASE = 7


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase of words ``first`` up to ``last``; ``actor`` is None where its head is no actor that we know."""

    first: int
    last: int
    actor: Mention | None


@dataclass(frozen=True)
class Line:
    """A sentence with what decides its voice; most have no verb of saying, and their words are never looked at."""

    sentence: Sentence
    folded: Folded
    quoted: Quoted
    mentions: tuple[Mention, ...]

    @once
    def words(self) -> tuple[str, ...]:
        """The folded words, with "" in place of each quoted word or mark."""
        folded, words = self.folded, list(self.folded.words)
        for span in self.quoted.spans:
            start, end = span.start + folded.offset, span.end + folded.offset
            first, last = bisect_left(folded.starts, start), bisect_left(folded.starts, end)
            words[first:last] = [""] * (last - first)
        return tuple(words) if self.quoted.spans else folded.words

    @once
    def named(self) -> Mapping[int, Mention]:
        """The mention at each unquoted word that belongs to one."""
        named: dict[int, Mention] = {}
        for mention in reversed(self.mentions):
            named.update((i, mention) for i in range(self.first_of(mention), self.after(mention)) if self.words[i])
        return named

    def word(self, index: int) -> str:
        """Word ``index``; "" where it is quoted, OUTSIDE beyond either end."""
        return self.words[index] if 0 <= index < len(self.words) else OUTSIDE

    def first_of(self, mention: Mention) -> int:
        """The first word of a mention."""
        return bisect_left(self.folded.starts, mention.span.start)

    def after(self, mention: Mention) -> int:
        """The word after a mention."""
        return bisect_left(self.folded.starts, mention.span.end)

    def is_name(self, index: int) -> bool:
        """Whether word ``index`` is unquoted and begins with a capital."""
        return bool(self.word(index)) and self.folded.is_capital(index)


def read_lines(sentences: Sequence[Sentence], mentions: Mentions, quotes: Sequence[Quoted] | None = None) -> list[Line]:
    """The sentences, each with its own mentions and quotation marks (``quotes``, where these have been read)."""
    by_sentence = mentions.by_sentence()
    quotes = read_quotes(sentences) if quotes is None else quotes
    return [
        Line(sentence, fold_sentence(sentence), quoted, tuple(by_sentence.get(sentence.index, ())))
        for sentence, quoted in zip(sentences, quotes, strict=True)
    ]


def is_adjective(line: Line, mention: Mention) -> bool:
    """Whether a mention is a demonym that does not name people: "Russian"."""
    last = line.folded.word(line.after(mention) - 1)
    return mention.how == "demonym" and not last.endswith("s")


def noun_at(line: Line, first: int) -> Noun | None:
    """The noun phrase that begins at word ``first``, None where none can."""
    at = first
    while line.word(at) in saying.DETERMINERS and at not in line.named:
        at += 1
    if line.word(at) == "of" and line.word(at - 1) in ("one", "two", "some", "several", "many", "all", "both"):
        at += 1  # "one of Lima's advisers"
    for place in range(at, at + MAX_PHRASE):
        word = line.word(place)
        if place in line.named:
            return _with_actor(line, first, place, strange=_is_strange(line, at, place))
        if word in saying.PREPOSITIONS and place > at:
            return _complement(line, first, place)
        if not _may_modify(line, place):
            return Noun(first, place, None) if place > first else None
    return Noun(first, at + MAX_PHRASE, None)


def _with_actor(line: Line, first: int, place: int, *, strange: bool) -> Noun:
    mention = line.named[place]
    last = line.after(mention)
    if strange:
        return Noun(first, last, None)
    if line.word(place) in saying.POSSESSIVES and _goes_on(line, last):
        return _owned(line, first, last, mention)
    if line.word(last) == "'" or (is_adjective(line, mention) and _goes_on(line, last)):
        noun = last + 2 if line.word(last + 1) == "s" else last + (line.word(last) == "'")
        while _goes_on(line, noun + 1) and _goes_on(line, noun):
            noun += 1
        speaks = _speaks_for(line.word(noun), mention)
        return Noun(first, noun + 1, mention if speaks else None)
    return Noun(first, last, mention)


def _speaks_for(head: str, owner: Mention) -> bool:
    """Whether what the owner's noun says is the owner's word; an organisation also speaks through those it sends."""
    sent = owner.actor.kind == "igo" and head in saying.SENT_PEOPLE
    return sent or head in saying.SPEAKING_HEADS or head in saying.WRITINGS


def _owned(line: Line, first: int, at: int, owner: Mention) -> Noun:
    """ "Its defence minister": whoever the pronoun means speaks through such a noun only."""
    while _goes_on(line, at + 1):
        at += 1
    return Noun(first, at + 1, owner if line.word(at) in saying.SPEAKING_HEADS | saying.WRITINGS else None)


def _complement(line: Line, first: int, preposition: int) -> Noun:
    """ "Officials in Astana", "a letter from Astana": the actor speaks through such a head only."""
    head = line.word(preposition - 1)
    if head in saying.INSIDERS and preposition - 1 not in line.named and line.word(preposition) in ("in", "at", "from"):
        return _inside(line, first, preposition)
    if preposition - 1 in line.named or head not in saying.SPEAKING_HEADS | saying.WRITINGS:
        return Noun(first, preposition, None)
    at = preposition + 1
    while line.word(at) in saying.DETERMINERS or line.word(at) in lex.MODIFIERS:
        at += 1
    spoken = line.word(preposition) in ("of", "from", "in", "for", "by", "at")
    if spoken and at in line.named:
        return Noun(first, line.after(line.named[at]), line.named[at])
    return Noun(first, preposition, None)


def _inside(line: Line, first: int, preposition: int) -> Noun:
    """ "A person in the president's office", "in the Lima delegation": the actor whose office it is."""
    within = noun_at(line, preposition + 1)
    if within is None or within.actor is None or line.word(within.last - 1) not in saying.SPEAKING_HEADS:
        return Noun(first, preposition, None)
    return Noun(first, within.last, within.actor)


def _is_strange(line: Line, first: int, last: int) -> bool:
    """Whether words before an actor's name, in the same phrase, say that it is somebody else's: "the baker Putin"."""
    return any(
        not (word in lex.MODIFIERS or word in lex.TITLES or word in lex.STATE_ROLES) for word in line.words[first:last]
    )


def _may_modify(line: Line, at: int) -> bool:
    word = line.word(at)
    if not word or not (word.replace("'", "").isalnum()) or word in saying.FORMS or word in saying.AUXILIARY:
        return False
    if word in saying.FIRST_OF_PHRASE:
        return False
    return word not in lex.FUNCTION_WORDS and word not in saying.RELATIVES


def _goes_on(line: Line, at: int) -> bool:
    """Whether a noun that belongs to the name before it stands at word ``at``."""
    word = line.word(at)
    return at not in line.named and word.isalpha() and _may_modify(line, at) and not _is_finite(word)


def _is_finite(word: str) -> bool:
    return (
        word in saying.FORMS or word in saying.AUXILIARY or word.endswith(("ed", "ly")) or word in saying.PREPOSITIONS
    )


def segment_starts(line: Line, at: int) -> Iterator[int]:
    """The places before word ``at`` where something between commas begins, nearest first, up to its clause's start."""
    for i in range(at - 1, -1, -1):
        if line.word(i) in (",", "\u2014", "-", "(", ")"):
            yield i + 1
        elif line.word(i) in (";", ":", ""):
            yield i + 1
            return
    yield 0
