"""``stance stories``: finds the copies among the articles of a batch run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from stance.cli.output import note

DEFAULT_THRESHOLD, DEFAULT_DAYS = 0.67, 30


def stories(
    run: Annotated[Path, typer.Argument(metavar="OUT", help="The output folder of stance batch.")],
    threshold: Annotated[
        float, typer.Option("--threshold", help="Share of the shorter text's word pairs that a copy has too.")
    ] = DEFAULT_THRESHOLD,
    within_days: Annotated[
        int, typer.Option("--within-days", metavar="N", help="Copies are at most N days apart; -1 for no limit.")
    ] = DEFAULT_DAYS,
) -> None:
    """Find articles that carry the same text, and write their story and weight to OUT/stories.parquet."""
    from stance.stories import make_stories

    made = make_stories(
        run, threshold=threshold, within_days=None if within_days == -1 else within_days, on_band=show_progress
    )
    note(f"{made.n_articles} articles, {made.n_stories} stories, the largest of {made.largest}: {made.path}")


def show_progress(done: int, total: int) -> None:
    """How much is compared, on standard error where that is a terminal."""
    if sys.stderr.isatty():
        typer.echo(f"\r{done} of {total} bands compared" if done < total else "\r\x1b[K", nl=False, err=True)
