""" "It" that stands for nobody: it rained, it was agreed that, it is hard to say, it was a mistake to."""

from __future__ import annotations

from stance.actors import refwords as ref
from stance.actors.fold import Folded
from stance.actors.lexicon import words

REPORTED = words(
    """
    agreed believed said thought understood expected known reported announced hoped decided feared noted alleged
    claimed assumed estimated rumoured rumored argued suggested confirmed established revealed planned intended
    proposed recalled stressed considered seen widely generally clear unclear true likely unlikely possible
    impossible necessary important essential vital crucial hard difficult easy easier harder better best wrong right
    time foolish wise too worth obvious evident certain good bad only no not high up as about because when what who
    """
)
WEATHER = words(
    """
    raining snowing dry wet cold hot warm dark late early foggy windy noon midnight dawn monday tuesday wednesday
    thursday friday saturday sunday morning evening night spring summer autumn winter christmas
    """
)
SEEMING = words(
    """
    seems seemed appears appeared turns turned transpired emerged happens happened follows rains rained rain snows
    snowed matters mattered takes took helps helped dawned hurts remains emerges stands depends makes made goes
    became
    """
)
BASES = frozenset({"follow", "seem", "appear", "happen", "transpire", "emerge", "matter"})
MAKING = words(
    """
    make makes made making find finds found finding think thinks thought consider considers considered let lets
    believe believes deem deems deemed call calls called calling take takes took keep kept leave left put puts when
    """
)


def is_impersonal(folded: Folded, at: int) -> bool:
    """Whether the "it" at word ``at`` only fills the place of a subject or object."""
    after, verb = at + 1, folded.word(at + 1)
    if verb == "'" and folded.word(at + 2) in ("s", "d", "ll"):  # it's
        verb, after = "is", at + 2
    if folded.word(at - 1) in MAKING and verb not in ref.AUXILIARIES:
        return verb != "no"  # "left it no choice"
    while verb in ref.AUXILIARIES or verb in ref.ADVERBS or verb == "to":
        after += 1
        copula = verb in ("is", "was", "be", "been", "were", "being")
        verb = folded.word(after)
        if copula:
            return _after_copula(folded, after)
    if verb in BASES:  # it does not follow that
        return folded.word(after + 1) in ("that", "as", "to")
    return verb in SEEMING and not _has_object(folded, after, verb)


def _after_copula(folded: Folded, at: int) -> bool:
    """It is ADJECTIVE that / to, it is said that, it was Monday, it was a mistake to, it was <name> who."""
    while folded.word(at) in ref.ADVERBS or folded.word(at) in ("so", "very", "quite", "more", "less", "most"):
        at += 1
    word = folded.word(at)
    if word in WEATHER:
        return True
    window = [folded.word(i) for i in range(at, min(at + 9, len(folded)))]
    clause = next((i for i, w in enumerate(window) if w in ("that", "to", "who", "whether", "which", "for", "how")), -1)
    if word in REPORTED and (clause >= 0 or word in ("time", "unclear", "likely", "possible", "up", "because")):
        return True
    if word in ("the", "a", "an", "this") or folded.is_capital(at):
        stop = next((i for i, w in enumerate(window) if w in (".", ",", ";")), len(window))
        return 0 <= clause < stop and window[clause] in ("that", "who", "which", "to", "whether")
    return (
        word.endswith(("ed", "ble", "al", "ant", "ent", "ous", "ful"))
        and 0 <= clause <= 2
        and (window[clause] == "that" or not word.endswith("ed"))
    )


def _has_object(folded: Folded, at: int, verb: str) -> bool:
    """It made a bid, it took the city, it turned to its ally: somebody did that; it took two days: nobody."""
    if verb not in ("takes", "took", "made", "makes", "turns", "turned", "helps", "helped", "became"):
        return False
    following = folded.word(at + 1)
    if following in ref.TIME_NOUNS or folded.word(at + 2) in ref.TIME_NOUNS or following in ref.NUMBERS:
        return False
    return following not in ("no", "little", "sense", "out", "clear", "some", "that")
