"""Whose voice each sentence is in: quotations, also over several sentences, turns of a transcript, own voice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from stance.actors import saying
from stance.actors.attribution import attribution
from stance.actors.authors import the_writing
from stance.actors.beside import BESIDE_QUOTE, Attribution, label_of
from stance.actors.clauses import Line, read_lines
from stance.actors.documents import Owner
from stance.actors.own_voice import State, speak_for, take_turns
from stance.actors.quotes import Quoted
from stance.actors.reference import is_personal
from stance.actors.subjects import clause_subject
from stance.actors.transcripts import Turn
from stance.types import Document, Mention, Mentions, Sentence, Span, Speech, Voice

LONG_QUOTE = 6  # words from which on a quoted piece within a sentence is the speaker's own words, not a term
MIN_QUOTED_WORDS = 4  # the same for a piece that begins like a sentence
WRITING_REACH = 5  # sentences within which "the statement" is the one that has been quoted before
REPORTED_BETWEEN = 1  # sentences without quotation that may stand between two quotations of one speaker


def attribute(
    document: Document,  # noqa: ARG001
    sentences: Sequence[Sentence],
    mentions: Mentions,
    *,
    owner: Owner | None = None,
    turns: Sequence[Turn | None] = (),
    quotes: Sequence[Quoted] | None = None,
) -> tuple[Speech, ...]:
    """One Speech for each sentence.

    The speaker of a quotation that goes on carries over, backwards from its end too. Within a ``turns`` entry its
    speaker has the word; what nobody else says is said by the ``owner`` of the document.
    """
    states = [_state(line) for line in read_lines(sentences, mentions, quotes)]
    _take_up_writings(states)
    _carry(states)
    if owner is not None and not (owner.kind == "transcript" and any(turns)):
        speak_for(owner, states)
    take_turns(states, turns)
    return tuple(Speech(state.line.sentence.index, state.voice, state.speaker, state.others) for state in states)


def _state(line: Line) -> State:
    if not line.quoted.spans and not _may_attribute(line):
        return State(line)
    found = label_of(line) or attribution(line)
    voice = _voice(line, found)
    if found is None:
        return State(line, voice)
    return State(line, voice, found.speaker, settled=not found.told or voice != "direct_quote")


def _may_attribute(line: Line) -> bool:
    return not saying.TRIGGERS.isdisjoint(line.words)


def _voice(line: Line, found: Attribution | None) -> Voice:
    if line.quoted.starts_open or line.quoted.ends_open or any(_is_speech(line, s, found) for s in line.quoted.spans):
        return "direct_quote"
    return "indirect_quote" if found is not None and not found.told else "action"


def _is_speech(line: Line, span: Span, found: Attribution | None) -> bool:
    """Whether a quoted piece is somebody's words rather than a term in scare quotes."""
    before = line.sentence.text[: span.start].rstrip()
    if found is not None and not found.told and not _begins_clause(line, span):
        return False  # "said that the plan was 'a mere gesture'": reported, with a word or two of the speaker's
    text = span.of(line.sentence.text).strip("\"\u201c\u201d\u201e\u00ab\u00bb'\u2018\u2019\u2013\u2014 ")
    count = sum(any(char.isalnum() for char in word) for word in text.split())
    begins = text[:1].isupper() or before[-1:] in (",", ":")
    beside = found is not None and found.rank == BESIDE_QUOTE
    if beside and begins and not before and span != line.quoted.spans[-1]:
        return True  # "We stay," said the envoy, "for now": whatever the length of its parts
    if count >= LONG_QUOTE or (count >= MIN_QUOTED_WORDS and begins):
        return True
    whole = all(not word or not word.isalnum() for word in line.words)
    beside = beside or before.endswith(":")
    heads = line.sentence.text[span.end :].startswith(":")
    ended = heads or text[-1:] in (",", ".", "?", "!", "\u2026")
    return count > 0 and begins and (whole or (beside and ended))


