"""Which person a name is: the office-holder, a namesake, or one word of a longer name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stance.actors import lexicon as lex
from stance.actors import refwords as ref
from stance.actors.facts import women
from stance.actors.fold import Folded
from stance.actors.index import Candidate
from stance.actors.memory import FAMILY_NAME_FIRST, Memory
from stance.actors.namewords import SENTENCE_OPENERS, THINGS_AFTER_SURNAME
from stance.actors.objection import Look, Objection
from stance.actors.pieces import Piece
from stance.actors.placewords import PERSONS_SITES

if TYPE_CHECKING:
    from datetime import date

    from stance.actors.forms import Form

OFFICE_LINKS = lex.STATE_ROLES | lex.MODIFIERS | {"'", "s", "of", "state", ","}
_OBLIQUE = frozenset({"by", "to", "with", "of", "for", "against", "called", "named"})  # no subject of its sentence
CALLINGS = frozenset({"candidate", "nominee", "dissident", "frontrunner", "challenger", "businessman", "tycoon"})
_ARTICLES = frozenset({"al", "el"})
_WOMENS_TITLES = frozenset({"ms", "mrs", "miss"})
PRIVATE = Objection("a private person by the text's own word", "private")
FORMER_NOW = Objection("a former office-holder", "former")
NAMED_BEFORE = Objection("a person named before", "private")
ANOTHER = Objection("another person of that name", "private")
LONGER = Objection("part of a longer personal name", "private")
OTHER_NAME = Objection("part of another name", "other_name")
BARE_SURNAME = Objection("a surname without its full name or title", "ambiguous")
MANY_STATES = "a surname in many states"  # who of them is meant, the date tells

Choice = tuple["Form | None", "Objection | None"]


SITE = Objection("a site named after a person", "venue")


def is_site(look: Look) -> bool:
    """Whether a person's name is that of a place: Charles de Gaulle airport, Jomo Kenyatta Stadium."""
    return look.after in PERSONS_SITES and look.folded.touches(look.last)


def choose_person(
    folded: Folded,
    found: Candidate,
    forms: Sequence[Form],
    *,
    memory: Memory,
    before: Piece | None,
    after: Candidate | None = None,
    on: date | None = None,
) -> Choice:
    """The form of a person that is meant, or why none is; ``before``, ``after``: the names next to this one."""
    if found.last - found.first > 1:
        private = _said_to_be_private(folded, found)
        if private is not None:
            return None, private
        memory.bearers[_surname(folded, found, forms), True] += 1
        return preferred(forms, memory), None
    surname = folded.word(found.first)
    objection = _someone_else(folded, found, memory) or _namesake(folded, found, memory)
    if objection is not None:
        return None, objection
    beside = [form for form in forms if _is_beside(folded, before, form, found.first)]
    met = [form for form in forms if surname in memory.people and memory.people[surname] == form.code]
    alone = _surname_alone(folded, found, forms, memory)
    if not alone and len({form.code for form in forms}) == 1 and surname not in memory.strangers:
        alone = (
            list(forms)
            if _is_paired(folded, found, before, after) or _acts(folded, found, on, memory.seen[forms[0].code])
            else []
        )
    meant = next((options[0] for options in (beside, met, alone) if options), None)
    if meant is None:
        return None, BARE_SURNAME
    memory.bearers[surname, True] += 2  # whom a text names by surname alone, its readers know
    return meant, None


def _said_to_be_private(folded: Folded, found: Candidate) -> Objection | None:
    """Opposition leader <Jan Muster>, <Jan Muster>, a former minister: the text's own word beats the catalogue."""
    before, after = folded.word(found.first - 1), folded.word(found.last)
    if before == "leader" and folded.word(found.first - 2) == "opposition":
        return PRIVATE
    if before in CALLINGS:
        return PRIVATE
    if after != "," or folded.word(found.last + 1) not in ("a", "an", "the", "once", "now"):
        return None
    words = [folded.word(i) for i in range(found.last + 2, found.last + 6)]
    words = words[: words.index(",")] if "," in words else words
    if any(word in lex.FORMER for word in words):
        return FORMER_NOW
    return PRIVATE if any(word in CALLINGS or word == "opposition" for word in words) else None


def _someone_else(folded: Folded, found: Candidate, memory: Memory) -> Objection | None:
    surname = folded.word(found.first)
    if surname in memory.learned and memory.learned[surname] not in found.codes:
        return ANOTHER
    if folded.word(found.last) == "the" and folded.word(found.last + 1) in CALLINGS:
        return PRIVATE  # Castro the candidate
    if _begins_longer(folded, found):
        if not FAMILY_NAME_FIRST.isdisjoint(found.codes):
            memory.strangers.add(surname)
        return LONGER
    if _is_longer(folded, found):
        memory.strangers.add(surname)
        oblique = folded.word(found.first - 2) in lex.VENUE_PREPOSITIONS | _OBLIQUE
        kinsman = folded.word(found.first - 1) in _ARTICLES  # an al-Muster beside the one in office
        memory.bearers[surname, False] += not (oblique or kinsman)
        return LONGER
    if folded.word(found.last) in THINGS_AFTER_SURNAME and folded.is_capital(found.last):
        return OTHER_NAME
    return None


