"""Where the actors of a given pair are named, for examples that come without spans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from stance.actors.catalogue import Catalogue
from stance.actors.matcher import Matcher
from stance.text.documents import document_from_text
from stance.types import AUTHOR, Mention, Sentence, Span, StanceExample


def locate(examples: Sequence[StanceExample], *, catalogue: Catalogue, matcher: Matcher) -> tuple[StanceExample, ...]:
    """The examples with missing spans filled in; spans that are given stay.

    An actor stands where its code or name is found word for word; failing that, where the catalogue finds a mention of
    it; failing that it stays without spans, as an actor that is only implied. AUTHOR stands nowhere.
    """
    locator = _Locator(catalogue, matcher)
    return tuple(locator.fill(example) for example in examples)


@dataclass(frozen=True, slots=True)
class _Locator:
    catalogue: Catalogue
    matcher: Matcher
    seen: dict[str, tuple[Mention, ...]] = field(default_factory=dict)  # many pairs share one text: match it once

    def fill(self, example: StanceExample) -> StanceExample:
        if example.source_spans and example.target_spans:
            return example
        source = example.source_spans or self._spans(example.source, example.text)
        target = example.target_spans or self._spans(example.target, example.text)
        return replace(
            example,
            source_spans=example.source_spans or _clear(source, of=target),
            target_spans=example.target_spans or _clear(target, of=source),
        )

    def _spans(self, actor: str, text: str) -> tuple[Span, ...]:
        if actor == AUTHOR.code:
            return ()
        verbatim = re.finditer(rf"(?<!\w){re.escape(actor)}(?!\w)", text)
        codes = self._codes(actor)
        return tuple(Span(*match.span()) for match in verbatim) or tuple(
            mention.span for mention in self._mentions(text) if mention.actor.code in codes
        )

    def _codes(self, actor: str) -> set[str]:
        """The code itself, or the actors that a name can mean."""
        return {self.catalogue.canonical(actor)} | {form.code for form in self.catalogue.lookup(actor)}

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        if text not in self.seen:
            sentence = Sentence(index=0, span=Span(0, len(text)), text=text)
            self.seen[text] = self.matcher.find(document_from_text(text), (sentence,), on=None).found
        return self.seen[text]


def _clear(spans: tuple[Span, ...], *, of: tuple[Span, ...]) -> tuple[Span, ...]:
    """Without those inside a longer name of the other actor: "Korea" does not stand in "South Korea"."""
    return tuple(span for span in spans if not any(span != other and other.contains(span) for other in of))