def _begins_clause(line: Line, span: Span) -> bool:
    """Whether a quoted piece is a sentence of its own: with a capital, or at the start, after a mark or verb."""
    first = bisect_left(line.folded.starts, span.start + line.sentence.span.start)
    text = span.of(line.sentence.text).lstrip("\"\u201c\u201e\u00ab'\u2018\u2013\u2014 [(\u2026.")
    before = line.word(first - 1)
    return first == 0 or text[:1].isupper() or before in (",", ":", "\u2014", "-", "") or before in saying.FORMS


def _carry(states: Sequence[State]) -> None:
    for i, state in enumerate(states):
        if state.settled or i == 0 or state.voice != "direct_quote":
            continue
        if state.line.quoted.starts_open:
            state.speaker = states[i - 1].speaker
        elif _wholly_quoted(state.line):
            before = _spoken_before(states, i)
            state.speaker = before.speaker if before is not None else _introduced(states[i - 1], state)
    for i in range(len(states) - 2, -1, -1):
        state = states[i]
        if (
            state.speaker is None
            and not state.settled
            and state.voice == "direct_quote"
            and state.line.quoted.ends_open
        ):
            state.speaker = states[i + 1].speaker


def _take_up_writings(states: Sequence[State]) -> None:
    """ "The statement also said": whoever spoke in the last sentence with that word."""
    for i, state in enumerate(states):
        if state.settled and state.speaker is None and state.voice != "action" and (noun := the_writing(state.line)):
            before = (states[back] for back in range(i - 1, max(i - 1 - WRITING_REACH, -1), -1))
            met = next((s for s in before if noun in s.line.words), None)
            state.speaker = met.speaker if met is not None else None


def _spoken_before(states: Sequence[State], at: int) -> State | None:
    """The quotation that this one continues: right before it, or before one told sentence of the same paragraph."""
    block = states[at].line.sentence.block
    for back in range(1, REPORTED_BETWEEN + 2):
        if back > at:
            return None
        before = states[at - back]
        if before.voice == "direct_quote":
            return _other_side(states, at) or before
        if before.settled or before.line.sentence.block != block:
            return None
    return None


def _introduced(before: State, state: State) -> Mention | None:
    """The person who is the subject of the sentence before, in the same paragraph: "The envoy shrugged. '…'"."""
    if before.line.sentence.block != state.line.sentence.block or before.voice == "direct_quote":
        return None
    subject = clause_subject(before.line, len(before.line.words))
    person = subject.actor if subject is not None else None
    return person if person is not None and is_personal(person) else None


def _other_side(states: Sequence[State], at: int) -> State | None:
    """In a dialogue of whole paragraphs, the one to whom the last speaker replied."""
    here = states[at].line
    if here.sentence.block == states[at - 1].line.sentence.block:
        return None
    last = next(iter(_paragraph(states, at - 1)))
    first = next(
        (i for i in range(at - 1, -1, -1) if states[i].line.sentence.block != states[at - 1].line.sentence.block), -1
    )
    if first < 0:
        return None
    other = next(iter(_paragraph(states, first)))
    dialogue = all(s.voice == "direct_quote" for s in (*_paragraph(states, at - 1), *_paragraph(states, first)))
    known = last.speaker is not None and other.speaker is not None
    asks = _asks(states[first].line) or _asks(states[at - 1].line)
    return other if dialogue and known and asks and last.speaker.actor != other.speaker.actor else None  # type: ignore[union-attr]


def _asks(line: Line) -> bool:
    return any(span.of(line.sentence.text).rstrip("\"\u201d\u00bb' ").endswith("?") for span in line.quoted.spans)


def _paragraph(states: Sequence[State], last: int) -> Iterator[State]:
    block = states[last].line.sentence.block
    while last >= 0 and states[last].line.sentence.block == block:
        yield states[last]
        last -= 1


def _wholly_quoted(line: Line) -> bool:
    return bool(line.quoted.spans) and not any(word.isalpha() for word in line.words)
