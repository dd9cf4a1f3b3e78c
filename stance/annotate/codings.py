"""What coders answered: one Coding for each coder and item, checked, and settled into one where that is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from stance.annotate.guide import UNCLEAR
from stance.annotate.items import Item
from stance.errors import did_you_mean
from stance.examples import COARSE
from stance.labels import LabelScheme
from stance.panel.coded import NOT_A_PAIR
from stance.types import Span, StanceExample

Verdict = Literal["labels", "not_a_pair", "unclear", "skipped"]
Merge = Literal["apart", "majority", "set"]


@dataclass(frozen=True, slots=True)
class Answer:
    """``labels``: one, or several that the coder did not choose between; empty unless ``verdict`` is "labels"."""

    verdict: Verdict
    labels: frozenset[str] = frozenset()


SKIPPED = Answer("skipped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One coder's answer to one item. ``place``: file and line or task.

    ``source_spans`` and ``target_spans`` are as the coder left them. ``added``: a judgement that the coder gave
    besides the one asked for, with the actors the other way round; it was not drawn and has no probability.
    """

    item: Item
    coder: str
    answer: Answer
    place: str
    source_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()
    note: str = ""
    added: bool = False

    @property
    def key(self) -> tuple[str, bool]:
        """Which judgement is coded."""
        return self.item.id, self.added

    @property
    def id(self) -> str:
        """The id of the judgement: of an added one that with the actors turned round."""
        pair = self.item.example
        return f"{self.item.article}:{self.item.sentence}:{pair.target}>{pair.source}" if self.added else self.item.id

    def example(self) -> StanceExample:
        """The judgement with the coder's labels; only where there are some."""
        pair = self.item.example
        source, target = (pair.target, pair.source) if self.added else (pair.source, pair.target)
        return replace(
            pair,
            id=f"{self.id}@{self.coder}" if self.coder else self.id,
            source=source,
            target=target,
            source_spans=self.source_spans,
            target_spans=self.target_spans,
            labels=self.answer.labels,
            voice=None if self.added else pair.voice,
            origin=self.place,
        )


def read_answer(names: Iterable[str], *, place: str, scheme: LabelScheme, problems: list[str]) -> Answer:
    """The answer that the words of a coder mean; what they cannot mean is added to ``problems``.

    The coarse names negative, neutral and positive stand for their sets; "unclear" beside labels adds nothing.
    """
    words = {word for name in names if (word := name.strip().casefold().replace(" ", "_"))}
    labels = frozenset(label for word in words for label in _labels(word, scheme))
    legal = (*scheme.names, *(name for name in COARSE if name not in scheme.names), NOT_A_PAIR, UNCLEAR)
    for word in sorted(words - set(legal)):
        hint = did_you_mean(word, legal)
        problems.append(f"{place}: unknown answer {word!r}: expected one of {', '.join(legal)}{hint}")
    if NOT_A_PAIR in words and labels:
        problems.append(f"{place}: {NOT_A_PAIR} and {', '.join(scheme.order(labels))}: keep one of the two")
    if labels:
        return Answer("labels", labels)
    return Answer("not_a_pair" if NOT_A_PAIR in words else "unclear" if words else "skipped")


def _labels(word: str, scheme: LabelScheme) -> frozenset[str]:
    if word in scheme.names:
        return frozenset((word,))
    return scheme.of_sign(COARSE[word]) if word in COARSE else frozenset()


def repeated(codings: Sequence[Coding]) -> Iterator[str]:
    """Problems: one coder answers one item twice, or items of one id differ."""
    seen: dict[tuple[str, tuple[str, bool]], Coding] = {}
    items: dict[str, Coding] = {}
    for coding in codings:
        first = seen.setdefault((coding.coder, coding.key), coding)
        if first is not coding:
            who = f"coder {coding.coder}" if coding.coder else "one coder"
            yield f"{coding.place}: {who} answers {coding.id} here and at {first.place}: keep one, or name the coders"
        same = items.setdefault(coding.item.id, coding)
        if _asked(same) != _asked(coding):
            yield f"{coding.place}: {coding.item.id} has another text or pair at {same.place}: give files of one draw"


def _asked(coding: Coding) -> tuple[str, str, str]:
    example = coding.item.example
    return example.text, example.source, example.target


def settle(codings: Sequence[Coding], *, merge: Merge) -> tuple[Coding, ...]:
    """One coding an item. "majority": what more than half of its coders answer, else the set of their labels.

    "set": all their labels. Coders who skipped an item or found it unclear do not vote; if nobody votes, it stays so.
    """
    if merge == "apart":
        return tuple(codings)
    groups: dict[tuple[str, bool], list[Coding]] = {}
    for coding in codings:
        groups.setdefault(coding.key, []).append(coding)
    return tuple(_settled(group, merge) for group in groups.values())


def _settled(group: Sequence[Coding], merge: Merge) -> Coding:
    votes = [coding for coding in group if coding.answer.verdict in ("labels", "not_a_pair")]
    if not votes:
        return group[0]
    answer = _union(votes)
    if merge == "majority":
        top, count = Counter(coding.answer for coding in votes).most_common(1)[0]
        answer = top if 2 * count > len(votes) else answer
    chosen = next((coding for coding in votes if coding.answer == answer), votes[0])
    coders = "+".join(sorted({coding.coder for coding in votes}))
    return replace(chosen, answer=answer, coder=coders, note=" / ".join(c.note for c in group if c.note))


def _union(votes: Sequence[Coding]) -> Answer:
    labels = frozenset(label for coding in votes for label in coding.answer.labels)
    return Answer("labels", labels) if labels else Answer("not_a_pair")


def counts(codings: Iterable[Coding]) -> Mapping[str, Mapping[Verdict, int]]:
    """How many answers of each kind each coder gave, to the items that were drawn."""
    found: dict[str, Counter[Verdict]] = {}
    for coding in codings:
        if not coding.added:
            found.setdefault(coding.coder, Counter())[coding.answer.verdict] += 1
    return found
