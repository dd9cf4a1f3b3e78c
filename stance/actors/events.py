""" "The offensive", "the call": an act that an earlier sentence gave to an actor stands for whoever did it."""

from __future__ import annotations

from stance.actors.discourse import SUBJECTS, Discourse, Here
from stance.actors.items import Item
from stance.actors.reference import Line, Reference
from stance.actors.refwords import words

TRIGGERS = frozenset({"the", "this", "that", "these"})
KINDS = (
    words(
        """
        attack attacks strike strikes airstrike airstrikes bombing raid raids shelling offensive operation operations
        invasion incursion assault bombardment
        """
    ),
    words("call appeal"),
    words("commitment pledge promise"),
    words("policy ban restrictions regulations"),
    words("test tests launch launches firing"),
)
FOR_WORD = {word: kind for kind in KINDS for word in kind}
BACK = 8
FAR = 12  # words between the subject and the act that it did


def act(here: Here) -> Reference | None:
    """The actors of the act that is named here with no more than an article and an adjective."""
    folded, at = here.line.folded, here.at
    if here.word not in TRIGGERS or here.quoted:
        return None
    noun = next((i for i in (at + 1, at + 2) if folded.word(i) in FOR_WORD), -1)
    if noun < 0 or folded.is_capital(noun) or folded.word(noun + 1) in ("of", "on", "by", "between", "with", "against"):
        return None
    kind, discourse = FOR_WORD[folded.word(noun)], here.discourse
    newest = len(discourse.lines) - 1
    for index in range(newest - 1, max(-1, newest - BACK - 1), -1):
        told = next((i for i, word in enumerate(discourse.lines[index].folded.words) if word in kind), -1)
        if told >= 0:
            doer = _doer(discourse, index, told)
            if doer is None:
                return None
            rule = f"{folded.between(at, noun + 1)}: of {', '.join(a.name for a in doer.actors)}, sentence {index + 1}"
            return Reference(at, noun + 1, doer.actors, "description", rule)
    return None


def _doer(discourse: Discourse, index: int, told: int) -> Item | None:
    """Whose act a noun names: "the Turkish offensive", "Turkey's offensive", "Turkey began an offensive"."""
    line, before = discourse.lines[index], [item for item in discourse.items(index) if item.last <= told]
    owner = next(
        (i for i in reversed(before) if i.place in ("adjective", "possessor") and _touches(line, i, told)), None
    )
    if owner is not None:
        return owner if owner.actors else None
    subjects = [item for item in before if item.place in SUBJECTS and told - item.last <= FAR]
    whole = [item for item in subjects if item.parts] or subjects
    return whole[-1] if whole and whole[-1].actors else None


def _touches(line: Line, item: Item, told: int) -> bool:
    between = [line.folded.word(i) for i in range(item.last, told)]
    return len(between) <= 3 and all(word.isalpha() or word == "'" for word in between)
