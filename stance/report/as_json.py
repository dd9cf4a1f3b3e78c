"""JSON: the whole report, nested. ``load_report`` reads it back."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from stance.aggregate import describe
from stance.errors import DataError
from stance.report.records import SCHEMA_VERSION, mention_record, unresolved_record
from stance.report.view import scheme_of, unresolved_names
from stance.types import (
    Actor,
    DirectedPair,
    Document,
    Dyad,
    Mention,
    ModelInfo,
    Prediction,
    Report,
    Sentence,
    Skipped,
    Span,
)

Record = Mapping[str, Any]


def dumps(reports: Sequence[Report]) -> str:
    """One report as an object, several as a list."""
    records = [to_record(report) for report in reports]
    return json.dumps(records[0] if len(records) == 1 else records, ensure_ascii=False, indent=2) + "\n"


def load_report(text: str) -> Report:
    """The report that ``dumps`` wrote; raises DataError if it is none, or of another schema version."""
    try:
        record = json.loads(text)
    except ValueError as error:
        raise _no_report(error) from error
    return load_record(record)


def load_record(record: Record) -> Report:
    """The report of an object that ``to_record`` made, perhaps long ago; raises DataError as ``load_report`` does."""
    try:
        version = record["schema_version"]
        if version.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
            raise DataError(f"report has schema version {version}, expected {SCHEMA_VERSION}: analyse the text again")
        return from_record(record)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise _no_report(error) from error


def _no_report(error: Exception) -> DataError:
    return DataError(f"not a stance report in JSON ({error!r}): expected what --format json writes")


def to_record(report: Report) -> Record:
    """The report as a JSON object; dyads point into ``predictions`` by index, actors are named by code."""
    place = {id(prediction): index for index, prediction in enumerate(report.predictions)}
    return {
        "schema_version": SCHEMA_VERSION,
        "document": _document(report.document),
        "model": model_record(report.model),
        "actors": {a.code: {"name": a.name, "kind": a.kind} for a in sorted(_actors(report), key=lambda a: a.code)},
        "sentences": [_sentence(sentence) for sentence in report.sentences],
        "mentions": [{"actor": mention.actor.code, **mention_record(mention)} for mention in report.mentions],
        "dyads": [_dyad(dyad, report, place) for dyad in report.dyads],
        "predictions": [_prediction(prediction) for prediction in report.predictions],
        "skipped": [_skipped(item) for item in report.skipped],
        "skipped_counts": dict(Counter(item.reason for item in report.skipped).most_common()),
        "unresolved": [unresolved_record(name) for name in unresolved_names(report)],
        "notes": list(report.notes),
    }


def model_record(model: ModelInfo) -> Record:
    """Which model spoke."""
    return {
        "name": model.name,
        "version": model.version,
        "sha256": model.sha256,
        "encoder": model.encoder,
        "labels": list(model.labels),
        "codebook_sha256": model.codebook_sha256,
    }


def _actors(report: Report) -> set[Actor]:
    paired = {actor for p in report.predictions for actor in (p.pair.source, p.pair.target)}
    return paired | {mention.actor for mention in report.mentions}


def _document(document: Document) -> Record:
    return {
        "id": document.id,
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "source": document.source,
        "url": document.url,
        "language": document.language,
        "metadata": _plain(document.metadata),
        "text": document.text,
    }


def _plain(value: object) -> Any:
    """Passed-through metadata as JSON values: a report must not fail on a field that nobody reads."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(item) for item in value]
        case _:
            return str(value)


def _sentence(sentence: Sentence) -> Record:
    return {
        "index": sentence.index,
        "start": sentence.span.start,
        "end": sentence.span.end,
        "text": sentence.text,
        "block": sentence.block,
        "heading": sentence.heading,
    }


def _dyad(dyad: Dyad, report: Report, place: Mapping[int, int]) -> Record:
    return {
        "source": dyad.source.code,
        "target": dyad.target.code,
        "stance": describe(dyad.label_set, dyad.mixed, scheme=scheme_of(report)),
        "label_set": list(dyad.label_set),
        "mixed": dyad.mixed,
        "n": dyad.n,
        "n_neutral": dyad.n_neutral,
        "mean": dyad.mean,
        "interval": list(dyad.interval) if dyad.interval else None,
        "shares": dict(dyad.shares),
        "evidence": [_position(prediction, report, place) for prediction in dyad.evidence],
    }


