"""``nlp.add_pipe("stance")``: who takes which stance toward whom, in any spaCy pipeline.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> nlp.add_pipe("stance")
    >>> doc = nlp("Kazakhstan and China signed a gas agreement on Monday.")
    >>> [(dyad.source.code, dyad.target.code, dyad.label_set) for dyad in doc._.stances]

spaCy finds the component by the entry point ``spacy_factories``.
"""

from __future__ import annotations

import json
import os
import shutil
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc

from stance.analyzer import StanceAnalyzer
from stance.bulk.slices import slices
from stance.bundle import Bundle
from stance.errors import ConfigError
from stance.files import write_atomic
from stance.integrations.spacy_docs import Entities, Options, Sentences, document_of, given_by, set_sentences
from stance.integrations.spacy_views import keep, mention_spans, register
from stance.types import Reading

SETTINGS, MODEL, ACTORS = "stance-component.json", "model", "actors.csv"

register()


@Language.factory(
    "stance",
    default_config=Options().model_dump(),
    assigns=["doc._.stances", "doc._.stance_report", "span._.stances"],
)
def make_stance(  # noqa: PLR0913, PLR0917  (spaCy reads the options from the signature)
    nlp: Language,  # noqa: ARG001  (spaCy passes it to every factory)
    name: str,
    model: str,
    actors: str,
    context: int | None,
    sentiment: bool,
    sentences: Sentences,
    entities: Entities,
    kb_ids: dict[str, str],
    spans_key: str,
    threads: int,
) -> StanceComponent:
    """The component of a pipeline. The model is loaded when it is first used; ``Options`` describes the settings."""
    options = Options(
        model=model,
        actors=actors,
        context=context,
        sentiment=sentiment,
        sentences=sentences,
        entities=entities,
        kb_ids=kb_ids,
        spans_key=spans_key,
        threads=threads,
    )
    return StanceComponent(name, options)


class StanceComponent(Pipe):
    """Reads Docs. ``model_sha256``: of the weights that the pipeline was saved with, empty for any."""

    def __init__(self, name: str, options: Options, *, model_sha256: str = "") -> None:
        self.name = name
        self.options = options
        self.model_sha256 = model_sha256
        self._analyzer: StanceAnalyzer | None = None
        self._process = 0

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.name, self.options, self.model_sha256)

    @property
    def analyzer(self) -> StanceAnalyzer:
        """The loaded model. A forked process loads its own: the threads of a runtime do not survive a fork.

        Raises BundleError (model folder) or DataError (actor CSV).
        """
        if self._analyzer is None or self._process != os.getpid():
            options = self.options
            self._analyzer = StanceAnalyzer.load(
                options.model or None,
                actors=Path(options.actors) if options.actors else None,
                context=options.context,
                threads=options.threads,
            )
            self._process = os.getpid()
            self._compare(self._analyzer.model.sha256)
        return self._analyzer

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc."""
        self._annotate([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Read a stream of Docs: the model reads the sentences of up to ``batch_size`` of them at once.

        Where that fails each is read alone, and the pipeline's error handler hears of those that fail.
        """
        for docs in slices(stream, size=lambda doc: len(doc.text), count=max(batch_size, 1)):
            try:
                self._annotate(docs)
            except Exception:
                yield from self._one_by_one(docs)
            else:
                yield from docs

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the settings to a folder, with the model and the actors unless they are the shipped ones.

        ``exclude=["model"]`` leaves the model where it is.
        """
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        bundle = Bundle.load(self.options.model or None)
        if self.options.model and MODEL not in exclude and bundle.folder.resolve() != (folder / MODEL).resolve():
            shutil.copytree(bundle.folder, folder / MODEL, dirs_exist_ok=True)
        if self.options.actors:
            write_atomic(folder / ACTORS, Path(self.options.actors).read_bytes())
        write_atomic(folder / SETTINGS, json.dumps(self._state(bundle), indent=2))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> StanceComponent:  # noqa: ARG002
        """Take over what ``to_disk`` wrote."""
        folder = Path(path)
        if not (folder / SETTINGS).is_file():
            raise ConfigError(f"{folder}: no {SETTINGS}: expected what the component writes with nlp.to_disk")
        self._restore(json.loads((folder / SETTINGS).read_text(encoding="utf-8")))
        here = {"model": folder / MODEL, "actors": folder / ACTORS}
        found = {name: str(place) for name, place in here.items() if getattr(self.options, name) and place.exists()}
        self.options = self.options.model_copy(update=found)
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002
        """The settings, which name the model and the actors but do not hold them."""
        return json.dumps(self._state(Bundle.load(self.options.model or None))).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> StanceComponent:  # noqa: ARG002
        """Take over what ``to_bytes`` gave."""
        self._restore(json.loads(data))
        return self

    def _annotate(self, docs: Sequence[Doc]) -> None:
        analyzer = self.analyzer
        readings = [self._read(doc) for doc in docs]
        for doc, reading, report in zip(docs, readings, analyzer.reports(readings), strict=True):
            keep(doc, report)
            if not doc.has_annotation("SENT_START"):
                set_sentences(doc, reading.sentences)
            if self.options.spans_key:
                doc.spans[self.options.spans_key] = list(mention_spans(doc, reading.mentions.found))

    def _read(self, doc: Doc) -> Reading:
        given = given_by(doc, self.options)
        return self.analyzer.read(document_of(doc), sentiment=self.options.sentiment, given=given)

    def _one_by_one(self, docs: Sequence[Doc]) -> Iterator[Doc]:
        for doc in docs:
            try:
                self._annotate([doc])
            except Exception as error:
                self.get_error_handler()(self.name, self, [doc], error)
            else:
                yield doc

    def _state(self, bundle: Bundle) -> dict[str, Any]:
        return {"options": self.options.model_dump(), "model": bundle.info.name, "sha256": bundle.info.sha256}

    def _restore(self, state: dict[str, Any]) -> None:
        self.options = Options.model_validate(state["options"])
        self.model_sha256 = state["sha256"]
        self._analyzer = None

    def _compare(self, found: str) -> None:
        if self.model_sha256 and found != self.model_sha256:
            warnings.warn(
                f"{self.name}: this pipeline was saved with the weights {self.model_sha256[:12]}…, found "
                f"{found[:12]}…: its stances can differ; name the model in its config to use the old one",
                stacklevel=2,
            )


def _again(name: str, options: Options, model_sha256: str) -> StanceComponent:
    return StanceComponent(name, options, model_sha256=model_sha256)
