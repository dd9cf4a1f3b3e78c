"""Labelled examples, or the pairs of a document, grouped by sentence into the passages that the encoder reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stance.encode import MarkedActor, Passage
from stance.types import AUTHOR, DirectedPair, Mention, Sentence, Span, StanceExample

NameOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage and, for each of its pairs, the position in the sequence that it was made from."""

    passage: Passage
    positions: tuple[int, ...]


def from_examples(examples: Sequence[StanceExample], *, name_of: NameOf) -> tuple[IndexedPassage, ...]:
    """Examples that share text and context share a passage; ``name_of`` gives the name of an implied actor's code."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[int]] = {}
    for position, example in enumerate(examples):
        groups.setdefault((example.group, example.text, example.context), []).append(position)
    return tuple(_example_passage(examples, positions, name_of) for positions in groups.values())


def from_document(
    sentences: Sequence[Sentence], pairs: Sequence[DirectedPair], *, context: int
) -> tuple[IndexedPassage, ...]:
    """The passages of a document: for each sentence with pairs, its actors and ``context`` earlier sentences."""
    groups: dict[int, list[int]] = {}
    for position, pair in enumerate(pairs):
        groups.setdefault(pair.sentence, []).append(position)
    place = {sentence.index: n for n, sentence in enumerate(sentences)}
    return tuple(
        IndexedPassage(
            _document_passage(sentences, place[index], [pairs[p] for p in positions], context=context), tuple(positions)
        )
        for index, positions in groups.items()
    )


def _example_passage(examples: Sequence[StanceExample], positions: list[int], name_of: NameOf) -> IndexedPassage:
    spans: dict[str, dict[Span, None]] = {}
    for example in (examples[p] for p in positions):
        spans.setdefault(example.source, {}).update(dict.fromkeys(example.source_spans))
        spans.setdefault(example.target, {}).update(dict.fromkeys(example.target_spans))
    slot = {code: n for n, code in enumerate(spans)}
    actors = tuple(
        MarkedActor(name_of(code), tuple(found), author=code == AUTHOR.code, code=code) for code, found in spans.items()
    )
    first = examples[positions[0]]
    pairs = tuple((slot[examples[p].source], slot[examples[p].target]) for p in positions)
    return IndexedPassage(Passage(first.text, first.context, actors, pairs), tuple(positions))


def _document_passage(
    sentences: Sequence[Sentence], place: int, pairs: Sequence[DirectedPair], *, context: int
) -> Passage:
    sentence = sentences[place]
    ends = [(pair.source, pair.source_mentions) for pair in pairs] + [
        (pair.target, pair.target_mentions) for pair in pairs
    ]
    mentions = dict(ends)
    slot = {actor: n for n, actor in enumerate(mentions)}
    actors = tuple(
        MarkedActor(actor.name, spans_in(sentence, found), author=actor == AUTHOR, code=actor.code)
        for actor, found in mentions.items()
    )
    earlier = tuple(s.text for s in sentences[max(place - context, 0) : place])
    return Passage(sentence.text, earlier, actors, tuple((slot[pair.source], slot[pair.target]) for pair in pairs))


def spans_in(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[Span, ...]:
    """Mention spans relative to the sentence; those elsewhere (a carried-over speaker) are implied here."""
    return tuple(m.span.shift(-sentence.span.start) for m in mentions if sentence.span.contains(m.span))
