"""Names that hold the name of a state or city and are none: people, firms, media, schools, rivers, regions."""

from __future__ import annotations

from collections.abc import Collection

from stance.actors import lexicon as lex
from stance.actors import namewords as names
from stance.actors.facts import women
from stance.actors.objection import Look, Objection

PERSON = Objection("part of a longer personal name", "other_name")
SURNAME = Objection(PERSON.reason, PERSON.tag)
NAMESAKE = Objection("a person of that name", "other_name")
OTHER = Objection("part of another name", "other_name")
REGION = Objection("part of the name of another place", "other_name")
RIVER = Objection("a river", "other_name")

SCHOOL = Objection("a university or museum", "other_name")

_TAILS = (
    (names.MEDIA, Objection("private media", "media")),
    (names.COMPANIES, Objection("a firm", "company")),
    (names.SCHOOLS, SCHOOL),
    (names.SPORTS_BODIES, Objection("a team or sports event", "team")),
    (names.GEOGRAPHY, Objection("a geographic name", "other_name")),
)
_TITLES = frozenset({"president", "general", "senator", "justice", "judge", "colonel", "captain", "sergeant"})
_TITLED = _TITLES | lex.FAMILY_TITLES
_INTRODUCING = _TITLED | {"other", "named"}
_LONGEST_TAIL = 3
_BEFORE = frozenset({"air", "radio", "hotel", "miss", "team", "villa", "camp", "fort", "mount", "port", "saint", "san"})


_CLAUSES = frozenset({"and", "but", ",", ";", "while", "when", "as", "that", "because", "although", "after", "before"})
_STAYS = frozenset({"was", "has", "had", "went", "came", "left", "won", "met", "kept", "gave", "made", "took"})


def personal(look: Look) -> Objection | None:
    """Michael Jordan, Chad Smith, Paris Hilton: one word of a longer personal name."""
    if look.last - look.first != 1 or not look.is_place:
        return None
    before = look.before
    if look.capital_before() and (before in lex.GIVEN_NAMES or before in women().given):
        return SURNAME
    if before in _INTRODUCING and (_is_titled(look) if before in _TITLED else _is_another(look)):
        return NAMESAKE
    if look.folded.word(look.first) in lex.PLACES_AS_GIVEN and look.capital_after() and _is_surname(look.after):
        return PERSON if not look.folded.is_upper(look.last) or look.folded.text.isupper() else None
    return None


def _is_another(look: Look) -> bool:
    """The other <Vienna>; a singer named <Israel>."""
    if look.before == "other":
        return look.word(-2) == "the" and look.hows == {"metonym"}
    return look.before == "named" and _is_bearer(look.word(-2))


def _is_titled(look: Look) -> bool:
    family = look.before in lex.FAMILY_TITLES
    return look.folded.touches(look.first) and (family or (look.hows == {"metonym"} and look.capital_before()))


def is_named_person(look: Look, strangers: Collection[str]) -> bool:
    """Whether a surname like a place's, <Jordan>, is the person's who was named in full before: as a bare subject."""
    name = look.folded.word(look.first)
    if name not in strangers or look.last - look.first != 1 or "metonym" in look.hows:
        return False
    opens = look.first == 0 or look.before in _CLAUSES
    verb = look.after in lex.SPEAKING or (look.after.isalpha() and look.after.endswith("ed")) or look.after in _STAYS
    return opens and verb and not look.capital_after()


def longer(look: Look) -> Objection | None:
    """Washington Post, British American Tobacco, Georgia State University, South Georgia."""
    if "person" in look.hows:
        return None
    if look.capital_after() and not look.folded.text.isupper():
        found = _tail(look)
        if found is not None:
            return found
    return _lead(look)


