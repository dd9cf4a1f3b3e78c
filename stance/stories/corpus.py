"""The signatures of all articles of a run, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stance.dataset.open import Dataset, connect
from stance.errors import DataError
from stance.stories.signature import N_BYTES, N_VALUES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NO_DAY = np.iinfo(np.int32).min
_ROWS = 16_384


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles in order of their numbers; ``values`` and ``sizes`` are 0 for those without words.

    ``article``: (N,) numbers. ``day``: (N,) days since 1970, or NO_DAY. ``sizes``: (N,) distinct word pairs.
    ``values``: (N, 128) values of the signatures.
    """

    article: NDArray[np.int64]
    day: NDArray[np.int32]
    sizes: NDArray[np.uint32]
    values: NDArray[np.uint16]

    def similarity(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> Similarity:
        """Of each two rows, (K,) and (K,), or (K,) and one."""
        jaccard = (self.values[first] == self.values[second]).mean(axis=-1, dtype=np.float32)
        a, b = self.sizes[first].astype(np.float32), self.sizes[second].astype(np.float32)
        shared = jaccard / (1 + jaccard) * (a + b)
        return Similarity(jaccard, shared / np.maximum(np.minimum(a, b), 1))


@dataclass(frozen=True, slots=True)
class Similarity:
    """Estimates for K pairs: ``jaccard`` |A∩B| / |A∪B|, and ``containment`` |A∩B| / min(|A|, |B|) (Broder 1997)."""

    jaccard: NDArray[np.float32]
    containment: NDArray[np.float32]


def read_corpus(dataset: Dataset) -> Corpus:
    """Read the signatures of a run of any format. Raises DataError where they are of another kind."""
    with connect(dataset) as connection:
        _check(connection, dataset)
        corpus = _read(connection)
    order = np.argsort(corpus.article, kind="stable")
    if np.array_equal(order, np.arange(len(order))):
        return corpus
    return Corpus(corpus.article[order], corpus.day[order], corpus.sizes[order], corpus.values[order])


def _check(connection: DuckDBPyConnection, dataset: Dataset) -> None:
    other = f"octet_length(minhash) NOT IN (0, {N_BYTES})"
    found = connection.execute(
        f"SELECT origin, octet_length(minhash) FROM raw_articles WHERE {other} LIMIT 1"
    ).fetchone()
    if found is not None:
        raise DataError(
            f"{dataset.path}: the article of {found[0]} has a signature of {found[1]} bytes, expected {N_BYTES}: "
            "the run was made by another version of stance; run stance batch again"
        )


def _read(connection: DuckDBPyConnection) -> Corpus:
    (n,) = connection.execute("SELECT count(*) FROM raw_articles").fetchone() or (0,)
    article, day = np.zeros(n, np.int64), np.full(n, NO_DAY, np.int32)
    sizes, values = np.zeros(n, np.uint32), np.zeros((n, N_VALUES), np.uint16)
    result = connection.execute(
        f"SELECT article, coalesce(published - DATE '1970-01-01', {NO_DAY})::INTEGER AS day, minhash FROM raw_articles"
    )
    at = 0
    while batch := result.fetchmany(_ROWS):
        rows = slice(at, at + len(batch))
        article[rows], day[rows] = [row[0] for row in batch], [row[1] for row in batch]
        joined = b"".join(row[2] or bytes(N_BYTES) for row in batch)
        table = np.frombuffer(joined, np.uint8).reshape(len(batch), N_BYTES)
        sizes[rows] = table[:, :4].copy().view("<u4").ravel()
        values[rows] = table[:, 4:].copy().view("<u2")
        at += len(batch)
    return Corpus(article, day, sizes, values)
