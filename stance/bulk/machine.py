"""How many processes and threads fit the machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from stance.errors import ConfigError

_CGROUP = Path("/sys/fs/cgroup/cpu.max")


@dataclass(frozen=True, slots=True)
class Machine:
    """``workers``: processes that read articles. ``threads``: of the model, in each."""

    workers: int
    threads: int


def plan(*, workers: int = 0, threads: int = 0) -> Machine:
    """The numbers asked for; 0 stands for what fits: one worker, and the free cores shared out among the workers.

    Raises ConfigError for negative numbers.
    """
    if workers < 0 or threads < 0:
        raise ConfigError(f"expected workers and threads of at least 1, found {workers} and {threads}: leave them out")
    workers = workers or 1
    return Machine(workers=workers, threads=threads or max(cores() // workers, 1))


def cores() -> int:
    """Cores that this process may use: by affinity, and by the limit of its container."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(min(allowed, _quota(allowed)), 1)


def _quota(otherwise: int) -> int:
    """Cores by the container's limit, "MICROSECONDS PERIOD" or "max PERIOD"."""
    try:
        limit, period = _CGROUP.read_text(encoding="ascii").split()
        return round(int(limit) / int(period))
    except (OSError, ValueError):
        return otherwise
