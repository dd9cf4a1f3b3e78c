"""Coded passages of a pool of articles: which characters of which article are their lines.

A passage table holds part, file, article id and the offsets of the sentences; the text stays in the pool, one article a
line of a gzipped JSONL file with ``id`` and ``text``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

from stance.errors import DataError
from stance.examples import data_error
from stance.gold import Article
from stance.types import Document, Span
from training.corpora.rows import json_lines, open_text

COLUMNS = ("part", "file", "article", "spans")


def pool_articles(passages: Path, *, pool: Path) -> dict[str, dict[str, Article]]:
    """Part → file → passage as an Article; white space inside a sentence is one blank.

    Raises DataError with every article that the pool lacks.
    """
    texts = {str(record["id"]): str(record["text"]) for _, record in json_lines(pool)}
    found: dict[str, dict[str, Article]] = {}
    problems: list[str] = []
    with open_text(passages) as file:
        reader = csv.DictReader(file, delimiter="\t")
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DataError(f"{passages}:1: expected the columns {', '.join(COLUMNS)}, found {reader.fieldnames}")
        for row in reader:
            if row["article"] in texts:
                found.setdefault(row["part"], {})[row["file"]] = _article(row, texts[row["article"]], passages)
            else:
                problems.append(f"{passages}:{reader.line_num}: article {row['article']} is not in {pool}")
    if problems:
        raise data_error(f"{pool}: {len(problems)} coded articles are missing", problems)
    return found


def _article(row: Mapping[str, str], text: str, path: Path) -> Article:
    spans = [Span(*map(int, cell.split("-"))) for cell in row["spans"].split()]
    lines = tuple(re.sub(r"\s+", " ", span.of(text)) for span in spans)
    return Article(Document(id=row["file"], text="\n".join(lines)), lines, unrelated=False, path=path)
