"""Making a Document from text in memory."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from stance.errors import DataError
from stance.types import Document

MAX_DOCUMENT_BYTES = 20_000_000
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def document_from_text(
    text: str,
    *,
    id: str | None = None,
    title: str | None = None,
    published: date | None = None,
    source: str | None = None,
    url: str | None = None,
    language: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Document:
    """A Document with the text as given; the id defaults to the first 12 hex digits of the text's SHA-256.

    Lone surrogates, which no encoding can write, become U+FFFD: one character for one, so that offsets stay true.

    Raises:
        DataError: if the text is empty or white space only.
    """
    if not text.strip():
        raise DataError(f"{id or 'the text'} is empty: expected an article's text")
    text = _LONE_SURROGATE.sub("\ufffd", text)
    return Document(
        id=id or hashlib.sha256(text.encode()).hexdigest()[:12],
        text=text,
        title=title,
        published=published,
        source=source,
        url=url,
        language=language,
        metadata=dict(metadata or {}),
    )
