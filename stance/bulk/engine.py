"""The run: parts are read, judged and written one after the other, or side by side by several workers."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from stance.bulk.ahead import ahead
from stance.bulk.builder import Maker, Outcome, Tick
from stance.bulk.corpus import Corpus, Part, parts
from stance.bulk.folder import RunFile, describe_run, locked, open_run, tidy, write_run
from stance.bulk.job import Engine, Job
from stance.bulk.machine import Machine, plan
from stance.bulk.receipts import Counts, Done, commit, survey, total
from stance.bulk.records import BadRecord
from stance.bulk.settings import Settings
from stance.bulk.times import Times
from stance.bulk.watch import Meter, Silence, Summary, Watcher
from stance.bulk.workers import Processes
from stance.dataset.tables import STORIES
from stance.errors import ConfigError, DataError, MissingExtraError
from stance.stories import make_stories


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be done, and how. ``strict``: stop at the first bad record. ``overwrite``: begin anew.

    ``engine``: who has the parts read, in place of processes on this machine, of which ``machine`` speaks.
    """

    corpus: Corpus
    out: Path
    settings: Settings = field(default_factory=Settings)
    machine: Machine = field(default_factory=plan)
    engine: Engine | None = None
    strict: bool = False
    overwrite: bool = False


def run_batch(task: Task, *, watcher: Watcher | None = None) -> Summary:
    """Read the corpus into the folder, or what is missing of it; the same call goes on after any interruption.

    Raises ConfigError where the folder holds another run, MissingExtraError without pyarrow or rensa, DataError for a
    bad record with ``strict``, and StanceError where the folder cannot be written or a part costs two workers their
    life.
    """
    if task.settings.part_size < 1:
        raise ConfigError(f"expected parts of at least 1 record, found {task.settings.part_size}")
    if any(find_spec(package) is None for package in ("pyarrow", "rensa")):
        raise MissingExtraError(feature="A batch run", extra="batch")
    run = describe_run(task.settings, fingerprint=task.corpus.fingerprint)
    with locked(task.out):
        known = open_run(task.out, run, overwrite=task.overwrite)
        done = survey(task.out)
        tidy(task.out, done.ends)
        return _Session(task, run, done, watcher or Silence()).go(known)


class _Session:
    """One go at a run, until it is finished or interrupted."""

    def __init__(self, task: Task, run: RunFile, done: Done, watcher: Watcher) -> None:
        self.task, self.run, self.done, self.watcher = task, run, done, watcher
        self.fresh, self.written, self.times = Counts(), 0, Times()
        self.meter = Meter(size=_size(task.corpus), total_bytes=task.corpus.total_bytes)
        self.job = Job(settings=task.settings, configuration=run.configuration, meter=self.meter, watcher=self.watcher)
        self.begin = time.perf_counter()

    def go(self, known: RunFile) -> Summary:
        if self.task.strict and self.done.bad is not None:
            raise _refused(self.task.out, self.done)
        self.meter.start(self.done)
        if not self._finished(known):
            self._parts()
            self._finish()
        return Summary(
            counts=self.meter.done,
            fresh=self.fresh,
            times=self.times,
            seconds=time.perf_counter() - self.begin,
            resumed=len(self.done.ends),
            written=self.written,
        )

    def _finished(self, known: RunFile) -> bool:
        """Whether the run was completed and nothing of it was lost since."""
        told = (self.task.out / f"{STORIES}.parquet").is_file()
        there = set(self.done.ends) == set(range(known.parts))
        return known.state == "complete" and told and there

    def _parts(self) -> None:
        waiting = parts(self.task.corpus, size=self.task.settings.part_size, done=self.done.ends)
        with closing(self._outcomes(waiting)) as outcomes:
            for outcome in outcomes:
                self._commit(outcome)

    def _outcomes(self, waiting: Iterator[Part]) -> Generator[Outcome, None, None]:
        engine, machine = self.task.engine, self.task.machine
        if engine is None and machine.workers == 1:
            maker = Maker.load(self.job.settings, configuration=self.job.configuration, threads=machine.threads)
            with closing(ahead(maker.slices(waiting))) as slices:
                yield from maker.outcomes(slices, tick=self._tick)
            return
        with closing(ahead(waiting)) as ready:
            yield from engine.outcomes(self.job, ready) if engine else Processes(self.job, machine).outcomes(ready)

    def _tick(self, part: Part, tick: Tick) -> None:
        self.meter.begun(part)
        self.meter.tick(tick)
        self.watcher.progress(self.meter.state())

    def _commit(self, outcome: Outcome) -> None:
        if self.task.strict and outcome.bad:
            raise _strict(outcome.bad[0])
        before = time.perf_counter()
        part = outcome.part
        receipt = commit(
            self.task.out, part.number, outcome.files, counts=outcome.counts, begin=part.begin, end=part.end
        )
        self.fresh, self.written = total((self.fresh, receipt.counts)), self.written + 1
        self.times += outcome.times + Times(tables=time.perf_counter() - before)
        self.meter.committed(part, receipt.counts)
        self.watcher.progress(self.meter.state())

    def _finish(self) -> None:
        """Stories need all articles; only then is the run complete."""
        number = len(self.done.ends) + self.written
        if not number:
            raise DataError("the input holds no records: expected at least one article")
        self.watcher.note("finding near-duplicates")
        before = time.perf_counter()
        made = make_stories(self.task.out)
        self.watcher.note(f"{made.n_articles:,} articles are {made.n_stories:,} stories")
        self.times += Times(stories=time.perf_counter() - before)
        write_run(self.task.out, self.run.model_copy(update={"state": "complete", "parts": number}))


def _size(corpus: Corpus) -> int | None:
    """Only where bytes do not tell how far a run is: counting records can take a look at every file."""
    return None if corpus.total_bytes else corpus.size


def _strict(bad: BadRecord) -> DataError:
    return DataError(f"{bad.origin}: {bad.reason} (stopped because of --strict; without it such records are set aside)")


def _refused(out: Path, done: Done) -> DataError:
    return DataError(
        f"{out} already holds {done.counts.bad} bad record(s), the first in {out}/bad-records/"
        f"part-{done.bad:05d}.jsonl: mend them and start anew with --overwrite, or leave --strict out"
    )
