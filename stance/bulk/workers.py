"""Several processes that read parts side by side, each with the model in its own memory."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from stance.bulk.builder import Maker, Outcome, Tick
from stance.bulk.corpus import Part
from stance.bulk.crew import Crew, Worker
from stance.bulk.job import Failed, Job
from stance.bulk.machine import Machine
from stance.bulk.settings import Settings

_PATIENCE = 5.0  # seconds for a worker to end


@dataclass(frozen=True, slots=True)
class _Ready:
    """The worker has loaded its model."""


@dataclass(slots=True, kw_only=True)
class _Process(Worker):
    """A process, and the pipe to it."""

    process: BaseProcess
    pipe: Connection[Part, object]


class Processes(Crew[_Process]):
    """Workers on this machine."""

    def __init__(self, job: Job, machine: Machine) -> None:
        super().__init__(job, workers=machine.workers)
        self._threads = machine.threads

    def _start(self) -> _Process:
        context = get_context("spawn")  # a fork would copy the threads of the runtime in an unknown state
        ours, theirs = context.Pipe()
        arguments = (theirs, self._job.settings, self._job.configuration, self._threads)
        process = context.Process(target=_serve, args=arguments, name="stance-worker", daemon=True)
        with _interrupts_ignored():  # Ctrl-C is for the parent, which ends its workers
            process.start()
        theirs.close()  # so that the pipe breaks when the worker dies
        return _Process(process=process, pipe=ours)

    def _send(self, worker: _Process, part: Part) -> None:
        with suppress(OSError):  # it died: listening to it will tell
            worker.pipe.send(part)

    def _speaking(self) -> list[_Process]:
        heard = wait([worker.pipe for worker in self._workers])
        return [worker for worker in self._workers if worker.pipe in heard]

    def _hear(self, worker: _Process) -> Outcome | None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(_PATIENCE)
            worker.pipe.close()
            self._bury(worker, _how(worker.process.exitcode))
            return None
        if isinstance(message, Failed):
            raise message.error()
        if isinstance(message, Tick):
            self._job.meter.tick(message)
            self._job.watcher.progress(self._job.meter.state())
        if isinstance(message, _Ready):
            worker.ready = True
        if isinstance(message, Outcome):
            worker.part = None
            return message
        return None

    def _end(self, worker: _Process) -> None:
        worker.pipe.close()
        worker.process.terminate()
        worker.process.join(_PATIENCE)
        if worker.process.is_alive():
            worker.process.kill()


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"


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
        except Exception as error:
            pipe.send(Failed.of(error))


def _die_with_parent() -> None:
    """Whatever ends the parent, also kill -9, ends its workers."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
