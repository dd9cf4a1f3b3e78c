"""What one coder is asked once: a sentence and an ordered pair of actors, and how it came into the draw.

An item travels through a tool as a record of texts that nobody edits, ``cells``, and comes back by ``item_of``. All
values are text, since tools round numbers and drop what is empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stance.errors import DataError
from stance.examples import example_record, examples_from_records, flat_record
from stance.labels import LabelScheme
from stance.types import StanceExample

EXAMPLE_CELLS = ("text", "source", "target", "context", "source_spans", "target_spans", "voice", "group", "corpus")
PLACE_CELLS = ("document", "title", "published", "outlet", "url")
DRAW_CELLS = ("article", "sentence", "probability", "probability_random", "drawn", "frame")
CELLS = ("item", "source_name", "target_name", "before", *EXAMPLE_CELLS, *PLACE_CELLS, *DRAW_CELLS)
"""The keys of the record, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What the model says of an item; shown to coders only where that was asked for."""

    labels: tuple[str, ...]
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A judgement to code.

    ``example``: the pair in its sentence, with every label still allowed. ``before``: the earlier sentences as coders
    see them, […] for those that the run does not hold. ``probability``: with which the whole draw holds the item,
    None where nothing was drawn at random and the draw stands for nothing but itself;
    ``random``: with which its random part does, None for an item that was taken for its uncertainty alone.
    ``drawn``: how many items there are in all. ``frame``: the selection of the run that was drawn from.
    """

    example: StanceExample
    source_name: str
    target_name: str
    before: str = ""
    document: str = ""
    title: str = ""
    published: str = ""
    outlet: str = ""
    url: str = ""
    article: int = 0
    sentence: int = 0
    probability: float | None = 1.0
    random: float | None = None
    drawn: int = 1
    frame: str = ""
    suggestion: Suggestion | None = None

    @property
    def id(self) -> str:
        """``article:sentence:source>target``."""
        return self.example.id


def cells(item: Item) -> dict[str, str]:
    """The item as texts, keys as in ``CELLS``; the suggestion is left out."""
    example = flat_record(example_record(item.example))
    return {
        "item": item.id,
        "source_name": item.source_name,
        "target_name": item.target_name,
        "before": item.before,
        **{name: str(example.get(name, "")) for name in EXAMPLE_CELLS},
        **{name: getattr(item, name) for name in PLACE_CELLS},
        "article": str(item.article),
        "sentence": str(item.sentence),
        "probability": _chance(item.probability),
        "probability_random": _chance(item.random),
        "drawn": str(item.drawn),
        "frame": item.frame,
    }


def item_of(given: Mapping[str, Any], *, place: str, scheme: LabelScheme, problems: list[str]) -> Item | None:
    """The item of a record, or None after adding what is wrong with it."""
    before = len(problems)
    record = {name: "" if given.get(name) is None else str(given[name]) for name in CELLS}
    example = _example(record, place, scheme, problems)
    whole = {name: _number(record, name, place, problems) for name in ("article", "sentence", "drawn")}
    probability, random = (
        _probability(record, name, place, problems) for name in ("probability", "probability_random")
    )
    if example is None or len(problems) > before:
        return None
    return Item(
        example=example,
        source_name=record["source_name"] or example.source,
        target_name=record["target_name"] or example.target,
        before=record["before"],
        document=record["document"],
        title=record["title"],
        published=record["published"],
        outlet=record["outlet"],
        url=record["url"],
        frame=record["frame"],
        article=whole["article"],
        sentence=whole["sentence"],
        drawn=whole["drawn"],
        probability=probability,
        random=random,
    )


def _example(record: Mapping[str, str], place: str, scheme: LabelScheme, problems: list[str]) -> StanceExample | None:
    values = {name: record[name] for name in EXAMPLE_CELLS if record.get(name)} | {"id": record.get("item", "")}
    file, _, number = place.rpartition(":")
    try:
        (example,) = examples_from_records(
            [(int(number) if number.isdigit() else 0, values)], place=file or place, scheme=scheme, labelled=False
        )
    except DataError as error:
        problems += [f"{place}: {problem.partition(': ')[2]}" for problem in error.problems]
        return None
    return example


def _number(record: Mapping[str, str], name: str, place: str, problems: list[str]) -> int:
    text = (record.get(name) or ("1" if name == "drawn" else "")).removesuffix(".0")
    if not text.isdigit():
        problems.append(
            f"{place}: {name} must be a whole number, found {record.get(name)!r}: leave it as it was written"
        )
        return 0
    return int(text)


def _chance(value: float | None) -> str:
    return "" if value is None else repr(value)


def _probability(record: Mapping[str, str], name: str, place: str, problems: list[str]) -> float | None:
    text = record.get(name) or ""
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = 0.0
    if not 0 < value <= 1:
        problems.append(f"{place}: {name} is {text!r}: expected more than 0 and at most 1, as it was written")
    return value
