"""CSV and TSV with a header, one record a row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from stance.errors import DataError
from stance.inputs.blobs import Blob
from stance.inputs.columns import check_columns
from stance.inputs.entry import Record
from stance.text.decode import decode
from stance.text.documents import MAX_DOCUMENT_BYTES
from stance.text.fields import Fields
from stance.text.records import document_from_record
from stance.types import Document

_DELIMITERS = (",", ";", "\t", "|")
_END = "\x1d end of table \x1d"  # a row of its own, unless a quotation mark before it was never closed
_ESCAPED = re.compile("[\udc80-\udcff]")


def csv_records(blob: Blob, fields: Fields) -> Iterator[Record]:
    """The records of a table. A cell may hold line breaks; the origin names the line on which its row begins.

    The delimiter of a CSV file is the one of comma, semicolon, tab and bar that its header uses most.

    Raises:
        DataError: if the header lacks a column that is needed, or a quotation mark is never closed.
    """
    with blob.open() as stream, blob.open_text(stream) as text:
        reader = _Rows(text, blob.kind.format)
        header = next(reader, None)
        if header is None:
            return
        names = [name.strip() for name in header.cells]
        check_columns(names, fields)
        for row in reader:
            read = partial(_read, names, row.cells, default_id=f"{blob.stem}:{row.line}", fields=fields)
            yield Record(f"{blob.name}:{row.line}", read)


def _read(names: Sequence[str], cells: Sequence[str], *, default_id: str, fields: Fields) -> Document:
    if len(cells) != len(names):
        raise DataError(f"expected {len(names)} cells, as in the header, found {len(cells)}")
    record = {name: _mended(cell) for name, cell in zip(names, cells, strict=True) if name and cell.strip()}
    return document_from_record(record, default_id=default_id, fields=fields)


def _mended(cell: str) -> str:
    """A cell of another encoding than its table began with."""
    return (
        decode(cell.encode("utf-8", "surrogateescape"), name="the cell", declared="cp1252")
        if _ESCAPED.search(cell)
        else cell
    )


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: list[str]


class _Rows(Iterator[_Row]):
    """The rows that are not empty."""

    def __init__(self, text: io.TextIOWrapper, format: str) -> None:
        # For all of the process: the limit that guards an open quotation mark is that of one document.
        csv.field_size_limit(max(csv.field_size_limit(), MAX_DOCUMENT_BYTES))
        self._lines = _lines(text)
        first = next(self._lines, "")
        delimiter = "\t" if format == "tsv" else max(_DELIMITERS, key=first.count)
        self._reader = csv.reader(chain([first], self._lines, [_END]), delimiter=delimiter)

    def __next__(self) -> _Row:
        while True:
            line = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except csv.Error as error:
                raise DataError(f"not a table from line {line} on ({error}): is a quotation mark closed?") from error
            if cells == [_END]:
                raise StopIteration
            if cells and cells[-1].endswith(_END):
                raise DataError(f"a quotation mark that opens in the row of line {line} is never closed")
            if any(cells):
                return _Row(line, cells)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := text.readline(MAX_DOCUMENT_BYTES):
        number += 1
        if len(line) == MAX_DOCUMENT_BYTES:
            raise DataError(f"line {number} is longer than one document may be (20 MB)")
        yield line
