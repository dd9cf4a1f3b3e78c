"""JSON and JSON Lines records to Documents, with every problem named by file and line."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stance.errors import DataError
from stance.text.dates import parse_date
from stance.text.decode import decode
from stance.text.documents import MAX_DOCUMENT_BYTES, document_from_text
from stance.text.fields import USUAL, Fields, resolve
from stance.types import Document

FIELDS = ("text", "id", "title", "date", "source", "url", "language")
_EXPECTED = f"expected objects with the field text and, optionally, {', '.join(FIELDS[1:])}"
_MAX_PROBLEMS = 20
_TOO_LONG = "the line is longer than one document may be (20 MB)"
_KINDS: dict[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "true or false",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a JSON Lines file; ``data`` is None if it is longer than a document may be."""

    number: int
    data: bytes | None


def document_from_record(record: object, *, default_id: str, fields: Fields = USUAL) -> Document:
    """The document of one record: an object of JSON, or a row of a table.

    Args:
        record: a mapping of strings to values; anything else is an error.
        default_id: the id of a document whose record names none.
        fields: which field holds what; every other field becomes metadata.

    Raises:
        DataError: naming every problem of the record, without its place.
    """
    problems = _check(record, fields)
    if problems or not isinstance(record, Mapping):
        raise DataError("; ".join(problems))
    return _document(record, default_id=default_id, fields=fields)


def document_from_line(line: Line, *, default_id: str, fields: Fields = USUAL) -> Document:
    """The document of one line of JSON Lines.

    Raises:
        DataError: naming every problem of the line, without its place.
    """
    if line.data is None:
        raise DataError(_TOO_LONG)
    try:
        record = json.loads(decode(line.data, name="the line"))
    except (ValueError, RecursionError, DataError) as error:
        raise DataError(_not_json(error)) from error
    return document_from_record(record, default_id=default_id, fields=fields)


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
        return [_TOO_LONG]
    try:
        return _check(json.loads(decode(line.data, name=name)))
    except (ValueError, RecursionError, DataError) as error:
        return [_not_json(error)]


def _not_json(error: Exception) -> str:
    return f"not JSON: {f'{error.msg} at column {error.colno}' if isinstance(error, json.JSONDecodeError) else error}"


def _check(record: object, fields: Fields = USUAL) -> list[str]:
    if not isinstance(record, Mapping):
        return [f"expected an object, found {_kind(record)}"]
    keys = resolve(tuple(record), fields)
    return [
        *_check_text(record, keys, fields),
        *(problem for key in _strings(keys) for problem in _check_kind(record, key)),
        *_check_kind(record, keys.id, str, int),
        *_check_date(record, keys.date),
    ]


def _strings(keys: Fields) -> tuple[str, ...]:
    return (keys.title, keys.source, keys.url, keys.language)


def _check_text(record: Mapping[str, Any], keys: Fields, fields: Fields) -> list[str]:
    if not keys.text:
        found = ", ".join(map(str, list(record)[:8])) or "no field at all"
        return [f"no field {fields.text or 'text'} (found: {found})"]
    value = record[keys.text]
    if isinstance(value, str) and len(value) > MAX_DOCUMENT_BYTES:
        return [f"{keys.text}: longer than one document may be (20 MB)"]
    if isinstance(value, str) and value.strip():
        return []
    found = "nothing" if isinstance(value, str) else _kind(value)
    return [f"{keys.text}: expected an article's text, found {found}"]


def _check_kind(record: Mapping[str, Any], key: str, *allowed: type) -> list[str]:
    value = _value(record, key)
    if value is None or (isinstance(value, allowed or str) and not isinstance(value, bool)):
        return []
    return [f"{key}: expected a string, found {_kind(value)}"]


def _check_date(record: Mapping[str, Any], key: str) -> list[str]:
    problems = _check_kind(record, key, str, int, date)
    try:
        if not problems:
            _date(_value(record, key))
    except DataError as error:
        return [f"{key}: {error}"]
    return problems


def _value(record: Mapping[str, Any], key: str) -> Any:
    """What the record holds under ``key``, None if that is "" or the value is one that pandas writes for nothing."""
    value = record[key] if key else None
    return None if isinstance(value, float) and math.isnan(value) else value


def _kind(value: object) -> str:
    return "null" if value is None else _KINDS.get(type(value), type(value).__name__)


def _document(record: Mapping[str, Any], *, default_id: str, fields: Fields = USUAL) -> Document:
    keys = resolve(tuple(record), fields)
    identity = _value(record, keys.id)
    return document_from_text(
        record[keys.text],
        id=default_id if identity in (None, "") else str(identity),
        title=_text(_value(record, keys.title)),
        published=_date(_value(record, keys.date)),
        source=_text(_value(record, keys.source)),
        url=_text(_value(record, keys.url)),
        language=_text(_value(record, keys.language)),
        metadata={key: value for key, value in record.items() if key not in keys.names()},
    )


def _text(value: str | None) -> str | None:
    return value.strip() or None if value else None


def _date(value: str | int | date | None) -> date | None:
    """A table gives days and points in time as such, JSON as text or as a number such as 20240531."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    text = "" if value is None else str(value)
    return parse_date(text) if text.strip() else None


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
