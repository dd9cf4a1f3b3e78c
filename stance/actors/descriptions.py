"""Definite descriptions: "the Central Asian country", "both sides", "the bloc", "the Foreign Minister", "the North"."""

from __future__ import annotations

from collections.abc import Sequence

from stance.actors.fold import fold
from stance.actors.groups import COUNTRY_NOUNS, PAIR_NOUNS, fits_region
from stance.actors.offices import name_after
from stance.actors.reference import BODY_KINDS, LOOK_BACK, STATE_KINDS, Line, Reference, Scene, nearest, one
from stance.types import Actor

BLOC_NOUNS = frozenset({"bloc", "alliance", "organization", "organisation", "grouping", "coalition"})
ARMED_NOUNS = frozenset({"group", "movement", "militants", "insurgents"})
FORCE_NOUNS = frozenset(
    (
        *(
            "troops",
            "forces",
            "soldiers",
            "peacekeepers",
            "army",
            "police",
            "fighters",
            "court",
            "officials",
            "ministry",
        ),
        *("delegation", "embassy", "ambassador", "envoy", "diplomats", "minister", "leader"),
        *("spokesman", "spokeswoman", "spokesperson"),
    )
)
OFFICE_NOUNS = frozenset(
    (
        *("government", "president", "authorities", "regime", "ministry", "parliament", "military", "army"),
        *("premier", "chancellor"),
    )
)
FOREIGN_TITLES = frozenset(
    ("president", "prime", "foreign", "premier", "chancellor", "king", "minister", "crown", "defense", "defence")
)
SECRETARY_LEADS = frozenset({"secretary", "deputy", "assistant", "under"})
SECRETARY_OF = frozenset({"state", "defense", "energy", "commerce", "homeland", "treasury"})
ARTICLES = frozenset({"the", "this", "that"})
SEVERAL = frozenset({"both", "two", "our", "delegations"})
KOREAS = {"north": "PRK", "south": "KOR"}
TRIGGERS = SEVERAL | ARTICLES | SECRETARY_LEADS | FOREIGN_TITLES | frozenset(KOREAS) | {"government"}
SAME_NOUN_BACK = 8
BOUND_BY = frozenset({"of", "in", "to", "from"})  # "the government of X" says itself whose


def description(line: Line, at: int, before: Sequence[Line], owner: Sequence[Actor], scene: Scene) -> Reference | None:
    """The actors of the description that begins at word ``at``, None where there is none or it is not certain."""
    folded = line.folded
    word = folded.word(at)
    if word in SEVERAL and not line.is_quoted(at):
        return _several(line, at, before, owner, scene)
    if word in KOREAS and {"PRK", "KOR"} <= scene.codes:
        return _korea(line, at, before)
    if folded.is_capital(at) and word in SECRETARY_LEADS and scene.owners and scene.owners[0].code == "USA":
        return _secretary(line, at, scene)
    if folded.is_capital(at) and word in FOREIGN_TITLES and scene.partner is not None and scene.owners:
        return _titled(line, at, scene.partner)
    if word in ARTICLES or (at == 0 and word == "government"):
        return _definite(line, at, before, owner)
    return None


def _several(line: Line, at: int, before: Sequence[Line], owner: Sequence[Actor], scene: Scene) -> Reference | None:
    """Both countries, the two sides, our governments: the owner and its partner, or the two actors named last."""
    folded = line.folded
    noun = at if folded.word(at) == "delegations" else at + 1 + (folded.word(at + 1) in ("two", "respective"))
    if folded.word(noun) not in PAIR_NOUNS:
        return None
    if scene.partner is not None and scene.owners and folded.word(noun) != "parties":
        return Reference(
            at, noun + 1, (*(owner or scene.owners), scene.partner), "description", "the two parties of the release"
        )
    if folded.word(at) in ("our", "delegations") or line.actors(before=at):
        return None
    actors: dict[Actor, None] = {}
    for earlier in reversed(before[-LOOK_BACK:]):
        actors |= dict.fromkeys(earlier.actors(kinds=(*STATE_KINDS, *BODY_KINDS, "nonstate")))
        if len(actors) >= 2:
            break
    return (
        Reference(at, noun + 1, tuple(actors), "description", "two actors named before") if len(actors) == 2 else None
    )


