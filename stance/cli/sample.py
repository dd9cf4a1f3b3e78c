"""``stance sample``: draw judgements of a run for people to code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from stance.cli.output import choose_format, emit, note
from stance.cli.panel import Dyads, Run, Since, Until, Voices, open_run, select, working


def sample(
    run: Run,
    n: Annotated[int, typer.Option("--n", "-n", min=1, metavar="N", help="How many judgements.")] = 300,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="CUT,…",
            help="Strata: dyad, month (or another unit), outlet, label, score (fifths), or several with commas.",
            show_default="one random sample",
        ),
    ] = None,
    least: Annotated[int, typer.Option("--min", min=1, metavar="N", help="At least so many of each stratum.")] = 2,
    oversample: Annotated[
        float,
        typer.Option(
            "--oversample", min=1, metavar="X", help="Draw lines that take a position, or may, X times as likely."
        ),
    ] = 1.0,
    dyads: Dyads = None,
    voice: Voices = None,
    since: Since = None,
    until: Until = None,
    weight: Annotated[
        Literal["story", "article", "none"],
        typer.Option("--weight", help="As the panel will weigh; judgements of more weight are drawn more often."),
    ] = "story",
    seed: Annotated[int, typer.Option("--seed", help="Another seed draws another sample.")] = 0,
    show_label: Annotated[
        bool, typer.Option("--show-label", help="Show what the model says; coders should not know.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="CSV", help="Where to write.", show_default="screen")
    ] = None,
) -> None:
    """Draw a random sample of judgements to code by hand; stance panel --gold corrects its estimates by it."""
    from stance.panel.sample import SampleOptions, draw_sample, parse_cuts, to_csv

    choose_format(None, output, suffixes={".csv": "csv"}, default="csv")
    dataset = open_run(run)
    options = SampleOptions(
        n=n,
        by=parse_cuts(by),
        selection=select(dataset, dyads=dyads, voice=voice, since=since, until=until),
        weighting=weight,
        least=least,
        oversample=oversample,
        seed=seed,
        show_label=show_label,
    )
    with working("drawing judgements"):
        sheet = draw_sample(dataset, options)
    emit(to_csv(sheet), output)
    if len(sheet.rows) < n:
        note(f"all {sheet.population:,} judgements were drawn: there are no more")
    if output is not None:
        strata = f" from {sheet.strata:,} strata" if options.by else ""
        note(f"{output}: {len(sheet.rows):,} of {sheet.population:,} judgements{strata}; fill in the column label")
