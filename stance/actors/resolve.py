"""References: words that stand for an actor named elsewhere, with the rule and the antecedent in words.

Precision first: a reference is given an actor only where one stands out, and people and things that are no actors
count as candidates too. References are also given where their sentence names the actor itself; what the model marks
leaves those out (``stance.pairs``), so that they change nothing but what a reader of the report sees.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from stance.actors import addressee, bare, descriptions, events, pronouns, relations, release
from stance.actors import lexicon as lex
from stance.actors import refwords as ref
from stance.actors import several as quantities
from stance.actors.addressee import addressed
from stance.actors.apposition import by_office
from stance.actors.bare import bare as office
from stance.actors.descriptions import country
from stance.actors.discourse import Discourse, Here
from stance.actors.documents import Owner
from stance.actors.events import act, shared
from stance.actors.fold import fold_sentence
from stance.actors.items import Item, ItemKind, gender_of, is_plural, place_of
from stance.actors.joint import Lines
from stance.actors.members import without_inner, without_partial
from stance.actors.objection import Objection
from stance.actors.owner import owners_of, partner_of
from stance.actors.pronouns import pronoun
from stance.actors.quotes import Quoted, read_quotes
from stance.actors.reference import STATE_KINDS, Line, Reference, Scene, place_of_mention
from stance.actors.relations import related
from stance.actors.release import office_in_release
from stance.actors.several import several
from stance.types import Actor, Document, Mention, Mentions, Sentence, Skipped, Span

if TYPE_CHECKING:
    from stance.actors.catalogue import Catalogue

# No other word begins a reference.
TRIGGERS = pronouns.ALL.union(
    *(module.TRIGGERS for module in (addressee, bare, descriptions, events, quantities, relations, release)),
)
DESCRIBED = Objection("part of the description of another actor", "other_name")
TOPIC_SHARE, TOPIC_MENTIONS = 0.6, 3


def resolve(
    document: Document,
    sentences: Sequence[Sentence],
    mentions: Mentions,
    *,
    catalogue: Catalogue,
    owner: Owner | None = None,
    quotes: Sequence[Quoted] | None = None,
    title: Lines = (),
) -> Mentions:
    """The mentions with pronouns and definite descriptions added, in order of span.

    ``owner``: whose document it is; ``title``: its title as a line.

    One reference to several actors ("both countries", a joint "we") gives one mention for each, with the same span.
    """
    mentions = by_office(sentences, without_partial(sentences, without_inner(mentions)))
    lines = _lines(sentences, mentions, read_quotes(sentences) if quotes is None else quotes)
    if not mentions.found and owner is None:
        return mentions
    pairs = [(line.sentence, line.mentions) for line in lines]
    owners = owners_of(pairs, owner, title=title)
    everyone = tuple(dict.fromkeys(actor for own in owners for actor in own))
    scene = _scene(lines, everyone, partner_of(pairs, everyone), catalogue)
    found = list(mentions.found)
    discourse = Discourse()
    for line, own in zip(lines, owners, strict=True):
        discourse.read(line)
        added = [
            _mention(document, line, reference, actor)
            for reference in _references(line, own, scene, discourse)
            for actor in reference.actors
        ]
        found += added
        discourse.close(added)
    return _without_covered(Mentions(tuple(sorted(found, key=place_of_mention)), mentions.rejected))


def _without_covered(mentions: Mentions) -> Mentions:
    """Names inside a description of another actor are no mentions: "the former Dutch colony" is not the Netherlands."""
    described = [m for m in mentions.found if m.how == "description"]
    if not described:
        return mentions
    wider = {span.start: span for span in sorted(m.span for m in described)}
    starts = sorted(wider)
    inside = []
    for mention in mentions.found:
        place = bisect_right(starts, mention.span.start) - 1
        span = wider[starts[place]] if place >= 0 else mention.span
        if span != mention.span and span.contains(mention.span) and mention.how != "pronoun":
            inside.append(mention)
    rejected = [Skipped("mention", m.span, m.text, DESCRIBED.reason, DESCRIBED.tag, m.actor.code) for m in inside]
    kept = tuple(m for m in mentions.found if m not in inside) if inside else mentions.found
    return Mentions(kept, (*mentions.rejected, *rejected))


def _lines(sentences: Sequence[Sentence], mentions: Mentions, quotes: Sequence[Quoted]) -> list[Line]:
    by_sentence = mentions.by_sentence()
    rejected = _by_sentence(sentences, mentions.rejected)
    return [
        Line(
            sentence,
            fold_sentence(sentence),
            quoted,
            tuple(by_sentence.get(sentence.index, ())),
            tuple(rejected.get(sentence.index, ())),
        )
        for sentence, quoted in zip(sentences, quotes, strict=True)
    ]


def _by_sentence(sentences: Sequence[Sentence], rejected: Sequence[Skipped]) -> dict[int, list[Skipped]]:
    starts = [sentence.span.start for sentence in sentences]
    found: dict[int, list[Skipped]] = {}
    for skipped in rejected:
        place = bisect_right(starts, skipped.span.start) - 1
        if place >= 0:
            found.setdefault(sentences[place].index, []).append(skipped)
    return found


def _mention(document: Document, line: Line, reference: Reference, actor: Actor) -> Mention:
    span = Span(line.folded.starts[reference.first], line.folded.ends[reference.last - 1])
    return Mention(actor, span, span.of(document.text), line.sentence.index, reference.how, reference.rule)


def _references(line: Line, owner: Sequence[Actor], scene: Scene, discourse: Discourse) -> Iterator[Reference]:
    triggers = [i for i, word in enumerate(line.folded.words) if word in TRIGGERS]
    taken = line.covered() if triggers else frozenset()
    done = 0
    for i in triggers:
        if i in taken or i < done:
            continue
        here = Here(line, i, discourse, owner, scene)
        described = _described(here)
        if described is not None and _only_names(line, described):
            continue
        if described is not None:
            discourse.add(_as_item(line, described))
        reference = described or pronoun(here)
        if reference is not None:
            done = reference.last
            yield reference


def _only_names(line: Line, reference: Reference) -> bool:
    """Whether a description holds a mention of its own actor: "the Syrian army" is found already."""
    start, end = line.folded.starts[reference.first], line.folded.ends[reference.last - 1]
    return any(start <= m.span.start < end and m.actor in reference.actors for m in line.mentions)


def _described(here: Here) -> Reference | None:
    """The first rule for descriptions that knows the words from here on."""
    return (
        several(here)
        or office_in_release(here)
        or country(here)
        or office(here)
        or addressed(here)
        or related(here)
        or act(here)
        or shared(here)
    )


def _as_item(line: Line, reference: Reference) -> Item:
    """A resolved description as something that a later word may take up."""
    folded, first, last = line.folded, reference.first, reference.last
    kind: ItemKind = "plural" if len(reference.actors) > 1 else "body"
    noun = folded.word(last - 1)
    if kind == "body" and (reference.how == "office" or noun in lex.PERSONAL_ROLES or noun in ref.HUMANS):
        kind = "person"
    elif kind == "body" and is_plural(noun):
        kind = "plural"
    gender = gender_of(folded, first, last) if kind == "person" else ""
    place = place_of(folded, first, last)
    return Item(first, last, kind, place, reference.actors, gender, line.is_quoted(first), noun, refers=True)


def _scene(lines: Sequence[Line], owners: tuple[Actor, ...], partner: Actor | None, catalogue: Catalogue) -> Scene:
    counts = Counter(m.actor for line in lines for m in line.mentions if m.actor.kind in STATE_KINDS)
    top = counts.most_common(1)
    about = top and top[0][1] >= max(TOPIC_MENTIONS, TOPIC_SHARE * counts.total())
    codes = frozenset(m.actor.code for line in lines for m in line.mentions)
    places = frozenset(s.code for line in lines for s in line.rejected if s.tag == "venue")
    halves = frozenset(
        line.folded.word(i)
        for line in lines
        if "north" in line.folded.words or "south" in line.folded.words
        for i, word in enumerate(line.folded.words)
        if word in descriptions.KOREAS and line.folded.is_capital(i) and line.folded.word(i - 1) == "the"
    )
    topic = top[0][0] if about else None
    return Scene(owners, partner, codes, places, topic, catalogue.actor, halves, partial(_roles, catalogue))


def _roles(catalogue: Catalogue, person: Mention) -> frozenset[str]:
    """The words of all offices under which the catalogue lists a person."""
    forms = (form for form in catalogue.lookup(person.form) if form.how == "person" and form.code == person.actor.code)
    return frozenset(word for form in forms for word in form.note.replace(";", " ").split())
