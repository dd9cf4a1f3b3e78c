"""Names of two senses: Georgia the country and the American state, Turkey and the turkey, Iceland and the shop.

The words beside the name decide, then the words of its sentence, then what the article has settled before.
"""

from __future__ import annotations

from stance.actors import lexicon as lex
from stance.actors import placewords as places
from stance.actors.memory import Memory
from stance.actors.objection import Look, Objection
from stance.actors.sensewords import SENSES, Sense

AMERICAN_STATE = Objection("the state of the USA", "other_name")


def other_sense(look: Look, memory: Memory) -> Objection | None:
    """What else the name means here."""
    name = look.folded.word(look.first)
    if look.last - look.first != 1 or name not in SENSES:
        return None
    sense = SENSES[name]
    verdict = _beside(look, sense, name)
    if verdict is None and sense.other:
        verdict = _in_sentence(look, sense, name)
    if verdict is None:
        verdict = name in memory.other_senses
    elif verdict and sense.other:
        memory.other_senses.add(name)
    else:
        memory.other_senses.discard(name)
    return Objection(sense.reason, sense.tag) if verdict else None


def _beside(look: Look, sense: Sense, name: str) -> bool | None:
    """Whether the neighbours speak for the other sense; None if they say nothing."""
    if look.after == "the" and look.word(1) in _STATE_NOUNS:
        return False
    if look.after in sense.after or look.before in sense.before:
        return True
    if look.after == "," and look.word(1) in ("the", "a") and _calls_it(look, sense):
        return True
    return _beside_georgia(look, sense) if name == "georgia" else None


def _beside_georgia(look: Look, sense: Sense) -> bool | None:
    """Georgia's governor, Savannah, Georgia, Alabama and Georgia, Senator Muster of Georgia."""
    before, earlier = look.before, look.word(-2)
    if look.is_possessive() and look.word(2) in sense.after:
        return True
    if before in ("and", ",", "or") and (earlier in lex.US_STATES or (before == "," and earlier in sense.other)):
        return True
    if look.after in ("and", ",", "or") and look.word(1) in lex.US_STATES:
        return True
    if before not in ("from", "of"):
        return None
    titles = {look.folded.word(look.first - by) for by in range(2, 8)}
    return True if earlier == "state" or titles & _AMERICAN_TITLES else None


def _calls_it(look: Look, sense: Sense) -> bool:
    """Iceland, the frozen-food grocer."""
    return any(look.word(i) in sense.other for i in range(2, 6))


def _in_sentence(look: Look, sense: Sense, name: str) -> bool | None:
    words = look.folded.words
    other = [i for i, word in enumerate(words) if word in sense.other]
    own = [i for i, word in enumerate(words) if word in sense.own]
    if name == "georgia" and not other and not own:
        if any(word in lex.GEORGIA_STATE for word in words):
            return False
        return True if any(word in lex.US_STATES for word in words) else None
    if not other and not own:
        return None
    if bool(other) != bool(own):
        return bool(other)
    return min(abs(i - look.first) for i in other) < min(abs(i - look.first) for i in own)


_AMERICAN_TITLES = frozenset(
    {"senator", "sen", "senators", "congressman", "congresswoman", "governor", "gov", "rep", "republican", "democrat"}
)
_STATE_NOUNS = frozenset({"republic", "country", "state", "nation"})


def american_place(look: Look) -> Objection | None:
    """Lebanon, Pennsylvania; London, Ontario; Washington the state."""
    if not look.is_place:
        return None
    folded, after = look.folded, look.word(1)
    if look.after == "," and folded.is_capital(look.last + 1) and _is_province(look, after):
        return Objection("a place in North America", "other_name")
    if folded.word(look.first) != "washington" or look.last - look.first != 1:
        return None
    before = (look.word(-2), look.before)
    beside = (
        before in (("state", "of"), ("seattle", ","), ("spokane", ","), ("tacoma", ","), ("olympia", ","))
        or (before[1] in ("and", ",") and before[0] in lex.US_STATES)
        or (look.after in ("and", ",") and after in lex.US_STATES)
        or look.after in ("gov", "governor")
        or (look.before in places.REGIONAL and look.first > 0)
    )
    return AMERICAN_STATE if beside else None


def _is_province(look: Look, after: str) -> bool:
    if after in places.PROVINCE_PAIRS:
        return look.word(2) in places.PROVINCE_PAIRS[after]
    if after not in places.PROVINCES:
        return False
    # "Jordan, Georgia and Lebanon" is a list of states
    return after != "georgia" or look.hows == {"metonym"}
