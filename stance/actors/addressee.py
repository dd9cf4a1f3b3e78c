""" "Your country", "your government": the state of the one who is spoken to."""

from __future__ import annotations

from stance.actors.discourse import Discourse, Here
from stance.actors.lexicon import words
from stance.actors.reference import STATE_KINDS, Line, Reference, one
from stance.types import Actor

TRIGGERS = frozenset({"your"})
TOLD = frozenset({"told", "tells", "telling", "assured", "reminded", "asked", "promised", "warned", "wrote", "thanked"})
NOUNS = words(
    """
    country nation government people president army leaders leader parliament ministers minister troops soldiers
    side state republic kingdom forces king
    """
)


def addressed(here: Here) -> Reference | None:
    """The addressee's state here: of a quotation whom it is told to, of a release its other side."""
    folded, at = here.line.folded, here.at
    if here.word != "your" or folded.word(at + 1) not in NOUNS:
        return None
    actor = _told(here.line, here.discourse) if here.quoted else here.scene.partner if here.owner else None
    return one(at, at + 2, actor, "description", f"your {folded.word(at + 1)}: the one who is spoken to")


def _told(line: Line, discourse: Discourse) -> Actor | None:
    """Whom the sentence says that the words were told to: the first actor after "told", outside of the quotation."""
    folded = line.folded
    for i, word in enumerate(folded.words):
        if word in TOLD and not line.is_quoted(i):
            item = next((item for item in discourse.items(-1) if item.first in (i + 1, i + 2) and item.actors), None)
            if item is not None and item.actors[0].kind in STATE_KINDS:
                return item.actors[0]
    return None
