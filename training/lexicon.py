"""A small directed lexicon: verbs and nouns with the stance that their subject takes toward their object."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from stance.errors import DataError
from stance.labels import LabelScheme

LEXICON = Path(__file__).parents[1] / "configs" / "lexicon.csv"
COLUMNS = ("lemma", "kind", "label", "mutual", "forms")
Kind = Literal["verb", "noun"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A verb or noun (its first word inflects) and its label; ``mutual`` acts hold both ways."""

    lemma: str
    kind: Kind
    label: str
    mutual: bool
    forms: tuple[str, ...] = ()

    def inflected(self) -> Iterator[str]:
        """All forms of the entry, lower case; ``forms`` adds irregular ones."""
        head, _, rest = self.lemma.partition(" ")
        words = {*(verb_forms(head) if self.kind == "verb" else noun_forms(self.lemma)), *self.forms}
        yield from (f"{word} {rest}" if rest and self.kind == "verb" else word for word in sorted(words))


@dataclass(frozen=True, slots=True)
class Cue:
    """Where an entry occurs in a sentence."""

    entry: Entry
    start: int
    end: int


class Lexicon:
    """Finds the entries' forms in a sentence: longest first, between word boundaries, whatever the case."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)
        forms: dict[str, Entry] = {}
        for entry in entries:
            for form in entry.inflected():
                forms.setdefault(form, entry)  # of a verb and a noun of one form the first listed
        self._forms: Mapping[str, Entry] = forms
        longest = sorted(forms, key=len, reverse=True)
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE)

    def find(self, text: str) -> tuple[Cue, ...]:
        """Every cue of a sentence, in order, none overlapping another."""
        return tuple(Cue(self._forms[m[0].lower()], m.start(), m.end()) for m in self._pattern.finditer(text))

    @classmethod
    def load(cls, path: Path = LEXICON, *, scheme: LabelScheme) -> Lexicon:
        """Read a CSV of lemma, kind, label, mutual, forms. Raises DataError with every wrong line."""
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        problems = [f"{path}:1: expected the columns {', '.join(COLUMNS)}"] if tuple(rows[0]) != COLUMNS else []
        problems += [
            f"{path}:{n}: {problem}" for n, row in enumerate(rows[1:], 2) for problem in _problems(row, scheme)
        ]
        if problems:
            raise DataError(f"{path}: cannot be read as a lexicon", tuple(problems))
        return cls([_entry(row) for row in rows[1:]])


def verb_forms(verb: str) -> tuple[str, ...]:
    """Regular forms of a verb: base, third person, past, -ing."""
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb if verb.endswith('ee') else verb[:-1]}ing"
    if re.search(r"[^aeiou]y$", verb):
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    return verb, f"{verb}{'es' if re.search(r'(s|x|z|ch|sh|o)$', verb) else 's'}", f"{verb}ed", f"{verb}ing"


def noun_forms(noun: str) -> tuple[str, ...]:
    """Singular and regular plural."""
    if re.search(r"[^aeiou]y$", noun):
        return noun, f"{noun[:-1]}ies"
    return (noun,) if noun.endswith("s") else (noun, f"{noun}s")


def _problems(row: Sequence[str], scheme: LabelScheme) -> Iterator[str]:
    if len(row) != len(COLUMNS):
        yield f"expected {len(COLUMNS)} cells, found {len(row)}"
        return
    _, kind, label, mutual, _ = row
    if kind not in ("verb", "noun"):
        yield f"unknown kind {kind!r}: expected verb or noun"
    if label not in scheme.names:
        yield f"unknown label {label!r}: expected one of {', '.join(scheme.names)}"
    if mutual not in ("yes", "no"):
        yield f"mutual must be yes or no, found {mutual!r}"


def _entry(row: Sequence[str]) -> Entry:
    lemma, kind, label, mutual, forms = row
    return Entry(lemma, cast("Kind", kind), label, mutual == "yes", tuple(forms.split()))
