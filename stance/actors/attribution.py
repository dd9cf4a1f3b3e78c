"""To whom a sentence is attributed, by its verbs of saying: "X said", "…," said X, "X was quoted as saying"."""

from __future__ import annotations

from collections.abc import Sequence

from stance.actors import saying
from stance.actors.authors import author_of, cited
from stance.actors.beside import ASIDE, BESIDE_QUOTE, BETWEEN_COMMAS, MAIN, Attribution, elsewhere
from stance.actors.calling import calls
from stance.actors.clauses import STOPS, Line, noun_at, segment_starts
from stance.actors.subjects import Subject, subject_after, subject_before
from stance.actors.verbs import Verb, verbs_of

COMPLEMENT_REACH = 12
PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "you", "there"})
OPENERS = saying.SUBORDINATORS - {"and", "but", "also", "then", "however", "meanwhile", "earlier", "later", "today"}


def attribution(line: Line) -> Attribution | None:
    """The outermost attribution of a sentence, None where nobody is said to speak."""
    verbs = [(verb, option) for verb in verbs_of(line) if (option := _of_verb(line, verb)) is not None]
    found = [option for _, option in verbs] + [option for option in elsewhere(line) if option is not None]
    words = [option for option in found if not option.told] or found
    first = min(words, key=lambda option: option.rank, default=None)
    if first is None or first.speaker is not None or ";" not in line.words:
        return first
    return _behind_semicolon(line, verbs, first) or first


def _behind_semicolon(line: Line, verbs: Sequence[tuple[Verb, Attribution]], first: Attribution) -> Attribution | None:
    """Of two sentences in one, the one that somebody known says: "A baker complained; <Oslo replied> that"."""
    after = line.words.index(";")
    known = (option for verb, option in verbs if verb.first > after and option.speaker is not None)
    return next((option for option in known if option.rank == first.rank and option.told == first.told), None)


def _of_verb(line: Line, verb: Verb) -> Attribution | None:
    special = _quoted_as(line, verb) or _told_by(line, verb)
    if special is not None:
        return special
    quote = _after_quote(line, verb.first)
    subject = _inverted(line, verb, quote=quote)
    if subject is not None:
        speaker = subject.actor or author_of(line, subject.first)
        return Attribution(speaker, BESIDE_QUOTE if quote else BETWEEN_COMMAS)
    subject = subject_before(line, verb.first, participle=verb.participle) or _unknown(line, verb)
    if subject is None or (line.word(verb.first) in saying.NOUNS and not _is_close(line, subject, verb)):
        return None
    if subject.actor is None:
        subject = Subject(subject.first, author_of(line, subject.first))
    return _named_so(line, verb, subject) if verb.lemma in saying.CALL_AS else _ranked(line, verb, subject)


def _unknown(line: Line, verb: Verb) -> Subject | None:
    """Somebody "… and said": a finite verb, even where nobody can tell whose."""
    joined = line.word(verb.first - 1) in ("and", "but") and verb.lemma in saying.TELL and not verb.participle
    segment = line.words[next(segment_starts(line, verb.first)) : verb.first] if joined else ()
    return Subject(verb.first, None) if joined and saying.RELATIVES.isdisjoint(segment) else None


def _named_so(line: Line, verb: Verb, subject: Subject) -> Attribution | None:
    """ "Norland called the vote a farce"."""
    if not calls(line, verb.first, verb.lemma):
        return None
    return Attribution(subject.actor, ASIDE if _is_aside(line, subject, verb) else MAIN)


def _ranked(line: Line, verb: Verb, subject: Subject) -> Attribution | None:
    if line.word(verb.last - 1) == "comment" and verb.act:
        return _act(line, verb, subject)
    between = _between_commas(line, verb, subject)
    has_clause = between or _has_clause(line, verb)
    if verb.lemma in saying.RELAY and subject.actor is None and not _before_quote(line, verb):
        reports = has_clause or verb.lemma == "report"
        return Attribution(cited(line), ASIDE) if reports else None  # "the agency reported": whoever it reports speaks
    plain = verb.lemma in saying.TELL or (not verb.lemma and not verb.act) or verb.lemma in saying.ASSERT
    if has_clause or (plain and (subject.actor is not None or verb.lemma in saying.TELL)):
        beside = _before_quote(line, verb) or _after_quote(line, subject.first)
        rank = BESIDE_QUOTE if beside else BETWEEN_COMMAS if between else MAIN
        return Attribution(subject.actor, ASIDE if rank == MAIN and _is_aside(line, subject, verb) else rank)
    return _act(line, verb, subject)


def _act(line: Line, verb: Verb, subject: Subject) -> Attribution | None:
    """ "Norland thanked us": not "the plan that Norland announced", which is no act of this sentence."""
    acts = (verb.act or verb.lemma in saying.ACT) and not verb.participle
    before = line.word(subject.first - 1), line.word(subject.first - 2)
    within = before[0] in ("that", "which", "whom") and before[1] not in saying.PREPOSITIONS | {"now"}
    if subject.actor is None or not acts or within:
        return None
    return Attribution(subject.actor, MAIN, told=True)


def _ends_name(line: Line, at: int) -> bool:
    """Whether a name that is no complement ends with word ``at``: "<Doe> claims", not "the State of the <Union>"."""
    first = at + 1
    while line.is_name(first - 1):
        first -= 1
    return first <= at and line.word(first - 1) not in saying.PREPOSITIONS | saying.DETERMINERS | {"s", "'"}


def _is_close(line: Line, subject: Subject, verb: Verb) -> bool:
    if subject.actor is None:  # "Doe claims that"
        return not verb.participle and line.word(verb.last) == "that" and _ends_name(line, verb.first - 1)
    return line.after(subject.actor) == verb.first


