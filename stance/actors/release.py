"""Offices in a release of one state: "the Secretary" is its own, "Foreign Minister Doe" is of the other side."""

from __future__ import annotations

from stance.actors.discourse import Here
from stance.actors.facts import monarchies
from stance.actors.offices import name_after
from stance.actors.reference import Line, Reference, Scene, one
from stance.types import Actor

FOREIGN_TITLES = frozenset(
    ("president", "prime", "foreign", "premier", "chancellor", "king", "minister", "crown", "defense", "defence")
)
NO_FOREIGN_MINISTER = frozenset({"USA", "GBR", "PHL"})
HEADS = frozenset({"prime", "chancellor", "premier"})
PARLIAMENTARY = frozenset({"AUT", "BGD", "DEU", "GRC", "IND", "IRL", "ISR", "ITA", "PAK"})
SECRETARY_LEADS = frozenset({"secretary", "deputy", "assistant", "under"})
SECRETARY_OF = frozenset({"state", "defense", "energy", "commerce", "homeland", "treasury"})
TRIGGERS = SECRETARY_LEADS | FOREIGN_TITLES


def office_in_release(here: Here) -> Reference | None:
    """The office that begins here, of the issuer or of the other side."""
    line, at, scene, word = here.line, here.at, here.scene, here.word
    folded = line.folded
    if not folded.is_capital(at) or not scene.owners:
        return None
    if word in SECRETARY_LEADS and scene.owners[0].code == "USA":
        return _secretary(line, at, scene.owners[0])
    if word == "secretary" and scene.partner is not None and scene.partner.code == "USA":
        return _secretary(line, at, scene.partner)
    if word == "foreign" and _is_own_minister(line, at, scene):
        return one(at, at + 2, scene.owners[0], "office", "an office of the issuer")
    return _titled(line, at, scene.partner) if word in FOREIGN_TITLES and scene.partner is not None else None


def is_own_head(line: Line, at: int, scene: Scene) -> bool:
    """ "The Prime Minister" without a name or state, in a release of a state that one governs."""
    folded = line.folded
    last = at + 1 + (folded.word(at) == "prime")
    bare = not folded.is_capital(last) and folded.word(last) not in ("of", "for") and folded.word(last - 1) != "prime"
    own = len(scene.owners) == 1 and scene.owners[0].code in monarchies() | PARLIAMENTARY
    return bare and own and folded.is_capital(at) and folded.word(at) in HEADS


def _is_own_minister(line: Line, at: int, scene: Scene) -> bool:
    """ "The Foreign Minister" in a release about a state that has none under that title."""
    folded, owned = line.folded, len(scene.owners) == 1
    bare = folded.word(at + 1) == "minister" and folded.word(at - 1) == "the" and not folded.is_capital(at + 2)
    free = folded.word(at + 2) not in ("of", "for")
    return owned and bare and free and scene.partner is not None and scene.partner.code in NO_FOREIGN_MINISTER


def _secretary(line: Line, at: int, owner: Actor) -> Reference | None:
    """Secretary Blinken, the Deputy Secretary: of the USA in releases of its own and of those who met it."""
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
    return one(at, min(last, len(folded)), owner, "office", "a secretary of the United States")


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
