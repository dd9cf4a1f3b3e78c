"""JSON and JSON Lines records to Documents, with every problem named by file and line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from stance.errors import DataError
from stance.text.dates import parse_date
from stance.text.decode import decode
from stance.text.documents import document_from_text
from stance.types import Document

FIELDS = ("text", "id", "title", "date", "source", "url", "language")
_EXPECTED = f"expected objects with the field text and, optionally, {', '.join(FIELDS[1:])}"
_MAX_PROBLEMS = 20
_KINDS = {dict: "an object", list: "a list", str: "a string", int: "a number", float: "a number", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a JSON Lines file; ``data`` is None if it is longer than a document may be."""

    number: int
    data: bytes | None


def documents_from_json(text: str, *, name: str, stem: str) -> Iterator[Document]:
    """The documents of a JSON object or list of objects.

    Raises:
        DataError: listing every problem.
    """
    content = _parse(text, name)
    records = content if isinstance(content, list) else [content]
    if not records:
        raise DataError(f"{name} holds no record: {_EXPECTED}")
    found = [_check(record) for record in records]
    if any(found):
        starts = _item_lines(text) if isinstance(content, list) else [1]
        _refuse(name, (f"{name}:{line}: {p}" for line, ps in zip(starts, found, strict=True) for p in ps))
    ids = [stem] if content is not records else [f"{stem}:{n}" for n in range(1, len(records) + 1)]
    return (_document(record, default_id=default) for record, default in zip(records, ids, strict=True))


def documents_from_lines(lines: Callable[[], Iterable[Line]], *, name: str, stem: str) -> Iterator[Document]:
    """The documents of JSON Lines, one at a time; ``lines`` is called twice, to check all before the first is given.

    Raises:
        DataError: listing every problem.
    """
    count = 0
    problems: list[str] = []
    for line in lines():
        if line.data is None or line.data.strip():
            count += 1
            problems.extend(f"{name}:{line.number}: {problem}" for problem in _check_line(line, name))
    if problems:
        _refuse(name, problems)
    if not count:
        raise DataError(f"{name} is empty: {_EXPECTED}, one a line")
    return (
        _document(json.loads(decode(line.data, name=name)), default_id=f"{stem}:{line.number}")
        for line in lines()
        if line.data is not None and line.data.strip()
    )


def _refuse(name: str, problems: Iterable[str]) -> None:
    listed = list(problems)
    rest = len(listed) - _MAX_PROBLEMS
    shown = (*listed[:_MAX_PROBLEMS], *((f"… and {rest} more",) if rest > 0 else ()))
    raise DataError(f"{name} has {len(listed)} problem{'s' if len(listed) > 1 else ''}; {_EXPECTED}", shown)


def _parse(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        hint = "; for one object a line use the format jsonl" if error.msg == "Extra data" else ""
        raise DataError(f"{name}:{error.lineno}: not JSON: {error.msg} at column {error.colno}{hint}") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"{name}: not JSON that can be read: {error}") from error


def _check_line(line: Line, name: str) -> list[str]:
    if line.data is None:
        return ["the line is longer than one document may be (20 MB)"]
    try:
        return _check(json.loads(decode(line.data, name=name)))
    except json.JSONDecodeError as error:
        return [f"not JSON: {error.msg} at column {error.colno}"]
    except (ValueError, RecursionError, DataError) as error:
        return [f"not JSON: {error}"]


def _check(record: object) -> list[str]:
    if not isinstance(record, dict):
        return [f"expected an object, found {_kind(record)}"]
    problems = []
    if "text" not in record:
        keys = ", ".join(map(str, list(record)[:8])) or "no field at all"
        problems.append(f"no field text (found: {keys})")
    elif not isinstance(record["text"], str) or not record["text"].strip():
        empty = isinstance(record["text"], str)
        problems.append(f"text: expected an article's text, found {'nothing' if empty else _kind(record['text'])}")
    for field in FIELDS[1:]:
        value = record.get(field)
        allowed = (str, int) if field == "id" else (str,)
        if value is not None and (not isinstance(value, allowed) or isinstance(value, bool)):
            problems.append(f"{field}: expected a string, found {_kind(value)}")
    return problems + _check_date(record.get("date"))


def _check_date(value: object) -> list[str]:
    if not isinstance(value, str) or not value.strip():
        return []
    try:
        parse_date(value)
    except DataError as error:
        return [f"date: {error}"]
    return []


def _kind(value: object) -> str:
    return "null" if value is None else _KINDS[type(value)]


def _document(record: dict[str, Any], *, default_id: str) -> Document:
    identity = record.get("id")
    return document_from_text(
        record["text"],
        id=default_id if identity in (None, "") else str(identity),
        title=_text(record.get("title")),
        published=_date(record.get("date")),
        source=_text(record.get("source")),
        url=_text(record.get("url")),
        language=_text(record.get("language")),
        metadata={key: value for key, value in record.items() if key not in FIELDS},
    )


def _text(value: str | None) -> str | None:
    return value.strip() or None if value else None


def _date(value: str | None) -> date | None:
    return parse_date(value) if value and value.strip() else None


def _item_lines(text: str) -> list[int]:
    """The line on which each item of a JSON list starts; ``text`` is known to be valid."""
    decoder = json.JSONDecoder()
    lines: list[int] = []
    at = text.index("[") + 1
    while True:
        while text[at] in " \t\r\n,":
            at += 1
        if text[at] == "]":
            return lines
        lines.append(text.count("\n", 0, at) + 1)
        _, at = decoder.raw_decode(text, at)
