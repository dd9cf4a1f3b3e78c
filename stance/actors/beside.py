"""Attributions without a verb of saying: who stands beside a quotation, according to X, X: "…"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stance.actors import lexicon as lex
from stance.actors import saying
from stance.actors.authors import author_of, cited
from stance.actors.clauses import OUTSIDE, STOPS, Line, noun_at
from stance.actors.subjects import before_quoted, clause_subject, subject_after
from stance.types import Mention

BESIDE_QUOTE, BETWEEN_COMMAS, MAIN, ACCORDING, ASIDE = range(5)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to speak. ``rank``: how far out it stands; ``told``: an act of speech rather than reported words."""

    speaker: Mention | None
    rank: int
    told: bool = False


def elsewhere(line: Line) -> Iterator[Attribution | None]:
    """What the sentence says of its speaker besides its verbs of saying."""
    yield _beside_quote(line)
    yield _according(line)
    yield _before_colon(line)
    yield _as_seen(line)
    yield _in_view(line)
    yield _that_is_how(line)
    yield _headline(line)


def _beside_quote(line: Line) -> Attribution | None:
    """ "…," the envoy shot back; "…!" sighed a baker; "…" — Oslo: whatever the verb, who stands beside it speaks."""
    for i in range(1, len(line.words)):
        if line.words[i] and not line.words[i - 1] and _ends_spoken(line, i - 1):
            at = i + (line.words[i] in (",", "\u2014", "-"))
            if line.word(at) in saying.BE and line.word(at + 1) == "how":  # "…," was how Lima put it
                return _summing(line, at + 2, BESIDE_QUOTE)
            if line.word(at) in saying.BE:  # "…," was Lima's reply
                reply = noun_at(line, at + 1)
                wrote = reply is not None and line.word(reply.last - 1) in saying.WRITINGS
                return Attribution(reply.actor, BESIDE_QUOTE) if reply is not None and wrote else None
            noun = noun_at(line, at)
            signed = line.words[i] in ("\u2014", "-") and line.word(noun.last if noun else i) == OUTSIDE
            if noun is not None and noun.actor is not None and (signed or _acts(line, noun.last)):
                return Attribution(noun.actor, BESIDE_QUOTE)
            behind = subject_after(line, at, quote=True) if _may_be_verb(line, at) else None
            if behind is None and (noun is None or not _verb_like(line, noun.last)):
                return None
            return Attribution((behind.actor or author_of(line, behind.first)) if behind else None, BESIDE_QUOTE)
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
    return (
        marks[0] in (",", "?", "!")
        or (marks[0] == "'" and marks[1] in (",", "?", "!"))
        or line.word(at + 1) in (",", "\u2014")
    )


def _verb_like(line: Line, at: int) -> bool:
    word = line.word(at)
    if at in line.named or not word or word in STOPS or line.folded.is_capital(at):
        return False
    known = word in saying.FORMS or word in saying.FIRST_OF_PHRASE or word in saying.UTTERING
    return known or word.endswith("ed") or word in saying.AUXILIARY


def _according(line: Line) -> Attribution | None:
    """According to X; in the words of X; in X's words."""
    if "according" not in line.words and "words" not in line.words:
        return None
    for i in range(len(line.words) - 2):
        pair = line.words[i : i + 2]
        if pair == ("according", "to") or (pair == ("words", "of") and line.word(i - 1) == "the"):
            if line.word(i + 2) in saying.RELATIVES:
                continue
            return Attribution(_within_phrase(line, i + 2) or cited(line), BETWEEN_COMMAS if i in (0, 2) else ACCORDING)
    return None


def _as_seen(line: Line) -> Attribution | None:
    """As X sees it, …"""
    for i in range(len(line.words) - 3):
        if line.words[i] == "as":
            noun = noun_at(line, i + 1)
            sees = (
                noun is not None and line.word(noun.last) in ("sees", "saw", "see") and line.word(noun.last + 1) == "it"
            )
            if noun is not None and sees and noun.actor is not None:
                return Attribution(noun.actor, BETWEEN_COMMAS)
    return None


def _in_view(line: Line) -> Attribution | None:
    """In X's view; it is X's position that; X's argument is that."""
    for i, word in enumerate(line.words):
        if word not in saying.VIEWS or line.word(i - 1) != "s" or line.word(i - 2) != "'":
            continue
        owner = line.named.get(i - 3)
        if owner is None:
            continue
        start = line.first_of(owner)
        before = line.word(start - 1 - (line.word(start - 1) == "the"))
        after = line.word(i + 1)
        held = before in saying.BE and line.word(start - 2) in ("it", "that", "this") and after == "that"
        if (before == "in" and after == ",") or held or (after in saying.BE and line.word(i + 2) == "that"):
            return Attribution(owner, BETWEEN_COMMAS)
    return None


def _that_is_how(line: Line) -> Attribution | None:
    """That is how X put it: a word on what was quoted before."""
    if line.word(0) not in ("that", "this", "so") or "how" not in line.words[1:4]:
        return None
    at = line.words.index("how")
    found = _summing(line, at + 1, MAIN) if line.word(at - 1) in saying.BE else None
    return Attribution(found.speaker, MAIN, told=True) if found is not None else None


def _summing(line: Line, first: int, rank: int) -> Attribution | None:
    """[How] X described, put or saw it."""
    noun = noun_at(line, first)
    if noun is None or line.word(noun.last) not in saying.SUMMING:
        return None
    return Attribution(noun.actor, rank)


def _headline(line: Line) -> Attribution | None:
    """ "…": X on the talks — the one whose name a headline sets behind its quotation and a colon."""
    if line.word(0) or ":" not in line.words:
        return None
    colon = line.words.index(":")
    mention = line.named.get(colon + 1)
    if mention is None or any(line.words[:colon]):
        return None
    ends = line.word(line.after(mention)) in saying.PREPOSITIONS | STOPS
    return Attribution(mention, BESIDE_QUOTE) if ends else None


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
    for i in range(1, len(line.words) - 1) if ":" in line.words else ():
        if line.words[i] == ":" and not line.words[i + 1]:
            subject = clause_subject(line, i) or before_quoted(line, i)
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
