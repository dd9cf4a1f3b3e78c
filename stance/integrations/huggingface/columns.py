"""Columns for ``dataset.map(scorer(), batched=True)`` of the ``datasets`` package."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import stance
from stance.analyzer import StanceAnalyzer
from stance.bundle import Bundle, sha256
from stance.integrations.huggingface.records import INPUTS, examples_of, require_columns
from stance.report.records import flat_answer
from stance.shipped import MANIFEST
from stance.types import Prediction


@dataclass(frozen=True, slots=True)
class Scorer:
    """A function from columns to columns, made by ``scorer``.

    It is what it says here and nothing else, so that ``datasets`` finds a result again in its cache, in another process
    too, and that worker processes can be sent one: the model is loaded by the first call. ``identity``: a digest of all
    that the answers depend on.
    """

    folder: str
    identity: str
    actors: str | None
    runtime: str
    threads: int
    context: int | None
    prefix: str

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """The new columns of a batch; of one record, where ``map`` is called without ``batched``.

        Raises:
            DataError: a column is missing, or with every problem of the records.
        """
        require_columns(batch)
        if isinstance(batch["text"], str):
            return {name: column[0] for name, column in self({k: [v] for k, v in batch.items()}).items()}
        analyzer = _loaded(replace(self, prefix=""))
        inputs = {name: batch[name] for name in INPUTS if name in batch}
        records = [dict(zip(inputs, values, strict=True)) for values in zip(*inputs.values(), strict=True)]
        predictions = analyzer.predict(examples_of(records, scheme=analyzer.scheme))
        return {self.prefix + name: column for name, column in _columns(predictions, analyzer.scheme.names).items()}


def scorer(
    model: str | Path | None = None,
    *,
    actors: str | Path | None = None,
    runtime: str = "auto",
    threads: int = 0,
    context: int | None = None,
    prefix: str = "stance_",
) -> Scorer:
    """For ``dataset.map(…, batched=True)``: the columns label, label_set, score, truncated and p_… of each label.

    The data set has the columns ``text``, ``source``, ``target`` and optionally ``context``, ``source_spans``,
    ``target_spans``, ``voice``. All arguments but ``prefix``, which goes before the names of the new columns, are those
    of ``StanceAnalyzer.load``; with ``num_proc`` give ``threads=1``, or every process takes all cores.

    Raises:
        BundleError: no model folder, or a changed file.
    """
    bundle = Bundle.load(model)
    overlay = Path(actors).resolve() if actors else None
    parts = (stance.__version__, sha256(bundle.folder / MANIFEST), sha256(overlay) if overlay else "")
    return Scorer(
        folder=str(bundle.folder.resolve()),
        identity=hashlib.sha256("\n".join(parts).encode()).hexdigest(),
        actors=str(overlay) if overlay else None,
        runtime=runtime,
        threads=threads,
        context=context,
        prefix=prefix,
    )


@lru_cache(maxsize=1)
def _loaded(one: Scorer) -> StanceAnalyzer:
    """The model, once in each process."""
    overlay = Path(one.actors) if one.actors else None
    return StanceAnalyzer.load(
        one.folder, actors=overlay, runtime=one.runtime, threads=one.threads, context=one.context
    )


def _columns(predictions: Sequence[Prediction], labels: Sequence[str]) -> dict[str, list[Any]]:
    rows = [flat_answer(one, labels) for one in predictions]
    names = ("label", "label_set", "score", "truncated", *(f"p_{label}" for label in labels))
    return {name: [row[name] for row in rows] for name in names}
