"""Whose a document is, as the sentence that quotes it says: "the report, which X sent", "the text, signed by X"."""

from __future__ import annotations

from stance.actors import saying
from stance.actors.clauses import STOPS, Line, noun_at
from stance.types import Mention

_SENT = frozenset(
    """
    sent wrote issued released published posted signed circulated submitted delivered drafted presented adopted
    prepared produced handed made gave written given addressed distributed
    """.split()  # noqa: SIM905
)
_REACH = 6
_WHO_TELL = frozenset({"office", "organ", "person", "metonym"})


def author_of(line: Line, first: int) -> Mention | None:
    """The actor who wrote or sent the document that the noun phrase at word ``first`` names, None if nobody says."""
    noun = noun_at(line, first)
    if noun is None or noun.actor is not None or line.word(noun.last - 1) not in saying.WRITINGS:
        return None
    at = noun.last + (line.word(noun.last) == ",")
    if line.word(at) in ("which", "that"):
        sender = noun_at(line, at + 1)
        if sender is not None and sender.actor is not None:
            return sender.actor if line.word(sender.last) in _SENT else None
        at += 1
    return _by(line, at)


def _by(line: Line, at: int) -> Mention | None:
    """[Was] signed <on Monday> by X."""
    at += sum(line.word(i) in saying.AUXILIARY for i in (at, at + 1))
    if line.word(at) not in _SENT:
        return None
    for i in range(at + 1, at + _REACH):
        if line.word(i) == "by":
            author = noun_at(line, i + 1)
            return author.actor if author is not None else None
        if line.word(i) in STOPS:
            return None
    return None


def the_writing(line: Line) -> str:
    """The noun of a document that speaks and that the text has met before: "the <statement> also said"; "" if none."""
    for i in range(1, len(line.words) - 1):
        if line.words[i] in saying.WRITINGS and line.words[i - 1] == "the":
            verb = i + 1 + (line.words[i + 1] in saying.ADVERBS)
            if line.word(verb) in saying.FORMS or line.word(verb) in ("read", "reads"):
                return line.words[i]
    return ""


def cited(line: Line) -> Mention | None:
    """Whom a news agency relies on: "Interfax reported, citing <the ministry>"; names of states alone may be topics."""
    for i, word in enumerate(line.words):
        noun = noun_at(line, i + 1) if word in ("citing", "quoting") else None
        actor = noun.actor if noun is not None else None
        if noun is not None and actor is not None and (actor.how in _WHO_TELL or noun.last > line.after(actor)):
            return actor
    return None
