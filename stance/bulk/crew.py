"""Workers that read parts side by side, wherever they run: each with one part at a time, and replaced where it dies."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from stance.bulk.builder import Outcome
from stance.bulk.corpus import Part
from stance.bulk.job import Deaths, Job


@dataclass(slots=True)
class Worker:
    """``part``: what it reads now; ``ready`` once its model is loaded."""

    part: Part | None = None
    ready: bool = False


W = TypeVar("W", bound=Worker)


class Crew(ABC, Generic[W]):
    """The workers of a run. Which of them reads a part, and in which order parts come back, changes no row."""

    def __init__(self, job: Job, *, workers: int) -> None:
        self._job, self._number = job, workers
        self._workers: list[W] = []
        self._again: list[Part] = []
        self._deaths = Deaths(job)

    def outcomes(self, waiting: Iterator[Part]) -> Iterator[Outcome]:
        """The outcome of each part, as each is ready. Raises StanceError where a part costs two workers their life."""
        try:
            self._workers = [self._start() for _ in range(self._number)]
            while True:
                over = self._give(waiting)
                if over and not any(worker.part for worker in self._workers):
                    return
                for worker in self._speaking():
                    outcome = self._hear(worker)
                    if outcome is not None:
                        yield outcome
        finally:
            for worker in self._workers:
                self._end(worker)

    def _give(self, waiting: Iterator[Part]) -> bool:
        """A part for each worker that has none, those that lost their worker first; whether there are no more."""
        for worker in self._workers:
            if worker.part is None and worker.ready:
                part = self._again.pop() if self._again else next(waiting, None)
                if part is None:
                    return True
                worker.part = part
                self._job.meter.begun(part)
                self._send(worker, part)
        return False

    def _bury(self, worker: W, how: str, *, innocent: bool = False) -> None:
        """Put a new worker in the place of one that died, and its part back; ``innocent``: as in ``Deaths.add``."""
        self._deaths.add(worker.part, how, innocent=innocent)
        if worker.part is not None:
            self._again.append(worker.part)
        self._workers[self._workers.index(worker)] = self._start()

    @abstractmethod
    def _start(self) -> W:
        """A new worker, which loads its model."""

    @abstractmethod
    def _send(self, worker: W, part: Part) -> None:
        """Have it read a part."""

    @abstractmethod
    def _speaking(self) -> list[W]:
        """Wait for the workers that said something, or died."""

    @abstractmethod
    def _hear(self, worker: W) -> Outcome | None:
        """What one of them said; raises what it failed with."""

    @abstractmethod
    def _end(self, worker: W) -> None:
        """See to it that it is gone."""
