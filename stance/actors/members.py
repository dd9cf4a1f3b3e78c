"""Members of groups that a text names only in part: "several Central Asian leaders", "all Nordic states but Norway"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from stance.actors import lexicon as lex
from stance.actors import refwords as ref
from stance.actors.fold import fold
from stance.actors.reference import MEMBER
from stance.types import Mention, Mentions, Sentence, Skipped

SOME = lex.words("several some most many few one none any certain other various half individual fellow")
EXCEPT = lex.words("except excluding bar save without barring but")
PARTIAL = "not all members of the group, or all but this one"
REACH = 60  # characters after a group within which its exceptions stand


def without_inner(mentions: Mentions) -> Mentions:
    """The mentions without rejected names that are but words of a mention: "Foreign Affairs" in a ministry of that."""
    held = [s for s in mentions.rejected if not s.code and any(m.span.contains(s.span) for m in mentions.found)]
    if not held:
        return mentions
    return Mentions(mentions.found, tuple(s for s in mentions.rejected if s not in held), mentions.notes)


def without_partial(sentences: Sequence[Sentence], mentions: Mentions) -> Mentions:
    """The mentions without the members of groups of which the text does not say which members it means.

    Of "four of the five Nordic countries" nobody is a mention, unless the missing one is named as an exception.
    """
    members = [m for m in mentions.found if m.form == MEMBER]
    if not members:
        return mentions
    texts = {sentence.index: sentence for sentence in sentences}
    dropped: list[Mention] = []
    for (index, _), group in groupby(members, key=lambda m: (m.sentence, m.span)):
        dropped += _dropped(texts[index], list(group), mentions.found)
    if not dropped:
        return mentions
    rejected = (Skipped("mention", m.span, m.text, PARTIAL, "member", m.actor.code) for m in dropped)
    return Mentions(tuple(m for m in mentions.found if m not in dropped), (*mentions.rejected, *rejected))


def _dropped(sentence: Sentence, group: Sequence[Mention], found: Sequence[Mention]) -> list[Mention]:
    span, offset = group[0].span, sentence.span.start
    before = fold(sentence.text[: span.start - offset]).words
    after = fold(sentence.text[span.end - offset :]).words
    exceptions = _exceptions(after, [m for m in found if span.end <= m.span.start <= span.end + REACH], group)
    if exceptions:
        return [m for m in group if m.actor.code in exceptions]
    return list(group) if _is_part(before, len(group)) else []


def _exceptions(after: Sequence[str], near: Sequence[Mention], group: Sequence[Mention]) -> set[str]:
    """The members named right behind "except", "but", "with the exception of", "other than"."""
    head = [word for word in after[:6] if word not in (",", "all", "the")]
    stated = bool(head) and (head[0] in EXCEPT or head[:2] == ["other", "than"] or "exception" in head[:3])
    codes = {m.actor.code for m in group}
    return {m.actor.code for m in near[:1] if m.actor.code in codes} if stated else set()


def _is_part(before: Sequence[str], size: int) -> bool:
    """Several ..., four of the five ..., two ... of a group of three."""
    words = [word for word in before if word not in ("the", "these")]
    last, lead = (words[-1] if words else ""), words[-3:-1]
    if last in SOME or (last == "of" and words[-2:-1] and words[-2] in SOME):
        return True
    if last == "of" and words[-2:-1] and words[-2] in ref.NUMBERS:
        return True
    if last in ref.NUMBERS:
        partial = len(lead) == 2 and lead[1] == "of" and (lead[0] in ref.NUMBERS or lead[0] in SOME)
        return partial or ref.NUMBERS[last] < size
    return False
