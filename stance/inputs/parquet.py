"""Parquet, one record a row: only the columns that are needed, a few hundred rows in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stance.errors import DataError
from stance.inputs.blobs import Blob
from stance.inputs.columns import check_columns, needed_columns
from stance.inputs.entry import Record
from stance.inputs.streams import damaged
from stance.text.fields import Fields
from stance.text.records import document_from_record
from stance.types import Document

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_ROWS = 256
_BUFFER = 1 << 20


def parquet_records(blob: Blob, fields: Fields) -> Iterator[Record]:
    """The records of a Parquet file. A row group of which no record is wanted is not read.

    Raises:
        DataError: if the file is damaged, or a column is missing that is needed.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    with blob.open_seekable() as stored:
        try:
            file = pq.ParquetFile(stored, buffer_size=_BUFFER)
        except (pa.ArrowException, OSError) as error:
            raise damaged(error) from error
        columns = needed_columns(file.schema_arrow.names, fields)
        for group in range(file.num_row_groups):
            yield from _group_records(_Group(file, group, columns, fields), blob, fields)


def row_count(path: str) -> int:
    """The rows of a file as its footer says; 1 for a file that cannot be read, the one record that tells so."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return int(pq.read_metadata(Path(path)).num_rows)
    except (pa.ArrowException, OSError):
        return 1


def _group_records(group: _Group, blob: Blob, fields: Fields) -> Iterator[Record]:
    for row in range(group.size):
        number = group.first + row + 1
        blob.meter.position = blob.size * number // group.total
        yield Record(f"{blob.name}:{number}", partial(_read, group, row, f"{blob.stem}:{number}", fields))


def _read(group: _Group, row: int, default_id: str, fields: Fields) -> Document:
    return document_from_record(group.row(row), default_id=default_id, fields=fields)


class _Group:
    """A row group, read forward when a row is asked for."""

    def __init__(self, file: pq.ParquetFile, index: int, columns: Sequence[str], fields: Fields) -> None:
        sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
        self.first, self.size, self.total = sum(sizes[:index]), sizes[index], sum(sizes)
        self._date = check_columns(columns, fields).date
        self._batches = self._open(file, index, columns)
        self._start, self._stop = 0, 0
        self._rows: list[dict[str, Any]] = []

    def row(self, number: int) -> dict[str, Any]:
        """Row ``number`` of the group; numbers may only grow. DataError where the group is damaged."""
        import pyarrow as pa

        try:
            while number >= self._stop:
                batch = next(self._batches)
                self._start, self._stop = self._stop, self._stop + batch.num_rows
                self._rows = _as_days(batch, self._date).to_pylist() if number < self._stop else []
        except (pa.ArrowException, OSError, ValueError) as error:
            raise damaged(error) from error
        except StopIteration:
            raise DataError("an earlier row of its row group could not be read: fetch the file again") from None
        return self._rows[number - self._start]

    @staticmethod
    def _open(file: pq.ParquetFile, index: int, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        batches = file.iter_batches(batch_size=_ROWS, row_groups=[index], columns=list(columns), use_threads=False)
        yield from batches


def _as_days(batch: pa.RecordBatch, column: str) -> pa.RecordBatch:
    """Points in time as days: Arrow holds times that Python's own type does not."""
    import pyarrow as pa

    if not column or not pa.types.is_timestamp(batch.schema.field(column).type):
        return batch
    index = batch.schema.get_field_index(column)
    return batch.set_column(index, column, batch.column(index).cast(pa.date32(), safe=False))
