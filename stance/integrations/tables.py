"""Frames of pandas, Polars, pyarrow and DuckDB read column by column, and made again in the same kind.

No package is imported but the one that the frame comes from; DuckDB gives and takes its columns through pyarrow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from stance.errors import DataError, MissingExtraError
from stance.report.parquet import arrow_schema
from stance.report.records import Column, ColumnKind

EXPECTED = "expected a DataFrame of pandas or Polars, a pyarrow Table or a DuckDB relation"
Columns = Mapping[str, Sequence[Any]]


class Table(Protocol):
    """A frame. ``names``: its columns, in order."""

    @property
    def names(self) -> list[str]:
        """The columns, in order."""

    def values(self, name: str) -> list[Any]:
        """The cells of a column as Python values, None where there is nothing."""

    def like(self, columns: Sequence[Column], cells: Columns, rows: Sequence[int]) -> Any:
        """A frame of the same kind; ``rows``: from which row of this one each row of it comes."""


def table_of(frame: object) -> Table:
    """The frame as a table; raises DataError where it is of no known kind."""
    for kind in type(frame).__mro__:
        found = _KINDS.get((kind.__module__.partition(".")[0].lstrip("_"), kind.__name__))
        if found is not None:
            return found(frame)
    hint = ": collect() it first" if type(frame).__name__ == "LazyFrame" else ""
    raise DataError(f"{EXPECTED}, found {type(frame).__module__}.{type(frame).__name__}{hint}")


@dataclass(frozen=True, slots=True)
class _Pandas:
    frame: Any

    @property
    def names(self) -> list[str]:
        return [str(name) for name in self.frame.columns]

    def values(self, name: str) -> list[Any]:
        column = self.frame.iloc[:, self.names.index(name)]
        cells: list[Any] = column.astype(object).where(column.notna(), None).tolist()
        return cells

    def like(self, columns: Sequence[Column], cells: Columns, rows: Sequence[int]) -> Any:
        import pandas as pd

        index = self.frame.index.take(list(rows))
        return pd.DataFrame({c.name: self._series(c.kind, cells[c.name], index) for c in columns}, index=index)

    def _series(self, kind: ColumnKind, cells: Sequence[Any], index: Any) -> Any:
        import pandas as pd

        empty = None in cells
        dtypes: dict[ColumnKind, Any] = {
            "text": "str" if int(pd.__version__.partition(".")[0]) >= 3 else object,
            "integer": "Int64" if empty else "int64",
            "number": "float64",
            "flag": "boolean" if empty else "bool",
            "date": "datetime64[s]",
        }
        return pd.Series(list(cells), index=index, dtype=dtypes.get(kind, object))


@dataclass(frozen=True, slots=True)
class _Polars:
    frame: Any

    @property
    def names(self) -> list[str]:
        return list(self.frame.columns)

    def values(self, name: str) -> list[Any]:
        cells: list[Any] = self.frame.get_column(name).to_list()
        return cells

    def like(self, columns: Sequence[Column], cells: Columns, rows: Sequence[int]) -> Any:  # noqa: ARG002
        import polars as pl

        mention = {"start": pl.Int64, "end": pl.Int64, "text": pl.String, "sentence": pl.Int64}
        types: dict[ColumnKind, Any] = {
            "text": pl.String,
            "integer": pl.Int64,
            "number": pl.Float64,
            "flag": pl.Boolean,
            "date": pl.Date,
            "bytes": pl.Binary,
            "labels": pl.List(pl.String),
            "mentions": pl.List(pl.Struct({**mention, "how": pl.String, "form": pl.String})),
        }
        return pl.DataFrame([pl.Series(c.name, cells[c.name], dtype=types[c.kind]) for c in columns])


@dataclass(frozen=True, slots=True)
class _Arrow:
    table: Any

    @property
    def names(self) -> list[str]:
        return list(self.table.column_names)

    def values(self, name: str) -> list[Any]:
        cells: list[Any] = self.table.column(name).to_pylist()
        return cells

    def like(self, columns: Sequence[Column], cells: Columns, rows: Sequence[int]) -> Any:  # noqa: ARG002
        import pyarrow as pa

        return pa.table({c.name: cells[c.name] for c in columns}, schema=arrow_schema(columns, metadata={}))


@dataclass(frozen=True, slots=True)
class _DuckDB:
    """A relation; read once, so that its columns agree whatever order the query gives its rows in."""

    relation: Any
    arrow: _Arrow

    @property
    def names(self) -> list[str]:
        return self.arrow.names

    def values(self, name: str) -> list[Any]:
        return self.arrow.values(name)

    def like(self, columns: Sequence[Column], cells: Columns, rows: Sequence[int]) -> Any:
        """A relation of the same connection, which finds the table by the name of the variable."""
        scored = self.arrow.like(columns, cells, rows)  # noqa: F841
        return self.relation.query("stance_given", "SELECT * FROM scored")


def _read(relation: Any) -> _DuckDB:
    try:
        import pyarrow  # noqa: F401  (DuckDB hands its columns over in it)
    except ImportError as error:
        raise MissingExtraError(feature="reading a DuckDB relation", extra="batch") from error
    return _DuckDB(relation, _Arrow(relation.to_arrow_table()))


_KINDS: dict[tuple[str, str], Callable[[Any], Table]] = {
    ("pandas", "DataFrame"): _Pandas,
    ("polars", "DataFrame"): _Polars,
    ("pyarrow", "Table"): _Arrow,
    ("duckdb", "DuckDBPyRelation"): _read,
}
