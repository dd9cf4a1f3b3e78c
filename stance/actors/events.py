""" "The offensive", "the call": an act that an earlier sentence gave to an actor stands for whoever did it."""

from __future__ import annotations

from stance.actors.discourse import SUBJECTS, Discourse, Here
from stance.actors.items import Item
from stance.actors.lexicon import words
from stance.actors.reference import LOOK_BACK, Line, Reference
from stance.types import Actor, Mention

TRIGGERS = frozenset({"the", "this", "that", "these", "such", "bilateral"})
CONDUCT = words("action actions act acts step steps measures moves provocations behaviour behavior conduct")
VICTIM_REACH = 4
ATTACKS = words(
    """
    attack attacks strike strikes airstrike airstrikes bombing raid raids shelling offensive operation operations
    invasion incursion assault bombardment
    """
)
KINDS = (
    ATTACKS,
    words("call appeal called"),
    words("commitment pledge promise"),
    words("policy ban restrictions regulations"),
    words("test tests launch launches firing"),
    words("broadcast broadcasts broadcasting"),
    words("drill drills exercise exercises manoeuvre manoeuvres maneuvers wargames"),
    words("blockade siege"),
    words("sanctions"),
    words("tariff tariffs duties"),
    words("withdrawal pullout withdraw withdrew"),
    words("decision decided"),
    words("request requested"),
    words("demand demands demanded"),
    words("warning warned"),
    words("accusation accusations allegation allegations accused alleged"),
)
# What two actors have with each other.
BETWEEN = words(
    """
    agreement deal accord pact treaty truce ceasefire talks negotiations meeting consultations discussions relationship
    relations ties reset dispute partnership summit
    """
)
BINDING = frozenset({"of", "between", "with", "among", "by", "from", "to", "against"})
FOR_WORD = {word: kind for kind in KINDS for word in kind}
SAYS_WHOSE = frozenset({"of", "on", "by", "between", "with", "against"})
BACK = 9
FAR = 12  # words between the subject and the act that it did


def act(here: Here) -> Reference | None:
    """The actors of the act that is named here with no more than an article and an adjective."""
    folded, at = here.line.folded, here.at
    if here.word not in TRIGGERS:
        return None
    if here.word in ("these", "such") and folded.word(at + 1) in CONDUCT:
        return _conduct(here)
    noun = next((i for i in (at + 1, at + 2) if folded.word(i) in FOR_WORD), -1)
    if here.quoted or noun < 0 or folded.is_capital(noun) or folded.word(noun + 1) in SAYS_WHOSE:
        return None
    return _told_before(here, noun)


def _told_before(here: Here, noun: int) -> Reference | None:
    """Who did it in the last sentence that tells of such an act; where the doer stands beside it, whom it hit."""
    folded, at = here.line.folded, here.at
    kind, discourse = FOR_WORD[folded.word(noun)], here.discourse
    newest = len(discourse.lines) - 1
    for index in range(newest - 1, max(-1, newest - BACK - 1), -1):
        told = next((i for i, word in enumerate(discourse.lines[index].folded.words) if word in kind), -1)
        if told >= 0:
            doer = _known(discourse, index, told) or _doer(discourse, index, told)
            if doer is None:
                return None
            if kind is ATTACKS and set(doer.actors) <= set(here.line.actors(before=at)):
                return _on_victim(here, noun)
            rule = f"{folded.between(at, noun + 1)}: of {', '.join(a.name for a in doer.actors)}, sentence {index + 1}"
            return Reference(at, noun + 1, doer.actors, "description", rule)
    return None


def _on_victim(here: Here, noun: int) -> Reference | None:
    """Where the one who attacks is named beside it, "the offensive" says whom it hits: "an offensive into Syria"."""
    discourse, newest = here.discourse, len(here.discourse.lines) - 1
    for index in range(newest - 1, max(-1, newest - BACK - 1), -1):
        folded = discourse.lines[index].folded
        for told, word in enumerate(folded.words):
            if word in ATTACKS and folded.word(told + 1) in ("of", "on", "against", "into"):
                hit = (
                    i for i in discourse.items(index) if told < i.first <= told + VICTIM_REACH and len(i.actors) == 1
                )
                actors = next((item.actors for item in hit), ())
                rule = f"{here.line.folded.between(here.at, noun + 1)}: on {', '.join(a.name for a in actors)}"
                return Reference(here.at, noun + 1, actors, "description", rule) if actors else None
    return None


