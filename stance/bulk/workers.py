"""Several processes that read parts side by side, each with the model in its own memory."""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from stance.bulk.builder import Maker, Outcome, Tick
from stance.bulk.corpus import Part
from stance.bulk.machine import Machine
from stance.bulk.settings import Settings
from stance.bulk.watch import Meter, Watcher
from stance.errors import StanceError

TRIES = 2  # of a part whose worker dies, and of loading the model
_PATIENCE = 5.0  # seconds for a worker to end


@dataclass(frozen=True, slots=True)
class _Ready:
    """The worker has loaded its model."""


@dataclass(frozen=True, slots=True)
class _Failed:
    """The worker raised; ``mendable``: by the user, with a message that says how."""

    message: str
    mendable: bool


@dataclass(slots=True)
class _Worker:
    """A process, the pipe to it, and the part that it has; ``ready`` once its model is loaded."""

    process: BaseProcess
    pipe: Connection[Part, object]
    part: Part | None = None
    ready: bool = False


class Crew:
    """The workers of a run. Which of them reads a part, and in which order parts come back, changes no row."""

    def __init__(
        self,
        settings: Settings,
        *,
        configuration: Mapping[str, object],
        machine: Machine,
        meter: Meter,
        watcher: Watcher,
    ) -> None:
        self._settings, self._configuration, self._machine = settings, configuration, machine
        self._meter, self._watcher = meter, watcher
        self._workers: list[_Worker] = []
        self._again: list[Part] = []
        self._deaths: Counter[int | None] = Counter()  # by part; None: while the model was loaded
        self._over = False

    def outcomes(self, waiting: Iterator[Part]) -> Iterator[Outcome]:
        """The outcome of each part, as each is ready. Raises StanceError where a part costs two workers their life."""
        try:
            self._workers = [self._start() for _ in range(self._machine.workers)]
            while True:
                self._give(waiting)
                if self._over and not self._again and not any(worker.part for worker in self._workers):
                    return
                for worker in self._speaking():
                    outcome = self._hear(worker)
                    if outcome is not None:
                        yield outcome
        finally:
            for worker in self._workers:
                _end(worker)

    def _start(self) -> _Worker:
        context = get_context("spawn")  # a fork would copy the threads of the runtime in an unknown state
        ours, theirs = context.Pipe()
        arguments = (theirs, self._settings, self._configuration, self._machine.threads)
        process = context.Process(target=_serve, args=arguments, name="stance-worker", daemon=True)
        with _interrupts_ignored():  # Ctrl-C is for the parent, which ends its workers
            process.start()
        theirs.close()  # so that the pipe breaks when the worker dies
        return _Worker(process, ours)

    def _give(self, waiting: Iterator[Part]) -> None:
        """A part for each worker that has none, those that lost their worker first."""
        for worker in self._workers:
            if worker.part is None and worker.ready:
                part = self._again.pop() if self._again else next(waiting, None)
                if part is None:
                    self._over = True
                    return
                worker.part = part
                self._meter.begun(part)
                with suppress(OSError):  # it died: listening to it will tell
                    worker.pipe.send(part)

    def _speaking(self) -> list[_Worker]:
        """The workers that said something, or died."""
        heard = wait([worker.pipe for worker in self._workers])
        return [worker for worker in self._workers if worker.pipe in heard]

    def _hear(self, worker: _Worker) -> Outcome | None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return None
        if isinstance(message, _Failed):
            raise StanceError(message.message) if message.mendable else RuntimeError(message.message)
        if isinstance(message, Tick):
            self._meter.tick(message)
            self._watcher.progress(self._meter.state())
        if isinstance(message, _Ready):
            worker.ready = True
        if isinstance(message, Outcome):
            worker.part = None
            return message
        return None

    def _bury(self, worker: _Worker) -> None:
        """Put a new worker in the place of one that died, and its part back."""
        worker.process.join(_PATIENCE)
        worker.pipe.close()
        part, code = worker.part, worker.process.exitcode
        self._deaths[part.number if part else None] += 1
        if self._deaths[part.number if part else None] >= TRIES:
            raise StanceError(_given_up(part, code))
        if part is not None:
            self._meter.dropped(part.number)
            self._again.append(part)
        place = f"on part {part.number}" if part else "before its first part"
        self._watcher.note(f"a worker died ({_how(code)}) {place}; another one tries again")
        self._workers[self._workers.index(worker)] = self._start()


def _given_up(part: Part | None, code: int | None) -> str:
    if part is None:
        return f"workers die at their start ({_how(code)}): use fewer workers, they may not fit into memory"
    first, last = part.entries[0], part.entries[-1]
    return (
        f"two workers died ({_how(code)}) on part {part.number}, the records from {first.origin} to {last.origin}: "
        "use fewer workers if memory is short, or take these records out; the same command then goes on"
    )


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.terminate()
    worker.process.join(_PATIENCE)
    if worker.process.is_alive():
        worker.process.kill()


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Processes started meanwhile ignore Ctrl-C from their first moment on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _serve(
    pipe: Connection[object, Part], settings: Settings, configuration: Mapping[str, object], threads: int
) -> None:
    """The life of a worker: load the model, then read parts until there are no more, or the parent is gone."""
    threading.Thread(target=_die_with_parent, daemon=True).start()
    with suppress(EOFError, BrokenPipeError):
        try:
            maker = Maker.load(settings, configuration=configuration, threads=threads)
            pipe.send(_Ready())
            slices = maker.slices(iter(pipe.recv, None))
            for outcome in maker.outcomes(slices, tick=lambda _, tick: pipe.send(tick)):
                pipe.send(outcome)
        except (EOFError, BrokenPipeError):
            raise
        except StanceError as error:
            pipe.send(_Failed(str(error), mendable=True))
        except Exception:
            pipe.send(_Failed(f"in a worker:\n{traceback.format_exc()}", mendable=False))


def _die_with_parent() -> None:
    """Whatever ends the parent, also kill -9, ends its workers."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
