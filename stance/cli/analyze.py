"""``stance analyze``: articles in, reports out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stance.cli.input import read_input, with_voice
from stance.cli.options import Actors, Context, Date, InputFormat, Language, Lines, Model, Output, Voice
from stance.cli.output import choose_format, counted, emit, note, page, terminal

if TYPE_CHECKING:
    from stance.types import Report

SUFFIXES = {
    ".txt": "table",
    ".json": "json",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".html": "html",
    ".htm": "html",
    ".parquet": "parquet",
}
Format = Annotated[
    Literal["table", "json", "jsonl", "csv", "html", "parquet"] | None,
    typer.Option("--format", "-f", help="Default: what the suffix of --output names, else table.", show_default=False),
]


def analyze(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="Article(s) to read; - is standard input.")],
    date: Date = None,
    voice: Voice = None,
    format: Format = None,
    output: Output = None,
    context: Context = None,
    actors: Actors = None,
    sentiment: Annotated[bool, typer.Option("--sentiment", help="Add the stance of the text itself.")] = False,
    model: Model = None,
    lines: Lines = False,
    input_format: InputFormat = "auto",
    language: Language = None,
) -> None:
    """Report which actor takes which stance toward which other in an article, with the evidence."""
    from stance.analyzer import StanceAnalyzer

    chosen = choose_format(format, output, suffixes=SUFFIXES, default="table")
    documents = read_input(file, format=input_format, date=date, language=language)
    analyzer = StanceAnalyzer.load(model, actors=actors, context=context)
    documents = with_voice(documents, voice, catalogue=analyzer.catalogue)
    reports = analyzer.analyze_many(documents, sentiment=sentiment, lines=lines)
    write_reports(counted(reports), format=chosen, output=output)


def write_reports(reports: Iterable[Report], *, format: str, output: Path | None) -> None:
    """Write reports in a format; on standard output, tables and JSONL appear as soon as each is ready."""
    from stance.report import render_many

    if format == "table":
        _write_tables(reports, output)
    elif format == "parquet" and output is not None:
        from stance.report.parquet import write_parquet

        write_parquet(_noted(reports), output)
    elif format == "jsonl" and output is None:
        for report in _noted(reports):
            emit(render_many((report,), format=format), None)
    else:
        emit(render_many(tuple(_noted(reports)), format=format), output)


def _write_tables(reports: Iterable[Report], output: Path | None) -> None:
    from stance.report.terminal import print_report

    buffer = StringIO()
    console = terminal() if output is None else page(buffer)
    for number, report in enumerate(reports):
        if number:
            console.rule(style="dim")
        print_report(report, console=console)
    if output is not None:
        emit(buffer.getvalue(), output)


def _noted(reports: Iterable[Report]) -> Iterator[Report]:
    """The reports, with a word on standard error about each that is empty (a table says so itself)."""
    from stance.report.view import why_empty

    for report in reports:
        if not report.predictions:
            note(f"{report.document.id}: {why_empty(report)}")
        yield report
