"""Batches of records, as data frameworks hand them out, to rows of a table of ``stance.dataset``."""

from __future__ import annotations

import hashlib
import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from stance.bulk.builder import Maker, Outcome
from stance.bulk.corpus import Part
from stance.bulk.records import BadRecord
from stance.bulk.settings import Settings
from stance.bundle import Bundle
from stance.dataset.tables import ARTICLE, TABLES, TableName, table_columns
from stance.errors import ConfigError, DataError, MissingExtraError
from stance.inputs import Entry
from stance.inputs.columns import needed_columns
from stance.integrations.parcel import Parcel, opened
from stance.report.parquet import arrow_schema
from stance.report.records import Column
from stance.text.fields import USUAL, Fields
from stance.text.records import document_from_record

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    Batch: TypeAlias = pd.DataFrame | pa.Table | pa.RecordBatch | Mapping[str, np.ndarray[Any, Any]]

RowsName = TableName | Literal["bad-records"]
_BAD: RowsName = "bad-records"
_BAD_COLUMNS = (
    ARTICLE,
    Column("origin", "text", "where the record was read: the id that it has"),
    Column("reason", "text", "why it could not be read"),
)
_log = logging.getLogger("stance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is wanted of the records.

    ``table``: whose rows. ``fields``: the columns that hold a document's parts, the usual names where they are "".
    ``number``: a column of whole numbers that becomes ``article``, which is empty without. ``strict``: a bad record
    raises DataError, and does not only go to the log of ``stance`` and the table ``bad-records``.
    """

    table: RowsName = "judgements"
    fields: Fields = USUAL
    number: str = ""
    strict: bool = False

    def __post_init__(self) -> None:
        if self.table not in (*TABLES, _BAD):
            raise ConfigError(f"no table {self.table}: expected one of {', '.join((*TABLES, _BAD))}")


AS_TRAINED, ALL_JUDGEMENTS = Settings(), Wanted()


class FrameReader:
    """Reads batches with a model that was loaded once. Batches leave no state behind."""

    def __init__(self, settings: Settings | Parcel, wanted: Wanted, *, threads: int) -> None:
        try:
            import pyarrow as pa  # noqa: F401
        except ImportError as error:
            raise MissingExtraError(feature="Reading batches of a data framework", extra="batch") from error
        self._wanted = wanted
        with opened(settings) as found:
            bundle = Bundle.load(found.model)
            self._columns = rows_columns(wanted.table, labels=bundle.scheme.names)
            self._maker = Maker.load(found, configuration=found.configuration(bundle), threads=threads)

    def read(self, batch: Batch) -> pa.Table:
        """The rows of the batch's records, in order. Raises DataError where a column is missing."""
        outcome = self._maker.outcome(Part(0, tuple(_entries(batch, self._wanted))))
        self._tell(outcome.bad)
        table = self._bad(outcome) if self._wanted.table == _BAD else self._rows(outcome)
        if self._wanted.number:
            return table
        import pyarrow as pa

        return table.set_column(0, table.schema.field(0), pa.nulls(len(table), pa.int64()))

    def _rows(self, outcome: Outcome) -> pa.Table:
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = f"{self._wanted.table}/part-00000.parquet"
        content = next(file.content for file in outcome.files if file.path == path)
        return pq.read_table(pa.BufferReader(content))

    def _bad(self, outcome: Outcome) -> pa.Table:
        import pyarrow as pa

        rows = [{"article": bad.article, "origin": bad.origin, "reason": bad.reason} for bad in outcome.bad]
        return pa.Table.from_pylist(rows, schema=arrow_schema(self._columns, metadata={}))

    def _tell(self, bad: Sequence[BadRecord]) -> None:
        if bad and self._wanted.strict:
            raise DataError(f"{bad[0].origin}: {bad[0].reason} (without strict such records are left out and logged)")
        for record in bad:
            _log.warning("left out %s: %s", record.origin, record.reason)


def rows_columns(table: RowsName, *, labels: Sequence[str]) -> tuple[Column, ...]:
    """The columns of the rows."""
    return _BAD_COLUMNS if table == _BAD else table_columns(table, labels=labels)


def _entries(batch: Batch, wanted: Wanted) -> Iterator[Entry]:
    names = _names(batch)
    columns = needed_columns(names, wanted.fields)
    if wanted.number and wanted.number not in names:
        raise DataError(
            f"no column {wanted.number} (found: {', '.join(names)}): expected one that numbers the articles"
        )
    cells = {name: _values(batch, name) for name in columns}
    numbers = _values(batch, wanted.number) if wanted.number else range(_size(cells))
    for number, *row in zip(numbers, *cells.values(), strict=True):
        yield _entry(number, dict(zip(cells, row, strict=True)), wanted.fields)


def _entry(number: object, record: Mapping[str, object], fields: Fields) -> Entry:
    known = _default_id(record)
    if not isinstance(number, int):
        raise DataError(f"{known}: expected a whole number for its article, found {number}")
    try:
        document = document_from_record(record, default_id=known, fields=fields)
    except DataError as error:
        return Entry(number, known, None, str(error))
    return Entry(number, document.id, document)


def _default_id(record: Mapping[str, object]) -> str:
    """For a record without an id, one that depends on what it holds and not on the batch that it came in."""
    said = "\x1f".join(f"{name}={value}" for name, value in sorted(record.items()))
    return f"record:{hashlib.sha256(said.encode('utf-8', errors='replace')).hexdigest()[:16]}"


def _names(batch: Batch) -> list[str]:
    import pyarrow as pa

    return list(batch.schema.names if isinstance(batch, pa.Table | pa.RecordBatch) else batch)


def _size(cells: Mapping[str, Sequence[object]]) -> int:
    return len(next(iter(cells.values())))


def _values(batch: Batch, name: str) -> list[Any]:
    """A column as plain Python values: points in time as days, what stands for nothing (NaN, NaT) as None."""
    import pyarrow as pa

    column: Any = batch[name]
    if isinstance(batch, pa.Table | pa.RecordBatch):
        timed = pa.types.is_timestamp(column.type)  # Arrow holds times that Python's own type does not
        values = (column.cast(pa.date32(), safe=False) if timed else column).to_pylist()
    elif hasattr(column, "notna"):
        values = column.astype(object).where(column.notna(), None).tolist()
    else:
        values = (column.astype("datetime64[D]") if column.dtype.kind == "M" else column).tolist()
    return [_plain(value) for value in values]


def _plain(value: Any) -> Any:
    if isinstance(value, float) and math.isnan(value):
        return None
    return value.date() if isinstance(value, datetime) else value
