"""Corpora of an experiment as training items."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from stance.batch import Floats
from stance.bundle import TrainedOn
from stance.encode import PassageEncoder
from stance.fit import TrainingItem, allowed, items_of
from stance.labels import LabelScheme
from stance.passages import IndexedPassage, NameOf, from_examples
from stance.types import StanceExample
from training.corpora import load_config, load_corpus
from training.experiment import CorpusUse, DataSettings
from training.splits import group_of, position


@dataclass(frozen=True, slots=True)
class Loaded:
    """The examples of one corpus use, and what a model card says of them."""

    examples: tuple[StanceExample, ...]
    trained_on: TrainedOn


def load(use: CorpusUse, *, data_dir: Path, seed: int, without: Sequence[CorpusUse] = ()) -> Loaded:
    """Read, sample and weight one corpus; training data loses every text of the splits ``without`` and is augmented.

    Raises ConfigError or DataError as the readers do.
    """
    config = load_config(use.corpus, overrides=use.options)
    examples = load_corpus(
        use.corpus,
        data_dir=data_dir,
        split=use.split,
        overrides=use.options,
        without=[f"{held_out.corpus}/{held_out.split}" for held_out in without],
        augmented=bool(without),
    )
    chosen = _sample(examples, groups=use.limit, seed=seed)
    return Loaded(
        examples=tuple(replace(example, weight=example.weight * use.weight) for example in chosen),
        trained_on=TrainedOn(
            corpus=config.name,
            licence=config.licence,
            source=config.source,
            examples=len(chosen),
            sha256=fingerprint(chosen),
        ),
    )


def fingerprint(examples: Iterable[StanceExample]) -> str:
    """sha256 over what was learned from: text, pair and labels of each example, in order."""
    digest = hashlib.sha256()
    for e in examples:
        digest.update("\t".join((e.text, e.source, e.target, *sorted(e.labels))).encode() + b"\n")
    return digest.hexdigest()


def training_items(
    examples: Sequence[StanceExample],
    *,
    encoder: PassageEncoder,
    scheme: LabelScheme,
    name_of: NameOf,
    settings: DataSettings,
    teacher: Floats | None = None,
) -> tuple[TrainingItem, ...]:
    """Encoded sentences with the allowed labels and weights of their pairs; ``teacher``: (examples, K), if any."""
    given = _Given(examples, teacher)
    return tuple(
        item
        for indexed in from_examples(examples, name_of=name_of)
        for copy, reader in _copies(indexed, encoder, settings)
        for item in _items(copy, given, reader, scheme, settings)
    )


def _copies(
    indexed: IndexedPassage, encoder: PassageEncoder, settings: DataSettings
) -> Iterator[tuple[IndexedPassage, PassageEncoder]]:
    """The passage with each turn of the stand-in names that it is given, and as written if that is asked for."""
    for n in range(settings.copies):
        turn = int(1000 * position(indexed.passage.text, seed=n))
        yield replace(indexed, passage=replace(indexed.passage, turn=turn)), encoder
    if settings.written:
        yield indexed, encoder.with_names("written")


@dataclass(frozen=True, slots=True)
class _Given:
    """Examples and a teacher's probabilities for them, in the same order."""

    examples: Sequence[StanceExample]
    teacher: Floats | None


def _items(
    indexed: IndexedPassage,
    given: _Given,
    encoder: PassageEncoder,
    scheme: LabelScheme,
    settings: DataSettings,
) -> list[TrainingItem]:
    judged = [given.examples[p] for p in indexed.positions]
    rows = allowed(judged, scheme=scheme, also=settings.also)
    weights = np.array([example.weight for example in judged], dtype=np.float32)
    taught = None if given.teacher is None else given.teacher[list(indexed.positions)]
    if settings.line_cap:
        weights *= min(1.0, settings.line_cap / float(weights.sum()))
    return list(items_of(indexed.passage, encoder, allowed=rows, weights=weights, teacher=taught))


def _sample(examples: tuple[StanceExample, ...], *, groups: int, seed: int) -> tuple[StanceExample, ...]:
    """Whole groups at random, so that a document is never cut in two."""
    names = sorted({group_of(example) for example in examples})
    if not groups or groups >= len(names):
        return examples
    kept = set(random.Random(seed).sample(names, groups))
    return tuple(example for example in examples if group_of(example) in kept)
