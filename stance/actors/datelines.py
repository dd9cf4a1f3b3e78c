"""The dateline at the head of a story: "MOSCOW (AP) —", "Beirut, Lebanon, Feb 3 -", "BEIJING/SEOUL -"."""

from __future__ import annotations

from stance.actors.fold import Folded
from stance.actors.placewords import MONTHS

LONGEST = 16
DASHES = ("-", "—", "―")


def dateline_end(folded: Folded) -> int:
    """The word at which the dateline of a sentence ends; 0 if it begins with none."""
    if not folded.is_capital(0):
        return 0
    dated = False
    at, depth = 0, 0
    while at < min(LONGEST, len(folded)):
        word = folded.word(at)
        if word == "(":
            depth += 1
        elif word == ")":
            depth, dated = depth - 1, True
        elif word in DASHES or word == ":":
            return at if _is_dateline(folded, at, dated) else 0
        elif word in MONTHS or word.isdigit():
            dated = dated or at > 0
        elif not (depth or word in (",", "/", ".", "'") or folded.is_capital(at) or word in ("de", "al", "el", "s")):
            return at if dated and folded.word(at - 1) == ")" and _is_shouted(folded) else 0
        at += 1
    return 0


def _is_dateline(folded: Folded, end: int, dated: bool) -> bool:
    """Whether the words up to the dash are a place and a date, and a sentence begins behind it."""
    after = end + 1
    while folded.word(after) in DASHES:
        after += 1
    if after < len(folded) and folded.word(after).isalpha() and not folded.is_capital(after):
        return False
    place = _length_of_place(folded)
    if folded.word(end) == ":":
        return place <= 4 and (dated or (_is_shouted(folded) and place == end))
    if dated or _is_shouted(folded):
        return place <= 4
    return end <= 3 and (place == end or folded.words[place:end] == (",", folded.word(end - 1)))


def _length_of_place(folded: Folded) -> int:
    """How many words stand before the first mark that ends a place's name, a slash aside."""
    at = 0
    while (
        at < len(folded) and (folded.word(at) in ("/", "'") or folded.is_capital(at)) and folded.word(at) not in MONTHS
    ):
        at += 1
    return at


def _is_shouted(folded: Folded) -> bool:
    return folded.is_upper(0) and len(folded.word(0)) > 3
