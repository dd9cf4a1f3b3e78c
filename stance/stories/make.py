"""stories.parquet of a run: which articles carry the same text, and the weight of each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from stance.dataset.open import open_dataset
from stance.dataset.tables import STORIES, table_columns
from stance.errors import ConfigError, MissingExtraError
from stance.files import write_atomic
from stance.report.parquet import arrow_schema
from stance.report.records import SCHEMA_VERSION
from stance.stories.corpus import Corpus, read_corpus
from stance.stories.link import link
from stance.stories.pairs import Ints, OnBand, Rule, find_pairs
from stance.tabular import parquet_bytes

THRESHOLD = 0.67
"""Share of the word pairs of the shorter text that the longer one has too; docs/stories.md has the curve."""
WITHIN_DAYS = 30
"""A text that comes again after more days is a new act (a yearly message), not a copy."""


@dataclass(frozen=True, slots=True)
class Stories:
    """What was made: the file, how many articles, how many stories among them, articles of the largest story."""

    path: Path
    n_articles: int
    n_stories: int
    largest: int


def make_stories(
    out: Path, *, threshold: float = THRESHOLD, within_days: int | None = WITHIN_DAYS, on_band: OnBand | None = None
) -> Stories:
    """Find the copies among the articles of a run and write OUT/stories.parquet, whole or not at all.

    The result depends on the articles and their numbers alone, not on parts or format. ``threshold``: share of the word
    pairs of the shorter text that the longer one has too, 0 to 1. ``within_days``: copies are at most so many days
    apart, None for no limit; an article without a date is near to all. ``on_band``: told how many of how many steps
    are done. Raises DataError if ``out`` is no run.
    """
    if not 0 < threshold <= 1 or (within_days is not None and within_days < 0):
        raise ConfigError(
            f"stories need a threshold above 0 and up to 1, and days from 0: found {threshold} and {within_days}"
        )
    dataset = open_dataset(out)
    corpus, rule = read_corpus(dataset), Rule(threshold, within_days)
    story = link(corpus, find_pairs(corpus, rule, on_band=on_band), rule)
    path = dataset.path / f"{STORIES}.parquet"
    sizes = np.bincount(story, minlength=len(story))
    write_atomic(path, _parquet(corpus, story, sizes, rule))
    return Stories(path, len(story), int((sizes > 0).sum()), int(sizes.max(initial=0)))


def _parquet(corpus: Corpus, story: Ints, sizes: Ints, rule: Rule) -> bytes:
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtraError(feature="stories", extra="batch") from error
    settings = json.dumps({"threshold": rule.threshold, "within_days": rule.within_days})
    metadata = {"stance.schema_version": SCHEMA_VERSION, "stance.stories": settings}
    columns = (corpus.article, corpus.article[story], 1 / sizes[story])
    schema = arrow_schema(table_columns(STORIES, labels=()), metadata=metadata)
    return parquet_bytes(pa.Table.from_arrays([pa.array(column) for column in columns], schema=schema))
