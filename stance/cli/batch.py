"""``stance batch``: corpora in, a folder of tables out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from stance.cli.input import voice_codes
from stance.cli.options import Actors, Context, Date, Language, Model, Voice
from stance.cli.output import note
from stance.errors import ConfigError

if TYPE_CHECKING:
    from stance.bulk.engine import Task
    from stance.bulk.job import Engine

COLUMNS = "Columns or JSON fields"


def _column(option: str, what: str) -> Any:
    return typer.Option(
        f"--{option}-column",
        metavar="NAME",
        help=f"Which one holds {what}.",
        rich_help_panel=COLUMNS,
        show_default=False,
    )


def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Folders, files, globs in quotes, hf:NAME of a data set, or -: text, HTML, JSON, JSONL, CSV, Parquet, "
            "ZIP, WARC; .gz and .zst too.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder of the tables; a run that is there goes on.")
    ],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Write the tables as JSONL too.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Write the tables as CSV too.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first bad record.")] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Remove the run that is there, and begin anew.")
    ] = False,
    model: Model = None,
    context: Context = None,
    actors: Actors = None,
    sentiment: Annotated[bool, typer.Option("--sentiment", help="Add the stance of the text itself.")] = False,
    lines: Annotated[bool, typer.Option("--lines", help="Take each line as one sentence.")] = False,
    date: Date = None,
    language: Language = None,
    voice: Voice = None,
    workers: Annotated[
        int,
        typer.Option(
            "--workers",
            metavar="N",
            min=0,
            help="Processes that read side by side.",
            show_default="1; with ray as many as there is room for",
        ),
    ] = 0,
    threads: Annotated[
        int,
        typer.Option(
            "--threads",
            metavar="N",
            min=0,
            help="Of the model, a worker.",
            show_default="cores / workers; with ray 1",
        ),
    ] = 0,
    engine: Annotated[
        Literal["local", "ray"], typer.Option("--engine", help="Workers on this machine, or on a Ray cluster.")
    ] = "local",
    ray_address: Annotated[
        str | None,
        typer.Option(
            "--ray-address",
            metavar="HOST:PORT",
            help="A Ray cluster that runs; input and output stay on this machine.",
            show_default="one is started here",
        ),
    ] = None,
    part_size: Annotated[int | None, typer.Option("--part-size", min=1, hidden=True, help="Records a part.")] = None,
    input_format: Annotated[
        str, typer.Option("--input-format", metavar="FORMAT", help="Of all files; auto goes by their names.")
    ] = "auto",
    split: Annotated[str, typer.Option("--split", metavar="NAME", help="Of a data set.", show_default="all")] = "",
    text_column: Annotated[str, _column("text", "the text")] = "",
    id_column: Annotated[str, _column("id", "the id")] = "",
    title_column: Annotated[str, _column("title", "the title")] = "",
    date_column: Annotated[str, _column("date", "the date")] = "",
    outlet_column: Annotated[str, _column("outlet", "who published the article")] = "",
    url_column: Annotated[str, _column("url", "the address")] = "",
    language_column: Annotated[str, _column("language", "the language")] = "",
) -> None:
    """Read a corpus of any size into tables: articles, judgements, dyads, and what was skipped.

    Stopped at any moment, the same command goes on where it was.
    """
    from stance.actors.catalogue import Catalogue
    from stance.actors.territories import check_language
    from stance.bulk.engine import Task
    from stance.bulk.machine import plan
    from stance.bulk.settings import Settings, fitting_part_size
    from stance.inputs import InputOptions, open_corpus
    from stance.text.dates import parse_date

    columns = {
        "text": text_column,
        "id": id_column,
        "title": title_column,
        "date": date_column,
        "outlet": outlet_column,
        "url": url_column,
        "language": language_column,
    }
    options = InputOptions(format=input_format, split=split, **columns)
    _require_apart(inputs, output)
    ray = _ray(engine, address=ray_address, workers=workers, threads=threads)
    corpus = open_corpus(inputs, options=options)
    settings = Settings(
        model=model,
        actors=actors,
        context=context,
        sentiment=sentiment,
        lines=lines,
        published=parse_date(date) if date is not None else None,
        language=check_language(language) if language is not None else None,
        voice=voice_codes(voice, catalogue=Catalogue.load(overlay=actors)) if voice is not None else None,
        part_size=part_size or fitting_part_size(corpus.total_bytes),
        forms=("parquet", *(("jsonl",) if jsonl else ()), *(("csv",) if csv else ())),
    )
    task = Task(
        corpus=corpus,
        out=output,
        settings=settings,
        machine=plan(workers=workers, threads=threads),
        engine=ray,
        strict=strict,
        overwrite=overwrite,
    )
    run(task)


def _ray(engine: str, *, address: str | None, workers: int, threads: int) -> Engine | None:
    """The engine, if it is Ray."""
    if engine == "ray":
        from stance.integrations.ray_engine import RayEngine

        return RayEngine(address=address, workers=workers, threads=threads)
    if address is not None:
        raise ConfigError("--ray-address goes with --engine ray: add that, or leave the address out")
    return None


def _require_apart(inputs: Sequence[str], output: Path) -> None:
    """A folder that holds its own output would be another input each time."""
    for given in inputs:
        if output.resolve().is_relative_to(Path(given).resolve()):
            raise ConfigError(f"the output {output} lies inside the input {given}: choose a folder outside it")


def run(task: Task) -> None:
    """Do the task in sight of the user, who may interrupt it; says at the end what it came to."""
    from stance.bulk.engine import run_batch
    from stance.cli.batch_view import open_view, summary_lines

    try:
        with open_view() as view:
            summary = run_batch(task, watcher=view)
    except KeyboardInterrupt:
        note(f"stopped; what is written in {task.out} stays, and the same command goes on from there")
        raise
    for line in summary_lines(summary, task.out):
        note(line)