def _position(prediction: Prediction, report: Report, place: Mapping[int, int]) -> int:
    found = place.get(id(prediction))  # an equal copy (of a report that was read back or pickled) is found by value
    return report.predictions.index(prediction) if found is None else found


def _prediction(prediction: Prediction) -> Record:
    pair = prediction.pair
    return {
        "sentence": pair.sentence,
        "source": pair.source.code,
        "target": pair.target.code,
        "source_mentions": [mention_record(mention) for mention in pair.source_mentions],
        "target_mentions": [mention_record(mention) for mention in pair.target_mentions],
        "voice": pair.voice,
        "label": prediction.label,
        "label_set": list(prediction.label_set),
        "probabilities": dict(prediction.probabilities),
        "score": prediction.score,
        "truncated": prediction.truncated,
    }


def _skipped(item: Skipped) -> Record:
    return {
        "kind": item.kind,
        "start": item.span.start,
        "end": item.span.end,
        "text": item.text,
        "reason": item.reason,
        "tag": item.tag,
        "code": item.code,
    }


def _read_skipped(item: Record) -> Skipped:
    tagged = {key: item[key] for key in ("tag", "code") if key in item}  # reports written before tags have none
    return Skipped(item["kind"], _span(item), item["text"], item["reason"], **tagged)


def from_record(record: Record) -> Report:
    """The inverse of ``to_record``."""
    actors = {code: Actor(code, actor["name"], actor["kind"]) for code, actor in record["actors"].items()}
    predictions = tuple(_read_prediction(item, actors) for item in record["predictions"])
    return Report(
        document=_read_document(record["document"]),
        model=ModelInfo(**{**record["model"], "labels": tuple(record["model"]["labels"])}),
        sentences=tuple(_read_sentence(item) for item in record["sentences"]),
        mentions=tuple(_read_mention(item, actors[item["actor"]]) for item in record["mentions"]),
        predictions=predictions,
        dyads=tuple(_read_dyad(item, actors, predictions) for item in record["dyads"]),
        skipped=tuple(_read_skipped(item) for item in record["skipped"]),
        notes=tuple(record["notes"]) if "notes" in record else (),  # schema 1.0 had none
    )


def _span(record: Record) -> Span:
    return Span(record["start"], record["end"])


def _read_sentence(record: Record) -> Sentence:
    return Sentence(record["index"], _span(record), record["text"], record["block"], record["heading"])


def _read_document(record: Record) -> Document:
    published = date.fromisoformat(record["published"]) if record["published"] else None
    return Document(**{**record, "published": published})


def _read_mention(record: Record, actor: Actor) -> Mention:
    return Mention(actor, _span(record), record["text"], record["sentence"], record["how"], record["form"])


def _read_prediction(record: Record, actors: Mapping[str, Actor]) -> Prediction:
    source, target = actors[record["source"]], actors[record["target"]]
    pair = DirectedPair(
        sentence=record["sentence"],
        source=source,
        target=target,
        source_mentions=tuple(_read_mention(item, source) for item in record["source_mentions"]),
        target_mentions=tuple(_read_mention(item, target) for item in record["target_mentions"]),
        voice=record["voice"],
    )
    return Prediction(
        pair=pair,
        probabilities=record["probabilities"],
        label=record["label"],
        label_set=tuple(record["label_set"]),
        score=record["score"],
        truncated=record["truncated"],
    )


def _read_dyad(record: Record, actors: Mapping[str, Actor], predictions: Sequence[Prediction]) -> Dyad:
    return Dyad(
        source=actors[record["source"]],
        target=actors[record["target"]],
        n=record["n"],
        n_neutral=record["n_neutral"],
        mean=record["mean"],
        interval=tuple(record["interval"]) if record["interval"] else None,
        shares=record["shares"],
        label_set=tuple(record["label_set"]),
        mixed=record["mixed"],
        evidence=tuple(predictions[index] for index in record["evidence"]),
    )
