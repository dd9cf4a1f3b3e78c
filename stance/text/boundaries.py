"""Where sentences end: sentencex, and what it misses in news text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from typing import Any, cast

from stance.types import Span

_CHUNK = 20_000
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
# All white space but the blank itself.
_SPACES = re.compile(rf"[\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000{_INVISIBLE}]")
# Each of the patterns below begins with the character that it is about, which is fast to look for.
_QUOTES = re.compile(r"[\"“”„«»()\[\]‘’'](?:(?<=[\"“”„«»()\[\]])|(?<![^\W_].)|(?![^\W_]))")
_DOUBLE_MARK = re.compile('["“”„«»]')
MAX_QUOTATION = 4_000  # characters within which a quotation that is open at some place began
_CLOSERS = "\"”’'»)]"
_OPENERS = "\"“„‘'«(["
_UPPER = "[A-ZÀ-ÖØ-ÞĀ-Ž]"
_SENTENCE_BREAK = re.compile(rf"[.!?…][{re.escape(_CLOSERS)}]*\s+(?=[{re.escape(_OPENERS)}]?{_UPPER})")
_BULLET = re.compile(r"(?<=\s)[•‣▪●](?=\s)")
# "country.The next": no word goes on with a capital after a full stop, except in names of sites ("Booking.Com").
_SITE = re.compile(r"(?:Com|Org|Net|Gov|Edu|Info|Js|Ru|Uk|Io)\b")
_GLUED = re.compile(
    rf"[.!?…](?:(?<=[^\W\d_A-Z]{{2}}.)|(?<=\d\d.)|(?<=\).))[”\"’»)]?(?=[“\"‘«(]?{_UPPER}(?:[a-zà-öø-ÿ]|\s))"
)
# "said no. Tokyo", "in the U.S. The": not the abbreviations that they look like.
_NO_ABBREVIATION = re.compile(
    rf"\.(?:(?<=\b[Nn]o\.)\s+(?=[\"“‘]?{_UPPER}[a-z])"
    r"|(?<=\b(?:U\.S|U\.K|U\.N|E\.U|D\.C)\.)\s+(?=(?:The|He|She|It|They|But|In|On|At|This|That|These|Those|We|However|Meanwhile)\b))"
)
_NUMBER_ONLY = re.compile(r"\s*\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]\s*\Z")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Amb|Messrs|Pres|Dep|Asst|Min|Brig|Cmdr|Cdr|Comdr|Supt|Insp|Sec|Art|Arts|Ch|Vol|Nos?|Para|Fr|Sr|Mt|Ft|Sgt|Cpl|Pvt"
    r"|Gen|Lt|Col|Maj|Capt|Adm|Gov|Sen|Rep|Rev|Hon|Prof|Dr|Mr|Mrs|Ms|St|Ste)|\b(?:approx|est|i\.e|e\.g|cf|viz|vs|ca|incl|resp|v))\.\s*\Z"
)
_NO_BEFORE_WORD = re.compile(r"\bNos?\.\s*\Z")
_INITIAL = re.compile(r"(?:^|[\s(\"“-])(?:[A-Z]\.)*[A-Z]\.\Z")
_CLOCK = re.compile(r"\b[ap]\.m\.\s*\Z")
_ZONE = re.compile(r"(?:[A-Z]{1,2}[SD]?T|GMT|UTC|Eastern|Pacific|Central|Mountain|Moscow|London|Beijing|Kyiv|Local)\b")
_VERB = (
    r"(?:said|says|told|tells|asked|asks|added|adds|replied|replies|wrote|writes|tweeted|tweets|declared|declares|warned|warns|exclaimed"
    r"|shouted|shouts|insisted|insists|continued|continues|concluded|concludes|stated|states|explained|explains|noted|notes|posted|quipped)"
)
_STARTS = re.compile(rf"{_UPPER}|\d")
_GAP = re.compile(r"[\[(](?:\.\.\.|…)[\])]\s*\Z")
_QUOTATION_END = re.compile(r"([.!?])[\"”’»']\s*\Z")
_NAME_THEN_VERB = (
    rf"(?!(?:He|She|They|It|We|I|You|The)\b)(?:{_UPPER}[\w.'’-]*\s+){{1,6}}(?:also\s+|has\s+|had\s+)?{_VERB}\b"
)
_ATTRIBUTION = re.compile(_NAME_THEN_VERB)
_BARE_ATTRIBUTION = re.compile(rf"(?:{_NAME_THEN_VERB}|(?:He|She|They)\s+{_VERB})\s*(?:\.|\Z|,(?!\s*[\"“]))")


def boundaries(text: str, *, language: str) -> tuple[int, ...]:
    """Offsets within ``text`` at which a sentence ends and another begins, increasing, without 0 and the text's end."""
    # One character for one: offsets stay true.
    plain = text if text.isascii() and text.isprintable() else _SPACES.sub(" ", text)
    found: set[int] = set()
    for chunk in _chunks(plain):
        found.add(chunk.start)
        found.update(chunk.start + offset for offset in _chunk_boundaries(chunk.of(plain), language))
    return tuple(sorted(found - {0, len(text)}))


