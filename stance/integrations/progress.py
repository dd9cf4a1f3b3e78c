"""How far a long call is: a bar on a terminal, now and then a line in logs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY = 30.0
"""Seconds between lines where there is no terminal."""


@contextmanager
def progress_bar(total: int, *, unit: str, shown: bool | None) -> Iterator[Callable[[float], None]]:
    """Gives a function that is told how many of ``total`` are done.

    ``shown``: None for a bar where standard error is a terminal and nothing elsewhere; True for lines elsewhere.
    """
    terminal = sys.stderr.isatty()
    if shown is False or (shown is None and not terminal):
        yield lambda done: None  # noqa: ARG005
    elif not terminal:
        yield _Lines(total, unit)
    else:
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(unit, total=total)
            yield lambda done: bar.update(task, completed=done)


class _Lines:
    def __init__(self, total: int, unit: str) -> None:
        self._total, self._unit, self._told = total, unit, time.monotonic()

    def __call__(self, done: float) -> None:
        if time.monotonic() - self._told >= EVERY:
            self._told = time.monotonic()
            print(f"{int(done):,} of {self._total:,} {self._unit}", file=sys.stderr, flush=True)
