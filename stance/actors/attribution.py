"""To whom a sentence is attributed: "X said", "…," said X, "according to X", "X: …"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stance.actors import lexicon as lex
from stance.actors import saying
from stance.actors.clauses import OUTSIDE, STOPS, Line, noun_at
from stance.actors.subjects import Subject, clause_subject, subject_after, subject_before
from stance.types import Mention

COMPLEMENT_REACH = 12
BESIDE_QUOTE, BETWEEN_COMMAS, MAIN, ACCORDING, ASIDE = range(5)
PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "you", "there"})
OPENERS = saying.SUBORDINATORS - {"and", "but", "also", "then", "however", "meanwhile", "earlier", "later", "today"}


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to speak. ``rank``: how far out it stands; ``told``: an act of speech rather than reported words."""

    speaker: Mention | None
    rank: int
    told: bool = False


@dataclass(frozen=True, slots=True)
class _Verb:
    """Words ``first`` up to ``last`` that say; ``lemma`` is "" for a phrase."""

    first: int
    last: int
    lemma: str
    participle: bool = False
    act: bool = False


def attribution(line: Line) -> Attribution | None:
    """The outermost attribution of a sentence, None where nobody is said to speak."""
    found = [option for verb in _verbs(line) if (option := _of_verb(line, verb)) is not None]
    found += [option for option in (_beside_quote(line), _according(line), _before_colon(line)) if option is not None]
    words = [option for option in found if not option.told] or found
    return min(words, key=lambda option: option.rank) if words else None


def _verbs(line: Line) -> Iterator[_Verb]:
    for i, word in enumerate(line.words):
        if i in line.named or not word:
            continue
        if word in saying.FIRST_OF_PHRASE and (phrase := _phrase(line, i)):
            yield _Verb(i, i + len(phrase), "", act=" ".join(phrase) in saying.ACT_PHRASES)
        elif word in saying.FORMS:
            yield _Verb(i, i + 1, saying.FORMS[word], participle=word.endswith("ing"))
        elif word in saying.TELL | saying.REPORT and (word in saying.BARE or _has_auxiliary(line, i)):
            yield _Verb(i, i + 1, word)


def _phrase(line: Line, at: int) -> tuple[str, ...]:
    return next((p for p in saying.PHRASES if line.words[at : at + len(p)] == p), ())


def _has_auxiliary(line: Line, at: int) -> bool:
    """Did <X> say, will not say: a bare form after an auxiliary."""
    words = [line.word(i) for i in range(max(at - 5, 0), at) if i not in line.named]
    return any(word in ("did", "does", "do", "would", "will", "must", "could") for word in words) and words[-1:] != [
        "to"
    ]


def _of_verb(line: Line, verb: _Verb) -> Attribution | None:
    special = _quoted_as(line, verb) or _told_by(line, verb)
    if special is not None:
        return special
    quote = _after_quote(line, verb.first)
    subject = _inverted(line, verb, quote=quote)
    if subject is not None:
        return Attribution(subject.actor, BESIDE_QUOTE if quote else BETWEEN_COMMAS)
    subject = subject_before(line, verb.first, participle=verb.participle)
    if subject is None or (line.word(verb.first) in saying.NOUNS and not _is_close(line, subject, verb)):
        return None
    return _ranked(line, verb, subject)


def _ranked(line: Line, verb: _Verb, subject: Subject) -> Attribution | None:
    between = _between_commas(line, verb, subject)
    has_clause = between or _has_clause(line, verb)
    if verb.lemma in saying.RELAY and subject.actor is None and not _before_quote(line, verb):
        reports = has_clause or verb.lemma == "report"
        return Attribution(None, ASIDE) if reports else None  # "the agency reported": whoever it reports speaks
    plain = verb.lemma in saying.TELL or (not verb.lemma and not verb.act) or verb.lemma in saying.ASSERT
    if has_clause or (plain and (subject.actor is not None or verb.lemma in saying.TELL)):
        beside = _before_quote(line, verb) or _after_quote(line, subject.first)
        rank = BESIDE_QUOTE if beside else BETWEEN_COMMAS if between else MAIN
        return Attribution(subject.actor, ASIDE if rank == MAIN and _is_aside(line, subject, verb) else rank)
    if subject.actor is not None and (verb.act or verb.lemma in saying.ACT) and not verb.participle:
        return Attribution(subject.actor, MAIN, told=True)
    return None


def _is_close(line: Line, subject: Subject, verb: _Verb) -> bool:
    return subject.actor is not None and line.after(subject.actor) == verb.first


def _inverted(line: Line, verb: _Verb, *, quote: bool) -> Subject | None:
    if verb.participle:
        return None
    before = line.word(verb.first - 1)
    if not quote and before not in (",", "\u2014"):
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


def _before_quote(line: Line, verb: _Verb) -> bool:
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


def _between_commas(line: Line, verb: _Verb, subject: Subject) -> bool:
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


def _has_clause(line: Line, verb: _Verb) -> bool:
    if _before_quote(line, verb):
        return True
    if line.word(verb.last) == ":":
        return True
    reach = 2 if verb.lemma in saying.NEAR else COMPLEMENT_REACH
    first = verb.last
    if line.word(first) == ",":  # "alleged, by way of example, that"
        first = next((i + 1 for i in range(first + 1, min(first + reach, len(line.words))) if line.word(i) == ","), first)
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


def _is_aside(line: Line, subject: Subject, verb: _Verb) -> bool:
    """Whether the verb stands in a clause that only leads up to the sentence: "When X said that …, Y replied …"."""
    return line.word(0) in OPENERS and subject.first <= 3 and 0 not in line.named and "," in line.words[verb.last :]


