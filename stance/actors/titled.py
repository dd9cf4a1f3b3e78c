"""Titles and offices that tell whose they are: by the one state that has them, or by who holds them in the text."""

from __future__ import annotations

from stance.actors.discourse import Here
from stance.actors.facts import titles
from stance.actors.fold import Folded
from stance.actors.reference import LOOK_BACK
from stance.types import Actor

WORLD = "UN"  # whose Secretary-General needs no name
WELL_KNOWN = "USA"  # whose secretaries need none
NAMED_ONLY = frozenset({"administration", "emperor"})  # titles that mean a state only in a text that names it
OFFICES = frozenset({"minister", "ambassador", "envoy", "adviser", "representative", "commissioner"})
BOUND_BY = frozenset({"of", "in", "to", "from", "for"})  # "the government of X" says itself whose


def title_end(folded: Folded, first: int) -> int:
    """The word after a title of several words that only some states or bodies have: "the secretary of state"."""
    ends = (end for end in (first + 3, first + 2) if end <= len(folded))
    return next((end for end in ends if " ".join(folded.words[first:end]) in titles()), first)


def holder(here: Here, office: str) -> Actor | None:
    """ "The minister", "the ambassador": of the last people who hold such an office, if they are one actor's."""
    if office not in OFFICES or here.line.folded.is_capital(here.at + 2):
        return None
    start = here.line.folded.starts[here.at]
    for line in (here.line, *reversed(here.before[-LOOK_BACK:])):
        people = [m for m in line.mentions if m.how == "person" and m.span.start < start]
        found = {m.actor for m in people if office in here.scene.roles_of(m)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def whose_title(here: Here, codes: frozenset[str]) -> Actor | None:
    """Whose title it is: of the one that the text names, by itself or as a venue, or of the only one that has it."""
    scene = here.scene
    for known in (scene.codes, scene.places):
        fitting = codes & known
        if fitting:
            return scene.actor_of(*fitting) if len(fitting) == 1 else None
    if WORLD in codes:
        return scene.actor_of(WORLD) if here.line.folded.is_capital(here.at + 1) else None
    if here.line.folded.word(here.at + 1) in NAMED_ONLY:
        return None
    if WELL_KNOWN in codes:
        return scene.actor_of(WELL_KNOWN)
    return scene.actor_of(*codes) if len(codes) == 1 else None


def is_bound(folded: Folded, at: int) -> bool:
    """Whether the words at ``at`` say whose it is: "of Lima", "in the North"; not "thanked the king for his help"."""
    named = at + 1 + (folded.word(at + 1) == "the")
    return folded.word(at) == "of" or (folded.word(at) in BOUND_BY and folded.is_capital(named))


def has_full_name(here: Here, word: str) -> bool:
    """Whether a fuller name with the word stands before: "the City Council"."""
    return any(
        line.folded.word(i) == word and line.folded.is_capital(i) and line.folded.is_capital(i - 1)
        for line in here.discourse.lines
        for i in range(1, len(line.folded))
        if line.folded.word(i - 1) != "the"
    )


def only_speaker(here: Here) -> Actor | None:
    """Whose spokeswoman: of the one actor to whom all persons of the last sentence that names some belong."""
    for items in reversed([here.discourse.items(n) for n in range(max(0, len(here.before) - 2), len(here.before))]):
        people = [item for item in items if item.kind == "person"]
        if people:
            actors = {actor for item in people for actor in item.actors}
            return actors.pop() if len(actors) == 1 and all(item.actors for item in people) else None
    return None
