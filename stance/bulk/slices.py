"""Runs of texts that are read together: enough sentences for full batches, few enough to be held in memory at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
SLICE = 500_000
"""Characters that are read together."""


def slices(
    items: Iterable[T], *, size: Callable[[T], int], limit: int = SLICE, count: int | None = None
) -> Iterator[list[T]]:
    """The items in order, lazily, in runs of at most ``limit`` characters and ``count`` items, at least one item each.

    ``size``: how many characters an item has.
    """
    run, characters = list[T](), 0
    for item in items:
        more = size(item)
        if run and characters + more > limit:
            yield run
            run, characters = [], 0
        run.append(item)
        characters += more
        if len(run) == count:
            yield run
            run, characters = [], 0
    if run:
        yield run
