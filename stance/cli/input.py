"""What a FILE argument may be: a path, or - for standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stance.cli.output import require_parquet
from stance.errors import ConfigError, DataError, did_you_mean, or_one_of

if TYPE_CHECKING:
    from stance.actors.catalogue import Catalogue
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


def with_voice(documents: Iterable[Document], voice: str | None, *, catalogue: Catalogue) -> Iterator[Document]:
    """The documents, each read as the voice of the actors that the user names; unknown ones are a ConfigError."""
    from dataclasses import replace

    if voice is None:
        return iter(documents)
    codes = voice_codes(voice, catalogue=catalogue)
    return (replace(document, metadata={**document.metadata, "voice": codes}) for document in documents)


def voice_codes(voice: str, *, catalogue: Catalogue) -> str:
    """The codes of the actors that the user names, joined by commas; unknown ones are a ConfigError."""
    return ",".join(_code(name.strip(), catalogue) for name in voice.split(","))


def _code(name: str, catalogue: Catalogue) -> str:
    if catalogue.actor(name).kind != "unknown":
        return catalogue.canonical(name)
    found = sorted({form.code for form in catalogue.lookup(name)}) if name else []
    if len(found) == 1:
        return found[0]
    hint = or_one_of(found) or did_you_mean(name.upper(), catalogue.actors, number=3)
    raise ConfigError(
        f"--voice: {name!r} is no actor of the catalogue: expected a code such as USA, DEU or EU{hint} "
        "(stance actors resolve NAME finds codes)"
    )


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
