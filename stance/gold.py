"""Read a coded folder: articles, one sentence a line, and a table of judgements.

``articles/NN_slug.txt``: metadata lines after #, then one sentence a line, numbered from 1. The table is tab-separated
without quoting: file, line, source, target, label, also, source_text, target_text (verbatim head mention, "-" where
implied by context), voice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import cast, get_args

from stance.errors import DataError
from stance.examples import data_error
from stance.labels import STANCE_LABELS, LabelScheme
from stance.types import Document, Span, StanceExample, Voice

COLUMNS = ("file", "line", "source", "target", "label", "also", "source_text", "target_text", "voice")
IMPLIED = "-"

Canonical = Callable[[str], str]


@dataclass(frozen=True, slots=True, order=True)
class GoldKey:
    """Which judgement: file and line, and the actors' codes as the folder writes them (not normalised)."""

    file: str
    line: int
    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.source}:{self.target}"


@dataclass(frozen=True, slots=True)
class GoldFolder:
    """Articles, and judgements with their keys in the same order.

    ``documents``: one an article, ``id`` = its number, ``text`` = its sentences joined by line feeds.
    ``judgements``: ``id`` = the key as text, codes normalised, ``group`` = folder/file. ``merged``: keys of the weaker
    judgements that were dropped because another one codes the same pair in the same sentence.
    """

    documents: tuple[Document, ...]
    judgements: tuple[StanceExample, ...]
    keys: tuple[GoldKey, ...]
    merged: tuple[GoldKey, ...] = field(default=())

    def document(self, file: str) -> Document:
        """The article with this number."""
        found = [document for document in self.documents if document.id == file]
        if not found:
            raise DataError(f"no article {file!r}: expected one of {', '.join(d.id for d in self.documents)}")
        return found[0]


def line_of(document: Document, offset: int) -> int:
    """The line (from 1) of the article that holds a character offset into ``document.text``."""
    return document.text.count("\n", 0, offset) + 1


def line_span(document: Document, line: int) -> Span:
    """The offsets of a line (from 1) of the article."""
    start = 0
    for _ in range(line - 1):
        start = document.text.index("\n", start) + 1
    end = document.text.find("\n", start)
    return Span(start, end if end >= 0 else len(document.text))


