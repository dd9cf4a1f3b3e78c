"""Web archives (WARC, and the extracted text of WET): the pages among their records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Literal

from stance.errors import DataError
from stance.inputs.blobs import Blob
from stance.inputs.entry import Record
from stance.inputs.kinds import Kind
from stance.inputs.streams import Unpacked, damaged
from stance.text.documents import MAX_DOCUMENT_BYTES
from stance.text.read import document_from_bytes
from stance.types import Document

_TYPES: dict[str, Literal["html", "txt"]] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "txt"}
# A page as it was fetched, as it was saved, and its text as extracted by the archive.
_CUT = "the record is cut off: fetch the archive again"
_PAGES = ("response", "resource", "conversion")


def warc_records(blob: Blob) -> Iterator[Record]:
    """The HTML pages and plain texts that were fetched whole; all other records are passed over.

    The origin names the byte at which the record is stored, in the compressed file if each record is compressed by
    itself.

    Raises:
        DataError: where the archive is damaged.
    """
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
    from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

    with blob.unpacked() as stream:
        source = _Untellable(stream)
        archive, found, format = ArchiveIterator(source), None, None
        try:
            for found in archive:
                format = _format(found)
                if format is not None:
                    at = stream.stored_offset(archive.offset) if isinstance(stream, Unpacked) else archive.offset
                    yield Record(f"{blob.name}@{at}", partial(_read, found, format, f"{blob.stem}:{at}"))
        except ArchiveLoadFailed as error:
            raise damaged(ValueError(str(error).strip())) from error
        if source.is_cut() and not (format is not None and _is_cut(found)):  # a page that is cut says so itself
            raise DataError(_CUT)


class _Untellable:
    """Of a stream, what the archive reader asks for; it counts the bytes itself."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._tail = stream, b""

    def read(self, size: int) -> bytes:
        data: bytes = self._stream.read(size) or b""
        self._tail = (self._tail + data[-4:])[-4:]
        return data

    def is_cut(self) -> bool:
        """Whether what was read ends other than a record does, with an empty line."""
        return bool(self._tail) and not self._tail.endswith((b"\r\n\r\n", b"\n\n"))


def _is_cut(found: Any) -> bool:
    """Whether the record ends before the length that it states."""
    return getattr(found.raw_stream, "limit", 0) > 0 and not found.raw_stream.read(1)


def _format(found: Any) -> Literal["html", "txt"] | None:
    headers = found.http_headers
    if found.rec_type not in _PAGES or (headers is not None and headers.get_statuscode() != "200"):
        return None
    return _TYPES.get(_content_type(found).partition(";")[0].strip().lower())


def _content_type(found: Any) -> str:
    headers = found.http_headers or found.rec_headers
    return headers.get_header("Content-Type") or ""


def _read(found: Any, format: Literal["html", "txt"], default_id: str) -> Document:
    Kind(format).require()
    data = found.content_stream().read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        raise DataError(f"the page is longer than one document may be ({MAX_DOCUMENT_BYTES / 1e6:.0f} MB)")
    if _is_cut(found):
        raise DataError(_CUT)
    identity = (found.rec_headers.get_header("WARC-Record-ID") or default_id).strip("<>").removeprefix("urn:uuid:")
    url = found.rec_headers.get_header("WARC-Target-URI")
    charset = _content_type(found).lower().partition("charset=")[2].partition(";")[0].strip("\"' ") or None
    document = document_from_bytes(data, format=format, name="the page", id=identity, declared=charset)
    crawl = {"url": url, "warc_date": found.rec_headers.get_header("WARC-Date")}
    return replace(document, url=document.url or url, metadata={**document.metadata, **crawl})
