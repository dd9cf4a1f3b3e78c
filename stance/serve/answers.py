"""The form of the answers, for the OpenAPI description. The answers themselves are those of ``stance.report``."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from stance.types import ActorKind, How, SkippedKind, SkipTag, Voice


class _Answer(BaseModel):
    """Base: every field is always there."""

    model_config = {"extra": "forbid", "protected_namespaces": ()}


class ActorRecord(_Answer):
    """An actor, by whose code it is found."""

    name: str = Field(examples=["Kazakhstan"])
    kind: ActorKind


class MentionRecord(_Answer):
    """Where an actor is named, in half-open character offsets (code points) into the text, and how it was found."""

    start: int
    end: int
    text: str = Field(examples=["Astana"])
    sentence: int
    how: How
    form: str


class ActorMention(MentionRecord):
    """A mention with its actor."""

    actor: str = Field(examples=["KAZ"])


class DocumentRecord(_Answer):
    """The article as it was read."""

    id: str
    title: str | None
    published: str | None = Field(examples=["2024-05-03"])
    source: str | None
    url: str | None
    language: str | None
    metadata: dict[str, Any]
    text: str


class ModelRecord(_Answer):
    """Which model spoke."""

    name: str
    version: str
    sha256: str
    encoder: str
    codebook_sha256: str
    labels: list[str]


class SentenceRecord(_Answer):
    """A sentence, counted from 0."""

    index: int
    start: int
    end: int
    text: str
    block: int
    heading: bool


class PredictionRecord(_Answer):
    """What one sentence says of one ordered pair."""

    sentence: int
    source: str
    target: str
    source_mentions: list[MentionRecord]
    target_mentions: list[MentionRecord]
    voice: Voice
    label: str = Field(examples=["cooperative"])
    label_set: list[str]
    probabilities: dict[str, float]
    score: float
    truncated: bool


class DyadRecord(_Answer):
    """A pair summed up over the article; ``evidence`` are places in ``predictions``."""

    source: str
    target: str
    stance: str
    label_set: list[str]
    mixed: bool
    n: int
    n_neutral: int
    mean: float | None
    interval: list[float] | None
    shares: dict[str, float]
    evidence: list[int]


class SkippedRecord(_Answer):
    """Something that was left out, and why."""

    kind: SkippedKind
    start: int
    end: int
    text: str
    reason: str
    tag: SkipTag
    code: str


class UnresolvedRecord(_Answer):
    """A name that is no actor of the catalogue: how often it stands there, and where first."""

    text: str = Field(examples=["Ruritania"])
    count: int
    sentence: int
    start: int
    end: int


class ActorsAnswer(_Answer):
    """The actors of a text."""

    schema_version: str = Field(examples=["1.2"])
    document: DocumentRecord
    actors: dict[str, ActorRecord]
    sentences: list[SentenceRecord]
    mentions: list[ActorMention]
    skipped: list[SkippedRecord]
    skipped_counts: dict[str, int]
    unresolved: list[UnresolvedRecord]
    notes: list[str]


class ReportAnswer(ActorsAnswer):
    """The whole report, as ``stance analyze --format json`` writes it."""

    model: ModelRecord
    dyads: list[DyadRecord]
    predictions: list[PredictionRecord]


class PairAnswer(_Answer):
    """The answer for one example."""

    id: str
    source: str
    target: str
    label: str = Field(examples=["cooperative"])
    label_set: list[str]
    probabilities: dict[str, float]
    score: float
    truncated: bool


class PredictAnswer(_Answer):
    """One prediction for each example, in order."""

    schema_version: str = Field(examples=["1.2"])
    model: ModelRecord
    predictions: list[PairAnswer]


class FormRecord(_Answer):
    """A way to name an actor, and when it holds."""

    text: str
    actor: str
    name: str
    how: str
    since: str
    until: str
    case: Literal["exact", "any"]
    ambiguous: bool
    note: str
    source: str


class FormsAnswer(_Answer):
    """Whom a name can mean; empty where the catalogue does not know it."""

    schema_version: str = Field(examples=["1.2"])
    name: str = Field(examples=["Moscow"])
    forms: list[FormRecord]


class HealthAnswer(_Answer):
    """The service is there."""

    status: Literal["ok"]
    version: str
    model: str
    model_version: str
