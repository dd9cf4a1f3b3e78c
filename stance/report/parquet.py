"""Parquet: the columns of the CSV with native types; the schema carries version, models and column meanings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from stance.errors import MissingExtraError
from stance.files import write_atomic
from stance.report.records import SCHEMA_VERSION, Column, ColumnKind, columns, flat, judgements, labels_of
from stance.tabular import parquet_bytes
from stance.types import Report

if TYPE_CHECKING:
    import pyarrow as pa


def write_parquet(reports: Iterable[Report], path: Path) -> None:
    """Write the judgements of all reports to one file, whole or not at all."""
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(feature="Parquet", extra="parquet") from error
    write_atomic(path, parquet_bytes(to_table(tuple(reports))))


def to_table(reports: Sequence[Report]) -> pa.Table:
    """The judgements as a pyarrow table, one row each."""
    import pyarrow as pa

    rows = [dict(flat(judgement)) for report in reports for judgement in judgements(report)]
    return pa.Table.from_pylist(rows, schema=_schema(reports))


def _schema(reports: Sequence[Report]) -> pa.Schema:
    labels = labels_of(reports)
    models = {report.model.sha256: asdict(report.model) for report in reports}
    return arrow_schema(
        columns(labels),
        metadata={
            "stance.schema_version": SCHEMA_VERSION,
            "stance.labels": json.dumps(labels),
            "stance.models": json.dumps(list(models.values())),
        },
    )


def arrow_schema(columns: Sequence[Column], *, metadata: Mapping[str, str]) -> pa.Schema:
    """The columns with native types, each with its description, and ``metadata`` for the whole table."""
    import pyarrow as pa

    fields = [pa.field(c.name, _type(c.kind), metadata={"description": c.meaning}) for c in columns]
    return pa.schema(fields, metadata=dict(metadata))


def _type(kind: ColumnKind) -> pa.DataType:
    import pyarrow as pa

    mention = pa.struct(
        [
            ("start", pa.int64()),
            ("end", pa.int64()),
            ("text", pa.string()),
            ("sentence", pa.int64()),
            ("how", pa.string()),
            ("form", pa.string()),
        ]
    )
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "flag": pa.bool_(),
        "date": pa.date32(),
        "bytes": pa.binary(),
        "labels": pa.list_(pa.string()),
        "mentions": pa.list_(mention),
    }
    return types[kind]
