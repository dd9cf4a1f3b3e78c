"""Parts of a row of the tables, as values of the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from stance.types import Span


def spans_within(mentions: Sequence[Mapping[str, Any]] | None, sentence: Span) -> tuple[Span, ...]:
    """Where an actor is named inside the sentence, in offsets of the document; a speaker may be named earlier."""
    spans = (Span(mention["start"], mention["end"]) for mention in mentions or ())
    return tuple(span for span in spans if sentence.contains(span))
