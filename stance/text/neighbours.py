"""Boilerplate that only the paragraphs around it tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stance.text.biography import NAME_LINE
from stance.text.paragraphs import SENTENCE_END, Paragraph
from stance.text.rules import Reasons

_MAX_LINK_WORDS = 20
_MAX_LINKS = 8
_MAX_TWEET_WORDS = 60
# A label whose linked titles follow on lines of their own.
_LINKS_FOLLOW = re.compile(
    r"\A\W*(?:also read|must read|read (?:also|more|next)|see also|related\b.*|recommended\b.*|more (?:from|on"
    r"|in)\b.*|you (?:may|might) also like"
    r"|trending\b.*|most (?:read|popular|viewed)|latest (?:news|stories|posts|headlines)|top (?:stories|news)"
    r"|popular\b.*|editors?'?s? picks?"
    r"|further reading|up next|what to read next|don't miss|tags?|topics|keywords"
    r"|external links|references|sources|sister links"
    r"|previous (?:article|post)"
    r"|next (?:article|post)|in case you missed it)\W*\Z",
    re.IGNORECASE,
)
_COMMENTS_FOLLOW = re.compile(
    r"\A\W*(?:\d+ comments?|comments? \(\d+\)|(?:leave|post|add|write) a (?:reply|comment)|join the (?:conversation"
    r"|discussion)|comments)\W*\Z",
    re.IGNORECASE,
)
_TWEET_SIGNATURE = re.compile(r"\A[—–-]+\s*.{1,80}\(@\w{1,30}\)")
_TWEET_MARK = re.compile(r"[#@]\w|https?://|pic\.twitter|\A\W*RT\b")


def skip_links(found: Sequence[Paragraph], reasons: Reasons) -> Reasons:
    """Titles on the lines after a label such as "Related articles"."""
    result = list(reasons)
    left = 0
    for at, paragraph in enumerate(found):
        if reasons[at] is not None:
            left = _MAX_LINKS if _LINKS_FOLLOW.match(paragraph.text) else left
        elif left and paragraph.words <= _MAX_LINK_WORDS and not SENTENCE_END.search(paragraph.text):
            result[at] = "teaser"
            left -= 1
        else:
            left = 0
    return tuple(result)


def skip_tweets(found: Sequence[Paragraph], reasons: Reasons) -> Reasons:
    """The tweet above its signature line, where it bears a mark of one."""
    result = list(reasons)
    for at in range(1, len(found)):
        above = found[at - 1]
        signed = reasons[at] is not None and _TWEET_SIGNATURE.match(found[at].text)
        if signed and reasons[at - 1] is None and above.words <= _MAX_TWEET_WORDS and _TWEET_MARK.search(above.text):
            result[at - 1] = "embedded tweet"
    return tuple(result)


def skip_comments(found: Sequence[Paragraph], reasons: Reasons) -> Reasons:
    """What readers wrote: all that follows a comments heading in the last third of the text."""
    total = sum(paragraph.words for paragraph in found)
    seen = 0
    for at, paragraph in enumerate(found):
        seen += paragraph.words
        if reasons[at] == "comments" and _COMMENTS_FOLLOW.match(paragraph.text) and 3 * seen >= 2 * total:
            return (*reasons[:at], *(reason or "comments" for reason in reasons[at:]))
    return reasons


def skip_name_line(found: Sequence[Paragraph], reasons: Reasons) -> Reasons:
    """A bare name below the title, with a date or other boilerplate below it."""
    result = list(reasons)
    for at in range(1, min(4, len(found) - 1)):
        if (
            reasons[at] is None
            and reasons[at + 1] in ("date", "byline", "reading time")
            and NAME_LINE.match(found[at].text)
        ):
            result[at] = "byline"
    return tuple(result)