def _quoted_as(line: Line, verb: _Verb) -> Attribution | None:
    """ "X was quoted as saying", "Z quoted Y as saying", "X is cited by Z as saying"."""
    if line.word(verb.first) != "saying" or line.word(verb.first - 1) != "as":
        return None
    quoting = next((i for i in range(verb.first - 2, -1, -1) if line.word(i) in ("quoted", "cited", "quotes")), None)
    if quoting is None:
        return None
    if line.word(quoting - 1) in saying.BE or line.word(quoting - 2) in saying.BE:
        subject = subject_before(line, quoting, participle=True)
        return Attribution(subject.actor if subject else None, BESIDE_QUOTE)
    noun = noun_at(line, quoting + 1)
    return Attribution(noun.actor if noun else None, BESIDE_QUOTE)


def _told_by(line: Line, verb: _Verb) -> Attribution | None:
    """ "The guests were told by the minister that …"."""
    if (
        verb.participle
        or line.word(verb.last) != "by"
        or not {line.word(verb.first - 1), line.word(verb.first - 2)} & saying.BE
    ):
        return None
    noun = noun_at(line, verb.last + 1)
    return Attribution(noun.actor, MAIN) if noun is not None and _has_clause(line, verb) else None


def _beside_quote(line: Line) -> Attribution | None:
    """ "…," the envoy shot back; "…!" sighed a baker; "…" — Oslo: whatever the verb, who stands beside it speaks."""
    for i in range(1, len(line.words)):
        if line.words[i] and not line.words[i - 1] and _ends_spoken(line, i - 1):
            at = i + (line.words[i] in (",", "\u2014", "-"))
            noun = noun_at(line, at)
            signed = line.words[i] in ("\u2014", "-") and line.word(noun.last if noun else i) == OUTSIDE
            if noun is not None and noun.actor is not None and (signed or _acts(line, noun.last)):
                return Attribution(noun.actor, BESIDE_QUOTE)
            behind = subject_after(line, at, quote=True) if _may_be_verb(line, at) else None
            if behind is None and (noun is None or not _verb_like(line, noun.last)):
                return None
            return Attribution(behind.actor if behind else None, BESIDE_QUOTE)
    return None


def _may_be_verb(line: Line, at: int) -> bool:
    """Whether a word right after a quotation can be its verb: any small one that is no function word."""
    word = line.word(at)
    return word.isalpha() and at not in line.named and not line.is_name(at) and word not in lex.FUNCTION_WORDS


def _acts(line: Line, at: int) -> bool:
    """Whether a verb follows, at once or after a phrase of place, a relative clause or an apposition."""
    return _verb_like(line, at) or line.word(at) in saying.PREPOSITIONS | saying.RELATIVES | saying.ADVERBS | {","}


def _ends_spoken(line: Line, at: int) -> bool:
    """Whether the quotation that ends with word ``at`` ends like spoken words, with a comma, "?" or "!"."""
    marks = (line.folded.word(at - 1), line.folded.word(at - 2))
    return marks[0] in (",", "?", "!") or (marks[0] == "'" and marks[1] in (",", "?", "!")) or line.word(at + 1) == ","


def _verb_like(line: Line, at: int) -> bool:
    word = line.word(at)
    if at in line.named or not word or word in STOPS or line.folded.is_capital(at):
        return False
    return word in saying.FORMS or word in saying.FIRST_OF_PHRASE or word.endswith("ed") or word in saying.AUXILIARY


def _according(line: Line) -> Attribution | None:
    """According to X; in the words of X; in X's words."""
    for i in range(len(line.words) - 2):
        pair = line.words[i : i + 2]
        if pair == ("according", "to") or (pair == ("words", "of") and line.word(i - 1) == "the"):
            if line.word(i + 2) in saying.RELATIVES:
                continue
            return Attribution(_within_phrase(line, i + 2), BETWEEN_COMMAS if i in (0, 2) else ACCORDING)
    return None


def _within_phrase(line: Line, first: int) -> Mention | None:
    """The actor of a phrase: its head, or the one who wrote what the head names: "a note on Monday by the envoy"."""
    noun = noun_at(line, first)
    if noun is None or noun.actor is not None or line.word(noun.last - 1) not in saying.WRITINGS:
        return noun.actor if noun is not None else None
    for at in range(noun.last, len(line.words)):
        if line.word(at) in STOPS:
            return None
        if line.word(at) in ("by", "from"):
            author = noun_at(line, at + 1)
            return author.actor if author is not None else None
    return None


def _before_colon(line: Line) -> Attribution | None:
    """The president had one answer: "No." — the subject of the sentence before the colon speaks."""
    for i in range(1, len(line.words) - 1):
        if line.words[i] == ":" and not line.words[i + 1]:
            subject = clause_subject(line, i)
            return Attribution(subject.actor, ACCORDING) if subject is not None else None
    return None


def label_of(line: Line) -> Attribution | None:
    """Oslo: "…" — the actor whose name is all that stands before a colon at the start."""
    if ":" not in line.words[:12]:
        return None
    mention = next((line.named[i] for i in range(min(2, len(line.words))) if i in line.named), None)
    if mention is None or line.word(line.after(mention)) != ":":
        return None
    if line.word(line.after(mention) + 1) and mention.how in ("name", "demonym", "organ"):
        return None  # "Norland: a country between two seas"
    return Attribution(mention, BESIDE_QUOTE)
