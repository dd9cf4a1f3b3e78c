"""What a FILE argument may be: a path, or - for standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stance.cli.output import require_parquet
from stance.errors import DataError

if TYPE_CHECKING:
    from stance.labels import LabelScheme
    from stance.types import Document, StanceExample

STDIN = "-"


def read_input(
    file: str, *, format: str = "auto", date: str | None = None, language: str | None = None
) -> Iterator[Document]:
    """The documents of a file or of standard input; ``date`` and ``language``, where given, replace their own."""
    from dataclasses import replace

    from stance.actors.territories import check_language
    from stance.text.dates import parse_date
    from stance.text.read import read_documents

    given: dict[str, Any] = {} if date is None else {"published": parse_date(date)}
    given |= {} if language is None else {"language": check_language(language)}
    path, stdin = (None, sys.stdin.buffer.read()) if file == STDIN else (Path(file), None)
    documents = read_documents(path, stdin=stdin, format=format)
    return (replace(document, **given) for document in documents) if given else documents


def read_pairs(file: str, *, scheme: LabelScheme, labelled: bool) -> tuple[StanceExample, ...]:
    """The examples of a file, or as JSONL from standard input."""
    from tempfile import TemporaryDirectory

    from stance.examples import read_examples

    if file.lower().endswith(".parquet"):
        require_parquet()
    if file != STDIN:
        return read_examples(Path(file), scheme=scheme, labelled=labelled)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "stdin.jsonl"
        path.write_bytes(sys.stdin.buffer.read())
        try:
            return read_examples(path, scheme=scheme, labelled=labelled)
        except DataError as error:
            raise DataError(str(error).replace(str(path), "standard input")) from error
