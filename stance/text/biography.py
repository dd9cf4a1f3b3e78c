"""The author's biography at the end of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stance.text.names import NAME
from stance.text.paragraphs import Paragraph
from stance.text.rules import Reasons

_MAX_WORDS = 90
_MAX_UNSURE_WORDS = 60
_MAX_GOING_ON = 3
_ABOUT_AUTHOR = re.compile(r"\A\W*about the (?:author|writer|contributor|reporter)s?\b", re.IGNORECASE)
_PRESS_ROLE = (
    r"(?:reporter|journalist|correspondent|columnist|(?:staff|senior|freelance|contributing|political|features?"
    r"|news) writer|bureau chief"
    r"|(?:news|managing|senior|associate|deputy|foreign|contributing|assistant|executive|diplomatic|world) editor"
    r"|(?:regular|frequent) contributor|broadcaster|blogger)"
)
_WORK_ROLE = (
    r"(?:fellow|professor|lecturer|researcher|analyst|scholar|historian|(?:co-?)?author|writer|editor|contributor"
    r"|expert"
    r"|academic|consultant|specialist|Ph\.?D\.? (?:candidate|student)|doctoral (?:candidate|student)"
    r"|graduate student|commentator"
    r"|economist|political scientist)"
)
_IS = r"(?:,[^.]{0,80},)?\s+(?:is|has been|works as|serves as)\s+"
_AUTHOR_BIOGRAPHY = re.compile(
    r"\A\W*the (?:writer|author|columnist|contributor)s?\s+(?:is|are|was|has|can be|teaches|writes|works)\b"
    r"|\A\W*(?:the )?(?:views|opinions) (?:expressed )?(?:here|in this)\b",
    re.IGNORECASE,
)
# The author, or a journalist or scholar whom the article is about.
_BIOGRAPHY = re.compile(
    rf"\A\W*(?:(?:Dr|Prof|Professor)\.? )?(?P<name>{NAME})"
    rf"(?:{_IS}(?:[^.]|\b[A-Z]\.){{0,100}}\b(?:{_PRESS_ROLE}|{_WORK_ROLE})\b"
    r"|\s+(?:writes|covers|reports|has (?:covered|reported|written))\b(?! that)[^.]{0,80}\b(?:for|on|about|from)\b)"
)
# News about a journalist or scholar, whoever they are.
_NEWS = re.compile(
    r"\b(?:said|told|arrested|detained|jailed|imprisoned|killed|sentenced|accused|charged|convicted|expelled|kidnapped|freed)\b"
)
# What may follow a biography, never boilerplate by itself.
_BIOGRAPHY_GOES_ON = re.compile(
    r"\A\W*(?:(?:he|she|they)\s+(?:is|was|are|has|have|holds?|lives?|previously|also|formerly|writes?|covers?|works?"
    r"|worked|joined|can be|tweets?"
    r"|studied|graduated|received|specializ|specialis|focus)|(?:his|her|their) (?:work|writing|research|latest"
    r"|most recent|new|book|articles?|twitter)"
    r"|(?:follow|contact|email|reach|read more by)\b|(?:you can )?(?:follow|contact|reach|find)\b|twitter\b|@\w+)",
    re.IGNORECASE,
)
NAME_LINE = re.compile(rf"\A\W*(?:{NAME})(?:\s*(?:,|and|&)\s*{NAME})*\W*\Z")


def skip_biography(found: Sequence[Paragraph], reasons: Reasons) -> Reasons:
    """The author's biography at the end, what goes on with it, and the name line above."""
    result = list(reasons)
    going_on: list[int] = []
    for at in range(len(found) - 1, 0, -1):
        paragraph = found[at]
        if reasons[at] is not None:
            continue
        if _is_biography(found, reasons, at):
            for index in (at, *going_on):
                result[index] = "author biography"
            going_on = []
        elif result[at + 1 : at + 2] == ["author biography"] and _is_author_line(paragraph):
            result[at] = "byline"
        elif len(going_on) < _MAX_GOING_ON and _goes_on(paragraph):
            going_on.append(at)
        else:
            break
    return tuple(result)


def _is_author_line(paragraph: Paragraph) -> bool:
    return bool(NAME_LINE.match(paragraph.text) or _ABOUT_AUTHOR.match(paragraph.text))


def _goes_on(paragraph: Paragraph) -> bool:
    return bool(_BIOGRAPHY_GOES_ON.match(paragraph.text)) and paragraph.words <= _MAX_UNSURE_WORDS


def _before(found: Sequence[Paragraph], reasons: Reasons, at: int, *, body: bool) -> str:
    """What stands above, either the body or the bylines and lines that hold nothing but a name."""
    above = zip(found[:at], reasons, strict=False)
    return "\n".join(
        p.text for p, r in above if body == (r is None and not NAME_LINE.match(p.text)) and r in (None, "byline")
    )


def _is_biography(found: Sequence[Paragraph], reasons: Reasons, at: int) -> bool:
    """A person is the author if a byline names them, or if the body does not: one whom it quotes is none."""
    paragraph = found[at]
    if paragraph.words > _MAX_WORDS:
        return False
    if _AUTHOR_BIOGRAPHY.match(paragraph.text):
        return True
    match = _BIOGRAPHY.match(paragraph.text)
    if not match or _NEWS.search(paragraph.text):
        return False
    surname = match["name"].split()[-1]
    if surname in _before(found, reasons, at, body=False):
        return True
    return paragraph.words <= _MAX_UNSURE_WORDS and surname not in _before(found, reasons, at, body=True)
