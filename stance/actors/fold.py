"""Text folding for matching: words without case, diacritics and invisible characters, each with its place.

The map back to the text is kept word by word: ``starts[i], ends[i]`` are the offsets of word ``i`` in the text as
given, whatever the folding did to its characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from stance.actors.once import once

if TYPE_CHECKING:
    from stance.types import Sentence

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
    | (?:[^\W_]+|[{INVISIBLE}{MARKS}]+)+
    | \S
    """,
    re.VERBOSE,
)
# Most text folds by lower() and these two patterns alone, at a third of the time.
_PLAIN_TOKEN = re.compile(r"[A-Za-z0-9]+|[^\s\-\u2013]|(?<![A-Za-z0-9.])[-\u2013]|[-\u2013](?![A-Za-z0-9])")
_PLAIN_HYPHEN = re.compile(r"[-\u2013](?<=[A-Za-z0-9.].)(?=[A-Za-z0-9])")
_DOTTED = re.compile(
    r"\.(?:(?<=[A-Z].)[ ]?[A-Z]"
    r"|(?:(?<=St.|Mr.|Ms.|Dr.|Lt.)|(?<=Mrs.|Gen.|Col.|Sen.|Rep.|Gov.)|(?<=Prof.|Pres.)|(?<=Messrs.))\s)"
)
# The marks of printed text that stand for one on a keyboard; others fold word by word.
_TYPED = (("\u2019", "'"), ("\u2018", "'"), ("\u201c", '"'), ("\u201d", '"'), ("\u2013", "-"))


LONG = 2000


@dataclass(frozen=True)
class Folded:
    """The words and punctuation marks of a stretch of text, folded, with the offsets they came from.

    ``words[i]`` is the folded form of ``text[starts[i] - offset : ends[i] - offset]``. Hyphens between words are no
    words of their own (``glued`` has the words that follow one), so that "al-Qaeda" and "al Qaeda" fold alike.
    ``size`` is the number of words; ``spans`` are their places in ``text``, None where _PLAIN_TOKEN finds them.
    """

    text: str
    offset: int
    words: tuple[str, ...]
    size: int
    glued: frozenset[int] = frozenset()
    spans: tuple[tuple[int, int], ...] | None = None

    @once
    def starts(self) -> tuple[int, ...]:
        """Where each word begins in the document."""
        by = self.offset
        if self.spans is not None:
            return tuple([start + by for start, _ in self.spans])
        found, at, find = [], 0, _typed(self.text).lower().find
        for word in self.words:  # nothing but blanks and hyphens stands before the next word
            at = find(word, at)
            found.append(at + by)
            at += len(word)
        return tuple(found)

    @once
    def ends(self) -> tuple[int, ...]:
        """Where each word ends in the document."""
        if self.spans is None:
            return tuple([start + len(word) for start, word in zip(self.starts, self.words, strict=True)])
        return tuple([end + self.offset for _, end in self.spans])

    @once
    def capitals(self) -> frozenset[int]:
        """The words that begin with a capital letter."""
        text, by = self.text, self.offset
        found = [i for i, start in enumerate(self.starts) if text[start - by].isupper()]
        if self.spans is not None and not text.isascii():
            for i, start in enumerate(self.starts):
                first = text[start - by]
                if not (first.isascii() or first.isalnum()) and visible(self.raw(i))[:1].isupper():
                    found.append(i)
        return frozenset(found)

    def __len__(self) -> int:
        return self.size

    def raw(self, index: int) -> str:
        """Word ``index`` as written."""
        if self.spans is None:
            start = self.starts[index] - self.offset
            return self.text[start : start + len(self.words[index])]
        return self.text[self.starts[index] - self.offset : self.ends[index] - self.offset]

    def between(self, first: int, last: int) -> str:
        """The text as written from word ``first`` up to, and without, word ``last``."""
        return self.text[self.starts[first] - self.offset : self.ends[last - 1] - self.offset]

    @once
    def word(self) -> Callable[[int], str]:
        """Word ``index`` folded, or "" outside of the text. The rules ask for words more than for anything else."""
        return _Words(enumerate(self.words)).__getitem__

    def is_capital(self, index: int) -> bool:
        """Whether word ``index`` exists and begins with a capital letter."""
        return index in self.capitals

    def is_upper(self, index: int) -> bool:
        """Whether word ``index`` exists, has two letters or more and no small one."""
        return 0 <= index < self.size and len(self.words[index]) > 1 and self.raw(index).isupper()

    def touches(self, index: int) -> bool:
        """Whether word ``index`` follows the one before it after nothing but blanks."""
        if not 0 < index < self.size or index in self.glued:
            return False
        if self.spans is None:  # where nothing was left out, nothing but blanks and hyphens stands between words
            return True
        gap = self.text[self.ends[index - 1] - self.offset : self.starts[index] - self.offset]
        return gap in ("", " ") or not gap.strip()

    def is_headline(self) -> bool:
        """Whether all longer words have capitals, so that a capital tells no name: "Xi Visits Kazakhstan"."""
        longer = 0
        for i, word in enumerate(self.words):
            if len(word) > 3 and word.isalpha():
                if i not in self.capitals:
                    return False
                longer += 1
        return longer > 1 and self.size > 2


