"""Who does the saying: the subject of a verb, before it or, after a quotation or a clause, behind it."""

from __future__ import annotations

from dataclasses import dataclass

from stance.actors import lexicon as lex
from stance.actors import saying
from stance.actors.clauses import OUTSIDE, STOPS, Line, Noun, noun_at, segment_starts
from stance.types import Mention

SKIPPED_BEFORE_VERB = saying.ADVERBS | saying.AUXILIARY | saying.DENIAL | lex.MONTHS_AND_DAYS
PLACE_AND_TIME = saying.PREPOSITIONS | lex.MONTHS_AND_DAYS | {"who", "when", "as", "yesterday", "today", "later", "and"}
_GOING_ON = (("went", "on"), ("goes", "on"), ("was", "quick"), ("at", "pains"), ("took", "care"))


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a verb, from word ``first``; ``actor`` is None for a private person or one that nobody knows."""

    first: int
    actor: Mention | None


def subject_before(line: Line, verb: int, *, participle: bool) -> Subject | None:
    """The subject that stands before word ``verb``; None where the word is no finite verb of the sentence."""
    at, passed = _skip_left(line, verb)
    before = line.word(at)
    if not participle and set(passed) & saying.BE:
        return None  # "was told": the subject is who listens
    if participle and not set(passed) & (saying.BE | {"keeps", "kept"}):
        return clause_subject(line, at + 1) if at >= 0 and (at in line.named or _ends_clause(line, at)) else None
    if before == "to" and line.words[max(at - 2, 0) : at] in _GOING_ON:
        return subject_before(line, at - 2, participle=False)
    return _subject_ending(line, at)


def _subject_ending(line: Line, at: int) -> Subject | None:
    """The subject whose last word, or the comma or "and" behind it, is word ``at``."""
    before = line.word(at)
    if at in line.named:
        return _named_before(line, at)
    if before in ("and", "but", "or", "then", "yet", "nor") and at > 0:
        return clause_subject(line, at) or before_quoted(line, at)
    if before in (",", "\u2014", "-", ")"):
        return _across_commas(line, at)
    if before in STOPS or before in saying.RELATIVES or not before[0].isalnum() or _is_no_noun(line, at):
        return None
    return _in_segment(line, at + 1) or Subject(_phrase_start(line, at), None)


def before_quoted(line: Line, at: int) -> Subject | None:
    """The subject of a clause that holds a quoted piece: "<Oslo> called it 'absurd' and said"."""
    start = next(iter(segment_starts(line, at)))
    first = start
    while first > 0 and not line.word(first - 1):
        first -= 1
    inside = 0 < first < start and line.word(first - 1) not in STOPS
    return clause_subject(line, first) if inside else None


def subject_after(line: Line, verb: int, *, quote: bool) -> Subject | None:
    """The subject behind the verb: "…," said the minister; Norland was far, added its envoy."""
    first = verb + 1
    while line.word(first) in saying.ADVERBS and first not in line.named:
        first += 1
    if not quote and line.word(first) in ("he", "she", "it", "they", "we", "that", "there"):
        return None
    noun = noun_at(line, first)
    if noun is None or line.word(first) in ("it", "that", "there", *saying.PREPOSITIONS):
        return None
    if not quote and noun.actor is None and line.word(noun.last - 1) in saying.SAID_THINGS:
        return None
    follows = line.word(noun.last)
    told = any(line.word(i) in saying.AUXILIARY for i in range(verb))
    told = told and noun.actor is not None
    if follows in STOPS or (quote and follows not in saying.AUXILIARY) or (told and _place_ends(line, noun.last)):
        return Subject(first, noun.actor)
    return None


def clause_subject(line: Line, before: int) -> Subject | None:
    """The noun phrase that opens the clause in which word ``before`` stands: "Oslo <waited> and <said>"."""
    starts = sorted(set(segment_starts(line, before)))
    for start in starts:
        first = start
        while line.word(first) in saying.SUBORDINATORS - {"asked", "pressed", "questioned"} and first not in line.named:
            first += 1
        first = _after_date(line, first)
        opens = line.word(first)
        bare = opens in saying.PREPOSITIONS or opens in saying.RELATIVES or _is_participle(line, first)
        if (bare or line.word(start) in saying.SUBORDINATORS) and start != starts[-1] and first not in line.named:
            continue
        if bare and first not in line.named:
            noun = next((n for i in range(first + 1, before) if (n := _after_opening(line, i)) is not None), None)
        else:
            noun = noun_at(line, first)
        if noun is not None and noun.last <= before:
            return Subject(noun.first, noun.actor)
    return None


def _after_date(line: Line, first: int) -> int:
    """The word after a time that opens a clause without a comma: "<This Wednesday> the minister"."""
    if (
        line.word(first) in ("this", "last", "next")
        and line.word(first + 1) in saying.TIMES
        and first + 1 not in line.named
    ):
        return first + 2
    return first


def _after_opening(line: Line, at: int) -> Noun | None:
    """A name right after a phrase of place or time without a comma: "On Monday in Oslo <Lavrov>"."""
    held = at in line.named and at - 1 in line.named and line.named[at] is not line.named[at - 1]
    return noun_at(line, at) if held else None


def _skip_left(line: Line, verb: int) -> tuple[int, list[str]]:
    """The word before the verb and its auxiliaries, adverbs and dates; and what was passed over."""
    at = verb - 1
    passed: list[str] = []
    while at >= 0 and at not in line.named:
        word = line.word(at)
        if (line.word(at - 1), word) in saying.ADVERB_PHRASES:
            at -= 2
            continue
        adverb = word in SKIPPED_BEFORE_VERB or word.isdigit() or (word.endswith("ly") and len(word) > 3)
        if not adverb and not (word in ("on", "in", "last", "this", "a", "an") and passed):
            break
        passed.append(word)
        at -= 1
    return at, passed


def _named_before(line: Line, at: int) -> Subject | None:
    mention = line.named[at]
    first = line.first_of(mention)
    start = first
    while line.word(start - 1) in saying.DETERMINERS or (
        line.word(start - 1) in lex.MODIFIERS and start - 1 not in line.named
    ):
        start -= 1
    before = line.word(start - 1)
    if before not in saying.PREPOSITIONS:
        return Subject(start, mention)
    head = line.word(start - 2)
    if start - 2 in line.named:
        return _named_before(line, start - 2)
    if head in saying.SPEAKING_HEADS | saying.WRITINGS and before in ("of", "from", "in", "for", "by", "at"):
        return Subject(_phrase_start(line, start - 2), mention)
    found = _in_segment(line, at + 1)
    if found is not None:
        return found
    return Subject(start, None)


def _phrase_start(line: Line, at: int) -> int:
    while at > 0 and line.word(at - 1) not in STOPS and line.word(at - 1) not in saying.AUXILIARY:
        at -= 1
    return at


def _in_segment(line: Line, before: int) -> Subject | None:
    """The noun phrase at the start of the stretch without commas that ends before word ``before``."""
    start = next(iter(segment_starts(line, before)))
    for begin in (start, *(i + 1 for i in range(before - 1, start, -1) if line.word(i) in ("that", "and", "but"))):
        first = begin
        while line.word(first) in saying.SUBORDINATORS and first not in line.named:
            first += 1
        noun = noun_at(line, first)
        if noun is not None and noun.last <= before and not _finite_between(line, noun.last, before):
            return Subject(first, noun.actor)
    return _behind_opening(line, start, before)


def _behind_opening(line: Line, start: int, before: int) -> Subject | None:
    """The noun phrase after one of place or time without a comma: "In Oslo <the president's office> insisted"."""
    if line.word(start) not in saying.PREPOSITIONS or start in line.named:
        return None
    for at in range(start + 2, before):
        begins = at in line.named or line.word(at) in saying.DETERMINERS
        if begins and line.word(at - 1) not in saying.PREPOSITIONS | saying.DETERMINERS | {"and", "or", "s", "'"}:
            noun = noun_at(line, at)
            if noun is not None and noun.last == before and noun.actor is not None:
                return Subject(at, noun.actor)
    return None


def _finite_between(line: Line, first: int, last: int) -> bool:
    words = [line.word(i) for i in range(first, last) if i not in line.named]
    kept = [word for word in words if word in saying.FORMS or word in saying.AUXILIARY]
    return bool(kept) or bool(words and words[0].endswith("ed"))


def _across_commas(line: Line, comma: int) -> Subject | None:
    """Xi, who came for two days, said; Jane Doe, a baker, said; said of the phrase nearest to the left that is one."""
    unknown: Subject | None = None
    starts = list(segment_starts(line, comma))
    for start in starts:
        first = line.word(start)
        loose = first in saying.PREPOSITIONS or first in saying.RELATIVES or first in saying.SUBORDINATORS
        if start not in line.named and (loose or first.isdigit() or _is_participle(line, start) or first in STOPS):
            continue
        noun = noun_at(line, start)
        if noun is None:
            continue
        ends = line.word(noun.last)
        if ends in STOPS or ends in saying.PREPOSITIONS or ends in saying.RELATIVES or ends == "and":
            if noun.actor is not None:
                return Subject(start, noun.actor)
            unknown = Subject(start, None)
            if first in saying.DETERMINERS or first.islower():
                continue
            return unknown
        return clause_subject(line, comma)
    return unknown or clause_subject(line, comma)


def _is_participle(line: Line, at: int) -> bool:
    word = line.word(at)
    return word.endswith(("ing", "ed")) and (at == 0 or not line.is_name(at))


def _ends_clause(line: Line, at: int) -> bool:
    """Whether "saying" after word ``at`` takes up the subject of the sentence: nearly always."""
    return line.word(at) not in (OUTSIDE, "") and line.word(at) not in saying.DETERMINERS | saying.PREPOSITIONS


def _is_no_noun(line: Line, at: int) -> bool:
    """Whether word ``at`` makes the next word a noun or participle: "the claims", "to say", "Norland's reports"."""
    word = line.word(at)
    if word == "s" and line.word(at - 1) == "'":
        return True
    return word in saying.DETERMINERS or word in saying.PREPOSITIONS or word in ("'", "no", "more", "such")


def _place_ends(line: Line, at: int) -> bool:
    """Whether only a phrase of place or time follows, no verb of which the noun could be the subject."""
    if line.word(at) not in PLACE_AND_TIME:
        return False
    rest = [line.word(i) for i in range(at, min(at + 12, len(line.words)))]
    stop = next((n for n, word in enumerate(rest) if word in STOPS), len(rest))
    return not any(word in saying.AUXILIARY or word in saying.FORMS for word in rest[:stop])
