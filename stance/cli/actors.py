"""``stance actors``: what the catalogue sees in a text, and whom a name can mean."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from stance.cli.groups import DefaultGroup
from stance.cli.input import STDIN, read_input, with_voice
from stance.cli.options import Actors, Date, InputFormat, Language, Lines, Output, Voice
from stance.cli.output import choose_format, emit, note, page, print_each, print_table, terminal
from stance.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from stance.actors.catalogue import Catalogue
    from stance.actors.trace import Trace
    from stance.types import Document

Format = Annotated[
    Literal["table", "json", "jsonl"] | None,
    typer.Option("--format", "-f", help="A table, JSON, or JSON lines.", show_default="table"),
]
SUFFIXES = {".txt": "table", ".json": "json", ".jsonl": "jsonl"}


class _ShowByDefault(DefaultGroup):
    """``stance actors TEXT`` is short for ``stance actors show TEXT``."""

    default = "show"


group = typer.Typer(
    cls=_ShowByDefault,
    help="Show the actors of a text (stance actors FILE), explain how each was found (stance actors FILE --explain), "
    "or resolve one name (stance actors resolve NAME).",
)


@group.command()
def show(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE|-", help="A text, a file, or - for standard input.")],
    explain: Annotated[
        bool,
        typer.Option("--explain", help="By sentence: who speaks, each mention's rule and date, what was rejected."),
    ] = False,
    date: Date = None,
    voice: Voice = None,
    format: Format = None,
    output: Output = None,
    actors: Actors = None,
    lines: Lines = False,
    input_format: InputFormat = "auto",
    language: Language = None,
) -> None:
    """List the mentions of actors in a text: where, which actor, and how it was found."""
    from stance.actors.catalogue import Catalogue

    chosen = choose_format(format, output, suffixes=SUFFIXES, default="table")
    documents = _documents(text, input_format, date, language)
    catalogue = Catalogue.load(overlay=actors)
    traces = _traces(with_voice(documents, voice, catalogue=catalogue), catalogue, lines=lines)
    if explain:
        _write_traces(traces, chosen, output)
    else:
        rows = [row for trace in traces for row in _mentions(trace)]
        _show(rows, chosen, output, columns=("document", "sentence", "text", "actor", "name", "how"))


@group.command()
def resolve(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, demonym, office or person.")],
    date: Date = None,
    actors: Actors = None,
    format: Format = None,
    language: Language = None,
) -> None:
    """List whom a name can mean, on a date or at any time; exit code 1 if nobody."""
    from stance.actors.catalogue import Catalogue
    from stance.actors.naming import meanings
    from stance.report.records import form_record
    from stance.text.dates import parse_date

    day = parse_date(date) if date is not None else None
    catalogue = Catalogue.load(overlay=actors, language=language)
    forms = meanings(name, catalogue=catalogue, on=day)
    rows = [form_record(form, name=catalogue.actor(form.code).name) for form in forms]
    _show(rows, format or "table", None, columns=("actor", "name", "how", "since", "until", "note", "source"))
    if not rows:
        note(_unknown(name, catalogue, on=day))
        raise typer.Exit(1)


def _documents(text: str, input_format: str, date: str | None, language: str | None) -> Iterable[Document]:
    """A file if there is one of that name, else the text itself."""
    from stance.actors.territories import check_language
    from stance.text.dates import parse_date
    from stance.text.documents import document_from_text

    if text == STDIN or _is_path(text):
        return read_input(text, format=input_format, date=date, language=language)
    published = parse_date(date) if date is not None else None
    spoken = check_language(language) if language is not None else None
    return (document_from_text(text, id="text", published=published, language=spoken),)


def _is_path(text: str) -> bool:
    """Whether there is such a file or folder, or the text can be nothing but the name of one."""
    if re.fullmatch(r"\S+\.(txt|md|html?|jsonl?|csv|pdf|docx?)", text):
        return True
    try:
        return bool(text) and Path(text).exists()
    except (OSError, ValueError):  # too long for a file name, or with a character that none can hold
        return False


def _traces(documents: Iterable[Document], catalogue: Catalogue, *, lines: bool) -> Iterator[Trace]:
    from stance.actors.matchers import Matchers
    from stance.actors.trace import trace
    from stance.text.clean import clean
    from stance.text.sentences import split

    matchers = Matchers(catalogue)
    for document in documents:
        sentences = split(document, clean(document), lines=lines)
        mentions, speeches = matchers.read(document, sentences)
        yield trace(document, sentences, mentions, speeches, catalogue=catalogue)


def _write_traces(traces: Iterable[Trace], format: str, output: Path | None) -> None:
    """Tables and JSON lines on the screen appear one by one."""
    from stance.report import trace_json
    from stance.report.as_jsonl import line
    from stance.report.trace_terminal import print_trace

    if format == "json":
        emit(trace_json.dumps(tuple(traces)), output)
    elif format == "jsonl" and output is None:
        for trace in traces:
            emit(line(trace_json.to_record(trace)), None)
    elif format == "jsonl":
        emit("".join(line(trace_json.to_record(trace)) for trace in traces), output)
    else:
        print_each(traces, print_trace, output)


def _mentions(trace: Trace) -> list[dict[str, Any]]:
    document = trace.document
    found = [
        {
            "document": document.id,
            "sentence": mention.sentence,
            "start": mention.span.start,
            "end": mention.span.end,
            "text": mention.text,
            "actor": mention.actor.code,
            "name": mention.actor.name,
            "how": mention.how,
            "form": mention.form,
        }
        for traced in trace.sentences
        for mention in (resolution.mention for resolution in traced.resolved)
    ]
    for line in trace.notes:
        note(f"{document.id}: {line}")
    for rejected in (rejection.skipped for traced in trace.sentences for rejection in traced.rejected):
        note(f"left out: {rejected.text!r}: {rejected.reason}")
    if not found:
        note(f"{document.id}: no actors found")
    return found


def _unknown(name: str, catalogue: Catalogue, *, on: date | None) -> str:
    if on is not None and catalogue.lookup(name):
        return f"{name!r} means nobody on {on}; leave --date out to see when it did"
    hint = did_you_mean(name, {form.text for form in catalogue.forms}, number=3, cutoff=0.6)
    return f"{name!r} is not in the catalogue{hint}"


def _show(rows: Sequence[dict[str, Any]], format: str, output: Path | None, *, columns: Sequence[str]) -> None:
    """Every field as JSON or JSON lines, or the telling ones as a table."""
    if format == "json":
        emit(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", output)
    elif format == "jsonl":
        from stance.report.as_jsonl import line

        emit("".join(map(line, rows)), output)
    elif rows or output is not None:
        shown = [row | {"sentence": row["sentence"] + 1} if "sentence" in row else row for row in rows]  # as in reports
        cells = [[str(row[name]) for name in columns] for row in shown]
        buffer = StringIO()
        console = terminal() if output is None else page(buffer)
        print_table(columns, cells, wrap=("document", "text", "name", "note", "source"), console=console)
        if output is not None:
            emit(buffer.getvalue(), output)
