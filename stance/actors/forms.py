"""A way in which texts name an actor, and how two spellings are compared."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

FormHow = Literal["name", "demonym", "metonym", "office", "person", "organ"]
Case = Literal["exact", "any"]

# Letters that Unicode does not decompose, and the typographic variants of apostrophes, quotes and hyphens.
_LETTERS = {
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i", "ß": "ss",
    "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "ħ": "h", "ə": "a", "Ə": "A",
    "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'", "´": "'",
    "-": " ", "‐": " ", "‑": " ", "‒": " ", "–": " ", "—": " ", "\u00ad": "",
}  # fmt: skip
_TABLE = str.maketrans(_LETTERS)
_ARTICLES = ("the ", "The ", "THE ")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to name the actor ``code``.

    ``since`` and ``until`` (both inclusive, None: open) say when it holds. ``case`` "exact": only with these capitals.
    ``ambiguous``: the text also means something else, which ``note`` names; context has to decide.
    """

    text: str
    code: str
    how: FormHow
    since: date | None = None
    until: date | None = None
    case: Case = "any"
    ambiguous: bool = False
    note: str = ""
    source: str = ""

    def holds(self, on: date | None) -> bool:
        """Whether the form is valid on a day; without a day, always (the widest reading)."""
        if on is None:
            return True
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


def plain(text: str) -> str:
    """The text without diacritics, hyphens, dots in acronyms, double spaces; capitals are kept."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_TABLE))
        text = "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_TABLE)
    elif "-" in text or "`" in text:
        text = text.translate(_TABLE)
    if "." in text:
        text = _without_dots(text)
    return " ".join(text.split())


def bare(name: str) -> str:
    """``plain`` without a leading article and a trailing possessive."""
    text = plain(name)
    for article in _ARTICLES:
        if text.startswith(article) and len(text) > len(article):
            text = text[len(article) :]
    if text.endswith(("'s", "'S")):
        return text[:-2]
    return text[:-1] if text.endswith(("s'", "S'")) else text


def _without_dots(text: str) -> str:
    # "U.S." and "D.C." lose their dots, "St. Lucia" and "S. Korea" lose theirs too: no form differs by a dot alone.
    return text.replace(". ", " ").replace(".", "")
