"""``stance runs``: compares training runs; hands over to the training package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from stance.cli.plugins import load_command


def runs(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where the run folders are.")] = Path("runs"),
    format: Annotated[Literal["table", "json"], typer.Option("--format", "-f")] = "table",
) -> None:
    """Compare training runs: data, seed, scores on the development set, time."""
    load_command("runs")(folder, format=format)