def _korea(line: Line, at: int, before: Sequence[Line]) -> Reference | None:
    """The North and the South, in an article on the two Koreas."""
    folded = line.folded
    if (
        folded.word(at - 1) != "the"
        or folded.is_capital(at + 1)
        or folded.word(at + 1) in ("of", "side", "east", "west")
    ):
        return None
    code = KOREAS[folded.word(at)]
    known = next(
        (m.actor for earlier in (line, *reversed(before)) for m in earlier.mentions if m.actor.code == code), None
    )
    return one(at, at + 1, known, "description", f"the {folded.word(at)}")


def _secretary(line: Line, at: int, scene: Scene) -> Reference | None:
    """Secretary Blinken, the Deputy Secretary: of the USA in its own releases."""
    folded, last = line.folded, at
    while folded.word(last) in ("deputy", "assistant", "under", "principal"):
        last += 1
    if folded.word(last) != "secretary" or (
        folded.word(last + 1) in ("general", "of") and folded.word(last + 2) not in (*SECRETARY_OF, "the", "")
    ):
        return None
    last += 1
    if folded.word(last) == "of":
        last += 2
    last = max(last, name_after(folded, last))
    return one(at, min(last, len(folded)), scene.owners[0], "office", "an office of the issuer")


def _titled(line: Line, at: int, partner: Actor) -> Reference | None:
    """Foreign Minister Bourita, the Prime Minister: of the other side of a release."""
    folded, last = line.folded, at
    while folded.is_capital(last) and (
        folded.word(last) in FOREIGN_TITLES or folded.word(last) in ("vice", "deputy", "minister", "prince")
    ):
        last += 1
    if folded.word(last - 1) not in ("minister", "president", "premier", "chancellor", "king", "prince"):
        return None
    if folded.word(last) in ("of", "for") or (
        folded.word(at - 1) != "the" and name_after(folded, last) == last and at > 0
    ):
        return None
    return one(at, max(last, name_after(folded, last)), partner, "office", "an office of the other side")


def _definite(line: Line, at: int, before: Sequence[Line], owner: Sequence[Actor]) -> Reference | None:
    folded = line.folded
    first = at if folded.word(at) == "government" else at + 1
    for noun in range(first, min(at + 4, len(folded))):
        word = folded.word(noun)
        if not word.isalpha():
            return None
        if word in COUNTRY_NOUNS:
            return _country(line, at, noun, before)
        if word in FORCE_NOUNS and folded.word(noun + 1) not in BOUND_BY:
            return one(at, noun + 1, _same_noun(line, at, word, before), "description", f"the {word}")
        if noun == first and folded.word(noun + 1) not in BOUND_BY:
            actor = _bare_noun(line, at, word, before, owner)
            last = noun + 1 + (folded.word(noun + 1) in FORCE_NOUNS)
            if actor is not None:
                return one(at, last, actor, "description", f"the {word}")
    return None


def _bare_noun(line: Line, at: int, word: str, before: Sequence[Line], owner: Sequence[Actor]) -> Actor | None:
    """The government, the bloc, the group: the one actor of that kind in the nearest earlier sentence."""
    if word in OFFICE_NOUNS and not line.is_quoted(at):
        return owner[0] if word == "president" and len(owner) == 1 else nearest(line, at, before, kinds=STATE_KINDS)
    if word in ARMED_NOUNS:
        return nearest(line, at, before, kinds=("nonstate",))
    return nearest(line, at, before, kinds=BODY_KINDS) if word in BLOC_NOUNS else None


def _same_noun(line: Line, at: int, word: str, before: Sequence[Line]) -> Actor | None:
    """ "the troops" after "US troops": the one actor whose mention last ended with the same noun."""
    if any(m.text.casefold().endswith(word) for m in line.mentions if m.span.start < line.folded.starts[at]):
        return None
    for earlier in reversed(before[-SAME_NOUN_BACK:]):
        found = {m.actor for m in earlier.mentions if word in fold(m.text).words}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _country(line: Line, at: int, noun: int, before: Sequence[Line]) -> Reference | None:
    adjectives = " ".join(line.folded.words[at + 1 : noun])
    word = line.folded.word(noun)
    if not adjectives and word == "island":
        adjectives = "island"
    if not adjectives:
        return one(
            at,
            noun + 1,
            nearest(line, at, before, kinds=STATE_KINDS) if word != "state" else None,
            "description",
            f"the {word}",
        )
    for earlier in (line, *reversed(before[-LOOK_BACK:])):
        named = earlier.actors(before=at if earlier is line else None, kinds=STATE_KINDS)
        fitting = [actor for actor in named if fits_region(actor.code, adjectives)]
        if fitting:
            return (
                one(at, noun + 1, fitting[0], "description", f"the {adjectives} {word}") if len(fitting) == 1 else None
            )
    return None
