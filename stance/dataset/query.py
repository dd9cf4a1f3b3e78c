"""SQL over a run: one reading statement on a sealed connection, with errors in one sentence."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from stance.dataset.open import Dataset, connect
from stance.errors import DataError
from stance.report.as_csv import cell
from stance.tabular import csv_text, parquet_bytes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

_READING = ("SELECT", "EXPLAIN", "MULTI")  # MULTI: a PIVOT, which DuckDB splits in two
_PLACE = re.compile(r"\n+LINE \d+:.*", re.DOTALL)
_CLASS = re.compile(r"^(?:[A-Z][A-Za-z-]+ )+Error: ")
_BARRED = re.compile(r"disabled by configuration|configuration has been locked")


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query. ``numeric``: which columns hold numbers. ``more``: whether the limit left rows out."""

    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[object, ...], ...]
    more: bool


def ask(dataset: Dataset, sql: str, *, limit: int | None = None) -> Answer:
    """Run one SQL statement over the views of a run; at most ``limit`` rows.

    The statement can reach neither files nor the network. Raises DataError with DuckDB's hint where the SQL is wrong.
    """
    with _relation(dataset, sql) as relation:
        rows = (relation if limit is None else relation.limit(limit + 1)).fetchall()
        return Answer(
            columns=tuple(relation.columns),
            numeric=tuple(
                bool(re.match(r"U?(TINY|SMALL|BIG|HUGE)?INT|DOUBLE|FLOAT|DEC", str(t))) for t in relation.types
            ),
            rows=tuple(rows[:limit]),
            more=limit is not None and len(rows) > limit,
        )


def ask_parquet(dataset: Dataset, sql: str, *, limit: int | None = None) -> bytes:
    """The rows of a query as a Parquet file, with the types that DuckDB gives."""
    with _relation(dataset, sql) as relation:
        return parquet_bytes((relation if limit is None else relation.limit(limit)).to_arrow_table())


def to_csv(answer: Answer) -> str:
    """One header and the rows; lists of labels are joined by ``|``, other lists and records are JSON."""
    return csv_text(answer.columns, ([cell_text(value) for value in row] for row in answer.rows))


def to_json(answer: Answer) -> str:
    """A list of records, one on each line."""
    records = (dict(zip(answer.columns, map(_plain, row), strict=True)) for row in answer.rows)
    lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def cell_text(value: object) -> str:
    """A value as the cell of a table."""
    return cell(_plain(value))


def _plain(value: object) -> object:
    """What JSON can hold: dates as text, bytes as base64, no number where it is not finite."""
    match value:
        case list() | tuple():
            return [_plain(item) for item in value]
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case float() | Decimal():
            return float(value) if isfinite(value) else None
        case bytes():
            return base64.b64encode(value).decode()
        case None | bool() | int() | str():
            return value
        case _:
            return value.isoformat() if isinstance(value, date | time) else str(value)


@contextmanager
def _relation(dataset: Dataset, sql: str) -> Iterator[DuckDBPyRelation]:
    with connect(dataset, sealed=True) as connection:
        import duckdb

        try:
            _check_reading(connection, sql)
            yield connection.sql(sql)
        except duckdb.InterruptException as error:
            raise KeyboardInterrupt from error
        except duckdb.Error as error:
            raise DataError(_explained(str(error), dataset)) from error


def _check_reading(connection: DuckDBPyConnection, sql: str) -> None:
    kinds = [statement.type.name for statement in connection.extract_statements(sql)]
    if len(kinds) != 1:
        raise DataError(f"found {len(kinds) or 'no'} SQL statements, expected one: give them one by one")
    if kinds[0] not in _READING:
        raise DataError(
            f"a query only reads: expected a SELECT, found {kinds[0]}; the tables of a run stay as they are"
        )


def _explained(message: str, dataset: Dataset) -> str:
    """What DuckDB says, in one sentence, without its drawing of the place."""
    if _BARRED.search(message):
        return "a query reads the views of the run and nothing else: files, network and settings are out of its reach"
    said = "; ".join(line.strip() for line in _PLACE.sub("", message).splitlines() if line.strip())
    return f"SQL: {_CLASS.sub('', said)}; 'stance query {dataset.path}' lists the views and their columns"
