"""Text folding for matching: words without case, diacritics and invisible characters, each with its place.

The map back to the text is kept word by word: ``starts[i], ends[i]`` are the offsets of word ``i`` in the text as
given, whatever the folding did to its characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
APOSTROPHES = "'\u2018\u2019\u201b\u02bb\u02bc\u02bd\u02be\u02bf\u0060\u00b4\u2032\uff07"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
DOUBLE_QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02'

# Letters that have no decomposition of their own.
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h"}
)
PUNCTUATION = {
    **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys(HYPHENS, "-"),
    **dict.fromkeys(DOUBLE_QUOTES, '"'),
    "&": "and",
}
INVISIBLE_OR_MARK = re.compile(f"[{INVISIBLE}{MARKS}]")
TOKEN = re.compile(
    rf"""
    (?:[A-Z]\.[ \u00a0]?)+[A-Z]\.(?![^\W_])   # U.S.  U. S.  U.S.A.
    | (?:[A-Z]\.)+[A-Z](?![^\W_]|\.)          # U.S
    | (?:St|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Rep|Gov|Prof|Pres|Messrs)\.(?=\s)
    | [{IDEOGRAPHS}]
    | (?:[^\W_]|[{INVISIBLE}{MARKS}])+
    | \S
    """,
    re.VERBOSE,
)


LONG = 2000


@dataclass(frozen=True, slots=True)
class Folded:
    """The words and punctuation marks of a stretch of text, folded, with the offsets they came from.

    ``words[i]`` is the folded form of ``text[starts[i] - offset : ends[i] - offset]``. Hyphens between words are no
    words of their own (``glued`` has the words that follow one), so that "al-Qaeda" and "al Qaeda" fold alike.
    """

    text: str
    offset: int
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    glued: frozenset[int]

    def __len__(self) -> int:
        return len(self.words)

    def raw(self, index: int) -> str:
        """Word ``index`` as written."""
        return self.text[self.starts[index] - self.offset : self.ends[index] - self.offset]

    def between(self, first: int, last: int) -> str:
        """The text as written from word ``first`` up to, and without, word ``last``."""
        return self.text[self.starts[first] - self.offset : self.ends[last - 1] - self.offset]

    def word(self, index: int) -> str:
        """Word ``index`` folded, or "" outside of the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def is_capital(self, index: int) -> bool:
        """Whether word ``index`` exists and begins with a capital letter."""
        return 0 <= index < len(self.words) and self._first_letter(index).isupper()

    def is_upper(self, index: int) -> bool:
        """Whether word ``index`` exists, has two letters or more and no small one."""
        return 0 <= index < len(self.words) and len(self.words[index]) > 1 and self.raw(index).isupper()

    def touches(self, index: int) -> bool:
        """Whether word ``index`` follows the one before it after nothing but blanks."""
        if not 0 < index < len(self.words) or index in self.glued:
            return False
        gap = self.text[self.ends[index - 1] - self.offset : self.starts[index] - self.offset]
        return gap in ("", " ") or not gap.strip()

    def is_headline(self) -> bool:
        """Whether all longer words have capitals, so that a capital tells no name: "Xi Visits Kazakhstan"."""
        longer = [i for i, word in enumerate(self.words) if len(word) > 3 and word.isalpha()]
        return len(self.words) > 2 and all(self._first_letter(i).isupper() for i in longer) and len(longer) > 1

    def _first_letter(self, index: int) -> str:
        raw = self.text[self.starts[index] - self.offset]
        return raw if raw.isalnum() else visible(self.raw(index))[:1]


def visible(text: str) -> str:
    """``text`` without invisible characters and combining marks."""
    return text if text.isascii() else INVISIBLE_OR_MARK.sub("", unicodedata.normalize("NFKD", text))


@lru_cache(maxsize=1 << 16)
def fold_word(token: str) -> str:
    """One word or punctuation mark, folded; empty if nothing visible is left."""
    if token.isascii():
        folded = token.lower()
    else:
        folded = PUNCTUATION.get(token) or visible(token).casefold().translate(LETTERS)
    if len(folded) > 1:
        return folded.replace(".", "").replace(" ", "").replace("\u00a0", "")
    return PUNCTUATION.get(folded, folded)


def fold(text: str, *, offset: int = 0) -> Folded:
    """Fold ``text``, whose first character stands at ``offset`` in the document."""
    return _fold(text, offset) if len(text) > LONG else _fold_cached(text, offset)


def _fold(text: str, offset: int) -> Folded:
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    glued: set[int] = set()
    lowered = text.lower() if text.isascii() else ""  # most text is: a slice of it is the folded word
    for found in TOKEN.finditer(text):
        start, end = found.span()
        word = lowered[start:end] if lowered else fold_word(text[start:end])
        if word in ("&", "`") or (lowered and "." in word and len(word) > 1):
            word = fold_word(text[start:end])
        if not word:
            continue
        if word == "-" and _joins(text, start, end):
            glued.add(len(words))
            continue
        words.append(word)
        starts.append(start + offset)
        ends.append(end + offset)
    return Folded(text, offset, tuple(words), tuple(starts), tuple(ends), frozenset(glued))


# Matcher, resolver and speakers each read the sentences of an article; a page-long "sentence" is not kept.
_fold_cached = lru_cache(maxsize=2048)(_fold)


def _joins(text: str, start: int, end: int) -> bool:
    if start == 0 or end == len(text):
        return False
    return (text[start - 1].isalnum() or text[start - 1] == ".") and text[end].isalnum()


def fold_key(text: str) -> str:
    """The key under which ``text`` matches: its folded words with single spaces."""
    return " ".join(fold(text).words)


def haystack(words: Sequence[str]) -> str:
    """Words as the automaton reads them: each between two spaces, so that a match begins and ends with a word."""
    return f" {'  '.join(words)} " if words else ""
