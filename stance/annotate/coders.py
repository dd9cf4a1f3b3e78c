"""Coded files side by side: which answer each coder gave to which item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from stance.annotate.codings import Answer, read_answer
from stance.annotate.sheet import mark
from stance.errors import DataError
from stance.examples import Record, data_error, examples_from_records, read_records
from stance.labels import LabelScheme
from stance.types import StanceExample

ANSWERS = ("label", "labels")


@dataclass(frozen=True, slots=True)
class Answered:
    """One row of a coded file. ``key``: its item; empty where the file gives no ``item`` or ``id``."""

    key: str
    coder: str
    answer: Answer
    example: StanceExample

    @property
    def asked(self) -> tuple[str, str, str]:
        """Text, source and target."""
        return " ".join(self.example.text.split()), self.example.source, self.example.target

    @property
    def place(self) -> str:
        """file:line."""
        return self.example.origin


@dataclass(frozen=True, slots=True)
class Unit:
    """An item and what each coder answered, by name. ``group``: the document or story that it stands in."""

    key: str
    source: str
    target: str
    marked: str
    group: str
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Coders:
    """The coders' names and all items, in the order in which they first occur."""

    names: tuple[str, ...]
    units: tuple[Unit, ...]


def read_coders(paths: Sequence[Path], *, scheme: LabelScheme) -> Coders:
    """Read coded files; the coder of a row is its column ``coder``, else the file that it stands in.

    Rows of one ``item`` (else ``id``) are one item; where no two coders share any, rows of the same text, source and
    target are. Raises one DataError with every problem, and where there are fewer than two coders.
    """
    problems: list[str] = []
    names = _names(paths)
    rows = [row for path in paths for row in _rows(path, names[path], scheme, problems)]
    if problems:
        raise data_error(f"{', '.join(map(str, paths))}: cannot be compared", problems)
    coders = tuple(dict.fromkeys(row.coder for row in rows))
    if len(coders) < 2:
        raise DataError(
            f"{', '.join(map(str, paths))}: found one coder ({coders[0]}): give a file for each, or a column coder"
        )
    return Coders(coders, tuple(_units(_keyed(rows), problems)))


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """Each file's stem, or its whole path where two have the same."""
    stems = Counter(path.stem for path in paths)
    return {path: path.stem if stems[path.stem] == 1 else str(path) for path in paths}


def _rows(path: Path, name: str, scheme: LabelScheme, problems: list[str]) -> Iterator[Answered]:
    try:
        records = read_records(path)
        bare = [(line, {k: v for k, v in record.items() if k not in (*ANSWERS, "id")}) for line, record in records]
        examples = examples_from_records(bare, place=str(path), scheme=scheme, labelled=False)
    except DataError as error:
        problems += error.problems or (str(error),)
        return
    for (line, record), example in zip(records, examples, strict=True):
        answer = read_answer(_words(record), place=f"{path}:{line}", scheme=scheme, problems=problems)
        key = record.get("item") or record.get("id") or ""
        yield Answered(str(key), str(record.get("coder") or name), answer, example)


def _words(record: Record) -> list[str]:
    value: Any = next((record[name] for name in ANSWERS if record.get(name)), "")
    return [str(word) for word in value] if isinstance(value, list) else str(value).split("|")


def _keyed(rows: Sequence[Answered]) -> list[Answered]:
    """The rows with the key of their item."""
    coders: dict[str, set[str]] = {}
    for row in rows:
        coders.setdefault(row.key, set()).add(row.coder)
    if "" not in coders and any(len(found) > 1 for found in coders.values()):
        return list(rows)
    return [replace(row, key=" | ".join(row.asked)) for row in rows]


def _units(rows: Sequence[Answered], problems: list[str]) -> Iterator[Unit]:
    groups: dict[str, list[Answered]] = {}
    for row in rows:
        groups.setdefault(row.key, []).append(row)
    units = [_unit(key, group, problems) for key, group in groups.items()]
    if problems:
        raise data_error("the files cannot be compared", problems)
    yield from units


def _unit(key: str, group: Sequence[Answered], problems: list[str]) -> Unit:
    first, answers = group[0], dict[str, Answered]()
    for row in group:
        if row.asked != first.asked:
            problems.append(f"{row.place}: item {key} has another text or pair than at {first.place}: {row.asked[1:]}")
        known = answers.setdefault(row.coder, row)
        if known.answer != row.answer:
            problems.append(f"{row.place}: {row.coder} answers item {key} otherwise at {known.place}: keep one")
    example = first.example
    return Unit(
        key=key,
        source=example.source,
        target=example.target,
        marked=mark(example.text, source=example.source_spans, target=example.target_spans),
        group=example.group or key,
        answers={coder: row.answer for coder, row in answers.items()},
    )
