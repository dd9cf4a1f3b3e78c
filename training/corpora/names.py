"""How one actor can stand in for another in a text: which form of the new one matches which of the old."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from stance.actors.catalogue import Catalogue, Form
from stance.actors.naming import pattern
from stance.types import AUTHOR, Actor, Span

ADJECTIVE = re.compile(r"(ish|an|ese|ic|ch|i|sh|gh|ot|qi|de)$")
NOT_ADJECTIVE = re.compile(r"(man|men|woman|women|er|ers|ard|ards|people)$")
ABBREVIATION = re.compile(r"^[A-Z.]+$")


@dataclass(frozen=True, slots=True)
class Replacement:
    """A new actor for an old one.

    ``forms``: the old actor's naming → the new actor's, None where there is none. ``persons``: the same for surnames.
    """

    old: str
    code: str
    forms: Mapping[str, str | None] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)

    @property
    def surnames(self) -> frozenset[str]:
        """Last words of the persons named in full: they are called by it later on."""
        return frozenset(self.persons)

    def form_for(self, naming: str) -> str | None:
        """How to write the new actor where the old one is called ``naming``."""
        return self.forms[naming] if naming in self.forms else self.persons[naming]


class Names:
    """The forms of each actor of a catalogue, sorted by use."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._forms: dict[str, list[Form]] = {}
        for form in catalogue.forms:
            self._forms.setdefault(form.code, []).append(form)
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._pools: dict[str, tuple[str, ...]] = {}

    def code_of(self, name: str, mentions: Sequence[str]) -> str | None:
        """The actor that a source or target stands for: its code, or the only actor that its mentions name."""
        if name == AUTHOR.code or self._catalogue.canonical(name) in self._catalogue.actors:
            return self._catalogue.canonical(name)
        codes = {code for mention in mentions for code in self._codes_in(mention)}
        return codes.pop() if len(codes) == 1 else None

    def _codes_in(self, mention: str) -> set[str]:
        """Actors named by the longest runs of words of a mention."""
        words = [(match.start(), match.end()) for match in re.finditer(r"[\w.'\u2019-]+", mention)]
        for length in range(min(len(words), 6), 0, -1):
            found = {
                form.code
                for n in range(len(words) - length + 1)
                for form in self._catalogue.lookup(mention[words[n][0] : words[n + length - 1][1]])
                if not form.ambiguous
            }
            if found:
                return found
        return set()

    def mentions(self, code: str, text: str, *, surnames: Iterable[str] = ()) -> tuple[Span, ...]:
        """Where an actor's unambiguous forms, and these surnames, stand in a text: the longest form at each place."""
        if code == AUTHOR.code:
            return ()
        found = [Span(match.start(), match.end()) for match in self._pattern(code).finditer(text)]
        for surname in surnames:
            spans = [Span(m.start(), m.end()) for m in re.finditer(rf"(?<!\w){re.escape(surname)}(?!\w)", text)]
            found += [span for span in spans if not any(span.overlaps(other) for other in found)]
        return tuple(sorted(found))

    def named_in(self, text: str) -> dict[str, Span]:
        """Actors that a text calls by name, each with the first place."""
        found: dict[str, Span] = {}
        for match in self._name_pattern.finditer(text):
            found.setdefault(self._names[match.group()], Span(match.start(), match.end()))
        return found

    @cached_property
    def _names(self) -> dict[str, str]:
        names: dict[str, set[str]] = {}
        for form in self._catalogue.forms:
            if form.how == "name" and not form.ambiguous:
                names.setdefault(form.text, set()).add(form.code)
        return {text: next(iter(codes)) for text, codes in names.items() if len(codes) == 1}

    @cached_property
    def _name_pattern(self) -> re.Pattern[str]:
        return pattern(self._names)

    def _pattern(self, code: str) -> re.Pattern[str]:
        if code not in self._patterns:
            self._patterns[code] = pattern(form.text for form in self._clear(code))
        return self._patterns[code]

    def _clear(self, code: str) -> list[Form]:
        return [form for form in self._forms.get(code, []) if not form.ambiguous]

    def replacement(
        self, code: str, *, taken: Iterable[str | None], texts: Sequence[str], rng: random.Random
    ) -> Replacement | None:
        """A random actor of the same kind that the texts do not name, with a form for each naming in the texts."""
        if code == AUTHOR.code:
            return Replacement(code, code)
        excluded = set(taken)
        candidates = [other for other in self._pool(self._catalogue.actor(code)) if other not in excluded]
        namings = {span.of(text) for text in texts for span in self.mentions(code, text)}
        for _ in range(min(10, len(candidates))):
            new = rng.choice(candidates)
            if not any(self.mentions(new, text) for text in texts):
                return self._replacement(sorted(namings), old=code, new=new, rng=rng)
        return None

    def _pool(self, actor: Actor) -> tuple[str, ...]:
        """Actors of the same kind; states only with an adjective and a capital, so that namings match."""
        if actor.kind not in self._pools:
            same = [other.code for other in self._catalogue.actors.values() if other.kind == actor.kind]
            if actor.kind == "state":
                same = [code for code in same if self._adjectives(code) and self._of(code, "metonym")]
            self._pools[actor.kind] = tuple(sorted(same))
        return self._pools[actor.kind]

    def _of(self, code: str, how: str) -> list[Form]:
        return [form for form in self._clear(code) if form.how == how]

    def _adjectives(self, code: str) -> list[str]:
        """Demonyms that can stand before a noun, the likeliest adjective first."""
        texts = [form.text for form in self._of(code, "demonym")]
        single = [text for text in texts if not _is_plural(text, texts) and not NOT_ADJECTIVE.search(text)]
        return sorted(single, key=lambda text: (ADJECTIVE.search(text) is None, len(text), text))

    def _plurals(self, code: str) -> list[str]:
        texts = [form.text for form in self._of(code, "demonym")]
        return sorted(text for text in texts if _is_plural(text, texts)) or self._adjectives(code)

    def _replacement(self, namings: Sequence[str], *, old: str, new: str, rng: random.Random) -> Replacement:
        hows = {form.text: form for form in self._clear(old)}
        leaders = self._leaders(new)
        leader = rng.choice(leaders) if leaders else None
        forms = {naming: self._form_for(hows[naming], old=old, new=new, leader=leader) for naming in namings}
        full = [naming for naming in namings if hows[naming].how == "person" and " " in naming]
        persons = {naming.split()[-1]: leader.split()[-1] for naming in full} if leader else {}
        return Replacement(old, new, forms, persons)

    def _form_for(self, form: Form, *, old: str, new: str, leader: str | None) -> str | None:
        """The new actor's form of the same use; every person of the old actor becomes the one leader of the new."""
        adjectives = self._adjectives(new)
        if form.how == "name":
            return self._short_name(new) if ABBREVIATION.match(form.text) else self._catalogue.actor(new).name
        if form.how == "demonym":
            demonyms = [other.text for other in self._of(old, "demonym")]
            fitting = self._plurals(new) if _is_plural(form.text, demonyms) else adjectives
            return fitting[0] if fitting else None
        if form.how == "metonym":
            capitals = [other.text for other in self._of(new, "metonym") if other.note == "capital"]
            if form.note == "capital":
                return capitals[0] if capitals else None
            return f"{adjectives[0]} government" if adjectives else None
        if form.how == "person" and leader is not None:
            return leader if " " in form.text else leader.split()[-1]
        return None

    def _short_name(self, code: str) -> str:
        abbreviations = [form.text for form in self._of(code, "name") if ABBREVIATION.match(form.text)]
        short = sorted(abbreviations, key=lambda text: ("." in text, text))
        return short[0] if short and self._catalogue.actor(code).kind != "state" else self._catalogue.actor(code).name

    def _leaders(self, code: str) -> list[str]:
        """Full names of leaders, for whom the surname alone is also a form."""
        persons = {form.text for form in self._of(code, "person")}
        leaders = {form.text for form in self._of(code, "person") if "leader" in form.note and " " in form.text}
        return sorted(name for name in leaders if name.split()[-1] in persons) or sorted(leaders)


def _is_plural(text: str, demonyms: Sequence[str]) -> bool:
    return text.endswith("s") and text[:-1] in demonyms
