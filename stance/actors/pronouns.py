"""Who "he", "it", "they" and "we" are: whom the discourse makes stand out, within what grammar and meaning allow."""

from __future__ import annotations

from collections.abc import Sequence

from stance.actors import lexicon as lex
from stance.actors import refwords as ref
from stance.actors.discourse import SUBJECTS, Candidate, Fits, Here
from stance.actors.fold import Folded
from stance.actors.impersonal import is_impersonal
from stance.actors.items import Item, Place, gender_of, place_of
from stance.actors.kin import is_of_kin
from stance.actors.pointed import (
    BODY,
    announced_body,
    announced_person,
    asked,
    denying,
    for_its_part,
    judged,
    persons,
    reflexive,
    spoken_of,
    spoken_to,
    two_together,
    verb_after,
)  # fmt: skip
from stance.actors.reference import HE, HE_OR_SHE, OWN_VOICE, SHE, Reference
from stance.actors.relations import names_other_side

SEVERAL = frozenset({"they", "them", "their", "theirs", "themselves"})
REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
POSSESSIVE = frozenset({"his", "its", "their", "theirs", "hers"})
FIRST_PERSON = frozenset({"we", "our", "us", "i", "my", "me"})
DEALT_WITH = {"with": ref.DEALING, "to": ref.HEARKENING, "against": ref.OPPOSING}
SHORT_PHRASE = 4
OFFICE_HOLDERS = lex.PERSONAL_ROLES - lex.PRIVATE_ROLES
ALL = HE_OR_SHE | BODY | SEVERAL | FIRST_PERSON


def pronoun(here: Here) -> Reference | None:
    """The actors of the pronoun here, None where it is none or is not certain."""
    at, word, discourse = here.at, here.word, here.discourse
    if word in FIRST_PERSON:
        return None if here.quoted or is_of_kin(here.line.folded, at) else _own(here)
    if word not in ALL or (word in POSSESSIVE | {"her"} and names_other_side(here)):
        return None
    place = _place(here.line.folded, at, word)
    found = _third_person(here, place)
    if found is None:
        return None
    item = found.item
    discourse.add(Item(at, at + 1, item.kind, place, item.actors, item.gender, here.quoted, item.name, refers=True))
    if is_of_kin(here.line.folded, at):
        return None
    if place == "possessor":
        _own_people(here, item)
    return Reference(at, at + 1, item.actors, "pronoun", f"{word}: {discourse.text(found)}")


def _own_people(here: Here, owner: Item) -> None:
    """Its ambassador, his prime minister: a person of the same actor, whom a later "he" can mean."""
    folded, at = here.line.folded, here.at
    for noun in range(at + 1, min(at + 4, len(folded))):
        word = folded.word(noun)
        if not word.isalpha() or word in lex.FUNCTION_WORDS or word in ref.PREPOSITIONS:
            return
        if word in OFFICE_HOLDERS and folded.word(noun + 1) not in lex.STATE_ROLES:
            place, gender = place_of(folded, at, noun + 1), gender_of(folded, at, noun + 1)
            person = Item(at + 1, noun + 1, "person", place, owner.actors, gender, here.quoted, word, refers=True)
            here.discourse.add(person)
            return


def _own(here: Here) -> Reference | None:
    if not here.owner or (here.word == "us" and here.line.folded.is_upper(here.at)):
        return None
    return Reference(here.at, here.at + 1, tuple(here.owner), "pronoun", OWN_VOICE)


def _third_person(here: Here, place: Place) -> Candidate | None:
    if here.word in REFLEXIVE:
        return reflexive(here)
    marked = asked(here) or for_its_part(here) or denying(here, place) or judged(here, place)
    if marked is not None:
        return marked
    barred = _barred(here, place)
    if here.word in HE_OR_SHE:
        return _person(here, barred)
    return _several(here, place, barred) if here.word in SEVERAL else _body(here, place, barred)


