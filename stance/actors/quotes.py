"""Which part of each sentence stands in quotation marks, also where a quotation runs over several sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stance.types import Sentence, Span

LOOK_AHEAD = 8  # sentences within which an open quotation must close to be believed
OPENING = "\u201c\u201e\u201f\u00ab"
CLOSING = "\u201d\u00bb"
STRAIGHT = '"\uff02'
_BEFORE_OPENING = " \t\r\n\u00a0([{\u2014\u2013-/'\u2018"
_MARK = re.compile(f"[{OPENING}{CLOSING}{STRAIGHT}]")


@dataclass(frozen=True, slots=True)
class Quoted:
    """The quoted spans of one sentence (offsets into its own text).

    ``starts_open``: the quotation comes from an earlier sentence; ``ends_open``: it goes on in the next one.
    """

    spans: tuple[Span, ...] = ()
    starts_open: bool = False
    ends_open: bool = False

    def holds(self, offset: int) -> bool:
        """Whether the character at ``offset`` is quoted."""
        return any(span.start <= offset < span.end for span in self.spans)

    def unquoted(self, text: str) -> str:
        """``text`` with its quoted characters blanked out."""
        for span in self.spans:
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
        return text


@dataclass(frozen=True, slots=True)
class _Mark:
    at: int
    opens: bool


def read_quotes(sentences: Sequence[Sentence]) -> tuple[Quoted, ...]:
    """The quoted parts of each sentence, in order."""
    marks = [_marks(sentence.text) for sentence in sentences]
    result: list[Quoted] = []
    is_open = False
    for i, sentence in enumerate(sentences):
        if is_open and i and sentence.block != sentences[i - 1].block and not _reopens(sentence.text, marks[i]):
            is_open = False
        quoted = _read(sentence.text, marks[i], starts_open=is_open)
        if quoted.ends_open and not _closes(marks[i + 1 : i + 1 + LOOK_AHEAD]):
            quoted = Quoted(quoted.spans, quoted.starts_open, False)
        is_open = quoted.ends_open
        result.append(quoted)
    return tuple(result)


def _marks(text: str) -> list[_Mark]:
    marks = []
    for found in _MARK.finditer(text):
        i, char = found.start(), found.group()
        if char in OPENING:
            marks.append(_Mark(i, True))
        elif char in CLOSING:
            marks.append(_Mark(i, False))
        else:
            before = text[i - 1] if i else " "
            after = text[i + 1] if i + 1 < len(text) else " "
            marks.append(_Mark(i, before in _BEFORE_OPENING and not after.isspace()))
    return marks


def _reopens(text: str, marks: Sequence[_Mark]) -> bool:
    return bool(marks) and marks[0].opens and not text[: marks[0].at].strip()


def _read(text: str, marks: Sequence[_Mark], *, starts_open: bool) -> Quoted:
    spans: list[Span] = []
    start: int | None = 0 if starts_open else None
    for mark in marks:
        if mark.opens:
            start = mark.at if start is None else start
        elif start is not None:
            spans.append(Span(start, mark.at + 1))
            start = None
        elif not spans and not starts_open:
            spans.append(Span(0, mark.at + 1))  # closed without having been opened: all before it was quoted
    if start is not None:
        spans.append(Span(start, len(text)))
    return Quoted(tuple(spans), starts_open, start is not None)


def _closes(following: Sequence[Sequence[_Mark]]) -> bool:
    """Whether the next mark that matters closes; an opening one may only stand first in its sentence."""
    for marks in following:
        for i, mark in enumerate(marks):
            if not mark.opens:
                return True
            if i > 0 or mark.at > 2:
                return False
    return False
