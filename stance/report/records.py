"""One judgement as a flat record: what JSONL, CSV and Parquet all write, and the description of every column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from stance.actors.forms import Form
from stance.errors import ConfigError
from stance.labels import STANCE_LABELS
from stance.types import Actor, Mention, ModelInfo, Prediction, Report, Sentence, StanceExample, Unresolved

SCHEMA_VERSION = "1.2"
"""Version of all machine-readable outputs; the first number changes when a reader of the old form would break."""

ColumnKind = Literal["text", "integer", "number", "flag", "date", "bytes", "labels", "mentions"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the flat formats. A cell of kind ``text`` may be empty where the document gave nothing."""

    name: str
    kind: ColumnKind
    meaning: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A prediction with all that is needed to read it without its report."""

    document: str
    title: str | None
    published: str | None
    sentence: Sentence
    prediction: Prediction
    model: ModelInfo


def judgements(report: Report) -> Iterator[Judgement]:
    """The report's judgements, in the order of its predictions."""
    sentences = {sentence.index: sentence for sentence in report.sentences}
    published = report.document.published
    for prediction in report.predictions:
        yield Judgement(
            document=report.document.id,
            title=report.document.title,
            published=published.isoformat() if published else None,
            sentence=sentences[prediction.pair.sentence],
            prediction=prediction,
            model=report.model,
        )


def labels_of(reports: Sequence[Report]) -> tuple[str, ...]:
    """The labels that all reports share; a table cannot hold two schemes."""
    found = {report.model.labels for report in reports}
    if len(found) > 1:
        schemes = "; ".join(sorted(", ".join(labels) for labels in found))
        raise ConfigError(
            f"one table cannot hold reports with different labels, found {schemes}: write a table for each"
        )
    return found.pop() if found else STANCE_LABELS.names


def columns(labels: Sequence[str]) -> tuple[Column, ...]:
    """The columns of the flat formats, in order."""
    return (
        Column("schema_version", "text", "version of these columns"),
        Column("document", "text", "id of the document"),
        Column("title", "text", "title of the document"),
        Column("published", "text", "date of the document, YYYY-MM-DD"),
        Column("sentence", "integer", "index of the sentence, from 0"),
        Column("sentence_start", "integer", "offset of its first character in the document text"),
        Column("sentence_end", "integer", "offset after its last character"),
        Column("sentence_text", "text", "the sentence"),
        *actor_columns("source"),
        *actor_columns("target"),
        Column("voice", "text", "action, direct_quote, indirect_quote or author"),
        Column("label", "text", "the likeliest label"),
        Column("label_set", "labels", "the labels that the evidence does not separate, in scale order"),
        *(Column(f"p_{label}", "number", f"calibrated probability of {label}") for label in labels),
        Column("score", "number", "expected score"),
        Column("truncated", "flag", "whether the model saw only part of the sentence"),
        Column("model", "text", "name of the model"),
        Column("model_version", "text", "its version"),
        Column("model_sha256", "text", "sha256 of its weights"),
    )


def actor_columns(role: str) -> tuple[Column, ...]:
    """Code, name, kind and mentions of the actor in this role."""
    return (
        Column(role, "text", f"code of the {role} actor"),
        Column(f"{role}_name", "text", "its name"),
        Column(f"{role}_kind", "text", "its kind"),
        Column(f"{role}_mentions", "mentions", "where it is named (offsets, text, sentence) and how it was found"),
    )


def flat(judgement: Judgement) -> Mapping[str, object]:
    """One row: column name → value, with lists for labels and mentions."""
    prediction, sentence, pair = judgement.prediction, judgement.sentence, judgement.prediction.pair
    return {
        "schema_version": SCHEMA_VERSION,
        "document": judgement.document,
        "title": judgement.title,
        "published": judgement.published,
        "sentence": sentence.index,
        "sentence_start": sentence.span.start,
        "sentence_end": sentence.span.end,
        "sentence_text": sentence.text,
        **_flat_actor("source", pair.source, pair.source_mentions),
        **_flat_actor("target", pair.target, pair.target_mentions),
        "voice": pair.voice,
        **flat_answer(prediction, judgement.model.labels),
        **flat_model(judgement.model),
    }


def flat_answer(prediction: Prediction, labels: Sequence[str]) -> dict[str, Any]:
    """What a row says of an answer, with a column for the probability of each label."""
    return {
        "label": prediction.label,
        "label_set": list(prediction.label_set),
        **{f"p_{label}": prediction.probabilities[label] for label in labels},
        "score": prediction.score,
        "truncated": prediction.truncated,
    }


def flat_model(model: ModelInfo) -> dict[str, str]:
    """What a row says of the model that answered."""
    return {"model": model.name, "model_version": model.version, "model_sha256": model.sha256}


def _flat_actor(role: str, actor: Actor, mentions: Sequence[Mention]) -> Mapping[str, object]:
    return {
        role: actor.code,
        f"{role}_name": actor.name,
        f"{role}_kind": actor.kind,
        f"{role}_mentions": [mention_record(mention) for mention in mentions],
    }


def mention_record(mention: Mention) -> Mapping[str, object]:
    """A mention without its actor, which the record around it names."""
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.text,
        "sentence": mention.sentence,
        "how": mention.how,
        "form": mention.form,
    }


def prediction_record(example: StanceExample, prediction: Prediction) -> dict[str, Any]:
    """The answer for a pair that the caller found."""
    return {
        "id": example.id,
        "source": example.source,
        "target": example.target,
        "label": prediction.label,
        "label_set": list(prediction.label_set),
        "probabilities": dict(prediction.probabilities),
        "score": prediction.score,
        "truncated": prediction.truncated,
    }


def form_record(form: Form, *, name: str) -> dict[str, Any]:
    """A way to name an actor; ``name`` is the actor's own."""
    return {
        "text": form.text,
        "actor": form.code,
        "name": name,
        "how": form.how,
        "since": form.since.isoformat() if form.since else "",
        "until": form.until.isoformat() if form.until else "",
        "case": form.case,
        "ambiguous": form.ambiguous,
        "note": form.note,
        "source": form.source,
    }


def unresolved_record(name: Unresolved) -> Mapping[str, object]:
    """A name without an actor, and where it first stands."""
    return {
        "text": name.text,
        "count": name.count,
        "sentence": name.sentence,
        "start": name.span.start,
        "end": name.span.end,
    }
