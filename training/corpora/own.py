"""A user's own files in the documented columns (``stance.examples``), as a corpus with splits and weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

from stance.examples import read_examples
from training.corpora.config import CorpusConfig
from training.corpora.rows import Row


class Config(CorpusConfig):
    """A corpus of JSONL, CSV, TSV or Parquet files; labels need no mapping."""

    reader: Literal["own"]


def rows(corpus: Config, *, path: Path, folder: Path) -> Iterator[Row]:  # noqa: ARG001 the readers' signature
    """The examples of the file as they stand, with an id that is unique over all files of the corpus."""
    for example in read_examples(path):
        yield Row(replace(example, id=f"{corpus.name}:{path.name}:{example.id}", corpus=corpus.name))
