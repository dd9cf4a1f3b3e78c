"""How the actors of a document were read, for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from stance.actors.trace import Rejection, Resolution, Trace, TracedSentence
from stance.report.records import SCHEMA_VERSION, mention_record, unresolved_record
from stance.types import Mention, Speech

Record = Mapping[str, Any]
WIDEST = "widest reading"
"""The date of a mention that depends on a date where the document has none."""


def dumps(traces: Sequence[Trace]) -> str:
    """One document as an object, several as a list."""
    records = [to_record(trace) for trace in traces]
    return json.dumps(records[0] if len(records) == 1 else records, ensure_ascii=False, indent=2) + "\n"


def to_record(trace: Trace) -> Record:
    """The trace as a JSON object; sentences count from 0, offsets point into the document's text."""
    document = trace.document
    day = document.published.isoformat() if document.published else None
    return {
        "schema_version": SCHEMA_VERSION,
        "document": document.id,
        "title": document.title,
        "published": day,
        "notes": list(trace.notes),
        "sentences": [_sentence(traced, day or WIDEST) for traced in trace.sentences],
        "unresolved": [unresolved_record(name) for name in trace.unresolved],
    }


def _sentence(traced: TracedSentence, day: str) -> Record:
    sentence, speech = traced.sentence, traced.speech
    return {
        "index": sentence.index,
        "start": sentence.span.start,
        "end": sentence.span.end,
        "text": sentence.text,
        **_voice(speech),
        "mentions": [_resolution(resolution, day) for resolution in traced.resolved],
        "rejected": [_rejection(rejection) for rejection in traced.rejected],
    }


def _voice(speech: Speech | None) -> Record:
    if speech is None:
        return {"voice": None, "speakers": []}
    return {"voice": speech.voice, "speakers": [_mention(mention) for mention in speech.speakers()]}


def _mention(mention: Mention) -> Record:
    return {"actor": mention.actor.code, "name": mention.actor.name, **mention_record(mention)}


def _resolution(resolution: Resolution, day: str) -> Record:
    term = resolution.term
    return {
        **_mention(resolution.mention),
        "date": day if resolution.dated else None,
        "since": term.since.isoformat() if term and term.since else None,
        "until": term.until.isoformat() if term and term.until else None,
    }


def _rejection(rejection: Rejection) -> Record:
    skipped, actor = rejection.skipped, rejection.actor
    return {
        "start": skipped.span.start,
        "end": skipped.span.end,
        "text": skipped.text,
        "tag": skipped.tag,
        "reason": skipped.reason,
        "actor": actor.code if actor else None,
        "name": actor.name if actor else None,
    }
