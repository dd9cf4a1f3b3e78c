"""JSON Lines, and JSON: one object, or a list of any length."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice

from stance.errors import DataError
from stance.inputs.blobs import Blob
from stance.inputs.entry import Record
from stance.inputs.json_list import items
from stance.text.decode import decode, encoding_of, peek
from stance.text.fields import Fields
from stance.text.read import Lines, capped_lines
from stance.text.records import Line, document_from_line, document_from_record
from stance.types import Document


def json_lines(blob: Blob, fields: Fields) -> Iterator[Record]:
    """The records of JSON Lines, one a line."""
    with blob.open() as stream:
        yield from _line_records(capped_lines(_utf8(stream, blob.name)), blob, fields)


def json_file(blob: Blob, fields: Fields) -> Iterator[Record]:
    """The records of a JSON file; one that holds an object a line is read as JSON Lines."""
    with blob.open() as stream:
        if peek(stream.peek(), name=blob.name).lstrip().startswith("["):
            yield from _list_records(blob.open_text(stream), blob, fields)
            return
        lines = (line for line in capped_lines(_utf8(stream, blob.name)) if line.data is None or line.data.strip())
        first = list(islice(lines, 2))
        if len(first) == 2 and _is_object(first[0]):
            yield from _line_records(chain(first, lines), blob, fields)
            return
    yield Record(blob.name, lambda: _whole(blob, fields))


def _line_records(lines: Iterable[Line], blob: Blob, fields: Fields) -> Iterator[Record]:
    for line in lines:
        if line.data is None or line.data.strip():
            read = partial(document_from_line, line, default_id=f"{blob.stem}:{line.number}", fields=fields)
            yield Record(f"{blob.name}:{line.number}", read)


def _list_records(text: io.TextIOWrapper, blob: Blob, fields: Fields) -> Iterator[Record]:
    with text:
        for number, item in enumerate(items(text), start=1):
            yield Record(
                f"{blob.name}:{item.line}#{number}",
                partial(document_from_record, item.value, default_id=f"{blob.stem}:{number}", fields=fields),
            )


def _is_object(line: Line) -> bool:
    try:
        return line.data is None or isinstance(json.loads(decode(line.data, name="the line")), dict)
    except (ValueError, RecursionError, DataError):
        return False


def _whole(blob: Blob, fields: Fields) -> Document:
    try:
        record = json.loads(decode(blob.read(), name=blob.name))
    except json.JSONDecodeError as error:
        raise DataError(f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"not JSON that can be read: {error}") from error
    return document_from_record(record, default_id=blob.stem, fields=fields)


def _utf8(stream: io.BufferedReader, name: str) -> Lines:
    """Lines of UTF-16 and UTF-32 as UTF-8, all others as they are: each is decoded by itself."""
    head = stream.peek(4)[:4]
    if not head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return stream
    return _Recoded(io.TextIOWrapper(stream, encoding_of(head, name=name), errors="replace", newline="\n"))


class _Recoded:
    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text

    def readline(self, size: int = -1, /) -> bytes:
        return self._text.readline(size).encode()
