"""Places where something merely happens: datelines, "met in Geneva", "the Astana talks", "a summit in Turkey".

A capital stands for its government, unless a preposition of place, a word of movement or a noun of meeting says that
it is only where something happens. A country has to be bound to such a word far more closely: what is done in it is
mostly done to it.
"""

from __future__ import annotations

from stance.actors import lexicon as lex
from stance.actors import placewords as places
from stance.actors.datelines import dateline_end
from stance.actors.fold import Folded
from stance.actors.journeys import WAYS, is_on_the_way
from stance.actors.objection import Look, Objection

HEAD = 12  # no dateline names a place further on
VENUE = Objection("a venue", "venue")
DATELINE = Objection("a dateline", "venue")
TREATY = Objection("a treaty or event named after a place", "other_name")
REGION = Objection("a region of that name", "other_name")
ADDRESS = Objection("part of an address", "venue")


def venue(look: Look) -> Objection | None:
    """The rule: what makes the candidate a place, if anything does."""
    if "demonym" in look.hows and look.after == "capital" and look.before == "the":
        return VENUE if look.word(-2) in places.PREPOSITIONS or look.word(-2) in places.DIRECTIONS else None
    if not look.is_place and "name" not in look.hows:
        return None
    if look.first < HEAD and look.first < dateline_end(look.folded):
        return DATELINE
    is_city = look.hows == {"metonym"} or (look.hows <= {"name", "metonym"} and _is_city_state(look))
    return _city(look) if is_city else _country(look)


def _is_city_state(look: Look) -> bool:
    return look.folded.word(look.last - 1) in places.CITY_STATES and look.word(-2) not in places.STAKES


def _city(look: Look) -> Objection | None:
    after = look.after
    if look.is_possessive():
        return VENUE if _lead(look)[1] in places.PREPOSITIONS and _site_follows(look.folded, look.last + 2) else None
    if _names_treaty(look):
        return TREATY
    if after in places.VENUE_NOUNS and look.folded.touches(look.last) and not _verb_after(look, after):
        return TREATY if _is_event(look) else VENUE
    if after in ("is", "was", "remains", "became") and _calls_it_city(look.folded, look.last + 1):
        return VENUE
    if _placed(look) or _conjoined(look):
        return VENUE
    return VENUE if look.before in WAYS and is_on_the_way(look) else None


def _names_treaty(look: Look) -> bool:
    """Paris Climate Accord, Oslo accords, Kyoto protocol."""
    folded, at = look.folded, look.last
    if folded.word(at) in ("climate", "peace", "security", "nuclear") and folded.word(at + 1) in places.TREATY_NOUNS:
        at += 1
    if folded.word(at) not in places.TREATY_NOUNS or not folded.touches(at):
        return False
    return folded.is_capital(at) or folded.word(at) not in places.COMMON_TREATY_NOUNS


def _is_event(look: Look) -> bool:
    """The Moscow Conference on Security: an event with a name of its own."""
    return look.after in lex.EVENT_NOUNS and look.folded.is_capital(look.last) and not look.folded.is_headline()


def _verb_after(look: Look, after: str) -> bool:
    """ "Moscow talks tough", "Tehran stop": the noun is a verb here, but not in "Oslo talks on Venezuela"."""
    return (
        after in ("talks", "stop", "markets", "rounds")
        and look.word(1) not in ("on", "between", "over")
        and not look.folded.is_capital(look.last)
        and (look.first == 0 or look.before in ("and", "but", "that", "as", "while", ","))
    )


def _calls_it_city(folded: Folded, at: int) -> bool:
    return any(folded.word(i) in places.CITY_NOUNS for i in range(at, at + 6))


def _lead(look: Look) -> tuple[int, str]:
    """Where the preposition before the candidate stands, and which: articles and "the capital" are passed over."""
    at = look.first - 1
    while look.folded.word(at) in (
        "the",
        "capital",
        "city",
        "nearby",
        "downtown",
        "central",
        "distant",
        "neighbouring",
    ):
        at -= 1
    if look.folded.word(at) == "," and look.folded.word(at - 1) == "capital":  # in the capital, Kyiv
        at -= 2
        while look.folded.word(at) in ("the", "national", "'", "s") or look.folded.is_capital(at):
            at -= 1
    elif at < look.first - 1 and look.folded.is_capital(at) and look.folded.word(at - 1) in ("the", "in"):
        at -= 1 + (look.folded.word(at - 1) == "the")  # in the Russian capital Moscow
    return at, look.folded.word(at)


def _placed(look: Look) -> bool:
    """Whether a preposition of place leads to the city."""
    at, lead = _lead(look)
    if lead in places.PREPOSITIONS:
        return not _is_power(look, at, lead)
    if lead == "of":
        return look.folded.word(at - 1) in places.PARTS
    if lead not in places.DIRECTIONS:
        return False
    folded = look.folded
    if look.after == "," and look.word(1) == "where":
        return True
    if lead == "from" and (folded.word(at - 1) in places.SAID or folded.word(at - 1) in places.SENT):
        return True
    return _moves(folded, at - 1)


def _moves(folded: Folded, at: int) -> bool:
    stop = at - 5
    while at > stop and folded.word(at) in places.ON_THE_WAY and folded.word(at) not in places.MOVEMENT:
        at -= 1
    return folded.word(at) in places.MOVEMENT