def read_gold(
    folder: Path | str,
    *,
    file: str = "gold.tsv",
    scheme: LabelScheme = STANCE_LABELS,
    canonical: Canonical | None = None,
    part: str | None = None,
) -> GoldFolder:
    """Read articles and judgements; ``canonical`` normalises actor codes, ``part`` names the folder in groups.

    Raises one DataError with every problem as file:line.
    """
    folder = Path(folder)
    articles = read_articles(folder / "articles")
    path = folder / file
    problems: list[str] = []
    rows = tuple(_rows(path, problems))
    reader = _Reader(articles, scheme, canonical or (lambda code: code), part or folder.name, problems)
    read = [(row, example) for row in rows if (example := reader.example(row)) is not None]
    if problems:
        raise data_error(f"{path}: cannot be read as judgements", problems)
    kept, merged = _strongest(read, scheme)
    return GoldFolder(
        documents=tuple(article.document for article in articles.values()),
        judgements=tuple(example for _, example in kept),
        keys=tuple(row.key for row, _ in kept),
        merged=tuple(row.key for row, _ in merged),
    )


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a coded folder; ``unrelated``: its lines are no context of each other."""

    document: Document
    lines: tuple[str, ...]
    unrelated: bool
    path: Path

    def context(self, line: int) -> tuple[str, ...]:
        """All lines before ``line`` (from 1), oldest first."""
        return () if self.unrelated else self.lines[: line - 1]


def read_articles(folder: Path) -> dict[str, Article]:
    """The articles of a folder by number, in order."""
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise DataError(f"{folder}: holds no articles: expected files such as 01_name.txt")
    articles: dict[str, Article] = {}
    for path in paths:
        article = _article(path)
        number = article.document.id
        if number in articles:
            raise DataError(f"{path}: article {number} is also {articles[number].path}: number the files differently")
        articles[number] = article
    return articles


def _article(path: Path) -> Article:
    try:
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 text (byte {error.start}): save the file as UTF-8") from error
    head = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    notes, body = [line.lstrip("# ").strip() for line in lines[:head]], tuple(lines[head:])
    values = dict(note.split(": ", 1) for note in notes if re.match(r"[a-z]+: ", note))
    document = Document(
        id=path.stem.split("_")[0],
        text="\n".join(body),
        published=_first_date(notes),
        source=values.get("source"),
        metadata={"notes": tuple(notes)},
    )
    return Article(document, body, bool(notes) and "unrelated" in notes[0], path)


_DATE_FORMATS: Mapping[str, str] = {
    r"\b\d{4}-\d{2}-\d{2}\b": "%Y-%m-%d",
    r"\b\d{1,2} [A-Z][a-z]{2} \d{4}\b": "%d %b %Y",
    r"\b\d{1,2} [A-Z][a-z]{3,} \d{4}\b": "%d %B %Y",
}


def _first_date(notes: Sequence[str]) -> date | None:
    for note in sorted(notes, key=lambda note: not note.startswith("date: ")):
        for pattern, form in _DATE_FORMATS.items():
            for found in re.findall(pattern, note):
                try:
                    return datetime.strptime(found, form).date()
                except ValueError:
                    continue  # "31 Downing 2020" has the shape of a date but is none
    return None


@dataclass(frozen=True, slots=True)
class _GoldRow:
    place: str
    key: GoldKey
    label: str
    also: str
    source_text: str
    target_text: str
    voice: str


def _rows(path: Path, problems: list[str]) -> Iterator[_GoldRow]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}): expected a file of judgements") from error
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise DataError(f"{path}:1: expected the tab-separated columns {', '.join(COLUMNS)}, found {lines[0]!r}")
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        place, cells = f"{path}:{number}", line.rstrip("\r").split("\t")
        if len(cells) != len(COLUMNS):
            problems.append(f"{place}: expected {len(COLUMNS)} cells, found {len(cells)}")
        elif not cells[1].isdigit():
            problems.append(f"{place}: line must be a number, found {cells[1]!r}")
        else:
            yield _GoldRow(place, GoldKey(cells[0], int(cells[1]), cells[2], cells[3]), *cells[4:])


@dataclass(frozen=True, slots=True)
class _Reader:
    articles: Mapping[str, Article]
    scheme: LabelScheme
    canonical: Canonical
    part: str
    problems: list[str]

    def example(self, row: _GoldRow) -> StanceExample | None:
        if found := list(self._check(row)):
            self.problems.extend(f"{row.place}: {problem}" for problem in found)
            return None
        article = self.articles[row.key.file]
        text = article.lines[row.key.line - 1]
        source_spans, target_spans = locate_pair(text, source=row.source_text, target=row.target_text)
        return StanceExample(
            id=str(row.key),
            text=text,
            source=self.canonical(row.key.source),
            target=self.canonical(row.key.target),
            labels=frozenset((row.label,)),
            context=article.context(row.key.line),
            also=None if row.also == IMPLIED else row.also,
            source_spans=source_spans,
            target_spans=target_spans,
            voice=cast("Voice", row.voice),
            corpus=self.part,
            group=f"{self.part}/{row.key.file}",
            origin=row.place,
        )

    def _check(self, row: _GoldRow) -> Iterator[str]:
        legal = self.scheme.names
        if row.label not in legal:
            yield f"unknown label {row.label!r}: expected one of {', '.join(legal)}"
        if row.also not in (*legal, IMPLIED):
            yield f"unknown label {row.also!r} in also: expected - or one of {', '.join(legal)}"
        if row.voice not in get_args(Voice):
            yield f"unknown voice {row.voice!r}: expected one of {', '.join(get_args(Voice))}"
        if self.canonical(row.key.source) == self.canonical(row.key.target):
            yield f"source and target are both {row.key.source!r}"
        yield from self._check_text(row)

    def _check_text(self, row: _GoldRow) -> Iterator[str]:
        if row.key.file not in self.articles:
            yield f"there is no article {row.key.file!r}"
            return
        article = self.articles[row.key.file]
        if not 1 <= row.key.line <= len(article.lines):
            yield f"{article.path.name} has lines 1 to {len(article.lines)}, not {row.key.line}"
            return
        for name, mention in (("source_text", row.source_text), ("target_text", row.target_text)):
            if mention != IMPLIED and mention not in article.lines[row.key.line - 1]:
                yield f"{name} {mention!r} does not stand in {article.path.name}:{row.key.line}"


def locate_pair(text: str, *, source: str, target: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Where the two mentions stand; the longer goes first, the other avoids it where it occurs elsewhere too."""
    if len(source) >= len(target):
        source_spans = locate(text, source)
        return source_spans, locate(text, target, avoid=source_spans)
    target_spans = locate(text, target)
    return locate(text, source, avoid=target_spans), target_spans


def locate(text: str, mention: str, *, avoid: Sequence[Span] = ()) -> tuple[Span, ...]:
    """First occurrence between word boundaries and clear of ``avoid``; failing that the first of any kind."""
    if mention == IMPLIED:
        return ()
    spans = [Span(m.start(), m.end()) for m in re.finditer(re.escape(mention), text)]

    def cost(span: Span) -> tuple[bool, bool, int]:
        cut = text[max(span.start - 1, 0) : span.start].isalnum() or text[span.end : span.end + 1].isalnum()
        return cut, any(span.overlaps(other) for other in avoid), span.start

    return (min(spans, key=cost),) if spans else ()


Read = tuple[_GoldRow, StanceExample]


def _strongest(read: Sequence[Read], scheme: LabelScheme) -> tuple[list[Read], list[Read]]:
    """Of several judgements of one pair in one sentence the one with the strongest label, and the others."""
    best: dict[GoldKey, Read] = {}
    for row, example in read:
        if row.key not in best or abs(scheme.score(row.label)) > abs(scheme.score(best[row.key][0].label)):
            best[row.key] = (row, example)
    kept = list(best.values())
    return kept, [item for item in read if not any(item[0] is row for row, _ in kept)]
