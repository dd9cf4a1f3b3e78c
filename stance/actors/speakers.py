"""Whose voice each sentence is in: quotations, also over several sentences, turns of a transcript, a text's own voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stance.actors import saying
from stance.actors.attribution import BESIDE_QUOTE, Attribution, attribution, label_of
from stance.actors.clauses import Line, read_lines
from stance.actors.documents import Owner
from stance.actors.reference import OWN_VOICE
from stance.actors.transcripts import Turn
from stance.types import Document, Mention, Mentions, Sentence, Span, Speech, Voice

LONG_QUOTE = 6  # words from which on a quoted piece within a sentence is the speaker's own words, not a term
MIN_QUOTED_WORDS = 4  # the same for a piece that begins like a sentence
REPORTED_BETWEEN = 1  # sentences without quotation that may stand between two quotations of one speaker
STATEMENT_SHARE = 0.2  # of sentences in the first person, from which on the whole text is its issuer's statement
WHOLE: frozenset[str] = frozenset({"given", "statement", "transcript"})


@dataclass(slots=True)
class _State:
    """What is known so far of one sentence's voice; ``settled``: somebody, known or not, is said to speak."""

    line: Line
    voice: Voice = "action"
    speaker: Mention | None = None
    settled: bool = False


def attribute(
    document: Document,  # noqa: ARG001
    sentences: Sequence[Sentence],
    mentions: Mentions,
    *,
    owner: Owner | None = None,
    turns: Sequence[Turn | None] = (),
) -> tuple[Speech, ...]:
    """One Speech for each sentence.

    The speaker of a quotation that goes on carries over, backwards from its end too. Within a ``turns`` entry its
    speaker has the word; what nobody else says is said by the ``owner`` of the document.
    """
    states = [_state(line) for line in read_lines(sentences, mentions)]
    _carry(states)
    if owner is not None or _first_persons(states):
        _own_voice(states, owner, in_turns=any(turn is not None for turn in turns))
    for state, turn in zip(states, turns, strict=False):
        if turn is not None:
            state.voice, state.speaker = "direct_quote", _in_turn(states, state, turn)
    return tuple(Speech(state.line.sentence.index, state.voice, state.speaker) for state in states)


def _state(line: Line) -> _State:
    if not line.quoted.spans and not _may_attribute(line):
        return _State(line)
    found = label_of(line) or attribution(line)
    voice = _voice(line, found)
    if found is None:
        return _State(line, voice)
    return _State(line, voice, found.speaker, settled=not found.told or voice != "direct_quote")


def _may_attribute(line: Line) -> bool:
    words = set(line.words)
    return bool(words & (saying.FORMS.keys() | saying.FIRST_OF_PHRASE | saying.TELL | {"according", ":"})) or (
        "words" in words and "of" in words
    )


def _voice(line: Line, found: Attribution | None) -> Voice:
    if line.quoted.starts_open or line.quoted.ends_open or any(_is_speech(line, s, found) for s in line.quoted.spans):
        return "direct_quote"
    return "indirect_quote" if found is not None and not found.told else "action"


def _is_speech(line: Line, span: Span, found: Attribution | None) -> bool:
    """Whether a quoted piece is somebody's words rather than a term in scare quotes."""
    text = span.of(line.sentence.text).strip("\"\u201c\u201d\u201e\u00ab\u00bb'\u2018\u2019 ")
    count = sum(any(char.isalnum() for char in word) for word in text.split())
    begins = text[:1].isupper() or line.sentence.text[: span.start].rstrip()[-1:] in (",", ":")
    if count >= LONG_QUOTE or (count >= MIN_QUOTED_WORDS and begins):
        return True
    whole = all(not word or not word.isalnum() for word in line.words)
    beside = found is not None and found.rank == BESIDE_QUOTE
    return count > 0 and begins and (whole or (beside and text[-1:] in (",", ".", "?", "!", "\u2026")))


def _carry(states: Sequence[_State]) -> None:
    for i, state in enumerate(states):
        if state.settled or i == 0 or state.voice != "direct_quote":
            continue
        if state.line.quoted.starts_open:
            state.speaker = states[i - 1].speaker
        elif _wholly_quoted(state.line):
            before = _spoken_before(states, i)
            state.speaker = before.speaker if before is not None else None
    for i in range(len(states) - 2, -1, -1):
        state = states[i]
        if state.speaker is None and not state.settled and state.voice == "direct_quote" and state.line.quoted.ends_open:
            state.speaker = states[i + 1].speaker


