"""The catalogue of actors: who they are, and every form under which texts name them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from stance.actors.forms import Case, Form, FormHow, bare
from stance.actors.overlay import read_overlay
from stance.actors.territories import check_language, local_forms
from stance.types import Actor, ActorKind

DATA = Path(__file__).parent / "data"

RoleKind = Literal["state", "private"]

__all__ = ["Catalogue", "Form", "Role"]


@dataclass(frozen=True, slots=True)
class Role:
    """A noun after a demonym: "Kazakh *president*" is KAZ (kind state), "Russian *journalist*" is not RUS (private)."""

    text: str
    kind: RoleKind
    group: str


@dataclass(frozen=True)
class Catalogue:
    """Actors by code, their forms, the spellings of codes, and the role nouns. Immutable.

    ``aliases`` maps other spellings of a code ("ISIL", "AL SHABAAB") to the catalogue's own.
    """

    actors: Mapping[str, Actor]
    forms: tuple[Form, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)
    roles: tuple[Role, ...] = ()

    @classmethod
    def load(cls, *, overlay: Path | None = None, language: str | None = None) -> Catalogue:
        """The shipped catalogue, with a user's CSV laid over it and the actors' names in another language (fr, ru …).

        Raises:
            ConfigError: there are no names in this language; lists those that there are.
            MissingExtraError: a language other than English, and Babel is not installed.
            DataError: the overlay has unknown columns, bad dates or other faults; lists all of them with file:line.
        """
        actors, aliases = _read_actors(DATA / "actors.csv")
        forms = tuple(_read_forms(DATA / "forms.csv"))
        if overlay is not None:
            more, added = read_overlay(overlay, actors=actors, canonical=lambda code: _canonical(code, actors, aliases))
            actors |= more
            forms += added
        if language is not None and (code := check_language(language)) != "en":
            forms += tuple(form for form in local_forms(code, actors) if form.code)
        roles = tuple(_read_roles(DATA / "roles.csv"))
        return cls(MappingProxyType(actors), forms, MappingProxyType(aliases), roles)

    def canonical(self, code: str) -> str:
        """The catalogue's spelling of a code; an unknown code comes back unchanged."""
        return _canonical(code, self.actors, self.aliases)

    def actor(self, code: str) -> Actor:
        """The actor of a code (any spelling); an unknown code gives an actor of kind "unknown"."""
        known = self.actors.get(code)
        if known is not None:
            return known
        code = self.canonical(code)
        return self.actors[code] if code in self.actors else Actor(code, code, "unknown")

    def lookup(self, name: str, *, on: date | None = None) -> tuple[Form, ...]:
        """The forms that a name may be, dated ones only where they hold ``on`` that day (None: the widest reading).

        Diacritics, hyphens, a leading "the" and a possessive do not count; capitals count for case-exact forms.
        """
        key = bare(name)
        found = self._index.get(key.casefold(), ())
        return tuple(form for form in found if form.holds(on) and (form.case == "any" or bare(form.text) == key))

    @cached_property
    def _index(self) -> Mapping[str, tuple[Form, ...]]:
        index: dict[str, list[Form]] = {}
        for form in self.forms:
            index.setdefault(bare(form.text).casefold(), []).append(form)
        return {key: tuple(forms) for key, forms in index.items()}


def shipped_codes() -> tuple[str, ...]:
    """The codes of the shipped catalogue, without reading its forms, which takes long."""
    return tuple(_read_actors(DATA / "actors.csv")[0])


def _canonical(code: str, actors: Mapping[str, Actor], aliases: Mapping[str, str]) -> str:
    if code in actors:
        return code
    key = code.upper().replace(" ", "_")
    return aliases.get(key, key if key in actors else code)


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows


def _read_actors(path: Path) -> tuple[dict[str, Actor], dict[str, str]]:
    actors: dict[str, Actor] = {}
    aliases: dict[str, str] = {}
    for code, name, kind, others, *_ in _rows(path):
        actors[code] = Actor(code, name, cast(ActorKind, kind))
        aliases.update((other, code) for other in others.split("|") if other)
    return actors, aliases


def _read_forms(path: Path) -> Iterator[Form]:
    day = date.fromisoformat
    for text, code, how, since, until, case, ambiguous, note, source in _rows(path):
        yield Form(
            text,
            code,
            cast(FormHow, how),
            day(since) if since else None,
            day(until) if until else None,
            cast(Case, case),
            ambiguous == "true",
            note,
            source,
        )


def _read_roles(path: Path) -> Iterator[Role]:
    for text, kind, group in _rows(path):
        yield Role(text, cast(RoleKind, kind), group)
