"""``stance panel``: from the judgements of a run to a panel of directed dyads over time."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stance.cli.completion import dyads as completed
from stance.cli.output import choose_format, emit, note

if TYPE_CHECKING:
    from stance.dataset.open import Dataset
    from stance.panel.build import Panel, PanelOptions
    from stance.panel.selection import Selection

SUFFIXES = {".csv": "csv", ".parquet": "parquet", ".jsonl": "jsonl"}

Run = Annotated[Path, typer.Argument(metavar="OUT/", help="The output folder of stance batch.")]
Dyads = Annotated[
    str | None,
    typer.Option(
        "--dyads",
        metavar="A-B,…",
        help="Directed dyads: KAZ-RUS, KAZ-*, *-RUS; KAZ>RUS is the same.",
        show_default="all but those of AUTHOR",
        autocompletion=completed,
    ),
]
Voices = Annotated[
    str | None,
    typer.Option(
        "--voice", metavar="VOICE,…", help="Only action, direct_quote, indirect_quote or author.", show_default="any"
    ),
]
Since = Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day of publication.")]
Until = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day of publication.")]


def panel(
    run: Run,
    by: Annotated[
        str, typer.Option("--by", help="day, week, month, quarter, year, outlet, a unit with outlet, or all.")
    ] = "month",
    dyads: Dyads = None,
    voice: Voices = None,
    weight: Annotated[
        Literal["story", "article", "none"],
        typer.Option(
            "--weight",
            help="story: copies of one story together weigh as one; article: each article weighs 1 in each dyad; "
            "none: each judgement weighs 1.",
        ),
    ] = "story",
    since: Since = None,
    until: Until = None,
    min_n: Annotated[
        int, typer.Option("--min-n", min=1, metavar="N", help="Leave out cells with fewer judgements.")
    ] = 1,
    empty: Annotated[
        bool, typer.Option("--empty", help="Also rows with n = 0, where a dyad has no judgement.")
    ] = False,
    wide: Annotated[bool, typer.Option("--wide", help="One row a period, the dyads side by side.")] = False,
    gold: Annotated[
        Path | None,
        typer.Option("--gold", metavar="CSV", help="A coded sample of stance sample: also estimates corrected by it."),
    ] = None,
    min_coded: Annotated[
        int, typer.Option("--min-coded", min=6, metavar="N", help="Coded stories that a correction of its own needs.")
    ] = 15,
    seed: Annotated[int, typer.Option("--seed", help="Of the draws behind the intervals.")] = 0,
    format: Annotated[
        Literal["csv", "parquet", "jsonl"] | None,
        typer.Option(
            "--format", "-f", help="Default: what the suffix of --output names, else csv.", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write.", show_default="screen")
    ] = None,
) -> None:
    """Average the stance of each directed dyad by period, with 95 % intervals; correct it by a coded sample."""
    from stance.panel.build import PanelOptions, make_panel
    from stance.panel.coded import read_coded
    from stance.panel.draws import HalfSamples
    from stance.panel.periods import parse_by

    chosen = choose_format(format, output, suffixes=SUFFIXES, default="csv")
    dataset = open_run(run)
    options = PanelOptions(
        by=parse_by(by),
        selection=select(dataset, dyads=dyads, voice=voice, since=since, until=until),
        weighting=weight,
        min_n=min_n,
        empty=empty,
        min_coded=min_coded,
        draws=HalfSamples(seed=seed),
    )
    coded = read_coded(gold, scheme=dataset.labels) if gold is not None else None
    told: list[str] = []
    with working("summing judgements and drawing stories"):
        made = make_panel(dataset, options, coded=coded, tell=told.append)
    for line in told:
        note(line)
    write(made, options, wide=wide, format=chosen, output=output)


def working(what: str) -> AbstractContextManager[object]:
    """Say on a terminal what takes a while."""
    from rich.console import Console

    return Console(stderr=True).status(what) if sys.stderr.isatty() else nullcontext()


def open_run(run: Path) -> Dataset:
    """The run; one that is not finished is read as far as it is."""
    from stance.dataset.open import open_dataset

    dataset = open_dataset(run)
    if not dataset.complete:
        note(f"{run}: the run is not finished: this is what it has so far")
    return dataset


def select(
    dataset: Dataset, *, dyads: str | None, voice: str | None, since: str | None, until: str | None
) -> Selection:
    """The judgements that the options mean."""
    from dataclasses import replace

    from stance.dataset.open import connect
    from stance.panel.selection import parse_dyads

    codes: set[str] = set()
    if dyads:
        with connect(dataset) as connection:
            found = connection.execute("SELECT DISTINCT unnest([source, target]) FROM judgements").fetchall()
            codes = {code for (code,) in found}
    return replace(said_when(voice=voice, since=since, until=until), dyads=parse_dyads(dyads, codes=codes))


def said_when(*, voice: str | None, since: str | None, until: str | None) -> Selection:
    """Judgements of all dyads in the voices and on the days that the options mean."""
    from stance.errors import ConfigError
    from stance.panel.selection import Selection, parse_voices
    from stance.text.dates import parse_date

    first, last = (parse_date(day) if day else None for day in (since, until))
    if first and last and first > last:
        raise ConfigError(f"--from {first} is after --to {last}: turn them round")
    return Selection(voices=parse_voices(voice), since=first, until=last)


def write(made: Panel, options: PanelOptions, *, wide: bool, format: str, output: Path | None) -> None:
    """Write the panel in the chosen form."""
    from stance.panel.write import to_csv, to_jsonl, widened, write_parquet

    shown = widened(made) if wide else made
    if format == "parquet" and output is not None:
        settings = {"weight": options.weighting, "selection": options.selection.words(), "unit": options.by.unit}
        write_parquet(shown, output, settings=settings)
    else:
        emit(to_csv(shown) if format == "csv" else to_jsonl(shown), output)
    if output is not None:
        note(f"{output}: {len(shown.rows):,} rows")