def _conduct(here: Here) -> Reference | None:
    """ "These actions": of whoever acted in the sentence before; in a quotation, of the one beside the speaker."""
    discourse, at = here.discourse, here.at
    if len(discourse.lines) < 2:
        return None
    before = discourse.items(len(discourse.lines) - 2)
    subject = next((item for item in before if item.place in SUBJECTS), None)
    if subject is None or not subject.actors:
        return None
    others = dict.fromkeys(a for item in before for a in item.actors if a not in subject.actors)
    actors = tuple(others) if here.quoted else subject.actors
    rule = f"{here.line.folded.between(at, at + 2)}: of {', '.join(actor.name for actor in actors)}"
    return Reference(at, at + 2, actors, "description", rule) if len(actors) == 1 else None


def _known(discourse: Discourse, index: int, told: int) -> Item | None:
    """The reference to the same act that stood there: "the strike ... the attack"."""
    line = discourse.lines[index]
    start = line.folded.starts[told]
    actors = tuple(dict.fromkeys(m.actor for m in line.mentions if m.how == "description" and _covers(m, start)))
    return Item(told, told + 1, "thing", "object", actors) if actors else None


def _covers(mention: Mention, start: int) -> bool:
    return mention.span.start < start < mention.span.end


def shared(here: Here) -> Reference | None:
    """ "The agreement", "the reset", "bilateral ties": the two actors, with no third, who were said to share it."""
    folded, at = here.line.folded, here.at
    noun = next((i for i in (at + 1, at + 2) if folded.word(i) in BETWEEN), -1)
    if here.word == "bilateral":
        pair = _last_pair(here) if folded.word(at + 1).isalpha() else ()
        return _of_both(here, at + 2, pair)
    if here.word not in TRIGGERS or noun < 0 or folded.is_capital(noun) or folded.word(noun + 1) in BINDING:
        return None
    return _of_both(here, noun + 1, _parties(here, noun))


def _of_both(here: Here, end: int, pair: tuple[Actor, ...]) -> Reference | None:
    if len(pair) != 2:
        return None
    rule = f"{here.line.folded.between(here.at, end)}: of {' and '.join(actor.name for actor in pair)}"
    return Reference(here.at, end, pair, "description", rule)


def _parties(here: Here, noun: int) -> tuple[Actor, ...]:
    """The two actors of the last sentence with that noun: of a reference to it there, or all that it names."""
    discourse, word = here.discourse, here.line.folded.word(noun)
    newest = len(discourse.lines) - 1
    for index in range(newest - 1, max(-1, newest - BACK - 1), -1):
        told = next((i for i, other in enumerate(discourse.lines[index].folded.words) if other == word), -1)
        if told >= 0:
            known = _known(discourse, index, told)
            return known.actors if known is not None else tuple(discourse.lines[index].actors())
    return ()


def _last_pair(here: Here) -> tuple[Actor, ...]:
    """The two actors of the last sentence that names any, where this one names nobody else."""
    named = set(here.line.actors())
    for line in list(reversed(here.before[-LOOK_BACK:])):
        actors = tuple(line.actors())
        if actors:
            return actors if len(actors) == 2 and named <= set(actors) else ()
    return ()


def _doer(discourse: Discourse, index: int, told: int) -> Item | None:
    """Whose act a noun names: "the Turkish offensive", "Turkey's offensive", "Turkey began an offensive"."""
    line, before = discourse.lines[index], [item for item in discourse.items(index) if item.last <= told]
    owner = next(
        (i for i in reversed(before) if i.place in ("adjective", "possessor") and _touches(line, i, told)), None
    )
    if owner is not None:
        return owner if owner.actors else None
    governs = [item for item in before if item.place == "possessor" and told - item.last <= FAR]
    subjects = [item for item in before if item.place in SUBJECTS and told - item.last <= FAR]
    if governs and governs[-1].actors and not any(item.first > governs[-1].first for item in subjects):
        return governs[-1]  # "Turkey's killing of a commander in a strike"
    whole = [item for item in subjects if item.parts] or subjects
    return whole[-1] if whole and whole[-1].actors else None


def _touches(line: Line, item: Item, told: int) -> bool:
    between = [line.folded.word(i) for i in range(item.last, told)]
    return len(between) <= 3 and all(word.isalpha() or word == "'" for word in between)
