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
            _add(found, document, piece, block=number, heading=block.kind == "heading")
    return tuple(found)


def as_given(document: Document, blocks: Sequence[Block], spans: Sequence[Span]) -> tuple[Sentence, ...]:
    """The sentences that somebody else found, as ``split`` gives its own: trimmed, capped, and without boilerplate.

    What lies in a skipped block is cut out of a sentence; the rest of it stays. A sentence belongs to the block in
    which it begins, and is a heading where it lies wholly in one. ``spans``: in order, none overlapping.
    """
    found: list[Sentence] = []
    kept = [(number, block) for number, block in enumerate(blocks) if block.kind != "skipped"]
    skipped = [block.span for block in blocks if block.kind == "skipped"]
    for span in spans:
        for whole in _without(span, [one for one in skipped if one.overlaps(span)]):
            for piece in _capped(document.text, whole):
                inside = [(number, block) for number, block in kept if block.span.overlaps(piece)]
                if inside:
                    heading = len(inside) == 1 and inside[0][1].kind == "heading"
                    _add(found, document, piece, block=inside[0][0], heading=heading)
    return tuple(found)


def _without(span: Span, gaps: Sequence[Span]) -> Iterator[Span]:
    """What is left of the span between the gaps, which are in order."""
    start = span.start
    for gap in gaps:
        if start < gap.start:
            yield Span(start, gap.start)
        start = max(start, gap.end)
    if start < span.end:
        yield Span(start, span.end)


def _add(found: list[Sentence], document: Document, piece: Span, *, block: int, heading: bool) -> None:
    span = _trim(document.text, piece)
    if span.start < span.end:
        found.append(Sentence(len(found), span, span.of(document.text), block, heading))


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
