"""What somebody calls a thing: "called the vote a farce", "described the talks as frank". It is said, not done."""

from __future__ import annotations

from stance.actors import lexicon as lex
from stance.actors import saying
from stance.actors.clauses import STOPS, Line, noun_at

REACH = 12
_ARTICLES = frozenset({"a", "an", "the", "one", "another", "its", "his", "her", "their", "nothing", "no"})
_PRONOUNS = frozenset({"it", "them", "him", "me", "us", "you", "himself", "herself", "itself", "themselves"})
_PARTICLES = frozenset({"off", "up", "out", "back", "home", "away", "again", "together", "and", "or", "names"})
_TIMES = frozenset({"day", "week", "month", "year", "hour", "morning", "evening", "night", "time", "minute", "moment"})
_ENDINGS = ("able", "ible", "ous", "ful", "less", "ed", "ish")
_ADJECTIVES = frozenset(
    """
    absurd alarming bad barbaric brutal candid catastrophic criminal crucial dead destructive disappointing disturbing
    encouraging essential excessive fair false frank free genuine good great historic historical illegal illegitimate
    immoral inadequate inconsistent insufficient irrational irrelevant legal legitimate misleading null offensive
    pathetic premature productive counterproductive constructive aggressive provocative safe shocking toxic tragic
    troubling unconstitutional unfair unilateral unjust unlawful unnecessary unrealistic untrue urgent vital void
    worrying wrong
    """.split()  # noqa: SIM905
)


def calls(line: Line, verb: int, lemma: str) -> bool:
    """Whether what the verb at word ``verb`` has for an object gets a name: another noun, an adjective, or "as …"."""
    if _is_participle(line, verb):
        return False
    if lemma in saying.CALL_AS and _as(line, verb + 1):
        return True
    if lemma not in saying.CALL:
        return False
    at = verb + 1
    if line.word(at) in _PRONOUNS or (line.word(at) in ("this", "that") and line.word(at + 1) in _ARTICLES):
        return _names(line, at + 1)
    return noun_at(line, at) is not None and any(_is_name(line, at, i) for i in range(at + 1, _end(line, at)))


def _is_participle(line: Line, verb: int) -> bool:
    """ "So-called", "they're called", "called so by", "remarks describing it": nobody speaks here."""
    before = line.word(verb - 1)
    passive = before in ("-", "re", "s", "m") or line.word(verb + 1) == "by"
    return passive or (line.word(verb).endswith("ing") and before != ",")


def _end(line: Line, at: int) -> int:
    """The end of the stretch from word ``at`` in which a name for the object can stand."""
    last = min(at + REACH, len(line.words))
    stops = (STOPS - {"", "-"}) | saying.CLAUSE | {"to", "and"}
    return next((i for i in range(at, last) if line.word(i) in stops), last)


def _as(line: Line, at: int) -> bool:
    return any(line.word(i) == "as" and line.word(i + 1) not in STOPS - {""} for i in range(at + 1, _end(line, at)))


def _names(line: Line, at: int) -> bool:
    """Called it <treason>, but not "called him <on Monday>"."""
    word = line.word(at)
    if not word:
        return True
    if word in _ARTICLES:
        return not _is_time(line, at)
    no_noun = word in saying.PREPOSITIONS | saying.CLAUSE | saying.ADVERBS | _PARTICLES | saying.SUBORDINATORS
    return not no_noun and word not in lex.MONTHS_AND_DAYS and word.isalpha() and not word.endswith("ly")


def _is_name(line: Line, first: int, at: int) -> bool:
    """Whether at word ``at`` a second noun phrase, a quoted piece, or at the end of the clause an adjective begins."""
    before, word = line.word(at - 1), line.word(at)
    if before in saying.PREPOSITIONS | saying.DETERMINERS | {"and", "or", "s", "'"}:
        return False
    if not word:
        return line.word(at - 1) != "" and line.word(first) != ""
    if word in _ARTICLES:
        return not _is_time(line, at)
    ends = line.word(at + 1) in STOPS | {"and", "but", "or"}
    return ends and at not in line.named and _is_adjective(word) and not _is_adjective(before)


def _is_time(line: Line, at: int) -> bool:
    """ "A day later", "the next week": no name for anything."""
    return not _TIMES.isdisjoint(line.words[at + 1 : at + 3])


def _is_adjective(word: str) -> bool:
    return word in _ADJECTIVES or (word.endswith(_ENDINGS) and len(word) > 4)
