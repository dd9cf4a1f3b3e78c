"""The verbs of a sentence that say something: single ones, phrases, and what stands for silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stance.actors import saying
from stance.actors.clauses import Line


@dataclass(frozen=True, slots=True)
class Verb:
    """Words ``first`` up to ``last`` that say; ``lemma`` is "" for a phrase."""

    first: int
    last: int
    lemma: str
    participle: bool = False
    act: bool = False


def verbs_of(line: Line) -> Iterator[Verb]:
    """The verbs of saying, in order; what each says, and whether it does, is for the rules to find out."""
    for i, word in enumerate(line.words):
        if word not in saying.TRIGGERS or i in line.named:
            continue
        if word in saying.FIRST_OF_PHRASE and (phrase := _phrase(line, i)):
            lemma = "read" if phrase[0].startswith("read") else ""
            yield Verb(i, i + len(phrase), lemma, act=" ".join(phrase) in saying.ACT_PHRASES)
        elif (end := _let_know(line, i)) > i:
            yield Verb(i, end, "")
        elif word == "comment" and (first := _no_comment(line, i)) < i:
            yield Verb(first, i + 1, "", act=True)
        elif word in saying.CALLING:
            yield Verb(i, i + 1, saying.CALLING[word], participle=word.endswith("ing"))
        elif word in saying.FORMS:
            yield Verb(i, i + 1, saying.FORMS[word], participle=word.endswith("ing"))
        elif word in saying.TELL | saying.REPORT and (word in saying.BARE or _has_auxiliary(line, i)):
            yield Verb(i, i + 1, word)


def _let_know(line: Line, at: int) -> int:
    """The end of "let Lima know", ``at`` where that does not stand there."""
    if line.word(at) not in ("let", "lets"):
        return at
    return next((i + 1 for i in range(at + 2, at + 6) if line.word(i) == "know"), at)


def _no_comment(line: Line, at: int) -> int:
    """Where "had no <comment>", "declined to <comment>", "did not <comment>" begins; ``at`` where it does not."""
    pair = line.word(at - 2), line.word(at - 1)
    had = pair[1] == "no" and pair[0] in ("had", "has", "have", "made", "offered", "gave")
    declined = pair[1] == "to" and pair[0] in ("declined", "declines", "refused", "refuses")
    return at - 2 if had or declined or pair in (("did", "not"), ("would", "not"), ("does", "not")) else at


def _phrase(line: Line, at: int) -> tuple[str, ...]:
    return next((p for p in saying.PHRASES if line.words[at : at + len(p)] == p), ())


def _has_auxiliary(line: Line, at: int) -> bool:
    """Did <X> say, will not say: a bare form after an auxiliary."""
    words = [line.word(i) for i in range(max(at - 5, 0), at) if i not in line.named]
    return any(word in ("did", "does", "do", "would", "will", "must", "could") for word in words) and words[-1:] != [
        "to"
    ]
