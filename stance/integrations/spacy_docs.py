"""A spaCy Doc as a Document, and what its pipeline already knows of it: sentences and entities."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import Field
from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from stance.config import StrictModel
from stance.inputs.columns import needed_columns
from stance.text.fields import USUAL, resolve
from stance.text.records import document_from_record
from stance.types import Document, Entity, Given, How, Sentence, Span

RESULT = "stance"
"""The key of ``doc.user_data`` under which results are kept."""
PUBLISHED = "published"
PEOPLE = ("PERSON", "PER")
LABELS = frozenset({"GPE", "NORP", "ORG", "LOC", *PEOPLE})
"""Entity labels of which actors are made; of other labels an entity with an id counts as well."""
Entities = Literal["both", "doc", "stance"]
Sentences = Literal["doc", "stance"]


class Options(StrictModel):
    """What ``nlp.add_pipe("stance", config=…)`` takes."""

    model: str = Field("", description="folder or name of a model, empty for the shipped one")
    actors: str = Field("", description="CSV that overlays the catalogue of actors")
    context: int | None = Field(None, ge=0, description="earlier sentences that the model sees, empty as trained")
    sentiment: bool = Field(False, description="also AUTHOR → actor")
    sentences: Sentences = Field("doc", description="doc: the pipeline's own where it has them")
    entities: Entities = Field("both", description="both: beside our own finder; doc: nothing else is an actor")
    kb_ids: dict[str, str] = Field(default_factory=dict, description="ids of the pipeline's linker → actor codes")
    spans_key: str = Field("stance", description="doc.spans[…] gets the mentions of actors; empty for none")
    threads: int = Field(0, ge=0, description="threads of the model, 0 for all cores")


def document_of(doc: Doc) -> Document:
    """The document, with the date, title, id, language and so on that came with the Doc.

    They are looked for under their usual names in the context of ``nlp.pipe(…, as_tuples=True)``, then in
    ``doc._.published``, then in ``doc.user_data``. Raises DataError where one is of the wrong kind.
    """
    record = {**_known(doc), "text": doc.text}
    if not doc.text.strip():
        return Document(id="", text=doc.text)
    wanted = needed_columns(tuple(record), USUAL)
    if not resolve(tuple(wanted), USUAL).language and doc.lang_:
        record["language"] = doc.lang_
    return document_from_record({name: record[name] for name in record if name in {*wanted, "language"}}, default_id="")


def _known(doc: Doc) -> dict[str, Any]:
    kept = {key: value for key, value in doc.user_data.items() if isinstance(key, str) and key != RESULT}
    published = doc._.get(PUBLISHED) if doc.has_extension(PUBLISHED) else None
    context = doc._context if isinstance(doc._context, Mapping) else {}
    named = {str(key): value for key, value in context.items()}
    return {**kept, **({PUBLISHED: published} if published else {}), **named}


def given_by(doc: Doc, options: Options) -> Given:
    """The sentences and entities of the Doc, as far as its pipeline set them and the options want them."""
    has_sentences = options.sentences == "doc" and doc.has_annotation("SENT_START")
    has_entities = options.entities != "stance" and doc.has_annotation("ENT_IOB")
    return Given(
        sentences=tuple(Span(sent.start_char, sent.end_char) for sent in doc.sents) if has_sentences else None,
        entities=tuple(_entities(doc, options)) if has_entities else (),
        closed=has_entities and options.entities == "doc",
    )


def _entities(doc: Doc, options: Options) -> Iterator[Entity]:
    for ent in doc.ents:
        ids = [name for name in (ent.kb_id_, ent.id_) if name]
        code = next((options.kb_ids[name] for name in ids if name in options.kb_ids), ids[0] if ids else "")
        if code or ent.label_ in LABELS:
            how: How = "person" if ent.label_ in PEOPLE else "given"
            yield Entity(Span(ent.start_char, ent.end_char), code, how)


def set_sentences(doc: Doc, sentences: Sequence[Sentence]) -> None:
    """Let the Doc's sentences begin where these do; text that was left out between two of them stands alone."""
    words = [token.i for token in doc if not token.is_space]
    places = [doc[i].idx for i in words]
    begun = (bisect_left(places, edge) for edge in _edges(doc.text, sentences))
    starts = {words[n] for n in begun if n < len(words)}
    for token in doc:
        token.is_sent_start = token.i == 0 or token.i in starts


def _edges(text: str, sentences: Sequence[Sentence]) -> Iterator[int]:
    """Where a sentence begins or, with the list mark before it, where the last one ends."""
    before = 0
    for sentence in sentences:
        yield before
        if any(map(str.isalnum, text[before : sentence.span.start])):
            yield sentence.span.start
        before = sentence.span.end
    yield before


def tokens_of(doc: Doc, span: Span, *, label: str = "") -> TokenSpan:
    """The tokens that hold the characters, wholly or in part."""
    found = doc.char_span(span.start, span.end, label=label, alignment_mode="expand")
    if found is None:
        raise IndexError(f"characters {span.start} to {span.end} lie outside a text of {len(doc.text)}")
    return found
