"""I, we, our, us: within a quotation or a turn its speaker, elsewhere the owner of the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stance.actors import lexicon as lex
from stance.actors import saying
from stance.actors.clauses import Line, read_lines
from stance.actors.documents import Owner
from stance.actors.kin import is_of_kin
from stance.actors.quotes import Quoted
from stance.actors.reference import OWN_VOICE, place_of_mention
from stance.actors.transcripts import Turn
from stance.types import Actor, Document, Mention, Mentions, Sentence, Span, Speech

SPEAKERS_VOICE = "the speaker's own voice"
ADDRESSED = "the one who is asked"
NUMBERED = frozenset("war article part phase chapter title annex class section stage basket tier pillar".split())  # noqa: SIM905
SECOND_PERSON = frozenset({"you", "your", "yours"})
ASIDES = frozenset({"thank", "know", "see", "mean"})
FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})


def own_words(
    document: Document,
    sentences: Sequence[Sentence],
    mentions: Mentions,
    *,
    owner: Owner | None,
    turns: Sequence[Turn | None],
    quotes: Sequence[Quoted] | None = None,
) -> Mentions:
    """The mentions with the first person of turns and of the document's owner added, outside of quotation marks."""
    if owner is None and not any(turns):
        return mentions
    outside = () if owner is None or (owner.kind == "transcript" and any(turns)) else owner.actors
    added: list[Mention] = []
    asked = _asked(turns)
    for line, turn, guest in zip(read_lines(sentences, mentions, quotes), turns, asked, strict=True):
        for at in _places(line) if turn is not None or outside else ():
            if line.word(at):
                added += _mentions(document, line, at, turn.actors if turn is not None else outside, OWN_VOICE)
        for at in _second_person(line) if guest else ():
            added += _mentions(document, line, at, guest, ADDRESSED)
    return _with(mentions, added)


def _asked(turns: Sequence[Turn | None]) -> list[tuple[Actor, ...]]:
    """For each sentence of a question whoever answers it: the next turn that has a known speaker."""
    asked: list[tuple[Actor, ...]] = []
    answering: tuple[Actor, ...] = ()
    for turn in reversed(turns):
        if turn is not None and turn.actors:
            answering = turn.actors
        asked.append(answering if turn is not None and not turn.actors else ())
    return asked[::-1]


def _second_person(line: Line) -> Iterator[int]:
    """You and your, but not "thank you", "you know"."""
    for at, word in enumerate(line.folded.words):
        aside = line.folded.word(at - 1) in ASIDES or line.folded.word(at + 1) in ASIDES
        if word in SECOND_PERSON and line.word(at) and not aside and not _is_covered(line, at):
            yield at


def quoted_words(
    document: Document,
    sentences: Sequence[Sentence],
    mentions: Mentions,
    speeches: Sequence[Speech],
    *,
    quotes: Sequence[Quoted] | None = None,
) -> Mentions:
    """The mentions with the first person of each quotation added, and that of reported speech without marks."""
    added: list[Mention] = []
    if not any(speech.speaker for speech in speeches):
        return mentions
    for line, speech in zip(read_lines(sentences, mentions, quotes), speeches, strict=True):
        speakers = tuple(mention.actor for mention in speech.speakers())
        for at in _places(line) if speakers else ():
            # "that is for us to say, the ministry insisted", but not "the ministry told us"
            freely = speech.voice == "indirect_quote" and line.word(at - 1) not in saying.FORMS
            if not line.word(at) or freely:
                added += _mentions(document, line, at, speakers, SPEAKERS_VOICE)
    return _with(mentions, added)


def _with(mentions: Mentions, added: Sequence[Mention]) -> Mentions:
    if not added:
        return mentions
    return Mentions(tuple(sorted((*mentions.found, *added), key=place_of_mention)), mentions.rejected, mentions.notes)


def _mentions(document: Document, line: Line, at: int, actors: Sequence[Actor], rule: str) -> Iterator[Mention]:
    span = Span(line.folded.starts[at], line.folded.ends[at])
    for actor in actors:
        yield Mention(actor, span, span.of(document.text), line.sentence.index, "pronoun", rule)


def _places(line: Line) -> Iterator[int]:
    """The first-person words that no mention covers, but not "World War I" or "the US"."""
    if FIRST_PERSON.isdisjoint(line.folded.words):
        return
    for at, word in enumerate(line.folded.words):
        if word in FIRST_PERSON and not (_is_other(line, at) or _is_covered(line, at) or is_of_kin(line.folded, at)):
            yield at


def _is_other(line: Line, at: int) -> bool:
    folded = line.folded
    if folded.word(at) != "i":
        return folded.is_upper(at) and not folded.text.isupper()
    if folded.raw(at) != "I" or folded.word(at + 1) == "." or folded.word(at - 1) in NUMBERED:
        return True
    name = folded.is_capital(at - 1) and at > 1 and folded.word(at - 1) not in lex.FUNCTION_WORDS
    return name and not (folded.word(at + 1).isalpha() and folded.word(at + 1) not in lex.FUNCTION_WORDS)


def _is_covered(line: Line, at: int) -> bool:
    start, end = line.folded.starts[at], line.folded.ends[at]
    return any(m.span.start < end and start < m.span.end for m in line.mentions)
