"""What a run tells about itself while it works, and what it comes to."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from stance.bulk.builder import Tick
from stance.bulk.corpus import Part
from stance.bulk.receipts import Counts, Done, total
from stance.bulk.times import Times


class Watcher(Protocol):
    """Somebody who wants to know."""

    def note(self, message: str) -> None:
        """Something happened that the user should know."""

    def progress(self, state: Progress) -> None:
        """The run is further than before."""


class Silence:
    """Nobody."""

    def note(self, message: str) -> None:
        """Nothing."""

    def progress(self, state: Progress) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. ``share`` of the input, by bytes or records, None where its size is unknown.

    ``articles`` and ``pairs`` count the whole run, with what was done before it was resumed; speeds and ``left``
    (seconds) go by this session.
    """

    articles: int
    pairs: int
    bad: int
    share: float | None
    articles_per_second: float
    pairs_per_second: float
    left: float | None


@dataclass(slots=True)
class Meter:
    """Adds up what parts report. ``size`` and ``total_bytes`` of the input; ``clock`` gives seconds."""

    size: int | None
    total_bytes: int
    done: Counts = field(default_factory=Counts)
    clock: Callable[[], float] = time.monotonic
    _bytes: float = 0
    _begin: tuple[float, float, float, float | None] = (0, 0, 0, None)
    _parts: dict[int, Part] = field(default_factory=dict)
    _ticks: dict[int, Tick] = field(default_factory=dict)

    def start(self, done: Done) -> None:
        """Begin to count, after what is written already."""
        self.done = done.counts
        self._bytes = done.passed
        self._begin = (self.clock(), self.done.articles, self.done.judgements, self._share())

    def begun(self, part: Part) -> None:
        """A part is at hand."""
        self._parts[part.number] = part

    def tick(self, tick: Tick) -> None:
        """A part is further than before."""
        self._ticks[tick.part] = tick

    def dropped(self, part: int) -> None:
        """A part has to be begun again."""
        self._ticks.pop(part, None)

    def committed(self, part: Part, counts: Counts) -> None:
        """A part is written."""
        self._ticks.pop(part.number, None)
        self._parts.pop(part.number, None)
        self._bytes += part.end - part.begin
        self.done = total((self.done, counts))

    def state(self) -> Progress:
        """How far the run is now."""
        then, articles_then, pairs_then, share_then = self._begin
        seconds = max(self.clock() - then, 1e-3)
        articles = self.done.articles + sum(tick.articles for tick in self._ticks.values())
        pairs = self.done.judgements + sum(tick.pairs for tick in self._ticks.values())
        share = self._share()
        gained = share - share_then if share is not None and share_then is not None else 0.0
        return Progress(
            articles=int(articles),
            pairs=int(pairs),
            bad=self.done.bad,
            share=share,
            articles_per_second=(articles - articles_then) / seconds,
            pairs_per_second=(pairs - pairs_then) / seconds,
            left=seconds * (1 - (share or 0)) / gained if gained > 0 else None,
        )

    def _share(self) -> float | None:
        shares = {number: tick.share for number, tick in self._ticks.items()}
        if self.total_bytes:
            now = sum((p.end - p.begin) * shares.get(n, 0.0) for n, p in self._parts.items())
            return min((self._bytes + now) / self.total_bytes, 1.0)
        if self.size:
            return min((self.done.records + sum(t.articles for t in self._ticks.values())) / self.size, 1.0)
        return None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to. ``counts``: of the whole run; ``times``, ``seconds``, ``fresh``: of this session alone.

    ``resumed``: parts that were there already; ``written``: parts of this session.
    """

    counts: Counts
    fresh: Counts
    times: Times
    seconds: float
    resumed: int
    written: int
