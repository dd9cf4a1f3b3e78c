"""I, we, our, us: within a quotation or a turn its speaker, elsewhere the owner of the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stance.actors import lexicon as lex
from stance.actors import saying
from stance.actors.clauses import Line, read_lines
from stance.actors.documents import Owner
from stance.actors.reference import OWN_VOICE
from stance.actors.transcripts import Turn
from stance.types import Actor, Document, Mention, Mentions, Sentence, Span, Speech

SPEAKERS_VOICE = "the speaker's own voice"
FIRST_PERSON = frozenset(
    {"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"}
)


def first_person(
    document: Document,
    sentences: Sequence[Sentence],
    mentions: Mentions,
    speeches: Sequence[Speech],
    *,
    owner: Owner | None = None,
    turns: Sequence[Turn | None] = (),
) -> Mentions:
    """The mentions with first-person words added, in order of span: one for each actor that such a word stands for."""
    added: list[Mention] = []
    spoken_by = {speech.sentence: speech for speech in speeches}
    in_turns = any(turn is not None for turn in turns)
    for n, line in enumerate(read_lines(sentences, mentions)):
        if FIRST_PERSON.isdisjoint(line.folded.words):
            continue
        turn = turns[n] if n < len(turns) else None
        outside = owner if turn is None and not (in_turns and owner and owner.kind == "transcript") else None
        added += _added(document, line, spoken_by[line.sentence.index], outside, turn)
    if not added:
        return mentions
    return Mentions(tuple(sorted((*mentions.found, *added), key=lambda m: m.span)), mentions.rejected, mentions.notes)


def _added(
    document: Document, line: Line, speech: Speech, owner: Owner | None, turn: Turn | None
) -> Iterator[Mention]:
    covered = {m.span for m in line.mentions}
    for at in _places(line):
        span = Span(line.folded.starts[at], line.folded.ends[at])
        if any(span.overlaps(other) for other in covered):
            continue
        actors, rule = _meant(line, at, speech, owner, turn)
        for actor in actors:
            yield Mention(actor, span, span.of(document.text), line.sentence.index, "pronoun", rule)


def _meant(
    line: Line, at: int, speech: Speech, owner: Owner | None, turn: Turn | None
) -> tuple[tuple[Actor, ...], str]:
    speaker = speech.speaker
    if turn is not None and line.word(at):
        return turn.actors, OWN_VOICE
    if not line.word(at):
        if speech.voice != "direct_quote" and speaker is None:
            return (), ""
        if speaker is None:
            return (), ""
        whole = owner is not None and speaker.actor in owner.actors and speaker.form == OWN_VOICE
        return (owner.actors if whole and owner is not None else (speaker.actor,)), SPEAKERS_VOICE
    if owner is not None:
        return owner.actors, OWN_VOICE
    if speaker is not None and speech.voice == "indirect_quote" and line.word(at - 1) not in saying.FORMS:
        return (speaker.actor,), SPEAKERS_VOICE  # "that is for us to say, the ministry insisted"
    return (), ""


def _places(line: Line) -> Iterator[int]:
    """The first-person words, but not "World War I", "the US" or "Article I"."""
    folded = line.folded
    for at, word in enumerate(folded.words):
        if word not in FIRST_PERSON or (word != "i" and folded.is_upper(at) and not folded.text.isupper()):
            continue
        if word == "i":
            before = folded.word(at - 1)
            numeral = folded.is_capital(at - 1) and at > 1 and before not in lex.FUNCTION_WORDS and before.isalpha()
            if folded.raw(at) != "I" or numeral or folded.word(at + 1) == ".":
                continue
        if word == "us" and folded.raw(at) == "US":
            continue
        yield at
