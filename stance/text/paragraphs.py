"""Cutting a text into paragraphs, hard-wrapped or one a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stance.types import Span

_LINE = re.compile(r"[^\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_ITEM = re.compile(r"[-*•‣▪●◦–—>]\s|#{1,6}\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s")
_HEADING_MARK = re.compile(r"#{1,6}\s")
_LABEL = re.compile(r"[A-Z][\w .'’-]{1,30}:\s")
# How a sentence or one of its parts ends; a heading ends in no such way.
SENTENCE_END = re.compile(r"[.!?…:;,–—-][\"”’»)\]']*\Z")
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
# Wider lines than these are no hard wrapping; narrower ones are verse, lists or headings.
_MAX_WIDTH = 120
_MIN_WIDTH = 35
_SLACK = 4
_MIN_FILLED_SHARE = 0.7


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A span, its words as one plain line, and their number.

    In ``text`` white space is collapsed, quotation marks are straight and invisible characters gone: it is what rules
    look at, and its offsets mean nothing.
    """

    span: Span
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines with no blank one between them."""

    text: str
    spans: tuple[Span, ...]

    def line(self, at: int) -> str:
        return self.spans[at].of(self.text)


def paragraphs(text: str) -> tuple[Span, ...]:
    """Spans of the paragraphs of ``text``: trimmed, in order, only white space between them.

    A blank line always ends a paragraph. A single line break ends one too, unless the text is hard-wrapped (nearly all
    lines are as full as the next word allowed) or the next line plainly goes on (it starts with a small letter).
    """
    groups = _groups(text)
    width = _wrap_width(groups)
    return tuple(span for group in groups for span in _join(group, width))


def read_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of ``text`` with their plain words."""
    return tuple(_read(text, span) for span in paragraphs(text))


def _read(text: str, span: Span) -> Paragraph:
    plain = span.of(text)
    if not plain.isascii():
        plain = _INVISIBLE.sub("", plain).replace("’", "'").replace("“", '"').replace("”", '"')
    words = plain.split()
    return Paragraph(span=span, text=" ".join(words), words=len(words))


def lines(text: str, span: Span) -> tuple[Span, ...]:
    """Spans of the non-empty lines within ``span``, trimmed."""
    found = (_trim(text, span.start + m.start(), span.start + m.end()) for m in _LINE.finditer(span.of(text)))
    return tuple(line for line in found if line.start < line.end)


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), max(start + len(piece.rstrip()), start))


def _groups(text: str) -> tuple[_Lines, ...]:
    groups: list[_Lines] = []
    run: list[Span] = []
    for line in lines(text, Span(0, len(text))):
        if run and len(_BREAK.findall(text, run[-1].end, line.start)) > 1:
            groups.append(_Lines(text, tuple(run)))
            run = []
        run.append(line)
    return (*groups, _Lines(text, tuple(run))) if run else tuple(groups)


def _wrap_width(groups: tuple[_Lines, ...]) -> int | None:
    """The width at which the text is hard-wrapped, or None."""
    widths = [span.end - span.start for group in groups for span in group.spans]
    width = max(widths, default=0)
    breaks = [_filled(group, at, width) for group in groups for at in range(len(group.spans) - 1)]
    wrapped = _MIN_WIDTH <= width <= _MAX_WIDTH and len(breaks) > 0 and sum(breaks) >= _MIN_FILLED_SHARE * len(breaks)
    return width if wrapped else None


def _filled(group: _Lines, at: int, width: int) -> bool:
    """Whether the first word of the next line had no room on this one."""
    here = group.spans[at]
    word = group.line(at + 1).split(maxsplit=1)[0]
    return here.end - here.start + 1 + len(word) > width - _SLACK


def _join(group: _Lines, width: int | None) -> list[Span]:
    joined = [group.spans[0]]
    for at in range(len(group.spans) - 1):
        following = group.spans[at + 1]
        if _goes_on(group, at, width):
            joined[-1] = Span(joined[-1].start, following.end)
        else:
            joined.append(following)
    return joined


def _shouts(line: str) -> bool:
    """Whether the line is a headline in capitals: one word, such as "NATO.", is not."""
    return line.isupper() and len(line.split()) > 1


def _goes_on(group: _Lines, at: int, width: int | None) -> bool:
    line, following = group.line(at), group.line(at + 1)
    if _ITEM.match(following) or _HEADING_MARK.match(line) or _shouts(line) != _shouts(following):
        return False
    if width is not None and _filled(group, at, width):
        return True
    # A label such as "SECRETARY SMITH:" starts a new turn even in the middle of wrapped text.
    unfinished = not _ENDED.search(line) and not _LABEL.match(following)
    return unfinished and following[0].islower() and len(line) >= _MIN_WIDTH
