"""References: pronouns and definite descriptions that stand for an actor named nearby. Precision first.

A reference is resolved only where its sentence does not name the actor already, and only where one candidate is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from stance.actors import descriptions, pronouns
from stance.actors.descriptions import description
from stance.actors.fold import fold
from stance.actors.owner import owners_of, partner_of
from stance.actors.pronouns import pronoun
from stance.actors.quotes import read_quotes
from stance.actors.reference import Line, Reference, Scene
from stance.types import Actor, Document, Mention, Mentions, Sentence, Span

if TYPE_CHECKING:
    from stance.actors.catalogue import Catalogue

TRIGGERS = pronouns.ALL | descriptions.TRIGGERS  # no other word begins a reference


def resolve(document: Document, sentences: Sequence[Sentence], mentions: Mentions, *, catalogue: Catalogue) -> Mentions:
    """The mentions with pronouns and definite descriptions added, in order of span.

    One reference to several actors ("both countries", a joint "we") gives one mention for each, with the same span.
    """
    lines = _lines(sentences, mentions)
    if not mentions.found and document.source is None and not document.metadata:
        return mentions
    pairs = [(line.sentence, line.mentions) for line in lines]
    owners = owners_of(document, pairs, catalogue=catalogue)
    everyone = tuple(dict.fromkeys(actor for owner in owners for actor in owner))
    scene = Scene(
        everyone, partner_of(pairs, everyone), frozenset(actor.code for line in lines for actor in line.actors())
    )
    found = list(mentions.found)
    before: list[Line] = []
    for line, owner in zip(lines, owners, strict=True):
        added = [
            _mention(document, line, reference, actor)
            for reference in _references(line, before, owner, scene)
            for actor in reference.actors
        ]
        found += added
        before.append(line.also(added))
    return Mentions(tuple(sorted(found, key=lambda m: m.span)), mentions.rejected)


def _lines(sentences: Sequence[Sentence], mentions: Mentions) -> list[Line]:
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions.found:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    return [
        Line(
            sentence,
            fold(sentence.text, offset=sentence.span.start),
            quoted,
            tuple(by_sentence[sentence.index]) if sentence.index in by_sentence else (),
        )
        for sentence, quoted in zip(sentences, read_quotes(sentences), strict=True)
    ]


def _mention(document: Document, line: Line, reference: Reference, actor: Actor) -> Mention:
    span = Span(line.folded.starts[reference.first], line.folded.ends[reference.last - 1])
    return Mention(actor, span, span.of(document.text), line.sentence.index, reference.how, reference.rule)


def _references(line: Line, before: Sequence[Line], owner: Sequence[Actor], scene: Scene) -> Iterator[Reference]:
    triggers = [i for i, word in enumerate(line.folded.words) if word in TRIGGERS]
    taken = line.covered() if triggers else frozenset()
    named = set(line.actors())
    done = 0
    for i in triggers:
        if i in taken or i < done:
            continue
        reference = description(line, i, before, owner, scene) or pronoun(line, i, before, owner)
        if reference is None:
            continue
        actors = tuple(actor for actor in reference.actors if actor not in named)
        done = reference.last
        if actors:
            named.update(actors)
            yield Reference(reference.first, reference.last, actors, reference.how, reference.rule)
