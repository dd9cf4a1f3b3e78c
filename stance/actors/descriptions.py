"""Definite descriptions of one state: "the Central Asian country", "the kingdom", "the North", "the NATO member"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from stance.actors import lexicon as lex
from stance.actors import refwords as ref
from stance.actors.discourse import Candidate, Fits, Here
from stance.actors.facts import described, groups_by_stem
from stance.actors.fold import Folded
from stance.actors.groups import COUNTRY_NOUNS, PAIR_NOUNS
from stance.actors.lexicon import words
from stance.actors.reference import LOOK_BACK, STATE_KINDS, Reference, Scene, one
from stance.types import Actor

ARTICLES = frozenset({"the", "this", "that"})
KOREAS = {"north": "PRK", "south": "KOR"}
OTHER_HALVES = frozenset({"CYP", "TRNC", "IRL", "VNM", "SDN", "SSD", "YEM", "LKA", "MLI", "NGA", "ITA", "BRA"})
HALVES = {"northern": "PRK", "southern": "KOR"}
TRIGGERS = ARTICLES | frozenset(KOREAS)
MARGIN = 1.25
# Adjectives that say nothing about which country it is.
COLOURLESS = words(
    """
    small tiny little large big vast huge poor poorest rich wealthy impoverished young old whole entire
    neighbouring neighboring proud troubled embattled war torn same latter landmass host populous crisis hit
    stricken ravaged
    """
)
PLAIN = frozenset({"country", "nation", "island", "kingdom", "republic"})


def country(here: Here) -> Reference | None:
    """The state that the description means, None where there is none or it is not certain."""
    folded, at = here.line.folded, here.at
    if here.word in KOREAS:
        return _korea(folded, at, here.scene)
    if folded.word(at + 1) in HALVES and folded.word(at + 2) in lex.PERSONAL_ROLES:
        return _half(here)
    noun = _noun(folded, at) if here.word in ARTICLES else -1
    if noun < 0:
        return None
    codes = _codes(folded, at, noun)
    words = " ".join(folded.words[at + 1 : noun + 1])
    bare = folded.word(noun) in ("country", "nation") and set(folded.words[at + 1 : noun]) <= COLOURLESS
    found = _stands_out(here, codes) if bare or codes else None
    if found is not None:
        rule = f"the {words}: {here.discourse.text(found)}"
        return Reference(at, noun + 1, found.item.actors, "description", rule)
    only = _only(codes, here.scene) if codes else None
    return one(at, noun + 1, only, "description", f"the {words}: the only one that it fits")


def _noun(folded: Folded, at: int) -> int:
    """The word that the description ends with: "the former Soviet *republic*", -1 where it is none."""
    for noun in range(at + 1, min(at + 6, len(folded))):
        word = folded.word(noun)
        if word in COUNTRY_NOUNS:
            following = folded.word(noun + 1)
            if following in COUNTRY_NOUNS or (word == "member" and following in ("state", "nation", "country")):
                continue
            return noun if following not in PAIR_NOUNS and following not in lex.STATE_ROLES else -1
        if not word.isalnum() or word in lex.FUNCTION_WORDS or word in ref.PREPOSITIONS:
            return -1
    return -1


def _codes(folded: Folded, at: int, noun: int) -> frozenset[str] | None:
    """The states that the words fit, None where they say nothing: "the country"."""
    words = [word for word in folded.words[at + 1 : noun + 1] if word not in COLOURLESS]
    member = _member(words)
    if member:
        return member
    found: list[frozenset[str]] = []
    i = 0
    while i < len(words):
        size = next((n for n in (4, 3, 2, 1) if " ".join(words[i : i + n]) in described() and i + n <= len(words)), 0)
        if size:
            found.append(described()[" ".join(words[i : i + size])])
        elif words[i] not in COUNTRY_NOUNS:
            return frozenset()
        i += size or 1
    return frozenset.intersection(*found) if found else None


def _member(words: Sequence[str]) -> frozenset[str]:
    """The NATO member, the EU member state."""
    if "member" not in words:
        return frozenset()
    group = groups_by_stem().get(" ".join(words[: words.index("member")]))
    return frozenset(group.members) if group is not None else frozenset()


def _stands_out(here: Here, codes: Collection[str] | None) -> Candidate | None:
    """The one fitting state of the nearest sentence that names one, or the one that stands out there.

    Without ``codes`` any state fits, in earlier sentences only: here "the country" may be any other.
    """
    discourse, newest = here.discourse, len(here.discourse.lines) - 1
    for index in range(newest, max(-1, newest - LOOK_BACK - 1), -1):
        items = discourse.here(here.at) if index == newest else discourse.items(index)
        named = {a for item in items for a in item.actors if _is_state(a, codes)}
        if codes is None:
            if index == newest and named:
                return None
            named -= set(here.line.actors())
        if not named:
            continue
        return _first_of(discourse.ranked(here.at, _among(named), back=newest))
    return None


def _among(named: Collection[Actor]) -> Fits:
    return lambda item: len(item.actors) == 1 and item.actors[0] in named


def _first_of(ranked: Sequence[Candidate]) -> Candidate | None:
    rivals = [other for other in ranked[1:] if other.item.actors != ranked[0].item.actors]
    return None if not ranked or (rivals and ranked[0].score < MARGIN * rivals[0].score) else ranked[0]


def _is_state(actor: Actor, codes: Collection[str] | None) -> bool:
    return actor.kind in STATE_KINDS and (codes is None or actor.code in codes)


def _only(codes: Collection[str], scene: Scene) -> Actor | None:
    """The one fitting state of the whole document, or of the world."""
    named = set(codes) & scene.codes or set(codes) & scene.places
    options = named or set(codes)
    return scene.actor_of(options.pop()) if len(options) == 1 else None


def _half(here: Here) -> Reference | None:
    """The northern leader, in an article that names both Koreas."""
    folded, at, scene = here.line.folded, here.at, here.scene
    known = scene.actor_of(HALVES[folded.word(at + 1)]) if set(HALVES.values()) <= scene.codes else None
    return one(at, at + 3, known, "description", f"{folded.between(at, at + 3)}: of one of the two Koreas")


def _korea(folded: Folded, at: int, scene: Scene) -> Reference | None:
    """The North and the South, in an article on the two Koreas."""
    named = scene.codes & {"PRK", "KOR"}
    half = folded.is_capital(at) and at > 1 and not scene.codes & OTHER_HALVES
    both = len(named) == 2 or (named and (scene.halves == {"north", "south"} or half))
    if (
        not both
        or folded.word(at - 1) != "the"
        or not (folded.is_capital(at) or {"PRK", "KOR"} <= scene.codes)
        or folded.is_capital(at + 1)
        or folded.word(at + 1) in ("side", "east", "west")
        or (folded.word(at + 1) == "of" and (folded.is_capital(at + 2) or folded.word(at + 2) == "the"))
    ):
        return None
    known = scene.actor_of(KOREAS[folded.word(at)])
    return one(at, at + 1, known, "description", f"the {folded.word(at)}: in an article on the two Koreas")
