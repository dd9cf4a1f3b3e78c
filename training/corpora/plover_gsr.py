"""PLOVER gold standard records: codebook sentences with source, target and reciprocal spans, and an event as label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from stance.types import Span, StanceExample
from training.corpora.config import CorpusConfig
from training.corpora.rows import Row, json_lines, label_set, to_word
from training.splits import text_key


class Config(CorpusConfig):
    """The PLOVER records; they need no options of their own."""

    reader: Literal["plover_gsr"]


def rows(corpus: Config, *, path: Path, folder: Path) -> Iterator[Row]:  # noqa: ARG001 the readers' signature
    """An example for each source and target span, and both directions of a reciprocal pair."""
    for line, record in json_lines(path):
        flags = frozenset({"in_plv_test"} if record["in_plv_test"] else ())
        place = f"{path}:{line}"
        text = record["text"]
        for n, (source, target) in enumerate(_pairs(text, record["spans"])):
            yield Row(
                StanceExample(
                    id=f"{corpus.name}:{line}:{record['id']}:{n}",
                    text=text,
                    source=source.of(text),
                    target=target.of(text),
                    labels=label_set(corpus, record["event"], place=place),
                    source_spans=(source,),
                    target_spans=(target,),
                    corpus=corpus.name,
                    group=text_key(text),
                    origin=place,
                ),
                flags,
            )


def _pairs(text: str, spans: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Span, Span]]:
    """Ordered pairs of spans that do not name the same thing; more than two reciprocal actors are all paired."""

    def of(role: str) -> list[Span]:
        return [to_word(text, Span(span["start"], span["end"])) for span in spans if span["role"] == role]

    both = of("SRC/TAR")
    ordered = [(s, t) for s in of("SRC") for t in of("TAR")] + [(s, t) for s in both for t in both if s != t]
    for source, target in ordered:
        if source.of(text) != target.of(text):
            yield source, target
