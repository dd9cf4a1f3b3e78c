"""What actors are called, for those who only know their codes: names, kinds, and where a text calls them by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from stance.actors.catalogue import Catalogue
from stance.actors.forms import Form
from stance.types import ActorKind, Span


def meanings(name: str, *, catalogue: Catalogue, on: date | None = None) -> tuple[Form, ...]:
    """Whom a name can mean on a day (None: ever); a name that is no form may be a code, in any of its spellings."""
    actor = catalogue.actor(name)
    code = () if actor.kind == "unknown" else (Form(name, actor.code, "name", note="a code"),)
    return catalogue.lookup(name, on=on) or code


@dataclass(frozen=True)
class CatalogueNames:
    """Names, kinds and namings by a catalogue. Patterns are made when an actor is first looked for."""

    catalogue: Catalogue
    _forms: dict[str, list[Form]] = field(default_factory=dict, repr=False)
    _patterns: dict[str, re.Pattern[str]] = field(default_factory=dict, repr=False)

    def name(self, code: str) -> str:
        """The actor's name; an unknown code stands for itself."""
        return self.catalogue.actor(code).name

    def kind(self, code: str) -> ActorKind:
        """The actor's kind."""
        return self.catalogue.actor(code).kind

    def spans(self, code: str, text: str) -> tuple[Span, ...]:
        """Where unambiguous forms of the actor (names, demonyms, capitals, people) stand, the longest at each place.

        The article of a name ("the United States") belongs to it, that of an adjective ("the Peruvian fleet") does not.
        """
        return tuple(
            Span(match.start() + (0 if match["name"] else len(match["the"] or "")), match.end())
            for match in self._pattern(code).finditer(text)
        )

    def _pattern(self, code: str) -> re.Pattern[str]:
        if code not in self._patterns:
            forms = [form for form in self._by_code().get(code, []) if not form.ambiguous]
            names = alternatives(form.text for form in forms if form.how == "name")
            others = alternatives(form.text for form in forms)
            self._patterns[code] = re.compile(rf"(?<!\w)(?P<the>[Tt]he )?(?:(?P<name>{names})|{others})(?!\w)")
        return self._patterns[code]

    def _by_code(self) -> dict[str, list[Form]]:
        if not self._forms:
            for form in self.catalogue.forms:
                self._forms.setdefault(form.code, []).append(form)
        return self._forms


def pattern(texts: Iterable[str]) -> re.Pattern[str]:
    """Any of these texts as whole words, longer ones first; of no text at all a pattern that matches nothing."""
    return re.compile(rf"(?<!\w)(?:{alternatives(texts)})(?!\w)")


def alternatives(texts: Iterable[str]) -> str:
    """A regular expression for any of the texts, longer ones first; of none one that matches nothing."""
    longest_first = sorted(set(texts), key=lambda text: (-len(text), text))
    return "|".join(map(re.escape, longest_first)) or "(?!)"
