"""The ``stance`` command. Nothing heavy is imported before a command runs, so that ``stance --help`` is quick."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from stance import __version__
from stance.cli import (
    actors,
    agreement,
    analyze,
    annotate,
    batch,
    completion,
    doctor,
    evaluate,
    models,
    panel,
    plot,
    predict,
    query,
    runs,
    sample,
    serve,
    stories,
    train,
)
from stance.errors import StanceError

EXIT_BAD_INPUT, EXIT_INTERRUPTED = 2, 130

app = typer.Typer(
    name="stance",
    help="Read an article and report the directed stance of each political actor toward each other, with the evidence.",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(analyze.analyze)
app.command()(batch.batch)
app.command()(predict.predict)
app.command()(serve.serve)
app.add_typer(actors.group, name="actors")
app.add_typer(models.group, name="models")
app.command()(doctor.doctor)
app.command()(completion.completion)
app.command()(evaluate.evaluate)
app.command()(panel.panel)
app.command()(sample.sample)
app.add_typer(annotate.group, name="annotate")
app.command()(agreement.agreement)
app.command()(train.train)
app.command()(runs.runs)
app.command()(query.query)
app.command()(stories.stories)
app.command()(plot.plot)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"stance {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001  (the callback acts on it)
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours, as with the variable NO_COLOR.")] = False,
) -> None:
    if no_color:
        os.environ["NO_COLOR"] = "1"
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> None:
    """Run the command line and exit: 0, 2 after one sentence on what to mend, or 130 after Ctrl-C.

    An error that is not the user's to mend keeps its traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without UTF-8 shows "?", and does not stop the report
    sys.exit(_run())


def _run() -> int:
    try:
        code = app(prog_name="stance", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        return _refuse(_sentence(error))
    except StanceError as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # "| head" has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code if isinstance(code, int) else 0


def _refuse(message: str) -> int:
    print(f"error: {message}", file=sys.stderr)
    return EXIT_BAD_INPUT


def _sentence(error: typer.TyperException) -> str:
    """What the parser found wrong, in one line, and where the help is."""
    said = " ".join(error.format_message().split()).rstrip(".").replace("Value error, ", "")
    context = getattr(error, "ctx", None)  # only usage errors know their command
    return f"{said}; see '{context.command_path if context else 'stance'} --help'"
