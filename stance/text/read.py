"""Files, records and streams to Documents."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

from stance.errors import DataError
from stance.text.dates import parse_date
from stance.text.decode import decode, peek
from stance.text.documents import MAX_DOCUMENT_BYTES, document_from_text
from stance.text.html import document_from_html
from stance.text.markdown import document_from_markdown
from stance.text.records import Line, documents_from_json, documents_from_lines
from stance.types import Document

__all__ = ["FORMATS", "document_from_text", "parse_date", "read_documents"]

Format = Literal["txt", "md", "html", "json", "jsonl"]
FORMATS: tuple[Format, ...] = ("txt", "md", "html", "json", "jsonl")
_MAX_JSON_BYTES = 500_000_000
SUFFIXES: dict[str, Format] = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
# Text by their bytes, but not articles.
_TABLES = (".csv", ".tsv", ".xml", ".yaml", ".yml", ".toml", ".ini", ".py")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_SNIFFED = 4096
_EXPECTED = f"expected one of {', '.join(FORMATS)}"


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the bytes come from: a regular file, or what a stream gave."""

    name: str
    stem: str
    path: Path | None = None
    data: bytes = b""

    def open(self) -> BinaryIO:
        return self.path.open("rb") if self.path else io.BytesIO(self.data)

    def size(self) -> int:
        return self.path.stat().st_size if self.path else len(self.data)

    def head(self) -> bytes:
        with self.open() as file:
            return file.read(_SNIFFED)

    def read(self, limit: int) -> bytes:
        if self.size() > limit:
            raise DataError(
                f"{self.name} holds {self.size() / 1e6:.0f} MB, expected at most {limit / 1e6:.0f} MB: "
                "split it into articles, one file each or one JSON record a line (format jsonl)"
            )
        with self.open() as file:
            return file.read()

    def lines(self) -> Iterator[Line]:
        if self.head().startswith((b"\xff\xfe", b"\xfe\xff")):
            text = decode(self.read(_MAX_JSON_BYTES), name=self.name)
            yield from (Line(number, line.encode()) for number, line in enumerate(text.split("\n"), start=1))
            return
        with self.open() as file:
            yield from capped_lines(file)


class Lines(Protocol):
    """What gives bytes line by line."""

    def readline(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes, up to the end of the line."""


def capped_lines(file: Lines) -> Iterator[Line]:
    """The lines of a stream; of one that is longer than a document may be, the number only."""
    number = 0
    while line := file.readline(MAX_DOCUMENT_BYTES + 1):
        number += 1
        if len(line) <= MAX_DOCUMENT_BYTES:
            yield Line(number, line)
            continue
        yield Line(number, None)
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_DOCUMENT_BYTES)


def read_documents(
    path: Path | None, *, stdin: bytes | None = None, format: str = "auto", name: str = "standard input"
) -> Iterator[Document]:
    """The documents of a file, or of ``stdin`` if ``path`` is None.

    Plain text, Markdown and HTML give one document, JSON one for each object, JSON Lines one for each line (streamed:
    the file is read twice, and nothing is given before all of it has been checked).

    Args:
        path: the file to read.
        stdin: bytes to read instead.
        format: txt, md, html, json, jsonl, or auto: by suffix, then by content.
        name: what errors call ``stdin``.

    Raises:
        DataError: if the input is missing, empty, binary, too large, of an unknown format or malformed.
        MissingExtraError: for HTML, if trafilatura is not installed.
    """
    if format != "auto" and format not in FORMATS:
        raise DataError(f"unknown input format {format!r}: {_EXPECTED}, auto")
    try:
        source = _source(path, stdin, name)
        head = source.head()
        if not head.strip():
            _refuse_empty(source)
        return _read(source, _format(source, head, format))
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from error


def _source(path: Path | None, stdin: bytes | None, name: str) -> _Source:
    if path is None:
        if stdin is None:
            raise DataError("no input: expected a file, or text on standard input")
        return _Source(name=name, stem="stdin", data=stdin)
    if not path.exists():
        raise DataError(f"{path} does not exist: expected a text, Markdown, HTML or JSON file")
    if path.is_dir():
        raise DataError(f"{path} is a folder: expected a file; give its files one by one, or as JSON Lines")
    if path.is_file():
        return _Source(name=str(path), stem=path.stem, path=path)
    return _Source(name=str(path), stem=path.stem, data=path.read_bytes())  # a pipe can be read only once


def _refuse_empty(source: _Source) -> None:
    if not source.read(_MAX_JSON_BYTES).strip():
        raise DataError(f"{source.name} is empty: expected an article")


def _format(source: _Source, head: bytes, asked: str) -> Format:
    for known in FORMATS:
        if asked == known:
            return known
    text = peek(head, name=source.name)
    suffix = source.path.suffix.lower() if source.path else ""
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if suffix in _TABLES:
        raise DataError(f"{source.name} has the unknown format {suffix}: {_EXPECTED}; name one if it is such a file")
    return _sniff(source, text.lstrip())


def _sniff(source: _Source, text: str) -> Format:
    if _HTML.search(text):
        return "html"
    if not text.startswith(("{", "[")):
        return "txt"
    with source.open() as file:
        first = file.readline(MAX_DOCUMENT_BYTES).decode("utf-8-sig", errors="replace")
        more = bool(file.read(1))
    try:
        whole_line = isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return "json" if re.match(r"\{\s*[\"}]|\[\s*[{\]]", text) else "txt"
    return "jsonl" if whole_line and more else "json"


def _read(source: _Source, format: Format) -> Iterator[Document]:
    if format == "jsonl":
        return documents_from_lines(source.lines, name=source.name, stem=source.stem)
    if format == "json":
        text = decode(source.read(_MAX_JSON_BYTES), name=source.name)
        return documents_from_json(text, name=source.name, stem=source.stem)
    data = source.read(MAX_DOCUMENT_BYTES)
    return iter((document_from_bytes(data, format=format, name=source.name, id=source.stem),))


def document_from_bytes(
    data: bytes, *, format: Literal["txt", "md", "html"], name: str, id: str, declared: str | None = None
) -> Document:
    """The document of a text, Markdown or HTML file; ``declared``: an encoding that was named beside the data.

    Raises:
        DataError: if the data is empty, binary or holds no article.
        MissingExtraError: for HTML, if trafilatura is not installed.
    """
    if format == "html":
        return document_from_html(data, name=name, id=id, declared=declared)
    text = decode(data, name=name, declared=declared)
    if format == "md":
        return document_from_markdown(text, name=name, id=id)
    if not text.strip():
        raise DataError(f"{name} is empty: expected an article")
    return document_from_text(text, id=id)
