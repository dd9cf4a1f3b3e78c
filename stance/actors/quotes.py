"""Which part of each sentence stands in quotation marks, also where a quotation runs over several sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stance.types import Sentence, Span

LINES_AHEAD = 4  # the same over breaks of paragraph
LOOK_AHEAD = 8  # sentences within which an open quotation must close to be believed
OPENING = "\u201c\u201e\u201f\u00ab"
CLOSING = "\u201d\u00bb"
STRAIGHT = '"\uff02'
_BEFORE_OPENING = " \t\r\n\u00a0([{\u2014\u2013-/'\u2018"
_SINGLE = re.compile(r"(?P<opens>(?<!\w)['\u2018](?=\w))|(?P<closes>(?<=\S)['\u2019](?!\w))")
_MAY_END = re.compile(r"[.,?!]['\u2019](?!\w)")
_SPOKEN_END = re.compile(r"(?<!\w)['\u2018]\w.*[.,?!]['\u2019](?!\w)|^.+[.,?!]['\u2019](?!\w)")
_DASHED = re.compile(r"[\u2014\u2013]\s+(?=[A-Z])(.+?[,.?!]) [\u2014\u2013] ")
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
    """The quoted parts of each sentence, in order.

    Single marks and dashes count as quotation marks only in a text that has no double ones.
    """
    marks = [_marks(sentence.text) for sentence in sentences]
    if not any(marks):
        marks = _other_marks(sentences)
    if not any(marks):
        return (Quoted(),) * len(sentences)
    result: list[Quoted] = []
    is_open = False
    for i, sentence in enumerate(sentences):
        new_block = i > 0 and sentence.block != sentences[i - 1].block
        goes_on = _reopens(sentence.text, marks[i]) or _ends_soon(marks[i : i + LINES_AHEAD])
        is_open = is_open and (goes_on or not new_block)
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
        else:
            before = text[i - 1] if i else " "
            after = text[i + 1] if i + 1 < len(text) else " "
            stands_before = after.isalnum() if char in CLOSING else not after.isspace()  # ”so”, as some typesetters do
            marks.append(_Mark(i, before in _BEFORE_OPENING and stands_before))
    return marks


def _other_marks(sentences: Sequence[Sentence]) -> list[list[_Mark]]:
    """Single quotation marks where one ends like speech, dashes where a paragraph of speech begins with one."""
    if any(_MAY_END.search(sentence.text) and _SPOKEN_END.search(sentence.text) for sentence in sentences):
        return [_single_marks(sentence.text) for sentence in sentences]
    return [_dashes(sentence.text) for sentence in sentences]


def _single_marks(text: str) -> list[_Mark]:
    marks: list[_Mark] = []
    for found in _SINGLE.finditer(text):
        opens = found.lastgroup == "opens"
        plural = text[found.start() - 1 : found.start()] == "s" and text[found.end() : found.end() + 1] == " "
        if opens or not plural:  # "the ministers' talks"
            marks.append(_Mark(found.start(), opens))
    return marks


def _dashes(text: str) -> list[_Mark]:
    found = _DASHED.match(text)
    return [_Mark(0, True), _Mark(found.end(1) - 1, False)] if found else []


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


def _ends_soon(following: Sequence[Sequence[_Mark]]) -> bool:
    """Whether a quotation goes on over a break of paragraph without a mark, as in texts of one sentence a line."""
    first = next((marks[0] for marks in following if marks), None)
    return first is not None and not first.opens


def _closes(following: Sequence[Sequence[_Mark]]) -> bool:
    """Whether the next mark that matters closes; an opening one may only stand first in its sentence."""
    for marks in following:
        for i, mark in enumerate(marks):
            if not mark.opens:
                return True
            if i > 0 or mark.at > 2:
                return False
    return False
