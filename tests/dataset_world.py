"""Small synthetic runs of ``stance batch``: tables made from given articles and judgements."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from stance.aggregate import aggregate, describe
from stance.bulk.settings import Form
from stance.bulk.sheets import open_sheet
from stance.dataset.tables import STORIES, TABLES, table_columns
from stance.labels import STANCE_LABELS, LabelScheme
from stance.report.records import SCHEMA_VERSION, Judgement, flat
from stance.types import Dyad, Prediction, Sentence, Span, Voice
from tests.factories import MODEL, prediction

Row = dict[str, object]
Tables = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Judged:
    """One judgement of an article: ``probabilities`` (label → p) or else ``label`` with ``confidence``.

    ``named``: the words of ``text`` that name source and target; empty where an actor is only implied.
    """

    source: str
    target: str
    label: str = "neutral"
    confidence: float = 0.8
    voice: Voice = "action"
    probabilities: Mapping[str, float] | None = None
    text: str = ""
    named: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a run. Articles with the same ``story`` (any name) are copies of each other."""

    judged: tuple[Judged, ...] = ()
    published: date | None = None
    outlet: str | None = None
    story: str | None = None
    title: str | None = None
    document: str | None = None
    minhash: bytes | None = None
    n_characters: int = 1000
    skipped: tuple[str, ...] = ()


def build_run(
    out: Path,
    articles: Sequence[Article],
    *,
    format: Form = "parquet",
    part_size: int = 1000,
    labels: LabelScheme = STANCE_LABELS,
    stories: bool = True,
    complete: bool = True,
) -> Path:
    """Write a run to ``out`` and give the path back. ``stories``: also write stories.parquet from ``Article.story``."""
    out.mkdir(parents=True)
    for part, first in enumerate(range(0, len(articles), part_size)):
        tables = _tables(articles[first : first + part_size], first=first, labels=labels)
        for table in TABLES:
            folder = (out if format == "parquet" else out / format) / table
            folder.mkdir(parents=True, exist_ok=True)
            _write(folder / f"part-{part:05}.{format}", tables[table], table=table, format=format, labels=labels)
        (out / "parts").mkdir(exist_ok=True)
        (out / "parts" / f"part-{part:05}.json").write_text("{}", "utf-8")
    if stories:
        rows = _story_rows(articles)
        _write(out / f"{STORIES}.parquet", rows, table=STORIES, format="parquet", labels=labels)
    (out / "run.json").write_text(json.dumps(run_record(labels=labels, complete=complete)), "utf-8")
    return out


def run_record(*, labels: LabelScheme = STANCE_LABELS, complete: bool = True) -> Row:
    """What run.json says."""
    return {
        "schema_version": SCHEMA_VERSION,
        "labels": list(labels.names),
        "scores": list(labels.scores),
        "model": {"name": MODEL.name, "version": MODEL.version, "sha256": MODEL.sha256},
        "state": "complete" if complete else "running",
    }


def _tables(articles: Sequence[Article], *, first: int, labels: LabelScheme) -> Tables:
    tables: Tables = {table: [] for table in TABLES}
    for number, article in enumerate(articles, start=first):
        predictions = _predictions(article, labels)
        tables["articles"].append(_article_row(number, article))
        tables["judgements"] += _judgement_rows(number, article, predictions, labels)
        tables["dyads"] += (_dyad_row(number, article, dyad, labels) for dyad in aggregate(predictions, scheme=labels))
        tables["skipped"] += (_skipped_row(number, article, reason) for reason in article.skipped)
    return tables


def _name(number: int, article: Article) -> str:
    return article.document or f"article-{number}"


def _predictions(article: Article, labels: LabelScheme) -> list[Prediction]:
    return [
        prediction(
            judged.source,
            judged.target,
            judged.label,
            confidence=judged.confidence,
            sentence=index,
            voice=judged.voice,
            probs=judged.probabilities,
            scheme=labels,
        )
        for index, judged in enumerate(article.judged)
    ]


