"""Demonyms that say where a person, firm, team, dish or tongue is from, and name no state by that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from stance.actors import lexicon as lex
from stance.actors import namewords as names
from stance.actors.fold import Folded
from stance.actors.objection import Look, Objection

LANGUAGE = Objection("a language", "language")
GOODS = Objection("a language, food or ware", "food")
ANCESTRY = Objection("an ancestry", "ancestry")
NATIONALITY = Objection("a mere nationality", "affiliation")
HOST = Objection("the host of an envoy", "affiliation")
TEAM = Objection("a team", "team")
_ORIGINS = frozenset({"ethnic", "half", "part", "of"})
_TONGUES = ("ian", "ean", "german", "ish", "ese", "arabic", "french", "dutch", "greek", "hindi", "urdu", "hebrew")
SCORE = re.compile(r"(?<![\d-])\d{1,2}[-\u2013]\d{1,2}(?![\d-])")  # 2-0


def origin(look: Look) -> Objection | None:
    """London-based, Iranian-born, born in France, a Georgian who."""
    after = look.after
    if look.last in look.folded.glued and after in names.ORIGIN_SUFFIXES:
        return Objection(
            f"a mere affiliation (-{after})", "language" if after in ("language", "speaking") else "affiliation"
        )
    if look.before == "in" and look.word(-2) in names.ORIGIN_VERBS and "demonym" not in look.hows:
        return Objection(f"a mere affiliation ({look.word(-2)} in)", "affiliation")
    if look.before == "from" and look.word(-2) in names.PRIVATE_FROM and look.is_place:
        return Objection(f"a mere affiliation ({look.word(-2)} from)", "affiliation")
    return NATIONALITY if "demonym" in look.hows and (_is_nationality(look) or _is_dual(look)) else None


def hosted(look: Look) -> Objection | None:
    """The former US ambassador to <Russia>: neither the sender's nor the host's."""
    at = look.first - 1 - (look.before == "the")
    if look.folded.word(at) not in ("to", "for") or look.folded.word(at - 1) not in lex.ENVOYS:
        return None
    former = any(look.folded.word(at - by) in lex.FORMER or look.folded.word(at - by) == "retired" for by in (2, 3, 4))
    return HOST if former else None


def _is_nationality(look: Look) -> bool:
    """ "A Hungarian by passport", "they are Belgian": a noun or predicate that says what someone is."""
    after, before = look.after, look.before
    if after in ("citizen", "national") and before in ("a", "an"):
        return look.word(-2) in names.PREDICATES
    singular = not look.folded.word(look.last - 1).endswith("s") or look.folded.word(look.last - 1) in ("swiss",)
    if not singular:
        return False
    if before in ("a", "an"):
        return after in names.PEOPLE_AFTER_ARTICLE
    if before in ("is", "are", "was", "were", "be"):
        subject = look.first - 2
        stops = after in ("", ".", ",", ";", '"') or after in ("by", "but")
        return stops and subject >= 0 and not (look.folded.is_capital(subject) and subject > 0)
    return False


def _is_dual(look: Look) -> bool:
    """The <Italian>-<Swedish> diplomat: a person of two peoples, where envoys and negotiators may be of both states."""
    folded = look.folded
    if look.last in folded.glued and folded.is_capital(look.last):
        noun = look.word(1)
    elif look.first in folded.glued and folded.is_capital(look.first - 1):
        noun = look.after
    else:
        return False
    return noun in names.DUAL_NATIONALS


def ancestry(look: Look) -> Objection | None:
    """Armenian Americans, ethnic Hungarians, the Cuban diaspora, of Syrian descent."""
    if "demonym" not in look.hows:
        return None
    after, before = look.after, look.before
    if (before in _ORIGINS or after == "by" or after in names.ANCESTRY_NOUNS) and _is_descent(look):
        return ANCESTRY
    if after in names.HYPHENATED and look.folded.is_capital(look.last):
        following = look.word(1)
        if after.endswith("s") or (following not in names.RELATIONS and look.before in ("a", "an", "the", "")):
            return ANCESTRY
        return None
    if look.folded.word(look.first) in names.HYPHENATED and _ends_compound(look):
        return ANCESTRY
    return None


def _is_descent(look: Look) -> bool:
    """Ethnic <Hungarians>, half <Japanese>, <French> by birth, thousands of <Syrians>."""
    if look.before == "ethnic" or look.after in names.ANCESTRY_NOUNS:
        return True
    if look.after == "by":
        return look.word(1) in names.BY_BIRTH
    return (look.first == 2 and _is_crowd(look)) if look.before == "of" else _ends(look.after)


def _is_crowd(look: Look) -> bool:
    """ "Thousands of <Syrians> crossed": people who go their own way, at the head of the sentence."""
    people = look.word(-2) in names.CROWDS and look.folded.word(look.last - 1).endswith("s")
    return people and not look.capital_after() and look.after != "'"


def _ends_compound(look: Look) -> bool:
    """The second half: Armenian <Americans>, where the first is an adjective of another people right before it."""
    own = look.folded.word(look.first)
    if not look.folded.is_capital(look.first - 1) or own == "british":
        return False
    joined = look.first in look.folded.glued or look.folded.touches(look.first)
    people = look.before.endswith(("an", "ish", "ese", "ic", "i", "ch", "ek", "sh"))
    if not joined or not people or look.named == look.first:
        return False
    return own.endswith("s") or look.after not in names.RELATIONS


def language_or_food(look: Look) -> Objection | None:
    """Speaks Russian, a Portuguese translation, Turkish coffee, Brazil nuts."""
    is_demonym = "demonym" in look.hows
    if look.after in names.FOODS and (is_demonym or look.folded.word(look.first) in names.BARE_FOODS):
        return GOODS if look.folded.touches(look.last) else None
    return LANGUAGE if is_demonym and _is_language(look) else None


def _is_language(look: Look) -> bool:
    folded, after, before = look.folded, look.after, look.before
    if after in names.LANGUAGE_NOUNS and folded.touches(look.last):
        return True
    if before in names.LANGUAGE_VERBS and look.first not in folded.glued:
        people = folded.is_capital(look.last) or after in lex.STATE_ROLES
        return not people and (before in names.TONGUE_VERBS or _ends(after))
    if _is_next_tongue(look):
        return True
    at = look.first - 1
    while folded.word(at) in names.LANGUAGE_ADJECTIVES or folded.word(at) == "the":
        at -= 1
    lead = folded.word(at)
    if lead not in names.LANGUAGE_FROM or folded.word(look.first).endswith("s") or not _ends(after):
        return False
    return (before != "the" and _ends_list(folded, look.last)) if lead == "in" else folded.word(at - 1) in names.SWITCH


def _is_next_tongue(look: Look) -> bool:
    """Fluent Russian and passable <Chinese>; in Arabic, <French> and English."""
    folded, at = look.folded, look.first - 1
    if not _joins(folded, at):
        return False
    while _joins(folded, at) or _is_tongue(folded, at):
        at -= 1
    named = any(folded.is_capital(i) for i in range(at + 1, look.first))
    if not named or folded.word(look.first).endswith("s") or not _ends_list(folded, look.last):
        return False
    lead = folded.word(at)
    return lead == "in" or lead in names.TONGUE_VERBS or folded.word(at + 1) in names.TONGUE_GRADES


def _ends_list(folded: Folded, at: int) -> bool:
    """Whether nothing that tongues could describe follows: not "in Russian, Chinese and Iranian waters"."""
    end = at
    while _joins(folded, end) or _is_tongue(folded, end):
        end += 1
        if _is_tongue(folded, end - 1):
            at = end
    return _ends(folded.word(at))


def _joins(folded: Folded, at: int) -> bool:
    return folded.word(at) in ("and", "or", ",") or folded.word(at) in names.TONGUE_GRADES


def _is_tongue(folded: Folded, at: int) -> bool:
    return folded.is_capital(at) and folded.word(at).endswith(_TONGUES)


def _ends(after: str) -> bool:
    return (
        not after
        or not (after[0].isalnum() or after == "'")
        or after in ("and", "on", "that", "with", "for", "to", "but", "or", "at", "by")
    )


def team(look: Look) -> Objection | None:
    """Pakistan's cricketers, the Iranian football team, Croatia beat Brazil on penalties."""
    possessive = look.is_possessive()
    if (possessive or "demonym" in look.hows) and _has_players(look, look.last + 2 * possessive):
        return TEAM
    if "demonym" in look.hows:
        side = look.before == "the" and look.folded.word(look.last - 1).endswith("s") and not look.capital_after()
        return TEAM if side and look.after not in lex.STATE_ROLES and _tells_of_match(look.folded.words) else None
    if "name" not in look.hows:
        return None
    if (look.folded.glued and _is_fixture(look)) or (look.before == "for" and look.word(-2) in names.PLAYED):
        return TEAM
    if not (look.after in names.PLAY or look.before in names.PLAY or look.word(-2) in names.PLAY):
        return None
    return TEAM if _tells_of_match(look.folded.words) or SCORE.search(look.folded.text) else None


def _is_fixture(look: Look) -> bool:
    """The <India>-Pakistan final: two sides and their match."""
    folded = look.folded
    if look.last in folded.glued and folded.is_capital(look.last):
        return look.word(1) in names.FIXTURES
    return look.first in folded.glued and folded.is_capital(look.first - 1) and look.after in names.FIXTURES


def _has_players(look: Look, at: int) -> bool:
    while look.folded.word(at) in names.SQUADS:
        at += 1 + 2 * (look.folded.word(at + 1) == "'")
    word = look.folded.word(at)
    return word in names.TEAM_NOUNS or (
        word in names.GAMES and look.folded.word(at + 1) not in ("diplomacy", "minister")
    )


def _tells_of_match(words: Sequence[str]) -> bool:
    return any(word in names.MATCH for word in words) or any(pair in names.MATCH_PAIRS for pair in pairwise(words))
