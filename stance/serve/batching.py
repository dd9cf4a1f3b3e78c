"""One thread that owns the model and reads, in each round, sentences of all requests that wait."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from time import perf_counter

from stance.classify import Classifier, Memory, Work
from stance.types import EncodedSentence

ROUND_TOKENS = 2048
"""Tokens a round: enough to fill the cores, few enough that a short request waits little for a long one."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of the model was: requests and sentences that it read together, and seconds."""

    requests: int
    sentences: int
    seconds: float


@dataclass(slots=True)
class _Job:
    left: deque[EncodedSentence]
    future: Future[Memory]
    memory: Memory = field(default_factory=dict)


class Batcher:
    """Joins the work of concurrent requests without making any wait for company: a round takes whatever is there.

    Every waiting request has its turn in each round, so that long articles do not hold up short ones.
    """

    def __init__(self, classifier: Classifier, *, watch: Callable[[Round], None] | None = None) -> None:
        self._classifier = classifier
        self._watch = watch
        self._arrivals: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread of the model, if it does not run."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="stance-model", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Finish what waits, then stop the thread."""
        if self._thread is not None:
            self._arrivals.put(None)
            self._thread.join()
            self._thread = None

    def submit(self, work: Work) -> Future[Memory]:
        """What the model says of the sentences of ``work``, as soon as it has read them."""
        future: Future[Memory] = Future()
        sentences = dict.fromkeys(one.sentence for one in work.passes)
        if sentences:
            self._arrivals.put(_Job(deque(sentences), future))
        else:
            future.set_result({})
        return future

    def _run(self) -> None:
        jobs: list[_Job] = []
        closing = False
        while jobs or not closing:
            for job in self._arrived(wait=not jobs):
                if job is None:
                    closing = True
                else:
                    jobs.append(job)
            jobs = [job for job in jobs if not job.future.cancelled()]
            if jobs:
                self._round(jobs)
                jobs = [job for job in jobs if not job.future.done()]

    def _arrived(self, *, wait: bool) -> list[_Job | None]:
        found = [self._arrivals.get()] if wait else []
        while True:
            try:
                found.append(self._arrivals.get_nowait())
            except queue.Empty:
                return found

    def _round(self, jobs: Sequence[_Job]) -> None:
        taken = share_out(jobs)
        wanted = [sentence for _, sentences in taken for sentence in sentences]
        started = perf_counter()
        try:
            said = self._classifier.recall(wanted)
        except Exception as error:  # whatever it is, it belongs to the requests of this round, and not to the thread
            for job, _ in taken:
                _settle(job, error)
            return
        if self._watch is not None:
            self._watch(Round(len(taken), len(said), perf_counter() - started))
        for job, sentences in taken:
            job.memory.update((sentence, said[sentence]) for sentence in sentences)
            if not job.left:
                _settle(job, None)


def share_out(jobs: Sequence[_Job], *, tokens: int = ROUND_TOKENS) -> list[tuple[_Job, list[EncodedSentence]]]:
    """Sentences of the jobs, one of each in turn, the oldest job first, until ``tokens`` are reached; at least one.

    Those taken are no longer left in their job.
    """
    taken: dict[int, tuple[_Job, list[EncodedSentence]]] = {}
    turn = deque(jobs)
    while turn and tokens > 0:
        job = turn.popleft()
        sentence = job.left.popleft()
        tokens -= len(sentence.ids)
        taken.setdefault(id(job), (job, []))[1].append(sentence)
        if job.left:
            turn.append(job)
    return list(taken.values())


def _settle(job: _Job, error: Exception | None) -> None:
    """Hand over the answer, unless nobody waits for it any more."""
    if not job.future.set_running_or_notify_cancel():
        return
    if error is None:
        job.future.set_result(job.memory)
    else:
        job.future.set_exception(error)
