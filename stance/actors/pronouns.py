"""Who "he", "they" and "we" are."""

from __future__ import annotations

from collections.abc import Sequence

from stance.actors import lexicon as lex
from stance.actors.fold import fold
from stance.actors.reference import LOOK_BACK, OWN_VOICE, Line, Reference, one
from stance.types import Actor, Mention

PERSON = frozenset({"he", "she"})
FIRST_PERSON = frozenset({"we", "our", "us", "i", "my", "me"})
ALL = PERSON | FIRST_PERSON | {"it", "they"}


def pronoun(line: Line, at: int, before: Sequence[Line], owner: Sequence[Actor]) -> Reference | None:
    """The actors of the pronoun at word ``at``, None where it is none or is not certain."""
    word = line.folded.word(at)
    if word not in ALL or line.is_quoted(at):
        return None
    if word in FIRST_PERSON:
        return _own(line, at, word, owner)
    if not _leads(line, at):
        return None
    if word in PERSON:
        return one(at, at + 1, _last_person(before), "pronoun", word)
    if word == "it":
        return one(
            at, at + 1, _only_subject(before) if line.folded.word(at + 1) in lex.SPEAKING else None, "pronoun", word
        )
    people = _subjects(before) if at == 0 else ()
    return Reference(at, at + 1, people, "pronoun", word) if people else None


def _own(line: Line, at: int, word: str, owner: Sequence[Actor]) -> Reference | None:
    if not owner or (word == "us" and line.folded.is_upper(at)):
        return None
    return Reference(at, at + 1, tuple(owner), "pronoun", OWN_VOICE)


def _leads(line: Line, at: int) -> bool:
    """Whether a pronoun is the subject of its sentence: among the first words, or right after a quotation."""
    if at > 0 and line.is_quoted(at - 1):
        return True
    return at <= 3 and not any(line.folded.is_capital(i) for i in range(1, at))


def _last_person(before: Sequence[Line]) -> Actor | None:
    for line in reversed(before[-LOOK_BACK:]):
        if names_stranger(line):
            return None
        people = [m for m in line.mentions if is_personal(m)]
        if people:
            return people[0].actor
    return None


def is_personal(mention: Mention) -> bool:
    """Whether a mention is of a person: by name, by office, or a "he" resolved before."""
    if mention.how == "person" or (mention.how == "pronoun" and mention.text.casefold() in PERSON):
        return True
    return mention.how in ("office", "description") and any(
        word in lex.PERSONAL_ROLES for word in fold(mention.text).words
    )


def names_stranger(line: Line) -> bool:
    """Whether the sentence names a person who is no actor: "Jane Doe, an analyst, said"."""
    folded, covered = line.folded, line.covered()
    for i in range(len(folded) - 2):
        named = folded.is_capital(i) and folded.is_capital(i + 1) and not covered & {i, i + 1}
        introduced = folded.word(i + 2) in lex.SPEAKING or (i == 0 and folded.word(2) == ",")
        if named and (introduced or folded.word(i) in lex.GIVEN_NAMES):
            return True
    return False


def _only_subject(before: Sequence[Line]) -> Actor | None:
    """The one actor of the sentence before."""
    actors = before[-1].actors() if before else []
    return actors[0] if len(actors) == 1 else None


def _subjects(before: Sequence[Line]) -> tuple[Actor, ...]:
    """Whom "They" takes up: the two people who met in the sentence before, or the only one or two actors there."""
    if not before or names_stranger(before[-1]):
        return ()
    people = tuple(
        dict.fromkeys(
            m.actor for m in before[-1].mentions if is_personal(m) or (m.how == "pronoun" and m.text == "They")
        )
    )
    if len(people) == 2:
        return people
    actors = tuple(before[-1].actors())
    return actors if 1 <= len(actors) <= 2 else ()
