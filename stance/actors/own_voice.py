"""What nobody in the text is said to say: the words of the document's owner, and of whoever has the turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stance.actors.clauses import Line
from stance.actors.documents import Owner
from stance.actors.facts import members_of
from stance.actors.judging import takes_position
from stance.actors.reference import OWN_VOICE
from stance.actors.transcripts import Turn
from stance.types import Actor, Mention, Span, Voice

STATEMENT_SHARE = 0.2  # of sentences in the first person, from which on a text from that source is a statement
WHOLE: frozenset[str] = frozenset({"given", "statement", "transcript"})


@dataclass(slots=True)
class State:
    """What is known so far of one sentence's voice; ``settled``: somebody, known or not, is said to speak."""

    line: Line
    voice: Voice = "action"
    speaker: Mention | None = None
    settled: bool = False
    others: tuple[Mention, ...] = ()


def speak_for(owner: Owner, states: Sequence[State]) -> None:
    """Give the owner the sentences in the first person, and in a statement all that nobody else says.

    In any other text of a government's own (a release told in the third person) those that take a position are its too.
    """
    own = [tuple(_first_person(state.line)) for state in states]
    spoken = sum(bool(mentions) for mentions in own)
    told = owner.kind == "source" and spoken >= max(2, STATEMENT_SHARE * len(states))
    whole = owner.kind in WHOLE or told
    known = {actor: _named(actor, states) for actor in owner.actors}
    for state, mentions in zip(states, own, strict=True):
        known |= {mention.actor: mention for mention in mentions if mention.actor in known}
        unsaid = (whole or _is_judged(state, owner)) and _is_told(state) and not _lists_members(state, owner)
        telling = bool(mentions) and (_is_free(state) or state.voice == "action")
        if _is_own(state, owner, whole=whole) or telling or (_is_free(state) and unsaid):
            here = [mention for actor in owner.actors if (mention := _here(state, actor)) is not None]
            everyone = [_here(state, actor) or known[actor] for actor in owner.actors]
            speakers = here if here and not mentions else everyone
            state.voice, state.speaker, state.others = "direct_quote", speakers[0], tuple(speakers[1:])


def take_turns(states: Sequence[State], turns: Sequence[Turn | None]) -> None:
    """Within a turn its speaker has the word, whatever is reported there."""
    for state, turn in zip(states, turns, strict=False):
        if turn is not None:
            speakers = [_here(state, actor) or turn.label or _named(actor, states) for actor in turn.actors]
            state.voice, state.speaker = "direct_quote", next(iter(speakers), None)
            state.others = tuple(speakers[1:])


def _is_free(state: State) -> bool:
    return not state.settled and state.speaker is None


def _is_told(state: State) -> bool:
    return state.voice == "direct_quote" or not state.line.sentence.heading


def _is_judged(state: State, owner: Owner) -> bool:
    """Whether a release that comes from one issuer takes a position here without naming the issuer.

    In 8 of 10 such sentences that name another actor coders saw a position of the issuer's, in 4 of 10 of the others.
    """
    mine = owner.kind == "source" and not owner.press and len(owner.actors) == 1
    return mine and _here(state, owner.actors[0]) is None and takes_position(state.line.words)


def _is_own(state: State, owner: Owner, *, whole: bool) -> bool:
    """Whether the one who is said to speak is the owner itself: "we urge", in a statement "Norland urges"."""
    speaker = state.speaker
    if speaker is None or speaker.actor not in owner.actors:
        return False
    return speaker.form == OWN_VOICE or (whole and speaker.how == "name" and state.voice != "direct_quote")


def _lists_members(state: State, owner: Owner) -> bool:
    """Whether a sentence of a group's statement names the members of the group: they speak there, not the group."""
    members = set(members_of().get(owner.actors[0].code, ())) if len(owner.actors) == 1 else set()
    return bool(members) and members <= {mention.actor.code for mention in state.line.mentions}


def _here(state: State, actor: Actor) -> Mention | None:
    return next((m for m in state.line.mentions if m.actor == actor), None)


def _named(actor: Actor, states: Sequence[State]) -> Mention:
    """Where the text first names the actor; where it never does, a mention without words before the first sentence."""
    named = (m for state in states for m in state.line.mentions if m.actor == actor)
    return next(named, Mention(actor, Span(0, 0), "", -1, "given", OWN_VOICE))


def _first_person(line: Line) -> Iterator[Mention]:
    offset = line.sentence.span.start
    return (m for m in line.mentions if m.form == OWN_VOICE and not line.quoted.holds(m.span.start - offset))