def _person(here: Here, barred: Sequence[Item]) -> Candidate | None:
    fits = persons(here)
    if here.word in SHE:  # a woman whose name says so goes before people of unknown gender
        known = here.discourse.ranked(here.at, lambda item: fits(item) and item.gender == "f", skip=barred)
        if known:
            return known[0] if known[0].item.actors else None
    if here.quoted and here.word in HE:
        return spoken_of(here) or here.discourse.best(here.at, fits, skip=barred)
    return here.discourse.best(here.at, fits, skip=barred) or announced_person(here)


def _place(folded: Folded, at: int, word: str) -> Place:
    if word in POSSESSIVE or (word == "her" and _is_noun(folded, at + 1)):
        return "possessor"
    nominative = word in ("he", "she", "they") or (word == "it" and _has_verb(folded, at + 1))
    before = folded.word(at - 1)
    if before in ref.PREPOSITIONS and not (nominative and before in ref.CONJUNCTIONS):
        return "oblique"
    return "subject" if nominative else "object"


def _has_verb(folded: Folded, at: int) -> bool:
    """Whether a verb follows "it", be it after adverbs; "may it vote" counts too."""
    if folded.word(at - 2) in ref.AUXILIARIES and folded.word(at).isalpha():
        return True
    while folded.word(at) in ref.ADVERBS or folded.word(at).endswith("ly"):
        at += 1
    word = folded.word(at)
    if word in ref.AUXILIARIES or word in ref.AGENT_VERBS or word in ref.THING_VERBS or word == "'":
        return True
    opens = folded.word(at - 2) in ref.CLAUSE_STARTS or at == 1 or _after_opening(folded, at - 1)
    return opens and word.isalpha() and word not in lex.FUNCTION_WORDS and word not in ref.PREPOSITIONS


def _after_opening(folded: Folded, at: int) -> bool:
    """Whether only a short phrase of place or time stands before word ``at``: "In return it keeps"."""
    return 1 < at <= SHORT_PHRASE and folded.word(0) in ref.PREPOSITIONS


def _is_noun(folded: Folded, at: int) -> bool:
    word = folded.word(at)
    return word.isalpha() and word not in lex.FUNCTION_WORDS and word not in ref.PREPOSITIONS


def _barred(here: Here, place: Place) -> list[Item]:
    """Whom a pronoun cannot mean: as object the subject of its clause, in "X, he said, ..." the X."""
    folded, at, items = here.line.folded, here.at, here.discourse.here(here.at)
    if place == "subject":
        aside = folded.word(at + 1) in lex.SPEAKING and folded.word(at - 1) == ","
        said = here.discourse.subject(at)
        return [said] if aside and said is not None and not said.refers else []
    subject = here.discourse.subject(at)
    if place == "possessor" and not _sent_away(folded, at):
        return []
    if subject is None:
        return []
    return [subject, *(i for i in items if i.place in SUBJECTS and subject.actors and i.actors == subject.actors)]


def _sent_away(folded: Folded, at: int) -> bool:
    """ "Expelled its ambassador", "rammed one of its boats", "violated its airspace": never those of the subject."""
    verb = at - 1
    if folded.word(verb) == "of" and folded.word(verb - 1) in ("one", *ref.NUMBERS):
        verb -= 2
        return folded.word(verb - (folded.word(verb) in ("down", "on"))) in ref.HARMING
    if folded.word(verb) in ref.TRESPASSING:
        return folded.word(at + 1) in ref.TERRITORY or folded.word(at + 2) in ref.TERRITORY
    if folded.word(verb) not in ref.SENDING_AWAY:
        return False
    return any(folded.word(i) in ref.ENVOYS for i in range(at + 1, at + 4))


