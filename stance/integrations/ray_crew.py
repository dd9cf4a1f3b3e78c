"""The workers of a Ray cluster at work on a run: each has a model, and one part at a time."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from stance import __version__
from stance.bulk.builder import Maker, Outcome
from stance.bulk.corpus import Part
from stance.bulk.crew import Crew, Worker
from stance.bulk.job import Failed, Job
from stance.errors import StanceError
from stance.integrations.parcel import Parcel, pack

_INSTALL = f"install 'stance[ray]=={__version__}' on all machines of the cluster"


@dataclass(frozen=True, slots=True)
class _Ready:
    """A worker has loaded its model. ``version``: of the stance that it runs."""

    version: str
    machine: str


class _Reader:
    """What runs on a worker: a Ray actor, with the model in its own memory."""

    def __init__(self, parcel: Parcel, configuration: Mapping[str, object], threads: int) -> None:
        self._parcel, self._configuration, self._threads = parcel, configuration, threads
        self._maker: Maker | None = None

    def load(self) -> _Ready | Failed:
        import ray

        try:
            with self._parcel.opened() as settings:
                self._maker = Maker.load(settings, configuration=self._configuration, threads=self._threads)
        except Exception as error:
            return Failed.of(error)
        return _Ready(__version__, ray.get_runtime_context().get_node_id())

    def read(self, part: Part) -> Outcome | Failed:
        try:
            assert self._maker is not None
            return self._maker.outcome(part)
        except Exception as error:
            return Failed.of(error)


@dataclass(slots=True, kw_only=True)
class _Hand(Worker):
    """A Ray actor, and the answer that is awaited from it. ``machine``: on which it runs, once its model is loaded."""

    actor: Any
    awaited: Any
    machine: str = ""


class Hands(Crew[_Hand]):
    """Workers on the machines of a cluster."""

    def __init__(self, job: Job, *, workers: int, threads: int) -> None:
        import ray

        super().__init__(job, workers=workers)
        self._threads = threads
        self._parcel = ray.put(pack(job.settings))

    def _start(self) -> _Hand:
        import ray

        remote: Any = ray.remote(_Reader)
        make = remote.options(num_cpus=self._threads, max_restarts=0, max_task_retries=0)
        actor = make.remote(self._parcel, dict(self._job.configuration), self._threads)
        return _Hand(actor=actor, awaited=actor.load.remote())

    def _send(self, worker: _Hand, part: Part) -> None:
        worker.awaited = worker.actor.read.remote(part)

    def _speaking(self) -> list[_Hand]:
        import ray

        awaited = {worker.awaited: worker for worker in self._workers if worker.awaited is not None}
        there, _ = ray.wait(list(awaited), num_returns=1)
        return [awaited[one] for one in there]

    def _hear(self, worker: _Hand) -> Outcome | None:
        import ray
        from ray.exceptions import RayError

        try:
            answer = ray.get(worker.awaited)
        except RayError as error:
            if getattr(error, "actor_init_failed", False):
                raise StanceError(f"a worker cannot run stance {__version__} ({_cause(error)}): {_INSTALL}") from error
            self._end(worker)
            self._bury(worker, said(error), innocent=worker.ready and worker.machine not in machines())
            return None
        worker.awaited = None
        if isinstance(answer, Failed):
            raise answer.error()
        if isinstance(answer, _Ready):
            _check(answer)
            worker.ready, worker.machine = True, answer.machine
            return None
        worker.part = None
        assert isinstance(answer, Outcome)
        return answer

    def _end(self, worker: _Hand) -> None:
        import ray

        with suppress(Exception):  # it may be gone, and so may the cluster
            ray.kill(worker.actor)


def _check(ready: _Ready) -> None:
    """Other versions may write other rows."""
    if ready.version != __version__:
        raise StanceError(f"a worker runs stance {ready.version}, and this is {__version__}: {_INSTALL}")


def machines() -> Mapping[str, int]:
    """The machines of the cluster that are alive, and the cores of each."""
    import ray

    nodes: list[dict[str, Any]] = ray.nodes()  # type: ignore[no-untyped-call]
    return {node["NodeID"]: int(node["Resources"].get("CPU", 0)) for node in nodes if node["Alive"]}


def said(error: Exception) -> str:
    """The first line of what Ray says, which goes on for many."""
    return str(error).strip().partition("\n")[0].rstrip(".:") or type(error).__name__


def _cause(error: Exception) -> str:
    """The last line of a remote traceback: what was raised."""
    return said(Exception(str(error).strip().rpartition("\n")[2]))
