"""Arrows between marked words, as annotation tools draw them, read as judgements with a direction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stance.annotate.codings import Coding, read_answer
from stance.annotate.items import Item
from stance.labels import LabelScheme
from stance.types import Span

ROLES = ("source", "target")


@dataclass(frozen=True, slots=True)
class Arrow:
    """A relation from one marked stretch to another; ``both``: it has two heads."""

    start: str
    end: str
    words: tuple[str, ...]
    both: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the arrows of an item say: of the pair that was asked for, and of the same actors the other way round."""

    asked: tuple[str, ...] = ()
    turned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that a coder (or the export) marked as the source or the target of the item."""

    role: str
    span: Span


def read_arrows(arrows: Sequence[Arrow], stretches: Mapping[str, Stretch], *, place: str, problems: list[str]) -> Drawn:
    """The words on arrows from source to target, and on those from target to source."""
    asked: list[str] = []
    turned: list[str] = []
    for arrow in arrows:
        missing = [end for end in (arrow.start, arrow.end) if end not in stretches]
        if missing:
            problems.append(f"{place}: a relation points to {', '.join(missing)}, which is no marked source or target")
            continue
        roles = stretches[arrow.start].role, stretches[arrow.end].role
        if roles[0] == roles[1]:
            problems.append(f"{place}: a relation goes from {roles[0]} to {roles[1]}: draw it from source to target")
            continue
        if not arrow.words:
            problems.append(f"{place}: a relation has no label: give it one, or remove it")
        if arrow.both or roles == ROLES:
            asked += arrow.words
        if arrow.both or roles != ROLES:
            turned += arrow.words
    return Drawn(tuple(asked), tuple(turned))


def spans_of(stretches: Iterator[Stretch] | Sequence[Stretch], role: str, *, within: Span) -> tuple[Span, ...]:
    """The stretches of a role inside ``within``, relative to its start, in order and each once."""
    found = {s.span.shift(-within.start) for s in stretches if s.role == role and within.contains(s.span)}
    return tuple(sorted(found))


def codings_of(
    item: Item,
    drawn: Drawn,
    spans: Mapping[str, tuple[Span, ...]],
    *,
    coder: str,
    note: str,
    place: str,
    scheme: LabelScheme,
    problems: list[str],
) -> Iterator[Coding]:
    """The coding of the pair that was asked for, and that of the other direction where one was added."""
    asked = read_answer(drawn.asked, place=place, scheme=scheme, problems=problems)
    source, target = spans["source"], spans["target"]
    yield Coding(item=item, coder=coder, answer=asked, place=place, source_spans=source, target_spans=target, note=note)
    if drawn.turned:
        answer = read_answer(drawn.turned, place=place, scheme=scheme, problems=problems)
        yield Coding(
            item=item, coder=coder, answer=answer, place=place, source_spans=target, target_spans=source, added=True
        )