def _spoken_before(states: Sequence[_State], at: int) -> _State | None:
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


def _other_side(states: Sequence[_State], at: int) -> _State | None:
    """In a dialogue of whole paragraphs, the one to whom the last speaker replied."""
    here = states[at].line
    if here.sentence.block == states[at - 1].line.sentence.block:
        return None
    last = next(iter(_paragraph(states, at - 1)))
    first = next((i for i in range(at - 1, -1, -1) if states[i].line.sentence.block != states[at - 1].line.sentence.block), -1)
    if first < 0:
        return None
    other = next(iter(_paragraph(states, first)))
    dialogue = all(s.voice == "direct_quote" for s in (*_paragraph(states, at - 1), *_paragraph(states, first)))
    known = last.speaker is not None and other.speaker is not None
    asks = _asks(states[first].line) or _asks(states[at - 1].line)
    return other if dialogue and known and asks and last.speaker.actor != other.speaker.actor else None  # type: ignore[union-attr]


def _asks(line: Line) -> bool:
    return any(span.of(line.sentence.text).rstrip("\"\u201d\u00bb' ").endswith("?") for span in line.quoted.spans)


def _paragraph(states: Sequence[_State], last: int) -> Iterator[_State]:
    block = states[last].line.sentence.block
    while last >= 0 and states[last].line.sentence.block == block:
        yield states[last]
        last -= 1


def _own_voice(states: Sequence[_State], owner: Owner | None, *, in_turns: bool) -> None:
    """What nobody is said to say, in a document that is an actor's own: the owner says it."""
    own = [next(_first_person(state.line), None) for state in states]
    if in_turns and owner is not None and owner.kind == "transcript":
        return
    latest = next((mention for mention in own if mention is not None), None) or _named_owner(states, owner)
    whole = _is_statement(states, own, owner)
    for state, mention in zip(states, own, strict=True):
        latest = mention or latest
        if state.speaker is not None and state.speaker.form == OWN_VOICE:
            state.voice = "direct_quote"
        elif not state.settled and state.speaker is None and (mention is not None or whole):
            if state.voice == "action" and state.line.sentence.heading and mention is None:
                continue
            state.voice, state.speaker = "direct_quote", mention or _within(state, latest) or latest


def _is_statement(states: Sequence[_State], own: Sequence[Mention | None], owner: Owner | None) -> bool:
    if owner is not None and owner.kind in WHOLE:
        return True
    voices = {mention.actor for state in states for mention in _first_person(state.line)}
    spoken = sum(mention is not None for mention in own)
    return len(voices) == 1 and spoken >= max(2, STATEMENT_SHARE * len(states))


def _within(state: _State, latest: Mention | None) -> Mention | None:
    return next((m for m in state.line.mentions if latest is not None and m.actor == latest.actor), None)


def _named_owner(states: Sequence[_State], owner: Owner | None) -> Mention | None:
    """Where the text names its owner; a text that never does gets a mention without words, before its first sentence."""
    if owner is None:
        return None
    actor = owner.actors[0]
    named = next((m for state in states for m in state.line.mentions if m.actor == actor), None)
    return named or Mention(actor, Span(0, 0), "", -1, "given", owner.kind)


def _in_turn(states: Sequence[_State], state: _State, turn: Turn) -> Mention | None:
    """The mention by which the speaker of a turn is known: in the sentence, the label, or anywhere in the text."""
    if not turn.actors:
        return None
    actor = turn.actors[0]
    here = next((m for m in state.line.mentions if m.actor == actor), None)
    if here is not None or turn.label is not None:
        return here or turn.label
    elsewhere = next((m for other in states for m in other.line.mentions if m.actor == actor), None)
    return elsewhere or Mention(actor, Span(0, 0), "", -1, "given", "turn")


def _first_persons(states: Sequence[_State]) -> bool:
    return any(True for state in states for _ in _first_person(state.line))


def _first_person(line: Line) -> Iterator[Mention]:
    offset = line.sentence.span.start
    return (m for m in line.mentions if m.form == OWN_VOICE and not line.quoted.holds(m.span.start - offset))


def _wholly_quoted(line: Line) -> bool:
    return bool(line.quoted.spans) and not any(word.isalpha() for word in line.words)


