"""``stance actors``: what the catalogue sees in a text, and whom a name can mean."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from stance.cli.input import STDIN, read_input
from stance.cli.options import Actors, Date, InputFormat, Language
from stance.cli.output import emit, note, print_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from stance.actors.catalogue import Catalogue
    from stance.actors.matchers import Matchers
    from stance.types import Document

Format = Annotated[Literal["table", "jsonl"], typer.Option("--format", "-f", help="A table, or JSON lines.")]


class _ShowByDefault(TyperGroup):
    """``stance actors TEXT`` is short for ``stance actors show TEXT``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        args = args or ["--help"]
        known = args[0] in (*self.commands, "--help", "-h")
        return super().parse_args(ctx, args if known else ["show", *args])


group = typer.Typer(
    cls=_ShowByDefault,
    help="Show the actors of a text (stance actors TEXT), or resolve one name (stance actors resolve NAME).",
)


@group.command()
def show(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE|-", help="A text, a file, or - for standard input.")],
    date: Date = None,
    actors: Actors = None,
    format: Format = "table",
    input_format: InputFormat = "auto",
    language: Language = None,
) -> None:
    """List the mentions of actors in a text: where, which actor, and how it was found."""
    from stance.actors.catalogue import Catalogue
    from stance.actors.matchers import Matchers

    documents = _documents(text, input_format, date, language)
    catalogue = Catalogue.load(overlay=actors)
    matchers = Matchers(catalogue)
    rows = [row for document in documents for row in _mentions(document, matchers)]
    _show(rows, format, columns=("document", "sentence", "text", "actor", "name", "how"))


@group.command()
def resolve(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, demonym, office or person.")],
    date: Date = None,
    actors: Actors = None,
    format: Format = "table",
    language: Language = None,
) -> None:
    """List whom a name can mean, on a date or at any time; exit code 1 if nobody."""
    from stance.actors.catalogue import Catalogue
    from stance.report.records import form_record
    from stance.text.dates import parse_date

    day = parse_date(date) if date is not None else None
    catalogue = Catalogue.load(overlay=actors, language=language)
    forms = catalogue.lookup(name, on=day)
    rows = [form_record(form, name=catalogue.actor(form.code).name) for form in forms]
    _show(rows, format, columns=("actor", "name", "how", "since", "until", "note", "source"))
    if not forms:
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
    if re.fullmatch(r"\S+\.(txt|md|html?|jsonl?)", text):
        return True
    try:
        return bool(text) and Path(text).exists()
    except (OSError, ValueError):  # too long for a file name, or with a character that none can hold
        return False


def _mentions(document: Document, matchers: Matchers) -> list[dict[str, Any]]:
    from stance.text.clean import clean
    from stance.text.sentences import split

    mentions, _ = matchers.read(document, split(document, clean(document)))
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
        for mention in mentions.found
    ]
    for line in mentions.notes:
        note(f"{document.id}: {line}")
    for rejected in mentions.rejected:
        note(f"left out: {rejected.text!r}: {rejected.reason}")
    if not found:
        note(f"{document.id}: no actors found")
    return found


def _unknown(name: str, catalogue: Catalogue, *, on: date | None) -> str:
    from difflib import get_close_matches

    if on is not None and catalogue.lookup(name):
        return f"{name!r} means nobody on {on}; leave --date out to see when it did"
    near = get_close_matches(name, {form.text for form in catalogue.forms}, n=3)
    return f"{name!r} is not in the catalogue" + (f"; did you mean {' or '.join(map(repr, near))}?" if near else "")


def _show(rows: Sequence[dict[str, Any]], format: str, *, columns: Sequence[str]) -> None:
    """Every field as JSON lines, or the telling ones as a table."""
    if format == "jsonl":
        emit("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), None)
    elif rows:
        shown = [row | {"sentence": row["sentence"] + 1} if "sentence" in row else row for row in rows]  # as in reports
        cells = [[str(row[name]) for name in columns] for row in shown]
        print_table(columns, cells, wrap=("document", "text", "name", "note", "source"))
