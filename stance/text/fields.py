"""Which field of a record, or column of a table, holds what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache

# The first is the documented name; the others are what news archives and scrapers call it.
_NAMES = {
    "text": ("text", "body", "content", "article", "maintext", "full_text", "fulltext", "article_text"),
    "id": ("id", "article_id", "document_id", "doc_id"),
    "title": ("title", "headline"),
    "date": (
        "date",
        "published",
        "publication_date",
        "published_date",
        "publish_date",
        "date_publish",
        "published_at",
        "publishedat",
        "pub_date",
        "pubdate",
    ),
    "source": ("source", "outlet", "publisher", "publication", "source_domain", "source_name", "newspaper"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
}


@dataclass(frozen=True, slots=True)
class Fields:
    """The names of the fields that hold a document's parts; "" stands for the usual names."""

    text: str = ""
    id: str = ""
    title: str = ""
    date: str = ""
    source: str = ""
    url: str = ""
    language: str = ""

    def names(self) -> tuple[str, ...]:
        """All names, in order of the parts."""
        return (self.text, self.id, self.title, self.date, self.source, self.url, self.language)


USUAL = Fields()


@lru_cache(maxsize=256)
def resolve(found: tuple[str, ...], wanted: Fields) -> Fields:
    """The fields of a record that has the fields ``found``: as named, else the first of the usual names, else "".

    Usual names are found whatever their case, and never where another part was given that name. ``source`` beside
    ``target`` is an actor, not the outlet.
    """
    folded = {str(name).strip().casefold(): name for name in reversed(found)}
    if "target" in folded:
        folded.pop("source", None)
    taken = {name for name in wanted.names() if name}
    chosen = {}
    for part in fields(Fields):
        named = getattr(wanted, part.name)
        usual = (folded.get(name, "") for name in _NAMES[part.name])
        chosen[part.name] = (named if named in found else "") or ("" if named else _first(usual, taken))
    return Fields(**chosen)


def _first(names: Iterable[str], taken: set[str]) -> str:
    return next((name for name in names if name and name not in taken), "")
