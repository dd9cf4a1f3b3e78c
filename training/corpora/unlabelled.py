"""Sentences without labels and the pairs that the analyser finds in them, for a student to learn from a teacher."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from stance.actors.catalogue import Catalogue
from stance.actors.matcher import Matcher
from stance.actors.read import read_actors
from stance.pairs import make_pairs
from stance.passages import spans_in
from stance.text.clean import clean
from stance.text.sentences import split
from stance.types import DirectedPair, Document, Sentence, StanceExample
from training.corpora.config import CorpusConfig
from training.corpora.passages import TextSource, pool_texts, sentences
from training.corpora.rows import Row, text_hash

ACTORS = 4  # a sentence that names more is a list


class Config(CorpusConfig):
    """Where the text is."""

    reader: Literal["unlabelled"]
    texts: Mapping[str, TextSource] = Field({}, description="corpus → where its sentences are")


def rows(corpus: Config, *, path: Path, folder: Path) -> Iterator[Row]:
    """An example, with every label allowed, for each pair of each article of the pool ``path`` and of each sentence."""
    for article, text in pool_texts(path).items():
        yield from _rows(corpus, Document(id=article, text=text))
    for source in corpus.texts.values():
        for text in dict.fromkeys(sentences(source, data_dir=folder)):
            yield from _rows(corpus, Document(id=text_hash(text), text=text))


def _rows(corpus: Config, document: Document) -> Iterator[Row]:
    found = split(document, clean(document))
    mentions, speeches = read_actors(document, found, matcher=_matcher(), catalogue=_catalogue())
    pairs = make_pairs(found, mentions, speeches).pairs
    place = {sentence.index: n for n, sentence in enumerate(found)}
    by_sentence: dict[int, list[DirectedPair]] = {}
    for pair in pairs:
        by_sentence.setdefault(place[pair.sentence], []).append(pair)
    for n, judged in by_sentence.items():
        if len({pair.source for pair in judged}) <= ACTORS:
            yield from (Row(_example(corpus, document, found, n, pair)) for pair in judged)


def _example(
    corpus: Config, document: Document, found: Sequence[Sentence], n: int, pair: DirectedPair
) -> StanceExample:
    sentence = found[n]
    return StanceExample(
        id=f"{corpus.name}:{document.id}:{sentence.index}:{pair.source.code}:{pair.target.code}",
        text=sentence.text,
        source=pair.source.code,
        target=pair.target.code,
        labels=frozenset(corpus.classes),
        context=tuple(before.text for before in found[max(n - 3, 0) : n]),
        source_spans=spans_in(sentence, pair.source_mentions),
        target_spans=spans_in(sentence, pair.target_mentions),
        voice=pair.voice,
        corpus=corpus.name,
        group=document.id,
        origin=f"{document.id}:{sentence.index}",
    )


@cache
def _catalogue() -> Catalogue:
    return Catalogue.load()


@cache
def _matcher() -> Matcher:
    return Matcher(_catalogue())
