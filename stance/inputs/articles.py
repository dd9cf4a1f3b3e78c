"""Text, Markdown and HTML files: one document each."""

from __future__ import annotations

from collections.abc import Iterator

from stance.inputs.blobs import Blob
from stance.inputs.entry import Record
from stance.text.read import document_from_bytes
from stance.types import Document


def article(blob: Blob) -> Iterator[Record]:
    """The one record of the file; the file is opened when the record is read."""
    yield Record(blob.name, lambda: _read(blob))


def _read(blob: Blob) -> Document:
    format = blob.kind.format
    assert format in ("txt", "md", "html")
    return document_from_bytes(blob.read(), format=format, name=blob.name, id=blob.stem)
