"""The rules of boilerplate.toml: what boilerplate looks like, one paragraph at a time."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from stance.text.dates import DAY
from stance.text.names import NAME
from stance.text.paragraphs import Paragraph

# For each paragraph why it is skipped, or None.
Reasons = tuple[str | None, ...]
_DEFAULTS: dict[str, Any] = {"max_words": 40, "case": False, "needs": ()}
# Addresses are long words; a paragraph of longer ones is none that a rule is about.
_MAX_WORD_LENGTH = 50
_PLACES = {
    "line": r"\A\W*(?:{})\W*\Z",
    "start": r"\A\W*(?:{})",
    "end": r"(?:{})\W*\Z",
    "anywhere": "(?:{})",
}
_REFERENCE = re.compile(r"<([A-Z_]+)>")


@dataclass(frozen=True, slots=True)
class Rule:
    """A paragraph of at most ``max_words`` words is skipped for ``reason`` where ``start`` or ``later`` is found.

    ``start`` is tried at the beginning alone; ``later`` anywhere, in a paragraph that holds one of the words ``needs``
    if there are any. Searching for everything everywhere would take four times as long.
    """

    reason: str
    start: re.Pattern[str] | None
    later: re.Pattern[str] | None
    needs: tuple[str, ...]
    max_words: int

    def finds(self, text: str, folded: str) -> bool:
        """Whether the rule is about a paragraph of this text; ``folded``: the same without case."""
        if self.start is not None and self.start.match(text):
            return True
        if self.later is None or (self.needs and not any(word in folded for word in self.needs)):
            return False
        return self.later.search(text) is not None


def reason_of(paragraph: Paragraph) -> str | None:
    """Why the paragraph, by itself, is boilerplate; None if it is not."""
    text, length = paragraph.text, len(paragraph.text)
    folded = text.casefold()
    for rule in rules():
        fits = paragraph.words <= rule.max_words and length <= _MAX_WORD_LENGTH * rule.max_words
        if fits and rule.finds(text, folded):
            return rule.reason
    return None


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in order."""
    content = tomllib.loads((files("stance.text") / "boilerplate.toml").read_text(encoding="utf-8"))
    known = {"NAME": NAME, "DAY": DAY}
    for name, pattern in content["define"].items():
        known[name] = _expand(pattern, known)
    return tuple(_rule(_DEFAULTS | rule, known) for rule in content["rules"])


def _rule(entry: Mapping[str, Any], known: Mapping[str, str]) -> Rule:
    found = [
        _PLACES[place].format("|".join(_expand(pattern, known) for pattern in group))
        for place in _PLACES
        for group in _by_start(place, entry.get(place, ()))
        if group
    ]
    start, later = ([p for p in found if p.startswith(("\\A", "(?:\\A")) == first] for first in (True, False))
    flags = re.NOFLAG if entry["case"] else re.IGNORECASE
    return Rule(
        reason=entry["reason"],
        start=re.compile("|".join(start), flags) if start else None,
        later=re.compile("|".join(later), flags) if later else None,
        needs=tuple(entry["needs"]),
        max_words=entry["max_words"],
    )


def _by_start(place: str, patterns: Sequence[str]) -> tuple[list[str], list[str]]:
    """The patterns of a place, those apart that match at the beginning only."""
    bound = [pattern for pattern in patterns if place == "anywhere" and pattern.startswith("\\A")]
    return bound, [pattern for pattern in patterns if pattern not in bound]


def _expand(pattern: str, known: Mapping[str, str]) -> str:
    return _REFERENCE.sub(lambda match: known[match[1]], pattern.replace("’", "'"))
