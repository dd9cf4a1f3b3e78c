"""The values that pass between the steps, one type a step. Standard library only.

    article ─ clean ─ sentences ─ mentions ─ pairs ─ encode ─ classify ─ aggregate ─ report
              Block   Sentence    Mention    Directed  Encoded  Prediction  Dyad      Report
                                             Pair      Sentence

Every type is frozen and slotted. Offsets are half-open character offsets into ``Document.text`` unless a
docstring says otherwise; ``document.text[m.span.start:m.span.end] == m.text`` holds for every mention.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

ActorKind = Literal["state", "historical", "territory", "igo", "bloc", "nonstate", "author", "unknown"]
How = Literal[
    "name", "demonym", "metonym", "office", "person", "organ", "pronoun", "description", "speaker", "implied", "given"
]
Voice = Literal["action", "direct_quote", "indirect_quote", "author"]
BlockKind = Literal["body", "heading", "skipped"]
SkippedKind = Literal["block", "sentence", "mention", "pair"]
SkipTag = Literal[
    "",
    "venue",
    "affiliation",
    "media",
    "company",
    "team",
    "language",
    "food",
    "private",
    "former",
    "other_name",
    "ancestry",
    "ambiguous",
    "member",
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character offsets ``[start, end)``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    def shift(self, by: int) -> Span:
        """The same span moved by ``by`` characters."""
        return Span(self.start + by, self.end + by)

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One article as given; ``text`` is never rewritten, so that offsets stay true."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or piece of boilerplate. ``reason`` says why a block is skipped or flagged."""

    span: Span
    kind: BlockKind
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; ``index`` counts from 0 in the document, ``text == document.text[span]``."""

    index: int
    span: Span
    text: str
    block: int = 0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A state (ISO 3166-1 alpha-3), organisation (usual acronym) or armed non-state actor (name)."""

    code: str
    name: str
    kind: ActorKind

    def __hash__(self) -> int:
        return hash(self.code)


