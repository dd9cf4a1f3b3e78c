"""The views over the tables of a run: the SQL that joins them, and readers for each format."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stance.dataset.tables import STORIES, TABLES, TableName, table_columns
from stance.errors import MissingExtraError
from stance.report.records import Column, ColumnKind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from stance.dataset.open import Dataset

VIEW_MEANINGS = {
    "articles": "one row an article that could be read, also if it has no judgement",
    STORIES: "one row an article: which articles carry the same text",
    "judgements": "one row a directed pair of a sentence",
    "dyads": "one row a source and target of an article, over all its sentences",
    "skipped": "one row a thing that was left out of an article, and why",
}
VIEWS = tuple(VIEW_MEANINGS)
OUTLET = Column("outlet", "text", "who published the article, as its record says")
_MENTION = 'STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR, sentence BIGINT, how VARCHAR, form VARCHAR)'
_TYPES: dict[ColumnKind, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
    "date": "DATE",
    "bytes": "BLOB",
    "labels": "VARCHAR[]",
    "mentions": f"{_MENTION}[]",
}
_JOINED = {
    "articles": "SELECT t.*, coalesce(s.story, t.article) AS story, coalesce(s.weight, 1.0) AS weight "
    "FROM raw_articles t LEFT JOIN raw_stories s USING (article)",
    STORIES: "SELECT article, story, weight FROM articles",
    "judgements": "SELECT t.*, a.outlet, a.story, a.weight FROM raw_judgements t JOIN articles a USING (article)",
    "dyads": "SELECT t.*, a.outlet, a.story, a.weight FROM raw_dyads t JOIN articles a USING (article)",
    "skipped": "SELECT * REPLACE (nullif(tag, '') AS tag, nullif(code, '') AS code) FROM raw_skipped",
}


def view_columns(view: str, *, labels: Sequence[str]) -> tuple[Column, ...]:
    """The columns of a view, in order, with their meanings."""
    own = table_columns(view, labels=labels)
    story = table_columns(STORIES, labels=labels)[1:]
    return {
        "articles": (*own, *story),
        "judgements": (*own, OUTLET, *story),
        "dyads": (*own, OUTLET, *story),
    }.get(view, own)


def create_views(connection: DuckDBPyConnection, dataset: Dataset, *, sealed: bool) -> None:
    """Create all views. ``sealed``: they read through pyarrow (or from memory), so that DuckDB itself opens no file."""
    for table in TABLES:
        _create_raw(connection, dataset, table, sealed=sealed)
    _create_stories(connection, dataset, sealed=sealed)
    for view in VIEWS:
        connection.execute(f"CREATE VIEW {view} AS {_JOINED[view]}")


def seal(connection: DuckDBPyConnection) -> None:
    """Bar the connection from files and network, for good. What outgrows memory still spills to a temporary folder."""
    connection.execute(f"SET temp_directory = {_quoted(Path(tempfile.gettempdir()) / 'stance-duckdb')}")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _create_raw(connection: DuckDBPyConnection, dataset: Dataset, table: TableName, *, sealed: bool) -> None:
    columns = table_columns(table, labels=dataset.labels.names)
    files = dataset.parts(table)
    if not files:
        connection.execute(f"CREATE TABLE raw_{table} ({_typed(columns)})")
    elif sealed and dataset.format == "parquet":
        _register(connection, f"raw_{table}", files)
    else:
        # CSV and JSONL are read by DuckDB itself: a sealed connection takes them into memory first.
        kind = "TABLE" if sealed else "VIEW"
        connection.execute(f"CREATE {kind} raw_{table} AS {_reading(dataset.format, files, columns)}")


def _create_stories(connection: DuckDBPyConnection, dataset: Dataset, *, sealed: bool) -> None:
    columns = table_columns(STORIES, labels=dataset.labels.names)
    if dataset.stories is None:
        connection.execute(f"CREATE TABLE raw_{STORIES} ({_typed(columns)})")
    elif sealed:
        _register(connection, f"raw_{STORIES}", (dataset.stories,))
    else:
        connection.execute(f"CREATE VIEW raw_{STORIES} AS {_reading('parquet', (dataset.stories,), columns)}")


def _register(connection: DuckDBPyConnection, name: str, files: Sequence[Path]) -> None:
    try:
        import pyarrow.dataset as arrow
    except ImportError as error:
        raise MissingExtraError(feature="SQL over a run", extra="batch") from error
    connection.register(name, arrow.dataset([str(file) for file in files], format="parquet"))


def _typed(columns: Sequence[Column]) -> str:
    return ", ".join(f'"{column.name}" {_TYPES[column.kind]}' for column in columns)


def _reading(format: str, files: Sequence[Path], columns: Sequence[Column]) -> str:
    """A SELECT that gives the columns with the types that Parquet has."""
    names = f"[{', '.join(_quoted(file) for file in files)}]"
    if format == "parquet":
        return f"SELECT * FROM read_parquet({names})"
    if format == "jsonl":
        cells = ", ".join(f"{_quoted(c.name)}: {_quoted(_json_type(c))}" for c in columns)
        chosen = ", ".join(_from_json(column) for column in columns)
        return (
            f"SELECT {chosen} FROM read_json({names}, format = 'newline_delimited', columns = {{{cells}}}, "
            "maximum_object_size = 134217728)"
        )
    cells = ", ".join(f"{_quoted(column.name)}: 'VARCHAR'" for column in columns)
    chosen = ", ".join(_from_text(column) for column in columns)
    return (
        f"SELECT {chosen} FROM read_csv({names}, columns = {{{cells}}}, header = true, auto_detect = false, "
        "delim = ',', quote = '\"', escape = '\"', nullstr = '', max_line_size = 33554432, parallel = false)"
    )


def _json_type(column: Column) -> str:
    return "VARCHAR" if column.kind == "bytes" else _TYPES[column.kind]


def _from_json(column: Column) -> str:
    name = f'"{column.name}"'
    return f"from_base64({name}) AS {name}" if column.kind == "bytes" else name


def _from_text(column: Column) -> str:
    """The cell of a CSV file: lists of labels are joined by ``|``, mentions are JSON, bytes base64."""
    name = f'"{column.name}"'
    match column.kind:
        case "bytes":
            read = f"from_base64({name})"
        case "labels":
            read = f"CASE WHEN coalesce({name}, '[]') = '[]' THEN [] ELSE string_split({name}, '|') END"
        case "mentions":
            read = f"CAST(CAST({name} AS JSON) AS {_TYPES['mentions']})"
        case _:
            read = f"CAST({name} AS {_TYPES[column.kind]})"
    return f"{read} AS {name}"


def _quoted(value: Path | str) -> str:
    text = str(value.resolve()) if isinstance(value, Path) else value
    return "'" + text.replace("'", "''") + "'"
