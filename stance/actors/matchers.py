"""The matcher for a document's language: rules and references for English, names alone for the languages of CLDR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from stance.actors.given import with_given
from stance.actors.matcher import Matcher
from stance.actors.names import NameMatcher
from stance.actors.read import read_actors
from stance.actors.territories import LANGUAGES, primary
from stance.types import NOTHING_GIVEN, Document, Given, Mentions, Sentence, Speech

if TYPE_CHECKING:
    from stance.actors.catalogue import Catalogue


@dataclass(frozen=True)
class Matchers:
    """Matchers over one catalogue, each made when a document in its language first asks for it."""

    catalogue: Catalogue
    _named: dict[str, NameMatcher] = field(default_factory=dict, repr=False)

    @cached_property
    def english(self) -> Matcher:
        """The full matcher, which also reads texts in languages that have no names of their own here."""
        return Matcher(self.catalogue)

    def read(
        self, document: Document, sentences: Sequence[Sentence], given: Given = NOTHING_GIVEN
    ) -> tuple[Mentions, tuple[Speech, ...]]:
        """Mentions and voices; in other languages than English no pronouns, descriptions or speakers.

        Raises:
            MissingExtraError: the document is in another language, and Babel is not installed.
        """
        if self._is_other(document):
            found = self.names(primary(document.language)).find(document, sentences, on=document.published)
            return with_given(found, given, document, sentences, catalogue=self.catalogue), ()
        return read_actors(document, sentences, matcher=self.english, catalogue=self.catalogue, given=given)

    def names(self, language: str) -> NameMatcher:
        """The matcher of names in one of ``LANGUAGES``."""
        return self._named.setdefault(language, NameMatcher(self.catalogue, language))

    def _is_other(self, document: Document) -> bool:
        return primary(document.language) in LANGUAGES
