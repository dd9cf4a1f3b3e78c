"""A report as rows of the four tables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from stance.aggregate import describe
from stance.dataset.tables import TableName
from stance.labels import LabelScheme
from stance.report.records import flat, judgements
from stance.types import Actor, Document, Dyad, Report

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Source:
    """Which record an article is. ``minhash``: signature of its words."""

    number: int
    origin: str
    minhash: bytes


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """What an article adds to each table."""

    articles: tuple[Row, ...]
    judgements: tuple[Row, ...]
    dyads: tuple[Row, ...]
    skipped: tuple[Row, ...]

    def of(self, table: TableName) -> tuple[Row, ...]:
        """The rows of one table."""
        rows: tuple[Row, ...] = getattr(self, table)
        return rows


def article_rows(report: Report, source: Source, *, scheme: LabelScheme) -> ArticleRows:
    """The rows of an article; the columns are those of ``stance.dataset.tables``."""
    key = {"article": source.number, "document": written(report.document.id)}
    dated = {**key, "published": report.document.published}
    title = {"title": written(report.document.title)}
    return ArticleRows(
        articles=({**key, **_article(report, source), **title},),
        judgements=tuple({**flat(one), **dated, **title} for one in judgements(report)),
        dyads=tuple({**dated, **_dyad(dyad, scheme)} for dyad in report.dyads),
        skipped=tuple(
            {
                **key,
                "kind": left.kind,
                "start": left.span.start,
                "end": left.span.end,
                "text": left.text,
                "reason": left.reason,
                "tag": left.tag,
                "code": left.code,
            }
            for left in report.skipped
        ),
    )


def written(text: str | None) -> str | None:
    """The text as UTF-8 can hold it: a lone surrogate, from a file name or an escape in JSON, becomes "?"."""
    return text if text is None else text.encode("utf-8", errors="replace").decode("utf-8")


def _article(report: Report, source: Source) -> Row:
    document: Document = report.document
    return {
        "origin": written(source.origin),
        "published": document.published,
        "outlet": written(document.source),
        "url": written(document.url),
        "language": written(document.language),
        "text_sha256": hashlib.sha256(document.text.encode("utf-8", errors="replace")).hexdigest(),
        "n_characters": len(document.text),
        "n_sentences": len(report.sentences),
        "n_encoded": len({prediction.pair.sentence for prediction in report.predictions}),
        "n_mentions": len(report.mentions),
        "n_judgements": len(report.predictions),
        "n_skipped": len(report.skipped),
        "notes": list(report.notes),
        "minhash": source.minhash,
    }


def _dyad(dyad: Dyad, scheme: LabelScheme) -> Row:
    low, high = dyad.interval or (None, None)
    return {
        **_actor("source", dyad.source),
        **_actor("target", dyad.target),
        "stance": describe(dyad.label_set, dyad.mixed, scheme=scheme),
        "label_set": list(dyad.label_set),
        "mixed": dyad.mixed,
        "n": dyad.n,
        "n_neutral": dyad.n_neutral,
        "mean": dyad.mean,
        "low": low,
        "high": high,
        **{f"share_{label}": dyad.shares[label] for label in scheme.names},
    }


def _actor(role: str, actor: Actor) -> Row:
    return {role: actor.code, f"{role}_name": actor.name, f"{role}_kind": actor.kind}
