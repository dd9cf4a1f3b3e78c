"""Paragraphs, headings, and boilerplate: marked with a reason, never deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from stance.text.biography import skip_biography
from stance.text.headings import headings, is_all_caps
from stance.text.neighbours import skip_comments, skip_links, skip_name_line, skip_tweets
from stance.text.paragraphs import Paragraph, read_paragraphs
from stance.text.rules import Reasons, reason_of
from stance.types import Block, Document

ALL_CAPS = "all-caps headline"
_STEPS: tuple[Callable[[Sequence[Paragraph], Reasons], Reasons], ...] = (
    skip_links,
    skip_tweets,
    skip_comments,
    skip_biography,
    skip_name_line,
)


def clean(document: Document) -> tuple[Block, ...]:
    """Blocks of the document: body, headings, and boilerplate as ``skipped`` with the reason.

    The blocks cover ``document.text`` in order; only white space lies between them.
    """
    found = read_paragraphs(document.text)
    reasons: Reasons = tuple(reason_of(paragraph) for paragraph in found)
    for step in _STEPS:
        reasons = step(found, reasons)
    headed = headings(found, reasons)
    return tuple(_block(*item) for item in zip(found, reasons, headed, strict=True))


def _block(paragraph: Paragraph, reason: str | None, heading: bool) -> Block:
    if reason is not None:
        return Block(span=paragraph.span, kind="skipped", reason=reason)
    if heading:
        return Block(span=paragraph.span, kind="heading", reason=ALL_CAPS if is_all_caps(paragraph) else None)
    return Block(span=paragraph.span, kind="body")