class _Words(dict[int, str]):
    """Words by their number, "" for any other."""

    def __missing__(self, index: int) -> str:
        return ""


def visible(text: str) -> str:
    """``text`` without invisible characters and combining marks."""
    return text if text.isascii() else INVISIBLE_OR_MARK.sub("", unicodedata.normalize("NFKD", text))


@lru_cache(maxsize=1 << 16)
def fold_word(token: str) -> str:
    """One word or punctuation mark, folded; empty if nothing visible is left."""
    if token.isascii():
        folded = token.lower()
    else:
        folded = PUNCTUATION.get(token) or visible(token).strip().casefold().translate(LETTERS)
    if len(folded) > 1:
        return folded.replace(".", "").replace(" ", "").replace("\u00a0", "")
    return PUNCTUATION.get(folded, folded)


def fold(text: str, *, offset: int = 0) -> Folded:
    """Fold ``text``, whose first character stands at ``offset`` in the document."""
    return _fold(text, offset) if len(text) > LONG else _fold_cached(text, offset)


def fold_sentence(sentence: Sentence) -> Folded:
    """Fold a sentence, with offsets into its document."""
    return fold(sentence.text, offset=sentence.span.start)


def _fold(text: str, offset: int) -> Folded:
    typed = _typed(text)
    if not typed.isascii() or _DOTTED.search(typed):
        return _fold_by(TOKEN, text, offset)
    if "&" in typed or "`" in typed:
        return _fold_by(TOKEN, text, offset)
    words = tuple(_PLAIN_TOKEN.findall(typed.lower()))
    folded = Folded(text, offset, words, len(words))
    if "-" in typed and (edges := {found.end() + offset for found in _PLAIN_HYPHEN.finditer(typed)}):
        glued = frozenset([i for i, start in enumerate(folded.starts) if start in edges])
        return Folded(text, offset, words, len(words), glued)
    return folded


def _typed(text: str) -> str:
    """``text`` with the marks of a keyboard, character for character."""
    if not text.isascii():
        for mark, key in _TYPED:
            text = text.replace(mark, key)
    return text


def _fold_by(token: re.Pattern[str], text: str, offset: int) -> Folded:
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    glued: set[int] = set()
    for found in token.finditer(text):
        word = fold_word(found.group())
        if not word:
            continue
        if word == "-" and _joins(text, *found.span()):
            glued.add(len(words))
            continue
        words.append(word)
        spans.append(found.span())
    return Folded(text, offset, tuple(words), len(words), frozenset(glued), tuple(spans))


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
