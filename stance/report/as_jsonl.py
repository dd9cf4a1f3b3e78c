"""JSONL: one line a judgement, nested, readable without the rest of the report."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from stance.report.records import SCHEMA_VERSION, Judgement, judgements, mention_record
from stance.types import Actor, Mention, Report

_LINE_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""Legal inside a JSON string, but many readers split lines there."""


def dumps(reports: Sequence[Report]) -> str:
    """All judgements of the reports, each on a line of its own."""
    return "".join(line(record(judgement)) for report in reports for judgement in judgements(report))


def line(values: Mapping[str, object]) -> str:
    """A JSON object as one line; bytes as hexadecimal digits, dates as YYYY-MM-DD."""
    return json.dumps(values, ensure_ascii=False, default=_plain).translate(_LINE_BREAKS) + "\n"


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def record(judgement: Judgement) -> Mapping[str, object]:
    """The JSON object of one judgement."""
    prediction, pair, sentence = judgement.prediction, judgement.prediction.pair, judgement.sentence
    return {
        "schema_version": SCHEMA_VERSION,
        "document": judgement.document,
        "title": judgement.title,
        "published": judgement.published,
        "sentence": {
            "index": sentence.index,
            "start": sentence.span.start,
            "end": sentence.span.end,
            "text": sentence.text,
        },
        "source": _actor(pair.source, pair.source_mentions),
        "target": _actor(pair.target, pair.target_mentions),
        "voice": pair.voice,
        "label": prediction.label,
        "label_set": list(prediction.label_set),
        "probabilities": dict(prediction.probabilities),
        "score": prediction.score,
        "truncated": prediction.truncated,
        "model": {
            "name": judgement.model.name,
            "version": judgement.model.version,
            "sha256": judgement.model.sha256,
        },
    }


def _actor(actor: Actor, mentions: Sequence[Mention]) -> Mapping[str, object]:
    return {
        "code": actor.code,
        "name": actor.name,
        "kind": actor.kind,
        "mentions": [mention_record(mention) for mention in mentions],
    }
