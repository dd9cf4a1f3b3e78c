"""What stands beside a name in apposition: "Jane Doe, president of the General Assembly," speaks for the body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from stance.actors import lexicon as lex
from stance.actors.fold import fold
from stance.actors.reference import BODY_KINDS, STATE_KINDS
from stance.types import Mention, Mentions, Sentence, Span


def by_office(sentences: Sequence[Sentence], mentions: Mentions) -> Mentions:
    """The mentions with a person of a state given to the body whose office follows between commas."""
    texts = {sentence.index: sentence for sentence in sentences}
    changed: dict[Span, Mention] = {}
    for person, office in pairwise(mentions.found):
        if _is_candidate(person, office) and _in_apposition(texts[person.sentence], person, office):
            changed[person.span] = replace(person, actor=office.actor, form=f"{person.form}, {office.text}")
    return replace(mentions, found=tuple(changed.get(m.span, m) for m in mentions.found)) if changed else mentions


def _is_candidate(person: Mention, office: Mention) -> bool:
    return (
        person.how == "person"
        and person.sentence == office.sentence
        and person.actor.kind in STATE_KINDS
        and office.actor.kind in BODY_KINDS
    )


def _in_apposition(sentence: Sentence, person: Mention, office: Mention) -> bool:
    """Whether nothing but a comma, an article and a personal office lies between, and a comma or stop follows."""
    text, offset = sentence.text, sentence.span.start
    between = fold(text[person.span.end - offset : office.span.start - offset]).words
    after = text[office.span.end - offset :].lstrip()
    words = (*between[1:], *fold(office.text).words)
    personal = any(word in lex.PERSONAL_ROLES for word in words)
    if "security" in words and "president" not in words:
        return False  # many a state has a Security Council with a secretary and a deputy chairman of its own
    linked = all(word in lex.PERSONAL_ROLES or word in lex.MODIFIERS or word in ("the", "of") for word in between[1:])
    return between[:1] == (",",) and linked and personal and after[:1] in (",", ".", ";", "")
