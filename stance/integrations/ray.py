"""Stance in Ray Data: articles in, judgements out, in a pipeline of your own.

``stance batch --engine ray`` is the other way: files in, the folder of a run out, resumable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stance.bulk.settings import Settings
from stance.integrations.batches import ALL_JUDGEMENTS, AS_TRAINED, FrameReader, Wanted
from stance.integrations.parcel import Parcel, pack
from stance.integrations.ray_engine import RayEngine

if TYPE_CHECKING:
    import pyarrow as pa

    from stance.integrations.batches import Batch

__all__ = ["Parcel", "RayEngine", "StancePredictor", "Wanted", "pack"]


class StancePredictor:
    """A callable for ``Dataset.map_batches``, with the model loaded once a worker.

    ``settings``: how articles are read, or ``pack(settings)``, which brings the model folder and the actor CSV to
    workers that do not have them. ``wanted``: which table, from which columns. ``threads``: of the model, which should
    be the ``num_cpus`` of a worker.

        articles.map_batches(StancePredictor, batch_format="pyarrow", batch_size=500, concurrency=4)

    Raises BundleError or DataError where the files that the settings name are wrong.
    """

    def __init__(
        self, settings: Settings | Parcel = AS_TRAINED, wanted: Wanted = ALL_JUDGEMENTS, *, threads: int = 1
    ) -> None:
        self._reader = FrameReader(settings, wanted, threads=threads)

    def __call__(self, batch: Batch) -> pa.Table:
        """The rows of a batch of articles (pandas, NumPy or pyarrow), with the columns of ``stance.dataset.tables``.

        The model reads what stands in several articles of a batch once: batches of some hundred articles are quick.
        Raises DataError where a column is missing, and with ``wanted.strict`` for a bad record.
        """
        return self._reader.read(batch)
