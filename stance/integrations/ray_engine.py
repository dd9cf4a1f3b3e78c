"""Parts of a batch run read on the machines of a Ray cluster.

The driver, where ``stance batch`` was called, reads the input and writes the output; workers get records and give back
the bytes of files. So no storage has to be shared, and a run is resumed from any driver that has its folder.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from stance.bulk.builder import Outcome
from stance.bulk.corpus import Part
from stance.bulk.job import Job
from stance.bulk.machine import cores
from stance.errors import ConfigError, MissingExtraError, StanceError
from stance.integrations.ray_crew import Hands, machines, said

_OBJECTS = 200_000_000  # bytes of the object store on this machine, and for each worker as many again
_LEAST = "at least 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class RayEngine:
    """Workers on a Ray cluster: the one at ``address``, or one that is started here and ends with the run.

    ``workers``: 0 for as many as there are cores, with ``threads`` cores each. Where the calling program has connected
    to Ray already, that cluster is used.
    """

    address: str | None = None
    workers: int = 0
    threads: int = 0

    def __post_init__(self) -> None:
        if find_spec("ray") is None:
            raise MissingExtraError(feature="The engine ray", extra="ray")
        if self.workers < 0 or self.threads < 0:
            raise ConfigError(f"expected workers and threads of {_LEAST}, found {self.workers} and {self.threads}")

    def outcomes(self, job: Job, waiting: Iterator[Part]) -> Iterator[Outcome]:
        """The outcome of each part, as each is ready. Raises StanceError where a part costs two workers their life."""
        with self._connected():
            threads = self.threads or 1
            room = _room(threads)
            workers = self.workers or room
            if workers > room:
                job.watcher.note(
                    f"the cluster has room for {room} of {workers} workers; the others start when it grows"
                )
            yield from Hands(job, workers=workers, threads=threads).outcomes(waiting)

    @contextmanager
    def _connected(self) -> Iterator[None]:
        import ray

        if ray.is_initialized():
            yield
            return
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # whoever reads a corpus does not expect to be counted
        try:
            ray.init(**self._where(), log_to_driver=False, logging_level=logging.ERROR)
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise StanceError(_unreachable(self.address, error)) from error
        try:
            yield
        finally:
            ray.shutdown()

    def _where(self) -> Mapping[str, Any]:
        if self.address:
            return {"address": self.address}
        workers = self.workers or max(cores() // (self.threads or 1), 1)
        return {
            "address": "local",
            "num_cpus": workers * (self.threads or 1),
            "include_dashboard": False,
            "object_store_memory": _OBJECTS * (workers + 1),
        }


def _room(threads: int) -> int:
    """How many workers with so many cores the machines of the cluster hold now. ConfigError where none fits."""
    found = machines().values()
    room = sum(cpus // threads for cpus in found)
    if not room:
        raise ConfigError(
            f"no machine of the Ray cluster has {threads} cores (found: {max(found, default=0)}): use fewer --threads"
        )
    return room


def _unreachable(address: str | None, error: Exception) -> str:
    if address is None:
        return f"a local Ray cluster cannot be started ({said(error)}): leave --engine ray out to use processes"
    return f"no Ray cluster at {address} ({said(error)}): start one with ray start --head, or leave --ray-address out"
