"""``stance plot``: figures from a panel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stance.cli.completion import dyads as completed
from stance.cli.output import choose_format, note
from stance.cli.panel import Since, Until, Voices, said_when
from stance.errors import ConfigError
from stance.files import write_atomic

if TYPE_CHECKING:
    from stance.panel.figures.figure import Figure
    from stance.panel.selection import Selection

SUFFIXES = {".png": "png", ".svg": "svg", ".html": "html", ".htm": "html"}


def plot(
    panel: Annotated[Path, typer.Argument(metavar="PANEL", help="A panel in long form: CSV or Parquet.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="figure.png, figure.svg or figure.html.")
    ],
    kind: Annotated[
        Literal["time", "heat", "grid"] | None,
        typer.Option(
            help="A dyad over time, a heat map of all dyads, or a page of small figures.",
            show_default="as fits the panel and --dyads",
        ),
    ] = None,
    dyads: Annotated[
        str | None,
        typer.Option(
            metavar="A-B,…",
            help="Dyads such as KAZ-RUS,RUS-KAZ.",
            show_default="those with most articles",
            autocompletion=completed,
        ),
    ] = None,
    value: Annotated[
        Literal["mean_score", "mean_position", "corrected_mean", "pooled_mean", "sentiment", "asymmetry"],
        typer.Option(help="The column to draw."),
    ] = "mean_score",
    run: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="Folder of the batch run: an HTML page then shows the sentences of a point."),
    ] = None,
    voice: Voices = None,
    since: Since = None,
    until: Until = None,
    title: Annotated[str | None, typer.Option(help="Title of the figure.", show_default="made from the dyads")] = None,
) -> None:
    """Draw a panel as PNG, SVG or a self-contained interactive HTML page.

    --voice, --from and --to say which sentences of the run a page shows: give those that the panel was made with.
    """
    from stance.panel.figures.figure import make_figure
    from stance.panel.figures.table import read_panel

    format = choose_format(None, output, suffixes=SUFFIXES, default="")
    if run is not None and format != "html":
        raise ConfigError(f"--run puts sentences into a page, and {output} is none: end the file name in .html")
    selection = said_when(voice=voice, since=since, until=until)
    if run is None and (voice or since or until):
        raise ConfigError("--voice, --from and --to choose sentences of a run: give its folder with --run")
    figure = make_figure(read_panel(panel), kind=kind, dyads=dyads, value=value, title=title)
    write_atomic(output, _drawn(figure, format, run, selection))
    note(f"{output}: {figure.title}")


def _drawn(figure: Figure, format: str, run: Path | None, selection: Selection) -> bytes:
    if format != "html":
        from stance.panel.figures.figure import render

        return render(figure, format=format)
    from stance.panel.figures.evidence import read_evidence
    from stance.panel.figures.page import page

    evidence = read_evidence(run, figure.points, selection=selection) if run is not None else None
    return page(figure, evidence).encode()
