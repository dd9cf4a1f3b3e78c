"""The tables of a batch run and their columns. Every table of a run can be joined to every other by ``article``.

    OUT/
      run.json                        what was read, with which model and settings
      articles/part-00000.parquet     one row an article that could be read, also if it has no judgement
      judgements/part-00000.parquet   one row a directed pair of a sentence
      dyads/part-00000.parquet        one row a (source, target) of an article
      skipped/part-00000.parquet      what was left out of an article, and why
      bad-records/part-00000.jsonl    records that could not be read: origin and reason
      stories.parquet                 article → story and weight, made from all articles at the end

Part n holds the same records of the input in every table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from stance.report.records import Column, actor_columns, columns

TableName = Literal["articles", "judgements", "dyads", "skipped"]

TABLES: tuple[TableName, ...] = ("articles", "judgements", "dyads", "skipped")
"""The tables that are written part by part."""

STORIES = "stories"
"""The table that is made from all articles at the end."""

ARTICLE = Column("article", "integer", "number of the record in the input, from 0: the key that joins all tables")
DOCUMENT = Column("document", "text", "id of the document as given; not always unique")
PUBLISHED = Column("published", "date", "date of the document")


def table_columns(table: str, *, labels: Sequence[str]) -> tuple[Column, ...]:
    """The columns of a table, in order; ``labels``: names of the model's labels in scale order."""
    makers = {
        "articles": _articles,
        "judgements": _judgements,
        "dyads": _dyads,
        "skipped": _skipped,
        STORIES: _stories,
    }
    return makers[table](labels)


def _articles(labels: Sequence[str]) -> tuple[Column, ...]:  # noqa: ARG001  (all makers are called alike)
    return (
        ARTICLE,
        DOCUMENT,
        Column("origin", "text", "where the record was read: file, file:line or archive!member"),
        Column("title", "text", "title of the document"),
        PUBLISHED,
        Column("outlet", "text", "who published it, as the record says"),
        Column("url", "text", "its address"),
        Column("language", "text", "its language, as the record says"),
        Column("text_sha256", "text", "sha256 of its text in UTF-8"),
        Column("n_characters", "integer", "characters of its text"),
        Column("n_sentences", "integer", "sentences read"),
        Column("n_encoded", "integer", "sentences in which two actors meet, which the model read"),
        Column("n_mentions", "integer", "mentions of actors"),
        Column("n_judgements", "integer", "rows of this article in judgements"),
        Column("n_skipped", "integer", "rows of this article in skipped"),
        Column("notes", "labels", "how the document as a whole was read, and why"),
        Column("minhash", "bytes", "MinHash signature of its words, from which stories are made"),
    )


def _judgements(labels: Sequence[str]) -> tuple[Column, ...]:
    flat = (PUBLISHED if column.name == "published" else column for column in columns(labels))
    return (ARTICLE, *flat)


def _dyads(labels: Sequence[str]) -> tuple[Column, ...]:
    return (
        ARTICLE,
        DOCUMENT,
        PUBLISHED,
        *actor_columns("source")[:3],
        *actor_columns("target")[:3],
        Column("stance", "text", "the stance in words"),
        Column("label_set", "labels", "its labels, in scale order"),
        Column("mixed", "flag", "whether clear lines point both ways"),
        Column("n", "integer", "lines that bear a position"),
        Column("n_neutral", "integer", "neutral lines"),
        Column("mean", "number", "mean score of the lines that bear a position; empty without one"),
        Column("low", "number", "lower end of its 95 % interval"),
        Column("high", "number", "upper end of its 95 % interval"),
        *(Column(f"share_{label}", "number", f"share of {label} in all lines") for label in labels),
    )


def _skipped(labels: Sequence[str]) -> tuple[Column, ...]:  # noqa: ARG001
    return (
        ARTICLE,
        DOCUMENT,
        Column("kind", "text", "block, sentence, mention or pair"),
        Column("start", "integer", "offset of its first character in the document text"),
        Column("end", "integer", "offset after its last character"),
        Column("text", "text", "what was left out"),
        Column("reason", "text", "why"),
        Column("tag", "text", "class of the reason, of a name that is no actor"),
        Column("code", "text", "code of the actor that the name would have been"),
    )


def _stories(labels: Sequence[str]) -> tuple[Column, ...]:  # noqa: ARG001
    return (
        ARTICLE,
        Column("story", "integer", "number of the first article of the same story (near-duplicates)"),
        Column("weight", "number", "1 / number of articles of the story"),
    )