def _tail(look: Look) -> Objection | None:
    """The noun that ends the run of capitals after the candidate, if it makes the whole a name of its own."""
    folded = look.folded
    after = look.after
    if (
        after in names.PLACES_AFTER
        and "name" in look.hows
        and not (after == "state" and look.word(1) in _STATE_OFFICES)
    ):
        return REGION
    for at in range(look.last, look.last + _LONGEST_TAIL):
        word = folded.word(at)
        if not folded.is_capital(at) or not folded.touches(at):
            return None
        league = word == "premier" and folded.word(at + 1) in names.SPORTS_BODIES
        if (word in lex.STATE_ROLES and not league) or (at > look.last and word in names.GEOGRAPHY):
            return None
        if word == "high" and at == look.last and not folded.is_capital(at + 1) and at + 1 not in folded.glued:
            return SCHOOL  # Jordan High in Utah
        for nouns, objection in _TAILS:
            if word in nouns and (at == look.last or word in names.STRONG_TAIL or nouns in _FAR_TAILS):
                return None if _goes_on(look, at) else objection
    return None


_FAR_TAILS = (names.COMPANIES, names.SCHOOLS, names.SPORTS_BODIES)
_FLOWS = frozenset({"flows", "flowed", "runs", "ran", "rises", "rose", "burst", "flooded", "bank", "banks"})
_STATE_OFFICES = frozenset({"department", "duma", "council", "secretary", "security", "media", "tv", "television"})


def _goes_on(look: Look, at: int) -> bool:
    """Israeli Air Force, Iranian Oil Ministry, Syrian Air Defence Forces: an office after all."""
    for i in range(at + 1, at + 4):
        if not look.folded.is_capital(i):
            return False
        if look.folded.word(i) in lex.STATE_ROLES:
            return True
    return False


def _lead(look: Look) -> Objection | None:
    """Air India, the University of Georgia, Inner Mongolia."""
    folded, before = look.folded, look.before
    if look.capital_before():
        if before in _BEFORE:
            return OTHER
        if before in names.COMPASS and look.is_place and _is_lead_of_place(look, before):
            return REGION
    at = look.first - 1 - (before == "the")
    if folded.word(at) == "of" and folded.word(at - 1) in lex.CONTAINER_OF and folded.is_capital(at - 1):
        if folded.word(at - 1) == "bank" and folded.word(look.first) in lex.CENTRAL_BANKS:
            return None
        return None if folded.words[at - 3 : at] == ("secretary", "of", "state") else OTHER
    return None


def _is_lead_of_place(look: Look, before: str) -> bool:
    """Whether the compass word belongs to the name: not at the head of a sentence, unless it never stands alone."""
    if look.folded.is_headline() and before not in ("south", "north", "east", "west", "inner"):
        return False
    return look.first > 1 or before not in ("new", "old", "greater", "central")


def constituent(look: Look) -> Objection | None:
    """Northern Ireland is no state, but its Secretary is the United Kingdom's; nor is West Africa the West."""
    if look.after == "african" and look.folded.word(look.last - 1) == "west":
        return REGION
    if look.folded.word(look.first) != "northern" or look.after in lex.STATE_ROLES:
        return None
    return REGION if look.folded.word(look.last - 1) == "ireland" else None


def river(look: Look) -> Objection | None:
    """Across the Jordan: a river's name alone, with its article."""
    first = look.first + (look.folded.word(look.first) == "the")
    if look.folded.word(look.last - 1) not in names.RIVERS or look.last - first != 1:
        return None
    lead = look.folded.word(first - 2)
    if look.folded.word(first - 1) != "the" or (first > look.first and lead not in ("along", "up", "down", "across")):
        return None
    after = look.after
    alone = not after or not after[0].isalnum() or after in lex.FUNCTION_WORDS or after in _FLOWS
    return RIVER if alone and after != "'" else None


def _is_bearer(noun: str) -> bool:
    """A singer, boy or woman named <Israel>."""
    return noun in lex.PRIVATE_ROLES or noun in ("man", "woman", "boy", "girl", "child", "baby", "son", "daughter")


def _is_surname(word: str) -> bool:
    return word.isalpha() and not (
        word in lex.STATE_ROLES
        or word in lex.MODIFIERS
        or word in lex.TITLES
        or word in lex.FUNCTION_WORDS
        or word in lex.MONTHS_AND_DAYS
        or word in lex.EVENT_NOUNS
        or word in lex.PRIVATE_ROLES
        or (word in names.SPORTS_BODIES and word != "city")
    )
