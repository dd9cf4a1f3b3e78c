"""Offices in a release of one state: "the Secretary" is its own, "Foreign Minister Doe" is of the other side."""

from __future__ import annotations

from stance.actors.discourse import Here
from stance.actors.offices import name_after
from stance.actors.reference import Line, Reference, Scene, one
from stance.types import Actor

FOREIGN_TITLES = frozenset(
    ("president", "prime", "foreign", "premier", "chancellor", "king", "minister", "crown", "defense", "defence")
)
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
        return _secretary(line, at, scene)
    return _titled(line, at, scene.partner) if word in FOREIGN_TITLES and scene.partner is not None else None


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
