"""Which paragraphs are headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stance.text.paragraphs import SENTENCE_END, Paragraph
from stance.text.rules import Reasons

_MAX_HEADING_WORDS = 15
_MAX_HEADING_LENGTH = 120
_MAX_CAPS_WORDS = 40
_HEADING_MARK = re.compile(r"#{1,6}\s")
_ABBREVIATION_END = re.compile(r"\b(?:U\.S|U\.K|U\.N|E\.U|D\.C)\.\Z")
# List items and turns of a transcript ("QUESTION: Will you") are no headings, however short.
_NO_HEADING = re.compile(r"[-*•‣▪●◦–—>█]+\s|\(?\d{1,3}[.)]\s|[A-Z][A-Z .'-]+:\s|\S*https?://")
_LETTERS = re.compile(r"[^\W\d_]")


def headings(found: Sequence[Paragraph], reasons: Reasons) -> list[bool]:
    """Which paragraphs are headings. Where no body would be left, only those in capitals or with a heading mark are."""
    kept = [at for at, reason in enumerate(reasons) if reason is None]
    headed = {at for at in kept if _is_heading(found[at], first=at == kept[0])}
    if len(headed) == len(kept):
        headed = {
            at for at in kept if _HEADING_MARK.match(found[at].text) or (is_all_caps(found[at]) and len(kept) > 1)
        }
    return [at in headed for at in range(len(found))]


def _is_heading(paragraph: Paragraph, *, first: bool) -> bool:
    text = paragraph.text
    if _HEADING_MARK.match(text) or is_all_caps(paragraph):
        return True
    if (
        paragraph.words > _MAX_HEADING_WORDS
        or len(text) > _MAX_HEADING_LENGTH
        or _NO_HEADING.match(text)
        or text[0].islower()
    ):
        return False
    ended = SENTENCE_END.search(text) and not (first and (_ABBREVIATION_END.search(text) or text.endswith("?")))
    return not ended and bool(_LETTERS.search(text))


def is_all_caps(paragraph: Paragraph) -> bool:
    """Whether the paragraph is a headline in capitals."""
    head = paragraph.text[:1000]
    if not 1 < paragraph.words <= _MAX_CAPS_WORDS or head.count("e") + head.count("a") > 0.05 * len(head):
        return False  # most paragraphs have more small letters than that of two alone
    letters = _LETTERS.findall(head)
    return len(letters) >= 8 and sum(map(str.isupper, letters)) >= 0.95 * len(letters)