def _is_power(look: Look, at: int, lead: str) -> bool:
    """Authorities in Kyiv, the man in the White House, anger in Beijing, a swipe at Moscow: the government."""
    before, folded = look.folded.word(at - 1), look.folded
    if lead == "at":
        return before in places.AIMED
    if lead != "in":
        return False
    if before in places.MOOD or (before in places.GROWING and folded.word(at - 2) in places.MOOD):
        return True
    if before in places.POWER:  # "Chinese officials in Oslo" are none of Norway's
        return look.named < 0 or look.named not in (at - 1, at - 2)
    if before in places.HEADS_OF_STATE and look.named != at:
        return _is_bare_head(folded, at - 1)
    return before in places.HOLDERS and folded.word(look.last - 1) in places.SEATS


def _is_bare_head(folded: Folded, at: int) -> bool:
    """The president, the prime minister: a definite noun without a state of its own."""
    at -= 1 + (folded.word(at - 1) in ("prime", "foreign", "defence", "defense"))
    return folded.word(at) == "the"


def _conjoined(look: Look) -> bool:
    """Moscow and <Beijing>, Vienna, <Geneva> and Doha, from Paris to <Berlin>: the second of two venues."""
    if look.refused < 0 or look.refused != look.first - 1 or look.before not in ("and", "or", "/", ",", "to"):
        return False
    if look.before == ",":
        return look.after in ("and", ",")
    return look.after not in lex.SPEAKING and look.after not in ("has", "have", "will", "is", "was", "had", "would")


def _country(look: Look) -> Objection | None:
    folded = look.folded
    if "demonym" in look.hows or not look.is_place or look.is_possessive():
        return None
    if look.capital_after() and look.after not in lex.FUNCTION_WORDS:
        return None
    if look.after in ("is", "was") and look.word(1) == "a" and look.word(3) == "region":
        return REGION
    at = look.first - 1 - (look.before == "the")
    lead = folded.word(at)
    if (lead in {",", "in"} or lead in places.REGIONAL) and _ends_address(look, at, lead):
        return ADDRESS
    return VENUE if _is_setting(look, at, lead) else None


def _ends_address(look: Look, at: int, lead: str) -> bool:
    if lead == ",":
        return _is_address(look)
    if lead in places.REGIONAL:  # Goma, eastern Congo
        return look.folded.word(look.first - 2) == "," and look.folded.is_capital(look.first - 3)
    return lead == "in" and (_is_aside(look, at) or _is_at_site(look.folded, at - 1))


def _is_setting(look: Look, at: int, lead: str) -> bool:
    """In the west of Ukraine, on the way home from India, a summit in Turkey, said in Kenya."""
    noun = look.folded.word(at - 1)
    if lead == "of" or lead in places.REGIONAL:
        return _in_quarter(look) if lead == "of" else _in_part(look, at)
    if lead == "from":
        return noun in ("home", "back") and _moves(look.folded, at - 2)
    if noun in ("reporters", "journalists"):  # told reporters in Oslo
        noun = look.folded.word(at - 2)
    held = noun in places.HELD or noun in places.EVENTS or noun in places.SAID
    return (lead == "in" and held) or lead == "off"


def _is_address(look: Look) -> bool:
    """In Geneva, <Switzerland>, or near Goma, <Congo>."""
    folded, city = look.folded, look.first - 2
    after = look.after
    if not folded.is_capital(city) or look.named == city + 1 or after not in ("", ",", ".", ")", ";", ":"):
        return False
    while folded.is_capital(city - 1) and folded.touches(city):
        city -= 1
    return folded.word(city - 1) in places.PREPOSITIONS and not folded.is_capital(look.last + 1)


def _is_aside(look: Look, at: int) -> bool:
    """In the town of Visegrad, in <Hungary>, nobody noticed: between commas behind a place that is no actor."""
    folded = look.folded
    if folded.word(at - 1) != "," or look.after not in (",", ")") or look.named == at - 1:
        return False
    return folded.is_capital(at - 2) and folded.word(at - 3) in (*places.PREPOSITIONS, "of", "from")


def _is_at_site(folded: Folded, at: int) -> bool:
    """At Ramstein Air Base in <Germany>: a site with a name of its own."""
    if not (folded.is_capital(at) and (folded.word(at) in places.SITES or folded.word(at) in ("base", "camp"))):
        return False
    while folded.is_capital(at):
        at -= 1
    return folded.word(at - (folded.word(at) == "the")) == "at"


def _in_quarter(look: Look) -> bool:
    """ "In the west of <Ukraine>, meanwhile", "at Kadugli, in the far south of <Sudan>,": a setting between commas."""
    folded, at = look.folded, look.first - 2
    if folded.word(at) not in places.QUARTERS or look.after != ",":
        return False
    while folded.word(at - 1) in ("the", "far", "extreme", "deep"):
        at -= 1
    return folded.word(at - 1) in ("in", "from", "across") and (at == 1 or folded.word(at - 2) == ",")


def _in_part(look: Look, at: int) -> bool:
    """ "In southern <China>, factories reopened": a setting at the head of a clause."""
    folded = look.folded
    return look.after == "," and folded.word(at - 1) == "in" and (at == 1 or folded.word(at - 2) in (",", ";"))


def _site_follows(folded: Folded, at: int) -> bool:
    """Jomo Kenyatta airport, Red Square, old town hall: up to four words of a name that ends with a site."""
    return any(folded.word(i) in places.SITES for i in range(at, at + 5))
