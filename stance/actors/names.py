"""Mentions by name alone, for languages that the rules of the English matcher do not know.

Every name is looked for in one pass over the sentence. In scripts with blanks a name is whole words, and begins with a
capital where the script has them. Arabic joins particles to the word that follows ("وإيران": and Iran); Chinese joins
everything, so that a longer word which only holds a name has to be known ("印度洋": the Indian Ocean).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from stance.actors.people import OTHER_NAME
from stance.actors.territories import local_forms
from stance.types import Document, Mention, Mentions, Sentence, Skipped, Span

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

    from stance.actors.catalogue import Catalogue
    from stance.actors.forms import Form

SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "\u00a0": " ",
                      "\u202f": " ", "ى": "ي", "ة": "ه", "ـ": ""})  # fmt: skip
# Particles that Arabic writes as one word with the next: and, so, in, for, as, will, and two of them in a row.
PARTICLES = frozenset({"", *"وفبلك", *(first + second for first in "وف" for second in "بلك")})
ARTICLE = "ال"
JOINED_ARTICLE = "لل"  # for + the
UNSPACED = ("zh",)


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    form: Form


@dataclass(frozen=True)
class NameMatcher:
    """Finds the catalogue's actors by their names in one language. The automaton is built at the first use and kept."""

    catalogue: Catalogue
    language: str

    def find(self, document: Document, sentences: Sequence[Sentence], *, on: date | None) -> Mentions:
        """All mentions in order of span, and longer words that only hold a name. ``on``: the day that counts.

        Raises:
            MissingExtraError: Babel is not installed.
        """
        found: list[Mention] = []
        rejected: list[Skipped] = []
        for sentence in sentences:
            for hit in self._hits(sentence.text, on):
                span = Span(hit.start, hit.end).shift(sentence.span.start)
                if hit.form.code:
                    actor, text = self.catalogue.actor(hit.form.code), span.of(document.text)
                    found.append(Mention(actor, span, text, sentence.index, "name", hit.form.text))
                else:
                    text = span.of(document.text)
                    rejected.append(Skipped("mention", span, text, OTHER_NAME.reason, OTHER_NAME.tag))
        return Mentions(tuple(found), tuple(rejected))

    @cached_property
    def _forms(self) -> dict[str, Form]:
        """Forms by folded spelling: the language's own names, and those that a user's overlay adds."""
        forms = [form for form in self.catalogue.forms if form.source == "overlay"]
        forms += local_forms(self.language, self.catalogue.actors.keys())
        table: dict[str, Form] = {}
        for form in forms:
            for text in _spellings(_fold(form.text)[0]):
                table.setdefault(text, form)
        return table

    @cached_property
    def _automaton(self) -> AhoCorasick:
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick(list(self._forms))

    def _hits(self, text: str, on: date | None) -> Iterator[_Hit]:
        folded, places = _fold(text)
        forms = tuple(self._forms.values())
        raw = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        hits = [
            _Hit(places[start], places[end - 1] + 1, forms[which])
            for which, start, end in raw
            if forms[which].holds(on)
            and (self.language in UNSPACED or _whole(folded, start, end))
            and _capital(text, places[start], forms[which])
        ]
        return _longest(hits)


def _fold(text: str) -> tuple[str, list[int]]:
    """Small letters without marks, and for each of them where it stands in the text."""
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        plain = char if char.isascii() else unicodedata.normalize("NFKD", char)
        for part in plain.casefold().translate(SAME):
            if not unicodedata.combining(part):
                folded.append(part)
                places.append(place)
    return "".join(folded), places


def _spellings(name: str) -> Iterator[str]:
    yield name
    if name.startswith(ARTICLE):
        yield JOINED_ARTICLE + name.removeprefix(ARTICLE)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether whole words stand there, the first one perhaps behind Arabic particles."""
    if end < len(text) and text[end].isalnum():
        return False
    first = start
    while first > 0 and text[first - 1].isalnum():
        first -= 1
    return text[first:start] in PARTICLES


def _capital(text: str, start: int, form: Form) -> bool:
    """Names that the catalogue writes with a capital have one in the text too; acronyms stand in capitals."""
    if form.text.isupper():
        return text[start : start + len(form.text)].replace("\u00a0", " ") == form.text
    return text[start].isupper() or not form.text[:1].isupper()


def _longest(hits: Iterable[_Hit]) -> Iterator[_Hit]:
    """Hits in order, none overlapping: the leftmost first, of those that begin together the longest."""
    done = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= done:
            done = hit.end
            yield hit
