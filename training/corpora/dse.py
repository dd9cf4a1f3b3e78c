"""DSE: one bracketed pair of entities in a news sentence, with the direction and sign of the sentiment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from stance.actors.catalogue import Catalogue
from stance.errors import DataError
from stance.types import Span, StanceExample
from training.corpora.config import CorpusConfig
from training.corpora.rows import BRACKETS, Row, label_set, open_text, to_word
from training.splits import text_key

Direction = Literal["forward", "backward", "both"]


class Config(CorpusConfig):
    """DSE and its options."""

    reader: Literal["dse"]
    directions: dict[str, Direction] = Field(description="label → which ordered pairs it speaks of; p is named first")
    reverse: Literal["skip", "neutral"] = Field(
        "skip", description="the other direction of a directed label: unknown, or neutral as in the five-class task"
    )
    states_only: bool = Field(False, description="only rows whose both ends are actors of the catalogue, and differ")


@dataclass(frozen=True, slots=True)
class _End:
    name: str
    span: Span


def rows(corpus: Config, *, path: Path, folder: Path) -> Iterator[Row]:  # noqa: ARG001 the readers' signature
    """An example for each ordered pair that the label speaks of; the reverse of a directed label is not known."""
    with open_text(path) as file:
        for line, record in enumerate(file, 1):
            place = f"{path}:{line}"
            bracketed, _, _, label = record.rstrip("\r\n").split("\t")
            text, p, q = unbracket(bracketed, place=place)
            if corpus.states_only and not _two_actors(p.name, q.name):
                continue
            for source, target, labels in _pairs(corpus, label, p, q, place=place):
                yield Row(
                    StanceExample(
                        id=f"{corpus.name}:{path.name.split('.')[0]}:{line}:{'pq' if source is p else 'qp'}",
                        text=text,
                        source=source.name,
                        target=target.name,
                        labels=labels,
                        source_spans=(source.span,),
                        target_spans=(target.span,),
                        corpus=corpus.name,
                        group=text_key(text),
                        origin=place,
                    )
                )


def _pairs(
    corpus: Config, label: str, p: _End, q: _End, *, place: str
) -> tuple[tuple[_End, _End, frozenset[str]], ...]:
    labels = label_set(corpus, label, place=place)
    if corpus.directions[label] == "both":
        return ((p, q, labels), (q, p, labels))
    source, target = (p, q) if corpus.directions[label] == "forward" else (q, p)
    reverse = ((target, source, frozenset({"neutral"})),) if corpus.reverse == "neutral" else ()
    return ((source, target, labels), *reverse)


def unbracket(bracketed: str, *, place: str) -> tuple[str, _End, _End]:
    """The sentence without brackets and its two ends, each extended to the word boundary ("[Congre]ss")."""
    marks = list(BRACKETS.finditer(bracketed))
    if len(marks) != 2:
        raise DataError(f"{place}: expected two entities in square brackets, found {len(marks)}")
    text = BRACKETS.sub(r"\1", bracketed)
    spans = [
        to_word(text, Span(mark.start() - 2 * n, mark.start() - 2 * n + len(mark.group(1))))
        for n, mark in enumerate(marks)
    ]
    names = [span.of(text) for span in spans]
    if names[0] == names[1]:  # the ends are two mentions that the source keeps apart
        names[1] = f"{names[1]} (2)"
    return text, _End(names[0], spans[0]), _End(names[1], spans[1])


@cache
def _catalogue() -> Catalogue:
    return Catalogue.load()


def _two_actors(p: str, q: str) -> bool:
    codes = [{form.code for form in _catalogue().lookup(name)} for name in (p, q)]
    return bool(codes[0] and codes[1] and codes[0].isdisjoint(codes[1]))
