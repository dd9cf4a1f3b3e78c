"""His father, her husband, our fathers: relatives of those who act for a state, who do not act for it by that."""

from __future__ import annotations

from stance.actors.fold import Folded
from stance.actors.lexicon import words

OWNERS = frozenset({"his", "her", "my", "our"})
RELATIVES = words(
    """
    father mother parents wife husband spouse widow son sons daughter daughters brother brothers sister sisters child
    children uncle aunt nephew niece cousin cousins grandfather grandmother grandparents grandson granddaughter
    stepfather stepmother stepson
    """
)
FOREBEARS = words("father fathers forefathers forebears ancestors grandfathers grandparents grandfather")
_BETWEEN = words("own late young younger youngest elder eldest older oldest former second first dead only beloved")


def is_of_kin(folded: Folded, at: int) -> bool:
    """Whether the possessive at word ``at`` tells whose relative somebody is; "our sons" can be a nation's."""
    owner = folded.word(at)
    if owner not in OWNERS:
        return False
    noun = at + 1
    while folded.word(noun) in _BETWEEN:
        noun += 1
    return folded.word(noun) in (FOREBEARS if owner == "our" else RELATIVES)
