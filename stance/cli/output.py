"""Where results go: standard output, or a file that is written whole or not at all. Messages go to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

import typer

from stance.errors import ConfigError, MissingExtraError
from stance.files import write_atomic

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")

PAGE_WIDTH = 100  # of a table that goes to a file


def choose_format(format: str | None, output: Path | None, *, suffixes: Mapping[str, str], default: str) -> str:
    """The format asked for, else the one that the suffix of ``output`` names, else ``default``; checks both."""
    chosen = format or (default if output is None else _by_suffix(output, suffixes))
    if chosen == "parquet":
        if output is None:
            raise ConfigError("Parquet does not go to the screen: give a file with -o FILE.parquet")
        require_parquet()
    if output is not None and not output.resolve().parent.is_dir():
        raise ConfigError(f"{output}: there is no folder {output.parent}: make it first, or choose another file")
    if output is not None and output.is_dir():
        raise ConfigError(f"{output} is a folder: expected the name of the file to write")
    return chosen


def _by_suffix(output: Path, suffixes: Mapping[str, str]) -> str:
    if output.suffix.lower() not in suffixes:
        raise ConfigError(
            f"{output}: its suffix names no format: end the file name in {', '.join(suffixes)}, or give --format"
        )
    return suffixes[output.suffix.lower()]


def require_parquet() -> None:
    """Parquet is an extra of the package: raises MissingExtraError if it is not installed."""
    if find_spec("pyarrow") is None:
        raise MissingExtraError(feature="Parquet", extra="parquet")


def emit(text: str, output: Path | None) -> None:
    """Write text as UTF-8, whatever the locale."""
    if output is None:
        typer.echo(text.encode("utf-8"), nl=False)
    else:
        write_atomic(output, text)


def note(message: str) -> None:
    """Tell the user something that is no result."""
    typer.echo(message, err=True)


def counted(items: Iterable[T]) -> Iterator[T]:
    """The items, counted on standard error while they come: on a terminal, and only if standard output is none."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from items
        return
    try:
        for number, item in enumerate(items, 1):
            yield item
            typer.echo(f"\r{number} read", nl=False, err=True)
    finally:
        typer.echo("\r\x1b[K", nl=False, err=True)  # the line belongs to whatever is said next


def terminal() -> Console:
    """Standard output; rich drops the colours where it is no terminal or where NO_COLOR is set."""
    from rich.console import Console

    return Console(highlight=False)


def page(file: TextIO) -> Console:
    """A page of plain text."""
    from rich.console import Console

    return Console(file=file, width=PAGE_WIDTH, highlight=False, force_terminal=False, color_system=None)


def print_table(
    head: Sequence[str], rows: Sequence[Sequence[str]], *, wrap: Sequence[str] = (), console: Console | None = None
) -> None:
    """Aligned columns without rules; where there is no room, those in ``wrap`` take several lines."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in head:
        table.add_column(name, overflow="fold", no_wrap=name not in wrap)
    for row in rows:
        table.add_row(*map(Text, row))
    (console or terminal()).print(table)
