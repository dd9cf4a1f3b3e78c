"""Reasons why a name in the text is no actor: part of another name, a private person, a mere venue.

Each rule reads the folded words round a candidate and returns a reason, or "" where it has nothing to object.
"""

from __future__ import annotations

from collections.abc import Callable

from stance.actors import lexicon as lex
from stance.actors.fold import Folded
from stance.actors.index import Candidate

Rule = Callable[[Folded, Candidate], str]
PLACE_HOW = ("name", "metonym")


def longer_name(folded: Folded, found: Candidate) -> str:
    """Michael Jordan, Chad Smith, Paris Hilton: one word of a longer personal name."""
    if not _is_single_place(found):
        return ""
    before, after = folded.word(found.first - 1), folded.word(found.last)
    adjacent = found.first > 0 and _adjacent(folded, found.first - 1)
    if adjacent and folded.is_capital(found.first - 1) and before in lex.GIVEN_NAMES:
        return "part of a longer personal name"
    if adjacent and before in lex.FAMILY_TITLES:
        return "a person of that name"
    given = folded.word(found.first) in lex.PLACES_AS_GIVEN
    if given and folded.is_capital(found.last) and _adjacent(folded, found.last - 1) and _is_surname(after):
        return "part of a longer personal name"
    return ""


def other_name(folded: Folded, found: Candidate) -> str:
    """Washington Post, American Airlines, Georgia State University, Indian Ocean: a name that holds a name."""
    after = folded.word(found.last)
    if folded.is_capital(found.last) and _adjacent(folded, found.last - 1) and not folded.text.isupper():
        for nouns, reason in _SUFFIXES:
            if after in nouns and not _is_person(found):
                return reason
        if (
            found.last - found.first == 1
            and folded.is_capital(found.last + 1)
            and folded.word(found.last + 1) in _STRONG_SUFFIXES
        ):
            return "part of another name"
        if after in lex.EVENT_NOUNS and _hows(found) == {"metonym"}:
            return "a treaty or event named after a place"
    return _prefixed(folded, found)


def origin(folded: Folded, found: Candidate) -> str:
    """London-based, Iranian-born, English-language, Chinese-American: an affiliation."""
    if found.last in folded.glued:
        after = folded.word(found.last)
        if after in lex.ORIGIN_SUFFIXES:
            return f"a mere affiliation (-{after})"
        if after in ("american", "americans", "canadian", "australian", "british") and "demonym" in _hows(found):
            return "a hyphenated ancestry"
    return ""


def language_or_food(folded: Folded, found: Candidate) -> str:
    """Speaks Russian, Turkish coffee."""
    after = folded.word(found.last)
    names_ware = "demonym" in _hows(found) or folded.word(found.first) in ("turkey", "guinea")
    if names_ware and after in lex.FOODS and _adjacent(folded, found.last - 1):
        return "a language, food or ware"
    if "demonym" not in _hows(found):
        return ""
    if folded.word(found.first - 1) in lex.LANGUAGE_BEFORE and not folded.is_capital(found.last):
        return "a language"
    ends = not after or not (after[0].isalnum() or after == "'")
    if (
        folded.word(found.first - 1) == "in"
        and (ends or after in ("and", "on", "that", "with"))
        and not folded.word(found.first).endswith("s")
    ):
        return "a language"
    return ""


def american_place(folded: Folded, found: Candidate) -> str:
    """Georgia and Washington, the states of the USA."""
    word = folded.word(found.first)
    if found.last - found.first != 1 or word not in ("georgia", "washington"):
        return ""
    words = set(folded.words)
    if word == "washington":
        local = words & lex.WASHINGTON_STATE or (folded.word(found.first - 2), folded.word(found.first - 1)) == (
            "state",
            "of",
        )
        return "the state of the USA" if local else ""
    if folded.word(found.first - 2) in lex.GEORGIA_US_BEFORE or folded.word(found.last) in lex.GEORGIA_US_AFTER:
        return "the state of the USA"
    return "the state of the USA" if words & lex.US_STATES and not words & lex.GEORGIA_STATE else ""