def _chunks(text: str) -> Iterator[Span]:
    """Pieces of at most _CHUNK characters, cut between sentences or else words: the splitter's cost is not linear."""
    start = 0
    while len(text) - start > _CHUNK:
        breaks = [match.end() for match in _SENTENCE_BREAK.finditer(text, start, start + _CHUNK)]
        end = breaks[-1] if breaks else text.rfind(" ", start + 1, start + _CHUNK)
        end = end if end > start else start + _CHUNK
        yield Span(start, end)
        start = end
    yield Span(start, len(text))


def _chunk_boundaries(text: str, language: str) -> set[int]:
    found = {_before_opener(text, at) for at in _sentencex(text, language)}
    without = _QUOTES.sub(" ", text)
    unquoted = {_before_opener(text, at) for at in _sentencex(without, language)} if without != text else found
    if language == "en":
        kept = _without_mistakes(text, found.union(_closed(text, unquoted), _missed(text)))
        unquoted = _without_mistakes(text, unquoted) if unquoted is not found else kept
        found = kept
    return found | set(_within_quotations(text, unquoted - found))


def _closed(text: str, places: Iterable[int]) -> Iterator[int]:
    return (at for at in places if _closes_quotation(text, at))


def _missed(text: str) -> Iterator[int]:
    """Where sentences end that sentencex does not see."""
    yield from (match.end() for match in (*_GLUED.finditer(text), *_NO_ABBREVIATION.finditer(text)))
    if not text.isascii():
        yield from (match.start() for match in _BULLET.finditer(text))


@cache
def _splitter() -> Callable[[str, str], list[dict[str, Any]]]:
    from sentencex import get_sentence_boundaries  # a compiled module: only splitting needs it

    return cast("Callable[[str, str], list[dict[str, Any]]]", get_sentence_boundaries)


def _sentencex(text: str, language: str) -> set[int]:
    pieces = _splitter()(language, text.replace("…", "."))  # which it does not know as an end
    return {piece["start_index"] for piece in pieces} - {0}


def _before_opener(text: str, at: int) -> int:
    """The offset moved left over an opening quotation mark."""
    while at > 1 and text[at - 1] in _OPENERS and (text[at - 2] == " " or text[at - 2] in _OPENERS):
        at -= 1
    return at


def _closes_quotation(text: str, at: int) -> bool:
    """Whether a quotation or parenthesis ends before ``at``, and a capital or number follows."""
    before = text[max(at - 10, 0) : at]
    ended = before.endswith(" ") and before.rstrip(" ")[-1:] in tuple(_CLOSERS)
    return ended and bool(_STARTS.match(text[at : at + 10].lstrip(_OPENERS)))


def _goes_on_after_quotation(before: str, following: str) -> bool:
    """Whether "Tokyo said" follows a quotation, or a gap in one."""
    if _GAP.search(before):
        return True
    end = _QUOTATION_END.search(before)
    if not end:
        return False
    return bool((_BARE_ATTRIBUTION if end[1] == "." else _ATTRIBUTION).match(following))


def _without_mistakes(text: str, found: Iterable[int]) -> set[int]:
    kept: set[int] = set()
    start = 0
    for at in sorted(found):
        if not _is_mistake(text, start, at):
            kept.add(at)
            start = at
    return kept


def _is_mistake(text: str, start: int, at: int) -> bool:
    before, following = text[max(start, at - 40) : at], text[at : at + 200].lstrip(_OPENERS)
    if _goes_on_after_quotation(before, following):
        return True
    if _NUMBER_ONLY.match(text, start, at):
        return True
    word = before.rstrip()
    word = word[word.rfind(" ") + 1 :] if word.endswith(".") else ""
    if word and _NO_BEFORE_WORD.search(word):
        return following[:1].isdigit()
    if word and (_ABBREVIATION.search(word) or (_CLOCK.search(word) and _ZONE.match(following))):
        return True
    # Without white space only a glued sentence starts here, not the rest of "U.S.-led".
    return not before.endswith(" ") and bool((word and _INITIAL.search(word)) or _SITE.match(following))


def _within_quotations(text: str, places: Collection[int]) -> Iterator[int]:
    """Those of the places that lie within double quotation marks, after words that end like a sentence."""
    if not places:
        return
    edges = [0, *(mark.start() for mark in _DOUBLE_MARK.finditer(text))]
    is_open = [False, *(_opens(text, edge) for edge in edges[1:])]
    for at in places:
        last = bisect_left(edges, at) - 1
        ended = text[max(at - 8, 0) : at].rstrip(" \"”’'").endswith((".", "?", "!", "…"))
        if ended and is_open[last] and at - edges[last] < MAX_QUOTATION:
            yield at


def _opens(text: str, at: int) -> bool:
    """Whether the double quotation mark at ``at`` opens a quotation."""
    if text[at] != '"':
        return text[at] in "“„«"
    return (at == 0 or text[at - 1] in " ([—-") and not text[at + 1 : at + 2].isspace()
