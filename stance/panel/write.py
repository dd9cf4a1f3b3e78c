"""A panel as CSV, JSON Lines or Parquet, long or wide."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from stance.errors import MissingExtraError
from stance.files import write_atomic
from stance.panel.build import Panel
from stance.panel.columns import CORRECTED, MEASURES
from stance.report.records import SCHEMA_VERSION, Column
from stance.tabular import csv_records, parquet_bytes

KEYS = ("period", "outlet")


def widened(panel: Panel) -> Panel:
    """One row a period (and outlet), the dyads side by side as ``KAZ>RUS.mean_score``; totals are left out."""
    measures = (*MEASURES, *(CORRECTED if panel.corrected else ()))
    kinds = {column.name: column for column in panel.columns}
    rows: dict[tuple[object, ...], dict[str, object]] = {}
    dyads: dict[str, str] = {}
    for row in panel.rows:
        if row["level"] == "cell":
            dyad = f"{row['source']}>{row['target']}"
            dyads[dyad] = f"{row['source_name']} toward {row['target_name']}"
            wide = rows.setdefault(tuple(row[key] for key in KEYS), {key: row[key] for key in KEYS})
            wide |= {f"{dyad}.{measure}": row[measure] for measure in measures}
    columns = [
        Column(f"{dyad}.{measure}", kinds[measure].kind, f"{words}: {kinds[measure].meaning}")
        for dyad, words in sorted(dyads.items())
        for measure in measures
    ]
    every = (*(kinds[key] for key in KEYS), *columns)
    ordered = sorted(rows.values(), key=lambda row: tuple(str(row[key] or "") for key in KEYS))
    filled = tuple({column.name: row.get(column.name) for column in every} for row in ordered)
    return Panel(every, filled, panel.labels, panel.corrected)


def to_csv(panel: Panel) -> str:
    """One row a line under one header; empty cells where there is no value."""
    return csv_records([column.name for column in panel.columns], panel.rows)


def to_jsonl(panel: Panel) -> str:
    """One object a line; null where there is no value."""
    return "".join(json.dumps(row, ensure_ascii=False, default=_iso) + "\n" for row in panel.rows)


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {value!r}")


def write_parquet(panel: Panel, path: Path, *, settings: Mapping[str, str]) -> None:
    """Native types; the schema carries version, labels, ``settings`` and the meaning of every column."""
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtraError(feature="Parquet", extra="parquet") from error
    from stance.report.parquet import arrow_schema

    metadata = {"stance.schema_version": SCHEMA_VERSION, "stance.labels": json.dumps(panel.labels)}
    metadata |= {f"stance.panel.{name}": value for name, value in settings.items()}
    schema = arrow_schema(panel.columns, metadata=metadata)
    write_atomic(path, parquet_bytes(pa.Table.from_pylist([dict(row) for row in panel.rows], schema=schema)))