def _article_row(number: int, article: Article) -> Row:
    name = _name(number, article)
    return {
        "article": number,
        "document": name,
        "origin": f"corpus.jsonl:{number + 1}",
        "title": article.title,
        "published": article.published,
        "outlet": article.outlet,
        "url": f"https://news.example/{name}",
        "language": "en",
        "text_sha256": sha256(name.encode()).hexdigest(),
        "n_characters": article.n_characters,
        "n_sentences": len(article.judged),
        "n_encoded": len(article.judged),
        "n_mentions": 2 * len(article.judged),
        "n_judgements": len(article.judged),
        "n_skipped": len(article.skipped),
        "notes": [],
        "minhash": article.minhash,
    }


def _judgement_rows(
    number: int, article: Article, predictions: Sequence[Prediction], labels: LabelScheme
) -> Iterator[Row]:
    start, model = 0, replace(MODEL, labels=labels.names)
    for index, (judged, made) in enumerate(zip(article.judged, predictions, strict=True)):
        text = judged.text or f"{judged.source} speaks of {judged.target} in line {index}."
        sentence = Sentence(index, Span(start, start + len(text)), text)
        mentions = {
            f"{role}_mentions": _mentions(words, sentence)
            for role, words in zip(("source", "target"), judged.named, strict=True)
        }
        start += len(text) + 1
        judgement = Judgement(_name(number, article), article.title, None, sentence, made, model)
        yield {"article": number, **flat(judgement), **mentions, "published": article.published}


def _mentions(words: str, sentence: Sentence) -> list[Mapping[str, object]]:
    if not words:
        return []
    start = sentence.span.start + sentence.text.index(words)
    place = {"start": start, "end": start + len(words), "text": words, "sentence": sentence.index}
    return [{**place, "how": "name", "form": words}]


def _dyad_row(number: int, article: Article, dyad: Dyad, labels: LabelScheme) -> Row:
    low, high = dyad.interval or (None, None)
    return {
        "article": number,
        "document": _name(number, article),
        "published": article.published,
        **{f"{role}{key}": value for role in ("source", "target") for key, value in _actor(dyad, role).items()},
        "stance": describe(dyad.label_set, dyad.mixed, scheme=labels),
        "label_set": list(dyad.label_set),
        "mixed": dyad.mixed,
        "n": dyad.n,
        "n_neutral": dyad.n_neutral,
        "mean": dyad.mean,
        "low": low,
        "high": high,
        **{f"share_{label}": dyad.shares.get(label, 0.0) for label in labels.names},
    }


def _actor(dyad: Dyad, role: str) -> Mapping[str, str]:
    actor = dyad.source if role == "source" else dyad.target
    return {"": actor.code, "_name": actor.name, "_kind": actor.kind}


def _skipped_row(number: int, article: Article, reason: str) -> Row:
    place = {"kind": "block", "start": 0, "end": 4, "text": "Text", "reason": reason, "tag": "", "code": ""}
    return {"article": number, "document": _name(number, article), **place}


def _story_rows(articles: Sequence[Article]) -> list[Row]:
    names = [article.story or f" {number}" for number, article in enumerate(articles)]
    return [
        {"article": number, "story": names.index(name), "weight": 1 / names.count(name)}
        for number, name in enumerate(names)
    ]


def _write(path: Path, rows: Sequence[Row], *, table: str, format: Form, labels: LabelScheme) -> None:
    columns = table_columns(table, labels=labels.names)
    names = [column.name for column in columns]
    assert all(list(row) == names for row in rows), f"rows of {table} need the columns {names}"
    metadata = {"stance.schema_version": SCHEMA_VERSION, "stance.labels": json.dumps(labels.names)}
    sheet = open_sheet(format, columns, metadata=metadata)
    sheet.add(rows)
    path.write_bytes(sheet.content())
