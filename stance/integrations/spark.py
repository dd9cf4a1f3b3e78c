"""Stance in Spark: a function for ``DataFrame.mapInPandas`` (or ``mapInArrow``), and the schema of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from stance.bulk.settings import Settings
from stance.bundle import Bundle
from stance.integrations.batches import ALL_JUDGEMENTS, AS_TRAINED, FrameReader, RowsName, Wanted, rows_columns
from stance.integrations.parcel import Parcel, opened, pack
from stance.report.parquet import arrow_schema

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    Frame = TypeVar("Frame", pd.DataFrame, pa.RecordBatch)

__all__ = ["Parcel", "Wanted", "judgements", "pack", "schema"]

_SIMPLE = {
    "string": "STRING",
    "int64": "BIGINT",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "date32[day]": "DATE",
    "binary": "BINARY",
}


def judgements(
    frames: Iterable[Frame],
    *,
    settings: Settings | Parcel = AS_TRAINED,
    wanted: Wanted = ALL_JUDGEMENTS,
    threads: int = 1,
) -> Iterator[Frame]:
    """The rows of each frame of articles. The model is loaded once a Python worker, and kept for its next tasks.

        articles.mapInPandas(judgements, schema())
        articles.mapInPandas(partial(judgements, wanted=Wanted(table="dyads")), schema("dyads"))

    ``settings``: how articles are read, or ``pack(settings)``, which brings the model folder and the actor CSV to
    workers that do not have them; ``wanted``: which table, from which columns.
    """
    import pyarrow as pa

    reader = _reader(settings, wanted, threads)
    for frame in frames:
        rows = reader.read(frame)
        if isinstance(frame, pa.RecordBatch):
            yield from rows.to_batches()
        else:
            yield rows.to_pandas(integer_object_nulls=True)


def schema(table: RowsName = "judgements", *, settings: Settings | Parcel = AS_TRAINED) -> str:
    """The columns of the rows, as Spark writes them: "`article` BIGINT, `document` STRING, …"."""
    with opened(settings) as found:
        labels = Bundle.load(found.model).scheme.names
    columns = rows_columns(table, labels=labels)
    return ", ".join(f"`{field.name}` {_ddl(field.type)}" for field in arrow_schema(columns, metadata={}))


@lru_cache(maxsize=4)
def _reader(settings: Settings | Parcel, wanted: Wanted, threads: int) -> FrameReader:
    return FrameReader(settings, wanted, threads=threads)


def _ddl(kind: pa.DataType) -> str:
    import pyarrow as pa

    if pa.types.is_list(kind):
        return f"ARRAY<{_ddl(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"STRUCT<{', '.join(f'`{field.name}`: {_ddl(field.type)}' for field in kind)}>"
    return _SIMPLE[str(kind)]
