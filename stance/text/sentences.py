"""Sentences of the blocks, with exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stance.text.boundaries import boundaries
from stance.text.paragraphs import lines as line_spans
from stance.types import Block, Document, Sentence, Span

MAX_SENTENCE = 2000
_EDGE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_WORD = re.compile(r"[^\W_]")
_MARKER = re.compile(r"(?:#{1,6}|[-*•‣▪●◦>])\s+")


def split(document: Document, blocks: Sequence[Block], *, lines: bool = False) -> tuple[Sentence, ...]:
    """The sentences of all blocks that are not skipped, in order.

    ``sentence.text == document.text[span]``, without white space at either end; none is longer than MAX_SENTENCE.

    Args:
        document: whose text the blocks cut; its ``language`` ("en" if None) chooses the rules.
        blocks: as ``clean`` gives them.
        lines: each non-empty line is one sentence, whatever it holds.
    """
    text = document.text
    found: list[Sentence] = []
    for number, block in enumerate(blocks):
        if block.kind == "skipped":
            continue
        spans = line_spans(text, block.span) if lines else _sentence_spans(text, block.span, document.language)
        for piece in spans:
            span = _trim(text, piece)
            if span.start < span.end:
                heading = block.kind == "heading"
                found.append(Sentence(index=len(found), span=span, text=span.of(text), block=number, heading=heading))
    return tuple(found)


def _sentence_spans(text: str, block: Span, language: str | None) -> Iterator[Span]:
    start = block.start
    for end in (*boundaries(block.of(text), language=_code(language)), block.end - block.start):
        end_at = block.start + end
        # A piece without a word, such as a stray quotation mark, stays with what follows.
        if not _WORD.search(text, start, end_at) and end_at < block.end:
            continue
        yield from _capped(text, Span(start, end_at))
        start = end_at


def _code(language: str | None) -> str:
    return re.split(r"[-_]", language.strip().lower())[0] if language else "en"


def _capped(text: str, span: Span) -> Iterator[Span]:
    """The span in pieces of at most MAX_SENTENCE characters, cut at white space if there is any."""
    start = span.start
    while span.end - start > MAX_SENTENCE:
        cut = max(text.rfind(space, start + 1, start + MAX_SENTENCE + 1) for space in (" ", "\n", "\u00a0", "\t"))
        end = cut if cut > start else start + MAX_SENTENCE
        yield Span(start, end)
        start = end
    yield Span(start, span.end)


def _trim(text: str, span: Span) -> Span:
    """Without white space, invisible characters and list or heading marks at the ends."""
    start, end = _strip(text, span)
    while (marker := _MARKER.match(text, start, end)) and marker.end() < end:
        start, end = _strip(text, Span(marker.end(), end))
    return Span(start, end)


def _strip(text: str, span: Span) -> tuple[int, int]:
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in _EDGE):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _EDGE):
        end -= 1
    return start, end
