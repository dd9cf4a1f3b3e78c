"""The pair policy: which ordered pairs of actors a sentence puts to the classifier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from stance.types import AUTHOR, Actor, DirectedPair, Mention, Mentions, Pairs, Sentence, Skipped, Speech, Voice

MAX_ACTORS = 12

_Cast = Mapping[Actor, tuple[Mention, ...]]


def make_pairs(
    sentences: Sequence[Sentence], mentions: Mentions, speeches: Sequence[Speech], *, author: bool = False
) -> Pairs:
    """All ordered pairs of distinct actors in each sentence, the speaker of the sentence among them.

    With ``author`` also AUTHOR → each actor. Of a sentence with more than MAX_ACTORS actors the first ones are kept and
    the others are listed in ``skipped``.
    """
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions.found:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    speech_of = {speech.sentence: speech for speech in speeches}
    pairs: list[DirectedPair] = []
    skipped: list[Skipped] = []
    for sentence in sentences:
        speech = speech_of.get(sentence.index, Speech(sentence.index, "action"))
        actors = _cast(by_sentence.get(sentence.index, []), speech)
        skipped += [_left_out(sentence, actor, actors) for actor in list(actors)[MAX_ACTORS:]]
        kept = dict(list(actors.items())[:MAX_ACTORS])
        pairs += [pair for pair in _ordered(sentence, kept, speech) if not _say_together(pair, speech)]
        if author:
            pairs += [DirectedPair(sentence.index, AUTHOR, actor, (), kept[actor], "author") for actor in kept]
    return Pairs(tuple(pairs), tuple(skipped))


def _cast(mentions: Sequence[Mention], speech: Speech) -> _Cast:
    """The actors of a sentence in order of appearance, a speaker from an earlier sentence first."""
    actors: dict[Actor, tuple[Mention, ...]] = {}
    for speaker in speech.speakers():
        if speaker.sentence != speech.sentence and all(m.actor != speaker.actor for m in mentions):
            # One without words is implied by the document.
            actors[speaker.actor] = (replace(speaker, how="speaker"),) if speaker.text else ()
    for mention in mentions:
        actors[mention.actor] = (*actors.get(mention.actor, ()), mention)
    return actors


def _ordered(sentence: Sentence, actors: _Cast, speech: Speech) -> list[DirectedPair]:
    return [
        DirectedPair(sentence.index, source, target, actors[source], actors[target], _voice(source, speech))
        for source in actors
        for target in actors
        if source != target
    ]


def _say_together(pair: DirectedPair, speech: Speech) -> bool:
    """Whether neither is named in the sentence: two who only sign it together say nothing of each other there."""
    ends = (pair.source, pair.target)
    mentions = (*pair.source_mentions, *pair.target_mentions)
    speakers = {mention.actor for mention in speech.speakers()}
    return speakers.issuperset(ends) and all(m.sentence != pair.sentence or m.how == "pronoun" for m in mentions)


def _voice(source: Actor, speech: Speech) -> Voice:
    """A speaker's own stance is in the voice of the quotation, and so is all that stands in a direct one."""
    speaks = any(speaker.actor == source for speaker in speech.speakers())
    return speech.voice if speaks or speech.voice == "direct_quote" else "action"


def _left_out(sentence: Sentence, actor: Actor, actors: _Cast) -> Skipped:
    mention = actors[actor][0]
    reason = f"more than {MAX_ACTORS} actors in one sentence: {actor.code} in sentence {sentence.index} was not paired"
    return Skipped("pair", mention.span, mention.text, reason)
