"""Tables as the text of a CSV file (lines end in a line feed) and as the bytes of a Parquet file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def csv_text(header: Iterable[object], rows: Iterable[Iterable[object]], *, delimiter: str = ",") -> str:
    """The header and the rows; None is an empty cell."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()


def csv_records(names: Sequence[str], records: Iterable[Mapping[str, object]], *, delimiter: str = ",") -> str:
    """The same of records by name; a name that a record lacks is an empty cell."""
    return csv_text(names, ([record.get(name) for name in names] for record in records), delimiter=delimiter)


def parquet_bytes(table: pa.Table) -> bytes:
    """A pyarrow table as a Parquet file, compressed with zstd."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())
