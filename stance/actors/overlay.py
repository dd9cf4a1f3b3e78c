"""A user's own actors and forms: a CSV that is laid over the shipped catalogue."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast, get_args

from stance.actors.forms import Case, Form, FormHow
from stance.errors import DataError, did_you_mean
from stance.types import Actor, ActorKind

REQUIRED = ("text", "code", "how")
OPTIONAL = ("since", "until", "case", "ambiguous", "note", "source", "name", "kind")
_BOOLEANS = {"true": True, "false": False, "": False}


@dataclass(slots=True)
class _Reader:
    """Collects actors, forms and problems, so that all problems are told at once."""

    path: Path
    known: Mapping[str, Actor]
    canonical: Callable[[str], str]
    actors: dict[str, Actor] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)

    def problem(self, line: int, text: str) -> None:
        self.problems.append((line, f"{self.path}:{line}: {text}"))

    def choice(self, row: Mapping[str, str], column: str, legal: tuple[str, ...], line: int) -> str:
        value = row[column] or legal[0]
        if value not in legal:
            self.problem(line, f"{column} is {value!r}, expected one of {', '.join(legal)}{did_you_mean(value, legal)}")
            return legal[0]
        return value

    def day(self, row: Mapping[str, str], column: str, line: int) -> date | None:
        value = row[column]
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.problem(line, f"{column} is {value!r}, expected a date like 2019-03-20 or nothing")
            return None

    def add(self, row: Mapping[str, str], line: int) -> None:
        for column in REQUIRED:
            if not row[column]:
                self.problem(line, f"{column} is empty")
        since, until = self.day(row, "since", line), self.day(row, "until", line)
        if since and until and until < since:
            self.problem(line, f"until ({until}) lies before since ({since})")
        flag = row["ambiguous"].lower()
        if flag not in _BOOLEANS:
            self.problem(line, f"ambiguous is {flag!r}, expected true, false or nothing")
        code = self.canonical(row["code"])
        self.introduce(code, row, line)
        how = cast(FormHow, self.choice(row, "how", get_args(FormHow), line))
        case = cast(Case, self.choice({**row, "case": row["case"] or "any"}, "case", get_args(Case), line))
        note, source = row["note"], row["source"] or "overlay"
        self.forms.append(Form(row["text"], code, how, since, until, case, _BOOLEANS.get(flag, False), note, source))

    def introduce(self, code: str, row: Mapping[str, str], line: int) -> None:
        """A code that the catalogue lacks makes a new actor; its first row with a name and kind describes it."""
        kind = cast(ActorKind, self.choice(row, "kind", ("unknown", *_KINDS), line))
        if code not in self.known and (code not in self.actors or self.actors[code].name == code):
            self.actors[code] = Actor(code, row["name"] or code, kind)


_KINDS = tuple(kind for kind in get_args(ActorKind) if kind not in ("unknown", "author"))


def read_overlay(
    path: Path, *, actors: Mapping[str, Actor], canonical: Callable[[str], str]
) -> tuple[dict[str, Actor], tuple[Form, ...]]:
    """New actors and forms of a CSV with the columns text, code, how and, optionally, those of ``OPTIONAL``.

    Raises:
        DataError: with every problem of the file, each as file:line.
    """
    reader = _Reader(path, actors, canonical)
    for line, row in _records(path, reader):
        reader.add(row, line)
    if reader.problems:
        told = tuple(text for _, text in sorted(reader.problems, key=lambda problem: problem[0]))
        raise DataError(f"{path} cannot be used as an actor overlay:", told)
    return reader.actors, tuple(reader.forms)


def _records(path: Path, reader: _Reader) -> list[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read as an actor overlay: expected a CSV file in UTF-8 ({error})") from error
    rows = csv.reader(text.splitlines(keepends=True))
    header = [column.strip() for column in next(rows, [])]
    if not _check_header(header, reader):
        return []
    records = []
    for row in rows:
        if len(row) > len(header):
            reader.problem(rows.line_num, f"{len(row)} cells, expected {len(header)}: quote a text that holds a comma")
        elif any(cell.strip() for cell in row):
            cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
            records.append((rows.line_num, dict.fromkeys((*REQUIRED, *OPTIONAL), "") | cells))
    return records


def _check_header(header: list[str], reader: _Reader) -> bool:
    legal = (*REQUIRED, *OPTIONAL)
    for column in header:
        if column not in legal:
            text = f"unknown column {column!r}: expected {', '.join(legal)}{did_you_mean(column, legal)}"
            reader.problem(1, text)
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        reader.problem(1, f"missing column {', '.join(missing)}; an overlay needs {', '.join(REQUIRED)}")
    return not missing