AUTHOR = Actor(code="AUTHOR", name="the author", kind="author")


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an actor is named, and by which rule it was found.

    ``sentence``: index of the sentence that holds ``span``. ``form``: the catalogue form or rule that matched. A
    speaker carried over from an earlier sentence keeps the span and sentence in which it was named, with how="speaker",
    and so does an actor that a later sentence only implies, with how="implied" and the reason as ``form``.
    """

    actor: Actor
    span: Span
    text: str
    sentence: int
    how: How
    form: str = ""


@dataclass(frozen=True, slots=True)
class Implied:
    """An actor that a sentence does not name and yet is about; ``mention`` lies in an earlier sentence."""

    sentence: int
    mention: Mention


@dataclass(frozen=True, slots=True)
class Speech:
    """Whose voice a sentence is in. ``speaker`` is None where the text itself speaks.

    The speaker's mention may lie in an earlier sentence (an unfinished quotation). ``others`` speak with it (the other
    signatories of a joint statement).
    """

    sentence: int
    voice: Voice
    speaker: Mention | None = None
    others: tuple[Mention, ...] = ()

    def speakers(self) -> tuple[Mention, ...]:
        """All who speak."""
        return (self.speaker, *self.others) if self.speaker is not None else ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A name that somebody else found in the text.

    ``code``: the actor that it is, "" where nobody said; ``how``: "person" where it is somebody's name.
    """

    span: Span
    code: str = ""
    how: How = "given"


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller already knows of a document.

    ``sentences``: their spans in order, None where they are to be found. ``entities``: see
    ``stance.actors.given``. ``closed``: no name outside these entities is an actor.
    """

    sentences: tuple[Span, ...] | None = None
    entities: tuple[Entity, ...] = ()
    closed: bool = False


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class DirectedPair:
    """An ordered pair of distinct actors in one sentence.

    ``source_mentions`` / ``target_mentions`` may be empty (AUTHOR, or an actor implied by context) and may lie in an
    earlier sentence (a carried-over speaker).
    """

    sentence: int
    source: Actor
    target: Actor
    source_mentions: tuple[Mention, ...] = ()
    target_mentions: tuple[Mention, ...] = ()
    voice: Voice = "action"


@dataclass(frozen=True, slots=True)
class EncodedSentence:
    """Model input for one encoder pass.

    ``ids``: token ids, length L. ``slots``: for each actor the token positions of its opening markers (slot 0 of an
    AUTHOR is the [CLS] position 0). ``pairs``: (source slot, target slot) for each directed pair, in order.
    ``truncated``: whether tokens of the sentence itself were cut.
    """

    ids: tuple[int, ...]
    slots: tuple[tuple[int, ...], ...]
    pairs: tuple[tuple[int, int], ...]
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Prediction:
    """The stance read for one directed pair.

    ``probabilities`` maps each label of the scheme, in its order, to a calibrated probability (they sum to 1).
    ``label_set`` is a run of labels, adjacent on the scale, that holds the coded label with the bundle's coverage.
    ``score`` is the expected score, −2 … 2.
    """

    pair: DirectedPair
    probabilities: Mapping[str, float]
    label: str
    label_set: tuple[str, ...]
    score: float
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Dyad:
    """The stance of ``source`` toward ``target`` over one article (or any other unit).

    ``n``: position-bearing (non-neutral) lines; ``n_neutral``: the others. ``mean`` and ``interval`` (95 %) are of the
    score over position-bearing lines, None where there is none. ``shares``: label → share of all lines.
    ``mixed``: clear lines point both ways. ``evidence``: the predictions, most telling first.
    """

    source: Actor
    target: Actor
    n: int
    n_neutral: int
    mean: float | None
    interval: tuple[float, float] | None
    shares: Mapping[str, float]
    label_set: tuple[str, ...]
    mixed: bool
    evidence: tuple[Prediction, ...]

    def _repr_html_(self) -> str:
        return _in_notebook(self)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something the analysis left out, and why: nothing vanishes unseen.

    Of a name that is no actor, ``tag`` is the class of the reason and ``code`` the actor that it would have been.
    """

    kind: SkippedKind
    span: Span
    text: str
    reason: str
    tag: SkipTag = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name of the text that is no actor of the catalogue: how often it stands there, and where first."""

    text: str
    count: int
    sentence: int
    span: Span


@dataclass(frozen=True, slots=True)
class Mentions:
    """What the actor step found, in order of span, and what it rejected or could not resolve.

    ``notes``: how the document as a whole was read, and why, one line each. ``implied``: the actors that sentences only
    imply, in order of sentence.
    """

    found: tuple[Mention, ...]
    rejected: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    implied: tuple[Implied, ...] = ()

    def by_sentence(self) -> dict[int, list[Mention]]:
        """The mentions of each sentence that has some, in order, by its index."""
        groups: dict[int, list[Mention]] = {}
        for mention in self.found:
            groups.setdefault(mention.sentence, []).append(mention)
        return groups


@dataclass(frozen=True, slots=True)
class Pairs:
    """What the pair step proposes, and what it left out."""

    pairs: tuple[DirectedPair, ...]
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is known of a document before the model reads its pairs."""

    document: Document
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    mentions: Mentions
    pairs: Pairs


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which model spoke: name, version, sha256 of its weights, encoder, label names in order.

    ``codebook_sha256``: of the codebook that says what the labels mean; empty where the model does not state it.
    """

    name: str
    version: str
    sha256: str
    encoder: str
    labels: tuple[str, ...]
    codebook_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All that the analysis of one document found; ``notes`` say how the document as a whole was read, and why."""

    document: Document
    model: ModelInfo
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    predictions: tuple[Prediction, ...]
    dyads: tuple[Dyad, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        return _in_notebook(self)


def _in_notebook(value: Report | Dyad) -> str:
    """What IPython and other notebooks show, by the package's front door: the types themselves need nothing."""
    from stance import notebook_html

    return notebook_html(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceExample:
    """One labelled (or, with every label allowed, unlabelled) judgement.

    ``labels`` is the set of allowed labels, ``also`` a defensible second one. Spans are offsets into ``text``; an empty
    tuple means that the actor is implied. ``context``: earlier sentences, oldest first. ``group``: what must not be
    split (a document or story); ``origin``: file:line.
    """

    id: str
    text: str
    source: str
    target: str
    labels: frozenset[str]
    context: tuple[str, ...] = ()
    also: str | None = None
    source_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()
    voice: Voice | None = None
    corpus: str = ""
    weight: float = 1.0
    group: str = ""
    origin: str = ""
