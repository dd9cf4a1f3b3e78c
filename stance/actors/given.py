"""Names that somebody else found in a document (a named-entity recogniser, a linker), beside the matcher's own.

An entity that says whom it means is believed: it takes the place of what the matcher read or turned down there. One
that does not say is looked up in the catalogue, and counts where its text means one actor only and the matcher, which
knows why a name may be no actor ("Georgia" in the USA, "Berlin" as a venue), neither found nor turned down anything.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import TYPE_CHECKING

from stance.actors.reference import place_of_mention
from stance.types import Document, Entity, Given, Mention, Mentions, Sentence, Skipped, Span

if TYPE_CHECKING:
    from stance.actors.catalogue import Catalogue
    from stance.actors.forms import Form

UNBACKED = "no entity of the document"


def with_given(
    named: Mentions, given: Given, document: Document, sentences: Sequence[Sentence], *, catalogue: Catalogue
) -> Mentions:
    """The mentions and the entities together, in order; where ``given.closed``, mentions that no entity backs go.

    Of no use are entities that do not lie in one sentence. A code that the catalogue does not know says nothing.
    """
    if not given.entities and not given.closed:
        return named
    found = _backed(named, given.entities) if given.closed else named
    reader = _Reader(document, sentences, catalogue)
    for entity in given.entities:
        found = reader.add(found, entity)
    return replace(found, found=tuple(sorted(found.found, key=place_of_mention)))


def _backed(named: Mentions, entities: Sequence[Entity]) -> Mentions:
    backs = [any(mention.span.overlaps(entity.span) for entity in entities) for mention in named.found]
    others = (
        Skipped("mention", m.span, m.text, UNBACKED) for m, kept in zip(named.found, backs, strict=True) if not kept
    )
    return replace(named, found=tuple(compress(named.found, backs)), rejected=(*named.rejected, *others))


@dataclass(frozen=True, slots=True)
class _Reader:
    document: Document
    sentences: Sequence[Sentence]
    catalogue: Catalogue

    def add(self, named: Mentions, entity: Entity) -> Mentions:
        """The mentions with the entity, if it is an actor that is not among them."""
        sentence = self._sentence(entity.span)
        code = self._said(entity)
        form = self._form(entity, code)
        if sentence is None or not (code or form):
            return named
        here = [mention for mention in named.found if mention.span.overlaps(entity.span)]
        turned_down = [skipped for skipped in named.rejected if skipped.span.overlaps(entity.span)]
        if any(mention.actor.code == code for mention in here) or (not code and (here or turned_down)):
            return named  # the matcher knows as much, and often more: the office that belongs to a name
        kept = tuple(mention for mention in named.found if mention not in here)
        rejected = tuple(skipped for skipped in named.rejected if skipped not in turned_down)
        return replace(named, found=(*kept, self._mention(entity, code, form, sentence)), rejected=rejected)

    def _sentence(self, span: Span) -> Sentence | None:
        place = bisect_right(self.sentences, span.start, key=lambda sentence: sentence.span.start) - 1
        return self.sentences[place] if place >= 0 and self.sentences[place].span.contains(span) else None

    def _said(self, entity: Entity) -> str:
        code = self.catalogue.canonical(entity.code) if entity.code else ""
        return code if code in self.catalogue.actors else ""

    def _form(self, entity: Entity, code: str) -> Form | None:
        """The form that the entity's text is: of the actor that it says, or of the only one that it can mean."""
        forms = self.catalogue.lookup(entity.span.of(self.document.text), on=self.document.published)
        if code:
            return next((form for form in forms if form.code == code), None)
        alone = len({form.code for form in forms}) == 1 and not any(form.ambiguous for form in forms)
        return forms[0] if alone and forms[0].code else None

    def _mention(self, entity: Entity, code: str, form: Form | None, sentence: Sentence) -> Mention:
        text = entity.span.of(self.document.text)
        actor = self.catalogue.actor(code or (form.code if form else ""))
        if form is not None:
            return Mention(actor, entity.span, text, sentence.index, form.how, form.text)
        return Mention(actor, entity.span, text, sentence.index, entity.how, entity.code)
