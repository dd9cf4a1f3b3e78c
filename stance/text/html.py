"""The article in an HTML page."""

from __future__ import annotations

import re
from datetime import date

from stance.errors import DataError, MissingExtraError
from stance.text.dates import parse_date
from stance.text.decode import decode
from stance.text.documents import document_from_text
from stance.types import Document

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]*(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def document_from_html(data: bytes, *, name: str, id: str, declared: str | None = None) -> Document:
    """The page's article: text one paragraph a line, title, date, site and address, as trafilatura reads them.

    ``declared``: the encoding that the server named; it comes before the one that the page names.

    Raises:
        MissingExtraError: if trafilatura is not installed.
        DataError: if the page holds no article text.
    """
    try:
        from trafilatura import bare_extraction  # optional, and slow to import
    except ModuleNotFoundError as error:
        raise MissingExtraError(feature="reading HTML", extra="html") from error
    named = _CHARSET.search(data[:4096])
    markup = decode(data, name=name, declared=declared or (named[1].decode("ascii") if named else None))
    try:
        page = bare_extraction(
            markup,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # the parsers below fail on odd pages in many ways, and one page must not end a run
        raise DataError(f"{name} cannot be read as HTML ({type(error).__name__}: {error})") from error
    if page is None or isinstance(page, dict) or not (page.text or "").strip():
        raise DataError(f"{name} holds no article text: expected an HTML page with paragraphs of text")
    return document_from_text(
        page.text or "",
        id=id,
        title=page.title,
        published=_date(page.date),
        source=page.sitename,
        url=page.url,
        language=page.language,
        metadata={"author": page.author} if page.author else {},
    )


def _date(found: str | None) -> date | None:
    return parse_date(found) if found else None