def _namesake(folded: Folded, found: Candidate, memory: Memory) -> Objection | None:
    """A bare surname borne by a stranger whom the article named in full as often as the office-holder, and since."""
    surname, title = folded.word(found.first), folded.word(found.first - 1)
    if surname not in memory.strangers or (title in lex.TITLES and title not in lex.FAMILY_TITLES):
        return None
    if title in _WOMENS_TITLES and surname not in women().surnames:
        return NAMED_BEFORE
    return NAMED_BEFORE if memory.bearers[surname, False] >= memory.bearers[surname, True] else None


def _surname(folded: Folded, found: Candidate, forms: Sequence[Form]) -> str:
    return folded.word(found.first if forms[0].code in FAMILY_NAME_FIRST else found.last - 1)


def _surname_alone(folded: Folded, found: Candidate, forms: Sequence[Form], memory: Memory) -> list[Form]:
    """The form of a bare surname that needs no full name before it: unambiguous, or with a title of office."""
    surname, title = folded.word(found.first), folded.word(found.first - 1)
    titled = title in lex.TITLES and title not in lex.FAMILY_TITLES
    codes = {form.code for form in forms}
    common = surname in lex.GIVEN_NAMES or surname in lex.MONTHS_AND_DAYS or all(map(_is_ambiguous, forms))
    if len(codes) == 1 and (titled or not common):
        return list(forms)
    seen = [form for form in forms if memory.seen[form.code]]
    return seen if titled and len({form.code for form in seen}) == 1 else []


def _is_paired(folded: Folded, found: Candidate, before: Piece | None, after: Candidate | None) -> bool:
    """Lavrov and <Kerry>, <Kerry> and Lavrov: beside another who needs no first name."""
    first, last = found.first, found.last
    if folded.is_capital(first - 1) and first > 1:
        return False
    if before is not None and before.how == "person" and folded.words[before.last : first] == ("and",):
        return not folded.is_capital(last)
    if after is None or after.reading.hows != {"person"} or folded.words[last : after.first] != ("and",):
        return False
    return after.last - after.first == 1 and not all(map(_is_ambiguous, after.forms))


def _acts(folded: Folded, found: Candidate, on: date | None, times: int) -> bool:
    """<Vance> asked: in an article that names the actor, a surname without more is of who is known to all."""
    if on is None or not times or folded.word(found.first - 1) == "." or folded.is_capital(found.first - 1):
        return False
    return folded.word(found.last) in ref.AGENT_VERBS | {"resigned", "resigns"} and not folded.is_capital(found.last)


def _is_ambiguous(form: Form) -> bool:
    """Whether a surname needs more than the day of the text to say whose it is."""
    return form.ambiguous and not (form.note.endswith(MANY_STATES) and form.since is not None)


def _is_beside(folded: Folded, before: Piece | None, form: Form, start: int) -> bool:
    """Whether the piece before is of the same actor, only nouns of office between: "Russian President <Medvedev>"."""
    if before is None or before.code != form.code:
        return False
    words = [folded.word(i) for i in range(before.last, start)]
    return len(words) < 6 and all(word in OFFICE_LINKS or word in lex.TITLES for word in words)


def _begins_longer(folded: Folded, found: Candidate) -> bool:
    """Albert Muchanga, Khalid bin Mohamed: a given name that is someone else's surname."""
    word, at = folded.word(found.last), found.last
    if not folded.touches(at) or folded.is_headline():
        return False
    if word in lex.NAME_PARTICLES and folded.is_capital(at + 1):
        return True
    known = (
        word in lex.STATE_ROLES or word in lex.MODIFIERS or word in lex.MONTHS_AND_DAYS or word in lex.FUNCTION_WORDS
    )
    return (
        folded.is_capital(at) and word.isalpha() and not (known or folded.is_upper(at) or word in THINGS_AFTER_SURNAME)
    )


def _is_longer(folded: Folded, found: Candidate) -> bool:
    """Hunter Biden, Michelle Obama, Boris Johnson Smith: someone else."""
    at = found.first - 1
    if folded.word(at) in _ARTICLES and folded.is_capital(at - 1) and folded.touches(at):  # Rifaat al-Assad
        at -= 1
    word = folded.word(at)
    if not folded.is_capital(at) or folded.text.isupper() or not folded.touches(at + 1):
        return False
    before = folded.word(at - 1)
    if len(word) == 1:
        return False  # an initial
    if before in lex.TITLES and before not in lex.FAMILY_TITLES:
        return False  # President Hassan Rouhani: title, given name, surname
    if (
        word in lex.TITLES
        or word in lex.STATE_ROLES
        or word in lex.MONTHS_AND_DAYS
        or word in lex.FUNCTION_WORDS
        or folded.is_upper(at)
    ):
        return False
    return at > 0 or not (word in SENTENCE_OPENERS or word.endswith("ly"))


def preferred(forms: Sequence[Form], memory: Memory) -> Form:
    """The form of the actor that the article names most, the unambiguous ones first."""
    if len(forms) == 1:
        return forms[0]
    return max(forms, key=lambda form: (not form.ambiguous, memory.seen[form.code], -forms.index(form)))
