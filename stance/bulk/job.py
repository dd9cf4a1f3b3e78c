"""What workers are asked to do, on this machine or on others, and what becomes of those that fail."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from stance.bulk.builder import Outcome
from stance.bulk.corpus import Part
from stance.bulk.settings import Settings
from stance.bulk.watch import Meter, Watcher
from stance.errors import StanceError

TRIES = 2  # of a part whose worker dies, and of loading the model


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """How parts are read (``configuration`` is what their files say of it), and who hears how far the run is."""

    settings: Settings
    configuration: Mapping[str, object]
    meter: Meter
    watcher: Watcher


class Engine(Protocol):
    """Something that has parts read by workers. It neither reads the input nor writes the output."""

    def outcomes(self, job: Job, waiting: Iterator[Part]) -> Iterator[Outcome]:
        """The outcome of each part, as each is ready; closing the iterator ends the workers."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A worker raised; ``mendable``: by the user, with a message that says how."""

    message: str
    mendable: bool

    @classmethod
    def of(cls, error: Exception) -> Failed:
        """To be called while the error is handled."""
        if isinstance(error, StanceError):
            return cls(str(error), mendable=True)
        return cls(f"in a worker:\n{traceback.format_exc()}", mendable=False)

    def error(self) -> Exception:
        """What the run ends with."""
        return StanceError(self.message) if self.mendable else RuntimeError(self.message)


@dataclass(slots=True)
class Deaths:
    """Workers that died, by the part that they had; None: while the model was loaded."""

    job: Job
    _counts: Counter[int | None] = field(default_factory=Counter)

    def add(self, part: Part | None, how: str, *, innocent: bool = False) -> None:
        """One more, whose part another worker will try. Raises StanceError where that was tried already.

        ``innocent``: the part has nothing to do with it, the machine is gone.
        """
        number = part.number if part else None
        self._counts[number] += not innocent
        if self._counts[number] >= TRIES:
            raise StanceError(_given_up(part, how))
        if part is not None:
            self.job.meter.dropped(part.number)
        place = f"on part {part.number}" if part else "before its first part"
        self.job.watcher.note(f"a worker died ({how}) {place}; another one tries again")


def _given_up(part: Part | None, how: str) -> str:
    if part is None:
        return f"workers die at their start ({how}): use fewer workers, they may not fit into memory"
    first, last = part.entries[0], part.entries[-1]
    return (
        f"two workers died ({how}) on part {part.number}, the records from {first.origin} to {last.origin}: "
        "use fewer workers if memory is short, or take these records out; the same command then goes on"
    )
