"""Rows gathered into the files of a part: Parquet, and JSONL or CSV of the same rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Protocol

from stance import __version__
from stance.bulk.rows import Row
from stance.bulk.settings import Form
from stance.dataset.tables import TABLES, TableName, table_columns
from stance.report.as_csv import cell
from stance.report.as_jsonl import line
from stance.report.parquet import arrow_schema
from stance.report.records import SCHEMA_VERSION, Column
from stance.tabular import parquet_bytes
from stance.types import ModelInfo

if TYPE_CHECKING:
    import pyarrow as pa

BUFFERED = 2000  # rows held as Python objects before they are packed


@dataclass(frozen=True, slots=True)
class PartFile:
    """A file of a part, by its path inside the run's folder."""

    path: str
    content: bytes


class Sheet(Protocol):
    """A table in one form, on the way to its file."""

    def add(self, rows: Sequence[Row]) -> None:
        """Take rows, in order."""

    def content(self) -> bytes:
        """The whole file."""


class Sheets:
    """All tables of a part, in all forms asked for."""

    def __init__(self, *, model: ModelInfo, configuration: Mapping[str, object], forms: Sequence[Form]) -> None:
        metadata = provenance(model, configuration)
        columns = {table: table_columns(table, labels=model.labels) for table in TABLES}
        self._waiting: dict[TableName, list[Row]] = {table: [] for table in TABLES}
        self._sheets = {
            (table, form): open_sheet(form, columns[table], metadata=metadata) for table in TABLES for form in forms
        }
        self.rows = dict.fromkeys(TABLES, 0)

    def add(self, table: TableName, rows: Sequence[Row]) -> None:
        """Take rows of a table, in order."""
        self._waiting[table].extend(rows)
        self.rows[table] += len(rows)
        if len(self._waiting[table]) >= BUFFERED:
            self._flush(table)

    def files(self, part: int) -> Iterator[PartFile]:
        """The files of the part, each table in each form."""
        for (table, form), sheet in self._sheets.items():
            self._flush(table)
            yield PartFile(part_path(table, part, form), sheet.content())

    def _flush(self, table: TableName) -> None:
        for (name, _), sheet in self._sheets.items():
            if name == table:
                sheet.add(self._waiting[table])
        self._waiting[table] = []


def part_path(table: str, part: int, form: Form) -> str:
    """articles/part-00000.parquet, jsonl/articles/part-00000.jsonl: a folder holds files of one form only."""
    folder = table if form == "parquet" else f"{form}/{table}"
    return f"{folder}/part-{part:05d}.{form}"


def provenance(model: ModelInfo, configuration: Mapping[str, object]) -> dict[str, str]:
    """What the metadata of every Parquet file says about its making."""
    return {
        "stance.schema_version": SCHEMA_VERSION,
        "stance.version": __version__,
        "stance.labels": json.dumps(model.labels),
        "stance.model": json.dumps(asdict(model)),
        "stance.codebook_sha256": model.codebook_sha256,
        "stance.configuration": json.dumps(configuration),
    }


def open_sheet(form: Form, columns: Sequence[Column], *, metadata: Mapping[str, str]) -> Sheet:
    """An empty table in the form asked for."""
    if form == "parquet":
        return _ParquetSheet(columns, metadata)
    return _JsonlSheet(columns) if form == "jsonl" else _CsvSheet(columns)


class _ParquetSheet:
    def __init__(self, columns: Sequence[Column], metadata: Mapping[str, str]) -> None:
        self._schema: pa.Schema = arrow_schema(columns, metadata=metadata)
        self._batches: list[pa.RecordBatch] = []

    def add(self, rows: Sequence[Row]) -> None:
        import pyarrow as pa

        if rows:
            self._batches.append(pa.RecordBatch.from_pylist(list(rows), schema=self._schema))

    def content(self) -> bytes:
        import pyarrow as pa

        return parquet_bytes(pa.Table.from_batches(self._batches, schema=self._schema))


class _JsonlSheet:
    def __init__(self, columns: Sequence[Column]) -> None:
        self._names = [column.name for column in columns]
        self._lines: list[str] = []

    def add(self, rows: Sequence[Row]) -> None:
        self._lines.extend(line({name: row[name] for name in self._names}) for row in rows)

    def content(self) -> bytes:
        return "".join(self._lines).encode("utf-8", errors="replace")


class _CsvSheet:
    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = tuple(columns)
        self._stream = io.StringIO(newline="")
        self._writer = csv.writer(self._stream, lineterminator="\n")
        self._writer.writerow(column.name for column in columns)

    def add(self, rows: Sequence[Row]) -> None:
        self._writer.writerows([_cell(row[column.name], column) for column in self._columns] for row in rows)

    def content(self) -> bytes:
        return self._stream.getvalue().encode("utf-8", errors="replace")


def _cell(value: object, column: Column) -> str:
    """As in the CSV of reports; lists of words are joined by "|", also those without any."""
    return "|".join(map(str, value)) if column.kind == "labels" and isinstance(value, list) else cell(value)