def _inverted(line: Line, verb: Verb, *, quote: bool) -> Subject | None:
    if verb.participle or verb.lemma == "tell":
        return None  # who stands behind "told" is the one who listens
    before = line.word(verb.first - 1)
    if not quote and (before not in (",", "\u2014") or verb.lemma in saying.CALL_AS):
        return None
    return (
        subject_after(line, verb.last, quote=quote)
        if verb.lemma == ""
        else subject_after(line, verb.first, quote=quote)
    )


def _after_quote(line: Line, at: int) -> bool:
    """Whether a quotation ends right before word ``at``, or before a comma or dash there."""
    before = line.word(at - 1)
    return before == "" or (before in (",", "\u2014", "-") and line.word(at - 2) == "" and at > 1)


def _before_quote(line: Line, verb: Verb) -> bool:
    """Whether a quotation begins within reach of the verb, with nothing but its hearers between."""
    if _after_quote(line, verb.first):
        return True
    for i in range(verb.last, min(verb.last + COMPLEMENT_REACH, len(line.words))):
        word = line.word(i)
        if not word:
            return line.word(i - 1) in (",", ":", "that") or i == verb.last or verb.lemma in saying.TELL
        if word in saying.CLAUSE and word != "that":
            return False
    return False


def _between_commas(line: Line, verb: Verb, subject: Subject) -> bool:
    """ "Norland, the envoy said, …", "…, its ministry insisted.": nothing but place and time between verb and stop."""
    before = line.word(subject.first - 1)
    if before not in (",", "", "\u2014", "-") or subject.first == 0 or subject.first > verb.first:
        return False
    if before != "" and not _clause_before(line, subject.first - 1):
        return False
    for i in range(verb.last, min(verb.last + COMPLEMENT_REACH, len(line.words) + 1)):
        word = line.word(i)
        if word in STOPS:
            return True
        if i not in line.named and (word in saying.CLAUSE or word in saying.AUXILIARY or word in PRONOUNS):
            return False
    return False


def _clause_before(line: Line, comma: int) -> bool:
    """Whether what stands before the comma is reported, not a phrase of place or time that opens the sentence."""
    opens = line.word(0)
    if any(line.word(i) in saying.AUXILIARY for i in range(comma)):
        return opens not in saying.SUBORDINATORS or opens in ("but", "and", "so", "yet", "still")
    return (
        not (opens in saying.PREPOSITIONS or opens in saying.SUBORDINATORS or opens.endswith(("ing", "ly")))
        or 0 in line.named
    )


def _has_clause(line: Line, verb: Verb) -> bool:
    if _before_quote(line, verb):
        return True
    if line.word(_after_date(line, verb.last)) == ":":
        return True
    reach = 2 if verb.lemma in saying.NEAR else COMPLEMENT_REACH
    first = verb.last
    if line.word(first) == ",":  # "alleged, by way of example, that"
        first = next(
            (i + 1 for i in range(first + 1, min(first + reach, len(line.words))) if line.word(i) == ","), first
        )
    for i in range(first, min(first + reach, len(line.words))):
        word = line.word(i)
        if word in saying.CLAUSE:
            return word != "who" or i == verb.last
        if word == "to" and verb.lemma in saying.TO_CLAUSE:
            return True
        if word in STOPS and not (word == "," and i > verb.last):
            break
        if word in saying.FORMS and i > verb.last:
            break
    return _bare_clause(line, first)


def _after_date(line: Line, at: int) -> int:
    """The word after "on Monday", "in May"."""
    while line.word(at) in saying.DATES:
        at += 1
    return at


def _bare_clause(line: Line, at: int) -> bool:
    """ "Insisted it had no part", "warned sanctions would follow": a clause without "that"."""
    if line.word(at) in PRONOUNS and line.word(at + 1) in saying.AUXILIARY | saying.FORMS.keys():
        return True
    for i in range(at + 1, at + 10):
        word = line.word(i)
        if word in STOPS or word in saying.PREPOSITIONS - {"of", "in", "from"} or word in ("and", "to"):
            return False
        if i not in line.named and word in saying.AUXILIARY - {"being", "been", "having"}:
            return True
    return False


def _is_aside(line: Line, subject: Subject, verb: Verb) -> bool:
    """Whether the verb stands in a clause that only leads up to the sentence: "When X said that …, Y replied …"."""
    return line.word(0) in OPENERS and subject.first <= 3 and 0 not in line.named and "," in line.words[verb.last :]


def _quoted_as(line: Line, verb: Verb) -> Attribution | None:
    """ "X was quoted as saying", "Z quoted Y as saying", "X is cited by Z as saying"."""
    if not verb.participle or line.word(verb.first - 1) != "as":
        return None
    quoting = next((i for i in range(verb.first - 2, -1, -1) if line.word(i) in ("quoted", "cited", "quotes")), None)
    if quoting is None:
        return None
    if line.word(quoting - 1) in saying.BE or line.word(quoting - 2) in saying.BE:
        subject = subject_before(line, quoting, participle=True)
        return Attribution(subject.actor if subject else None, BESIDE_QUOTE)
    noun = noun_at(line, quoting + 1)
    return Attribution(noun.actor if noun else None, BESIDE_QUOTE)


def _told_by(line: Line, verb: Verb) -> Attribution | None:
    """ "The guests were told by the minister that …"."""
    if (
        verb.participle
        or line.word(verb.last) != "by"
        or not {line.word(verb.first - 1), line.word(verb.first - 2)} & saying.BE
    ):
        return None
    noun = noun_at(line, verb.last + 1)
    return Attribution(noun.actor, MAIN) if noun is not None and _has_clause(line, verb) else None