def venue(folded: Folded, found: Candidate) -> str:
    """In Geneva, MOSCOW (AP): a capital as a mere place."""
    if _hows(found) != {"metonym"}:
        return ""
    if found.first == 0 and _is_dateline(folded, found):
        return "a dateline"
    if folded.word(found.last) == "'" and folded.word(found.last + 1) == "s":
        return ""
    first = found.first - 1 - (folded.word(found.first - 1) == "the")
    before = folded.word(first)
    if (
        before in lex.VENUE_PREPOSITIONS
        and folded.word(first - 1) not in lex.PLACE_OF_POWER
        and not (before == "from" and folded.word(first - 1) not in lex.TRAVEL)
    ):
        return "a venue"
    if before == "to" and folded.word(first - 1) in lex.TRAVEL:
        return "a venue"
    return ""


RULES: tuple[Rule, ...] = (longer_name, other_name, origin, language_or_food, american_place, venue)

_SUFFIXES = (
    (lex.MEDIA_NOUNS, "private media"),
    (lex.COMPANY_NOUNS, "a firm"),
    (lex.SCHOOL_NOUNS, "a university or museum"),
    (lex.SPORT_NOUNS, "a team or sports event"),
    (lex.GEOGRAPHY_NOUNS, "a geographic name"),
)
_STRONG_SUFFIXES = frozenset(
    {
        "airlines",
        "airways",
        "university",
        "inc",
        "corp",
        "corporation",
        "ltd",
        "holdings",
        "times",
        "tribune",
        "herald",
        "fc",
    }
)


def reject(folded: Folded, found: Candidate) -> str:
    """The first rule's reason against a candidate, or ""."""
    if found.decoy:
        return found.decoy
    for rule in RULES:
        reason = rule(folded, found)
        if reason:
            return reason
    return ""


def _hows(found: Candidate) -> set[str]:
    return {form.how for form in found.forms}


def _is_person(found: Candidate) -> bool:
    return "person" in _hows(found)


def _is_single_place(found: Candidate) -> bool:
    return found.last - found.first == 1 and bool(_hows(found) & set(PLACE_HOW)) and not _is_acronym(found)


def _is_acronym(found: Candidate) -> bool:
    """Whether every form is an acronym (US, EU): no part of a personal name."""
    return all(form.text.isupper() for form in found.forms)


def _adjacent(folded: Folded, index: int) -> bool:
    """Whether only blanks stand between word ``index`` and the next."""
    if not 0 <= index < len(folded) - 1:
        return False
    gap = folded.text[folded.ends[index] - folded.offset : folded.starts[index + 1] - folded.offset]
    return not gap.strip()


def _is_surname(word: str) -> bool:
    return word.isalpha() and not (
        word in lex.STATE_ROLES
        or word in lex.MODIFIERS
        or word in lex.TITLES
        or word in lex.FUNCTION_WORDS
        or word in lex.MONTHS_AND_DAYS
        or word in lex.EVENT_NOUNS
        or word in lex.PRIVATE_ROLES
    )


def _prefixed(folded: Folded, found: Candidate) -> str:
    before = folded.word(found.first - 1)
    if _is_person(found):
        return ""
    if (
        before in ("air", "radio", "hotel", "miss")
        and folded.is_capital(found.first - 1)
        and _adjacent(folded, found.first - 1)
    ):
        return "part of another name"
    at = found.first - 1 - (before == "the")
    if folded.word(at) == "of" and folded.word(at - 1) in lex.CONTAINER_OF and folded.is_capital(at - 1):
        if folded.word(at - 1) == "bank" and folded.word(found.first) in lex.CENTRAL_BANKS:
            return ""
        return "part of another name"
    return ""


def _is_dateline(folded: Folded, found: Candidate) -> bool:
    """MOSCOW (AP) —, Beirut, Lebanon —, LYON:"""
    head = [folded.word(i) for i in range(found.last, min(found.last + 9, len(folded)))]
    shouted = folded.raw(found.first).isupper() and len(folded.word(found.first)) > 3
    if head[:1] == ["("] and ")" in head:
        return shouted or any(mark in ("-", "—") for mark in head[head.index(")") :][:3])
    if (
        shouted
        and head[:1]
        and (head[0] in (":", "—", "-") or (head[0] == "," and any(mark in ("-", "—", ":", "(") for mark in head)))
    ):
        return True
    return head[:1] == ["—"] or (head[:1] == [","] and "—" in head[:6])
