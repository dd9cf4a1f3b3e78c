"""Pronouns that a set phrase or the turn of a talk points at: asked whether it; X accused Y, it denied; they met."""

from __future__ import annotations

from stance.actors import refwords as ref
from stance.actors.discourse import RECENT, SUBJECTS, Candidate, Fits, Here
from stance.actors.fold import Folded
from stance.actors.items import Item, Place
from stance.actors.reference import HE, HE_OR_SHE

BODY = frozenset({"it", "its", "itself"})
ASKED = frozenset({"asked", "pressed", "told", "urged", "warned", "accused", "questioned"})


def spoken_of(here: Here) -> Candidate | None:
    """ "First he goes," Lima's president said: the person named before who is neither the speaker nor a hearer."""
    line, discourse = here.line, here.discourse
    if discourse.here(here.at) or len(discourse.lines) < 2:
        return None
    beside = {actor for item in discourse.items(-1) if not item.quoted for actor in item.actors}
    before = discourse.items(len(discourse.lines) - 2)
    people = [item for item in before if item.kind == "person" and not item.quoted and item.gender in ("", "m")]
    others = [item for item in people if not set(item.actors) & beside]
    known = bool(beside) and bool(others) and all(item.actors == others[0].actors for item in others)
    if not known or not others[0].actors or line.is_quoted(len(line.folded) - 2):
        return None
    return Candidate(others[-1], RECENT, len(discourse.lines) - 2)


def persons(here: Here) -> Fits:
    """The test for whom "he" or "she" can mean here: a person of that gender, quoted or not as the pronoun is."""
    gender, quoted = "m" if here.word in HE else "f", here.quoted
    return lambda item: item.kind == "person" and item.gender in ("", gender) and item.quoted == quoted


def asked(here: Here) -> Candidate | None:
    """ "Asked Lima whether it had voted": the one who is asked."""
    folded, at, items = here.line.folded, here.at, here.discourse.here(here.at)
    if folded.word(at - 1) not in ("when", "whether", "if", "why", "how", "where", "what") or not items:
        return None
    kinds = ("person",) if here.word in HE_OR_SHE else ("body",) if here.word in BODY else ("plural",)
    item = items[-1]
    asked = folded.word(item.first - 1) in ("asked", "asks", "ask", "asking")
    return here.discourse.seen(item) if asked and item.actors and item.kind in kinds and not here.quoted else None


def judged(here: Here, place: Place) -> Candidate | None:
    """ "Thanked him for his help", "blamed Lima for its delay": the one who is thanked."""
    folded, at, items = here.line.folded, here.at, here.discourse.here(here.at)
    if place != "possessor" or folded.word(at - 1) not in ("for", "on", "over") or not items or here.quoted:
        return None
    item = items[-1]
    judged = item.last == at - 1 and bool(item.actors) and folded.word(item.first - 1) in ref.JUDGING
    kinds = ("person",) if here.word in HE_OR_SHE else ("body",) if here.word in BODY else ("plural",)
    return here.discourse.seen(item) if judged and item.kind in kinds else None


def denying(here: Here, place: Place) -> Candidate | None:
    """ "X accused Y of ... . It denied that": the one who was accused."""
    folded, at, discourse = here.line.folded, here.at, here.discourse
    opens = at == 0 or folded.word(at - 1) in ref.CLAUSE_STARTS
    if place != "subject" or not opens or verb_after(folded, at) not in ref.DENYING or here.quoted:
        return None
    for index in (-1, -2)[: len(discourse.lines)]:
        words = discourse.lines[index].folded.words
        charge = next((i for i, word in enumerate(words) if word in ref.CHARGING), None)
        if charge is not None and (index < -1 or charge < at):
            items = [item for item in discourse.items(index) if charge < item.first <= charge + 3 and item.actors]
            if not items or (here.word in HE_OR_SHE and items[0].kind != "person"):
                return None
            return Candidate(items[0], RECENT, len(discourse.lines) + index)
    return None


def for_its_part(here: Here) -> Candidate | None:
    """ "Quito, for its part, ...": the name before the comma."""
    folded, at, items = here.line.folded, here.at, here.discourse.here(here.at)
    if folded.word(at - 1) != "for" or folded.word(at + 1) != "part" or not items:
        return None
    return here.discourse.seen(items[-1]) if items[-1].last >= at - 2 and items[-1].actors else None