def _several(here: Here, place: Place, barred: Sequence[Item]) -> Candidate | None:
    discourse, at = here.discourse, here.at
    if place in ("object", "oblique") and not (_to_someone(here.line.folded, at, place) or _carried(here)):
        return None

    def fits(item: Item) -> bool:
        armed = item.kind == "body" and bool(item.actors) and item.actors[0].kind == "nonstate"
        islands = item.kind == "body" and bool(item.actors) and item.actors[0].code in ref.PLURAL_NAMES
        return (item.kind in ("plural", "things") or armed or islands) and item.quoted == here.quoted

    found = discourse.best(at, fits, back=2, skip=barred)
    if found is not None or here.quoted or any(fits(item) for item in discourse.here(at)):
        return found
    return (two_together(here) if here.word == "they" else None) or spoken_to(here)


def _body(here: Here, place: Place, barred: Sequence[Item]) -> Candidate | None:
    """It, its: a state or organisation; things do not count where the verb or noun says that somebody is meant."""
    folded, at = here.line.folded, here.at
    if here.word == "it" and is_impersonal(folded, at):
        return None
    agent = _is_agent(folded, at, place)
    if not agent and (place in ("object", "oblique") or (place == "subject" and _is_of_things(here))):
        return None

    def fits(item: Item) -> bool:
        if item.place == "adjective" or item.quoted != here.quoted:
            return False
        return item.kind == "body" or (item.kind == "thing" and not agent)

    local = _local(here, fits) if place == "possessor" and not barred else None
    found = local or here.discourse.best(at, fits, back=3 if agent else 1, skip=barred)
    return found or announced_body(here, fits)


def _is_of_things(here: Here) -> bool:
    """Whether the verb tells what happens to things: "it will expire", "It was founded"."""
    verb = verb_after(here.line.folded, here.at)
    return verb in ref.THING_VERBS or (not verb and not here.discourse.here(here.at))


def _local(here: Here, fits: Fits) -> Candidate | None:
    """ "helps X find its ...", "X lost its ...": the body whose verb stands right before the possessive."""
    folded, items = here.line.folded, [item for item in here.discourse.here(here.at) if not item.parts]
    if not items or not fits(items[-1]) or items[-1].place == "possessor" or items[-1].kind != "body":
        return None
    between = [folded.word(i) for i in range(items[-1].last, here.at)]
    if not 1 <= len(between) <= 3 or not all(word.isalpha() for word in between):
        return None
    if between[0] == "to" and len(between) > 1 and _is_told(folded, items[-1].first):
        return here.discourse.seen(items[-1])
    if between[0] in ref.PREPOSITIONS or between[0] in ref.CONJUNCTIONS or set(between) & {"and", "of", "that"}:
        return None
    return here.discourse.seen(items[-1])


def _is_told(folded: Folded, first: int) -> bool:
    """Whether a verb of asking stands before a name: "asked X to withdraw its", "called on X to free its"."""
    before = first - 1 - (folded.word(first - 1) == "the")
    if folded.word(before) in ("on", "upon", "for"):
        return folded.word(before - 1) in ref.CALLING
    return folded.word(before) in ref.TELLING


def _is_agent(folded: Folded, at: int, place: Place) -> bool:
    """Whether the verb, the preposition or the noun beside a pronoun asks for a person or body."""
    if place == "possessor":
        return any(folded.word(i) in ref.OWNED for i in range(at + 1, at + 4) if folded.word(i).isalpha())
    return verb_after(folded, at) in ref.AGENT_VERBS if place == "subject" else _to_someone(folded, at, place)


def _to_someone(folded: Folded, at: int, place: Place) -> bool:
    verb = folded.word(at - 1)
    if place == "oblique":
        if folded.word(at - 2) in DEALT_WITH.get(verb, frozenset()):
            return True
        return folded.word(at - 2) in ref.BETWEEN_ACTORS and verb in ("with", "on", "against", "between", "from", "to")
    if verb in ref.TO_SOMEONE:
        return True
    return verb in ref.GIVING and (folded.word(at + 1) in ref.DETERMINERS or folded.word(at + 1) in ref.NUMBERS)


def _carried(here: Here) -> bool:
    """Whether "they" or "their" was resolved in the sentence already."""
    words = here.line.folded
    return any(item.refers and words.word(item.first) in SEVERAL for item in here.discourse.here(here.at))
