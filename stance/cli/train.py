"""``stance train``: hands over to the training package, which is no part of the installed library."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stance.cli.plugins import load_command


def train(
    config: Annotated[
        Path,
        typer.Argument(metavar="CONFIG", help="An experiment (YAML), or your own judgements (CSV, JSONL, Parquet)."),
    ],
    overrides: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a setting: --set a.b=c; repeatable.")
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", metavar="DIR", help="Where the corpora are.", show_default="download")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="The run folder; one that exists is resumed.")
    ] = None,
) -> None:
    """Train a model from a configuration file, or go on with the shipped one on your own judgements.

    Works in a checkout of the project.
    """
    load_command("train")(config, overrides=tuple(overrides or ()), data_dir=data_dir, output=output)
