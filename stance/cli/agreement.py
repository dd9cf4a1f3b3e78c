"""``stance agreement``: how far coders agree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from stance.cli.options import LabelsOf, Output, labels_of
from stance.cli.output import choose_format, emit

SUFFIXES = {".json": "json", ".csv": "csv", ".md": "table", ".txt": "table"}


def agreement(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="A coded file for each coder, or files with a column coder."),
    ],
    worst: Annotated[int, typer.Option("--worst", min=0, metavar="N", help="Show so many of the worst items.")] = 10,
    seed: Annotated[int, typer.Option("--seed", help="Of the draws behind the intervals.")] = 0,
    format: Annotated[
        Literal["table", "json", "csv"] | None,
        typer.Option(
            "--format",
            "-f",
            help="csv: all items with the answers side by side, to settle. Default: what the suffix of --output names, "
            "else table.",
            show_default=False,
        ),
    ] = None,
    model: LabelsOf = None,
    output: Output = None,
) -> None:
    """Compare coders: Krippendorff's alpha with intervals, confusions, agreement by label, and the worst items."""
    from stance.annotate.agreement import measure
    from stance.annotate.agreement_out import to_csv, to_json, to_text
    from stance.annotate.coders import read_coders
    from stance.metrics import Bootstrap

    chosen = choose_format(format, output, suffixes=SUFFIXES, default="table")
    scheme = labels_of(model)
    coders = read_coders(files, scheme=scheme)
    report = measure(coders, scheme=scheme, bootstrap=Bootstrap(seed=seed))
    if chosen == "json":
        emit(to_json(report, scheme=scheme, worst=worst), output)
    elif chosen == "csv":
        emit(to_csv(report, coders, scheme=scheme), output)
    else:
        emit(to_text(report, scheme=scheme, worst=worst), output)
