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
_DEFAULTS: dict[str, Any] = {"max_words": 40, "case": False}
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
    """A paragraph of at most ``max_words`` words in which ``pattern`` is found is skipped for ``reason``."""

    reason: str
    pattern: re.Pattern[str]
    max_words: int


def reason_of(paragraph: Paragraph) -> str | None:
    """Why the paragraph, by itself, is boilerplate; None if it is not."""
    for rule in rules():
        fits = paragraph.words <= rule.max_words and len(paragraph.text) <= _MAX_WORD_LENGTH * rule.max_words
        if fits and rule.pattern.search(paragraph.text):
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
    patterns = {place: entry[place] for place in _PLACES if place in entry}
    pattern = _compile(patterns, known, case=entry["case"])
    return Rule(reason=entry["reason"], pattern=pattern, max_words=entry["max_words"])


def _compile(patterns: Mapping[str, Sequence[str]], known: Mapping[str, str], *, case: bool) -> re.Pattern[str]:
    parts = (_PLACES[place].format("|".join(_expand(p, known) for p in found)) for place, found in patterns.items())
    return re.compile("|".join(parts), re.NOFLAG if case else re.IGNORECASE)


def _expand(pattern: str, known: Mapping[str, str]) -> str:
    return _REFERENCE.sub(lambda match: known[match[1]], pattern.replace("’", "'"))
