"""Markdown to readable text."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from stance.errors import DataError
from stance.text.dates import parse_date
from stance.text.documents import document_from_text
from stance.text.records import FIELDS
from stance.types import Document

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?P<yaml>.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
# Order matters: what may hold other markup goes first. Headings keep their "#", list items their bullet: they say what
# the line is, and the later steps read them.
_MARKUP = tuple(
    (re.compile(pattern, re.MULTILINE | re.DOTALL), replacement)
    for pattern, replacement in (
        (r"^(`{3,}|~{3,}).*?^\1[^\n]*$", ""),
        (r"<!--.*?-->", ""),
        (r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])", ""),
        (r"^ {0,3}\[[^\]\n]+\]:[ \t]*\S[^\n]*$", ""),
        (r"\[\^[^\]\s]+\]", ""),
        (r"\[([^\[\]]+)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+[\"'][^\"']*[\"'])?\)", r"\1"),
        (r"\[([^\[\]\n]+)\]\[[^\[\]\n]*\]", r"\1"),
        (r"<((?:https?|mailto):[^>\s]+)>", r"\1"),
        (r"</?[A-Za-z][\w-]*(?:\s[^<>\n]*)?/?>", ""),
        (r"^ {0,3}(?:>[ \t]?)+", ""),
        (r"^[ \t]*(?:=+|-{2,}|\*(?:[ \t]*\*){2,}|_(?:[ \t]*_){2,})[ \t]*$", ""),
        (r"(?<![\\\w*])(\*{1,3})(?=[^\s*])([^*\n]*(?:\n(?!\s*\n)[^*\n]*)*?)(?<=[^\s\\])\1(?![\w*])", r"\2"),
        (r"(?<![\\\w])(_{1,3})(?=[^\s_])([^_\n]*(?:\n(?!\s*\n)[^_\n]*)*?)(?<=[^\s\\])\1(?!\w)", r"\2"),
        (r"~~([^~\n]+)~~", r"\1"),
        (r"(`+)([^`\n]+)\1", r"\2"),
        (r"^( {0,3}#{1,6}[ \t][^\n]*?)[ \t]+#+[ \t]*$", r"\1"),
        (r"\\([!-/:-@\[-`{-~])", r"\1"),
    )
)


def document_from_markdown(text: str, *, name: str, id: str) -> Document:
    """The readable text of Markdown, without links, images, emphasis and code; its front matter becomes the metadata.

    Raises:
        DataError: if the front matter is malformed, or no text is left.
    """
    match = _FRONT_MATTER.match(text)
    matter = _front_matter(match["yaml"], name) if match else {}
    readable = _readable(text[match.end() :] if match else text)
    if not readable.strip():
        raise DataError(f"{name} is empty: expected an article")
    return document_from_text(
        readable,
        id=str(matter.get("id") or id),
        title=_text(matter.get("title")),
        published=_date(matter, name),
        source=_text(matter.get("source")),
        url=_text(matter.get("url")),
        language=_text(matter.get("language")),
        metadata={key: value for key, value in matter.items() if key not in FIELDS or key == "text"},
    )


def _front_matter(text: str, name: str) -> dict[str, Any]:
    import yaml  # only files with front matter need it

    try:
        content = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        raise DataError(f"{name}: its front matter is not YAML: {' '.join(str(error).split())}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise DataError(
            f"{name}: its front matter holds {type(content).__name__}, expected keys such as title and date"
        )
    return {str(key): value for key, value in content.items()}


def _date(matter: dict[str, Any], name: str) -> date | None:
    day = matter.get("date")
    try:
        return parse_date(str(day)) if day else None
    except DataError as error:
        raise DataError(f"{name}: in its front matter: {error}") from error


def _text(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None


def _readable(text: str) -> str:
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    return text
