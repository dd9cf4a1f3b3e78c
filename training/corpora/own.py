"""A user's own files in the documented columns (``stance.examples``), as a corpus with splits and weight.

A single file is a corpus too, without a configuration: four fifths of its groups to train on, one fifth to judge by.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

from stance.actors.catalogue import Catalogue
from stance.actors.matchers import Matchers
from stance.examples import read_examples
from stance.locate import locate
from training.corpora.config import CorpusConfig, SplitRule
from training.corpora.rows import Row

HELD_OUT = 0.2


class Config(CorpusConfig):
    """A corpus of JSONL, CSV, TSV or Parquet files; labels need no mapping."""

    reader: Literal["own"]


def config_of(file: Path) -> Config:
    """The corpus that a file alone is; its splits are ``train``, ``dev`` and ``all``."""
    place = str(file.resolve())
    return Config(
        name=file.name.partition(".")[0],
        reader="own",
        title=f"your own judgements in {file.name}",
        source="your own file",
        paper="none",
        licence="not stated",
        licence_allows_shipping=False,
        licence_reason="nothing is known of the file: write a corpus configuration that says it",
        language="en",
        folder=".",
        files={place: None},
        splits={
            "all": SplitRule(files=(place,)),
            "train": SplitRule(files=(place,), share=(0.0, 1 - HELD_OUT)),
            "dev": SplitRule(files=(place,), share=(1 - HELD_OUT, 1.0)),
        },
    )


def rows(corpus: Config, *, path: Path, folder: Path) -> Iterator[Row]:  # noqa: ARG001 the readers' signature
    """The examples of the file, with an id that is unique over all files of the corpus.

    Actors without spans are looked for in the text, as they are when the model is used.
    """
    catalogue = Catalogue.load()
    for example in locate(read_examples(path), catalogue=catalogue, matcher=Matchers(catalogue).english):
        yield Row(replace(example, id=f"{corpus.name}:{path.name}:{example.id}", corpus=corpus.name))