def reflexive(here: Here) -> Candidate | None:
    """Itself, himself: the name right before it, or the subject."""
    items = here.discourse.here(here.at)
    if here.quoted or not items:
        return None
    item = items[-1] if items[-1].last == here.at else here.discourse.subject(here.at)
    return here.discourse.seen(item) if item is not None and item.actors else None


def announced_person(here: Here) -> Candidate | None:
    """ "Pressed on what he knew, the minister ...": the subject that the opening phrase waits for."""
    folded, at = here.line.folded, here.at
    comma = next((i for i in range(at, len(folded)) if folded.word(i) == ","), len(folded))
    lead = folded.word(0)
    opening = lead.endswith(("ed", "ing")) or lead in ref.PREPOSITIONS or lead in ("when", "while", "although")
    if here.quoted or not opening or here.discourse.subject(at) is not None:
        return None
    fits = persons(here)
    subject = next((i for i in here.discourse.items(-1) if i.first > comma and i.place in SUBJECTS), None)
    if subject is None or subject.first > comma + 3 or not subject.actors or not fits(subject):
        return None
    return here.discourse.seen(subject)


def announced_body(here: Here, fits: Fits) -> Candidate | None:
    """ "As soon as it had the votes, Lima ...", "Despite its claims, Lima ...": the subject that follows."""
    folded, at = here.line.folded, here.at
    comma = next((i for i in range(at, len(folded)) if folded.word(i) == ","), len(folded))
    lead = folded.word(0)
    opens = lead in ref.PREPOSITIONS or lead in ref.SUBORDINATING or lead in ASKED
    if here.quoted or not opens or any(i.place != "adjective" for i in here.discourse.here(at)):
        return None
    subject = next((i for i in here.discourse.items(-1) if i.first > comma and i.place in SUBJECTS), None)
    near = subject is not None and subject.first <= comma + 2 and bool(subject.actors)
    return here.discourse.seen(subject) if near and subject is not None and fits(subject) else None


def spoken_to(here: Here) -> Candidate | None:
    """ "Will Lima sign? – We have asked them": in an answer, the one other state of the sentence before."""
    discourse = here.discourse
    if not here.scene.owners or len(discourse.lines) < 2 or discourse.here(here.at):
        return None
    own = set(here.owner or here.scene.owners)
    before = discourse.items(len(discourse.lines) - 2)
    bodies = [item for item in before if item.kind in ("body", "plural") and item.place != "adjective"]
    others = [item for item in bodies if not set(item.actors) & own]
    same = bool(others) and len(others[0].actors) == 1 and all(item.actors == others[0].actors for item in others)
    return Candidate(others[0], RECENT, len(discourse.lines) - 2) if same else None


def two_together(here: Here) -> Candidate | None:
    """ "X met Y. They ...": the only two people, or the only two actors, of the sentence before."""
    discourse = here.discourse
    if len(discourse.lines) < 2 or discourse.here(here.at) or here.at > 2:
        return None
    before = discourse.items(len(discourse.lines) - 2)
    people = [item for item in before if item.kind == "person"]
    bodies = [item for item in before if item.kind in ("body", "person") and item.place != "adjective"]
    for group in (people, bodies):
        actors = tuple(dict.fromkeys(actor for item in group for actor in item.actors))
        if len(actors) == 2 and all(item.actors for item in group):
            whole = Item(group[0].first, group[-1].last, "plural", "subject", actors, parts=tuple(group))
            return Candidate(whole, 0.0, len(discourse.lines) - 2)
    return None


def verb_after(folded: Folded, at: int) -> str:
    """The verb behind the pronoun at word ``at``, "" where it is passive and says nothing of who it is."""
    at += 1
    passive = False
    while folded.word(at) in ref.AUXILIARIES or folded.word(at) in ref.ADVERBS or folded.word(at).endswith("ly"):
        passive = passive or folded.word(at) in ("was", "were", "been", "being", "is", "be")
        at += 1
    word = folded.word(at)
    if passive:  # "it was told", but not "it was said"
        return "told" if word in ref.TO_SOMEONE else "" if word.endswith("ed") else word
    return word
