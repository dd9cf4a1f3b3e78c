"""The pair policy: which ordered pairs of actors a sentence puts to the classifier."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations

from stance.actors.reference import is_reference, place_of_mention
from stance.types import AUTHOR, Actor, DirectedPair, Mention, Mentions, Pairs, Sentence, Skipped, Span, Speech, Voice

MAX_ACTORS = 12
LONG_LIST = 5  # actors: in coded text 1 in 40 pairs inside such a list takes a position, in a list of three 1 in 4
_AND = r"(?:and|or|as well as|plus|&)\s+"
_BETWEEN_ITEMS = re.compile(rf"(?:\s*[,;]\s*(?:{_AND})?|\s+{_AND})(?:the\s+)?", re.IGNORECASE)

_Cast = Mapping[Actor, tuple[Mention, ...]]


def make_pairs(
    sentences: Sequence[Sentence], mentions: Mentions, speeches: Sequence[Speech], *, author: bool = False
) -> Pairs:
    """All ordered pairs of distinct actors in each sentence, the speaker of the sentence among them.

    With ``author`` also AUTHOR → each actor. Of a sentence with more than MAX_ACTORS actors the first ones are kept; of
    a bare enumeration of LONG_LIST or more the members are not paired with each other. ``skipped`` says so.
    """
    by_sentence = mentions.by_sentence()
    speech_of = {speech.sentence: speech for speech in speeches}
    implied = {one.sentence: one.mention for one in mentions.implied}
    pairs: list[DirectedPair] = []
    skipped: list[Skipped] = []
    for sentence in sentences:
        speech = speech_of.get(sentence.index) or Speech(sentence.index, "action")
        here = by_sentence.get(sentence.index, [])
        if not here and speech.speaker is None:
            continue
        actors = _cast(here, speech, implied.get(sentence.index))
        skipped += [_left_out(sentence, actor, actors) for actor in list(actors)[MAX_ACTORS:]]
        kept = dict(list(actors.items())[:MAX_ACTORS])
        lists = _long_lists(sentence, here) if len(here) >= LONG_LIST else []
        skipped += [_unpaired(sentence, members) for members in lists]
        together = [{member.actor for member in members} for members in lists]
        pairs += [
            pair
            for pair in _ordered(sentence, kept, speech)
            if not _say_together(pair, speech)
            and not any(pair.source in members and pair.target in members for members in together)
        ]
        if author:
            pairs += [DirectedPair(sentence.index, AUTHOR, actor, (), kept[actor], "author") for actor in kept]
    return Pairs(tuple(pairs), tuple(skipped))


def marked(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of a sentence that the model marks: namings, and of an actor that is only referred to the first.

    The resolver also says whom "it" means where the sentence names that actor anyway. The model never saw such marks in
    training, and they would add nothing: for its input a sentence looks as it did without them.
    """
    kept: list[Mention] = []
    named = {mention.actor for mention in mentions if not is_reference(mention)}
    for mention in mentions:
        if not is_reference(mention) or mention.actor not in named:
            named.add(mention.actor)
            kept.append(mention)
    return kept


def _cast(mentions: Sequence[Mention], speech: Speech, implied: Mention | None = None) -> _Cast:
    """The actors of a sentence in order of appearance; an earlier speaker first, who is implied last."""
    mentions = marked(mentions)
    actors: dict[Actor, tuple[Mention, ...]] = {}
    for speaker in speech.speakers():
        if speaker.sentence != speech.sentence and all(m.actor != speaker.actor for m in mentions):
            # One without words is implied by the document.
            actors[speaker.actor] = (replace(speaker, how="speaker"),) if speaker.text else ()
    for mention in mentions:
        actors[mention.actor] = (*actors.get(mention.actor, ()), mention)
    if implied is not None:
        actors.setdefault(implied.actor, (implied,))
    return actors


def _ordered(sentence: Sentence, actors: _Cast, speech: Speech) -> list[DirectedPair]:
    if len(actors) < 2:
        return []
    voices = {source: _voice(source, speech) for source in actors}
    return [
        DirectedPair(sentence.index, source, target, actors[source], actors[target], voices[source])
        for source, target in permutations(actors, 2)
    ]


def _say_together(pair: DirectedPair, speech: Speech) -> bool:
    """Whether neither is named in the sentence: two who only sign it together say nothing of each other there."""
    if not speech.others:
        return False
    ends = (pair.source, pair.target)
    mentions = (*pair.source_mentions, *pair.target_mentions)
    speakers = {mention.actor for mention in speech.speakers()}
    return speakers.issuperset(ends) and all(m.sentence != pair.sentence or m.how == "pronoun" for m in mentions)


def _voice(source: Actor, speech: Speech) -> Voice:
    """A speaker's own stance is in the voice of the quotation, and so is all that stands in a direct one."""
    if speech.voice in ("direct_quote", "action"):
        return speech.voice
    return speech.voice if any(speaker.actor == source for speaker in speech.speakers()) else "action"


def _long_lists(sentence: Sentence, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Runs of mentions with nothing but commas and conjunctions between them that name LONG_LIST actors or more."""
    runs: list[list[Mention]] = []
    for mention in sorted((m for m in mentions if m.sentence == sentence.index), key=place_of_mention):
        if runs and _follows(sentence, runs[-1][-1], mention):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return [run for run in runs if len({mention.actor for mention in run}) >= LONG_LIST]


def _follows(sentence: Sentence, one: Mention, next_one: Mention) -> bool:
    start = sentence.span.start
    gap = sentence.text[one.span.end - start : next_one.span.start - start]
    return _BETWEEN_ITEMS.fullmatch(gap) is not None


def _unpaired(sentence: Sentence, members: Sequence[Mention]) -> Skipped:
    span = Span(members[0].span.start, members[-1].span.end)
    names = len({mention.actor for mention in members})
    reason = f"a list of {names} actors: they were not paired with each other"
    return Skipped("pair", span, span.shift(-sentence.span.start).of(sentence.text), reason)


def _left_out(sentence: Sentence, actor: Actor, actors: _Cast) -> Skipped:
    mention = actors[actor][0]
    reason = f"more than {MAX_ACTORS} actors in one sentence: {actor.code} in sentence {sentence.index} was not paired"
    return Skipped("pair", mention.span, mention.text, reason)
