"""``stance query``: SQL over the tables of a batch run."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stance.cli.options import Output
from stance.cli.output import choose_format, emit, note, print_table, terminal
from stance.errors import ConfigError
from stance.files import write_atomic

if TYPE_CHECKING:
    from stance.dataset.open import Dataset
    from stance.dataset.query import Answer

SUFFIXES = {".csv": "csv", ".json": "json", ".parquet": "parquet"}
SHOWN_ROWS = 40
"""Rows of a table on the screen, where no limit is given."""
_MAX_CELL, _GAP = 48, 2
Format = Annotated[
    Literal["table", "csv", "json", "parquet"] | None,
    typer.Option("--format", "-f", help="Default: what the suffix of --output names, else table.", show_default=False),
]


def query(
    run: Annotated[Path, typer.Argument(metavar="OUT", help="The output folder of stance batch.")],
    sql: Annotated[
        str | None, typer.Argument(metavar="[SQL]", help="One SELECT; - reads it from standard input.")
    ] = None,
    format: Format = None,
    output: Output = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=1, metavar="N", help="At most N rows.", show_default=f"table {SHOWN_ROWS}"),
    ] = None,
) -> None:
    """Ask a run in SQL (DuckDB, reading only); without SQL, list the views and what their columns mean."""
    from stance.dataset.open import open_dataset

    chosen = choose_format(format, output, suffixes=SUFFIXES, default="table")
    if chosen == "table" and output is not None:
        raise ConfigError(f"{output}: a table goes to the screen: give --format csv, json or parquet")
    dataset = open_dataset(run)
    if not dataset.complete:
        note(f"{run}: the run is not finished; these are the articles written so far")
    if sql is None:
        list_views(dataset)
    else:
        answer(dataset, sys.stdin.read() if sql == "-" else sql, format=chosen, output=output, limit=limit)


def answer(dataset: Dataset, sql: str, *, format: str, output: Path | None, limit: int | None) -> None:
    """Run the SQL and write its rows in the format."""
    from stance.dataset.query import ask, ask_parquet, to_csv, to_json

    if format == "parquet" and output is not None:
        write_atomic(output, ask_parquet(dataset, sql, limit=limit))
    elif format == "table":
        print_answer(ask(dataset, sql, limit=limit or SHOWN_ROWS))
    else:
        found = ask(dataset, sql, limit=limit)
        emit(to_csv(found) if format == "csv" else to_json(found), output)


def list_views(dataset: Dataset) -> None:
    """Each view with its columns, their kinds and meanings."""
    from stance.dataset.views import VIEW_MEANINGS, view_columns

    for view, meaning in VIEW_MEANINGS.items():
        typer.echo(f"{view}: {meaning}")
        rows = [(f"  {c.name}", c.kind, c.meaning) for c in view_columns(view, labels=dataset.labels.names)]
        print_table(("", "", ""), rows, wrap=("",))


def print_answer(found: Answer) -> None:
    """An aligned table; what does not fit is left out with a note."""
    from rich.table import Table
    from rich.text import Text

    from stance.dataset.query import cell_text

    cells = [[_one_line(cell_text(value)) for value in row] for row in found.rows]
    console = terminal()
    fitting = _fitting(found.columns, cells, width=console.width) if console.is_terminal else len(found.columns)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, _GAP, 0, 0))
    for name, numeric in list(zip(found.columns, found.numeric, strict=True))[:fitting]:
        table.add_column(Text(name), justify="right" if numeric else "left", no_wrap=True, overflow="ellipsis")
    for row in cells:
        table.add_row(*map(Text, row[:fitting]))
    console.print(table, soft_wrap=not console.is_terminal)
    _say_what_is_left_out(found, fitting)


def _say_what_is_left_out(found: Answer, fitting: int) -> None:
    if not found.rows:
        note("no rows")
    if found.more:
        note(f"the first {len(found.rows)} rows; --limit N shows more, -o FILE.csv writes all")
    if hidden := found.columns[fitting:]:
        note(f"not shown for want of room: {', '.join(hidden)}; name fewer columns, or write them with -o FILE.csv")


def _one_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _MAX_CELL else flat[: _MAX_CELL - 1].rstrip() + "…"


def _fitting(columns: Sequence[str], cells: Sequence[Sequence[str]], *, width: int) -> int:
    """How many columns from the left fit the width; at least one."""
    used = 0
    for index, name in enumerate(columns):
        used += max(len(name), *(len(row[index]) for row in cells), 0) + _GAP
        if used - _GAP > width:
            return max(index, 1)
    return len(columns)
