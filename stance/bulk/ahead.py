"""Doing one thing ahead of need, in a thread: the next part is read while the model is busy with this one."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from queue import Empty, Full, Queue
from typing import Generic, TypeVar

T = TypeVar("T")
_WAIT = 0.2  # seconds between looks whether anybody still wants the items


@dataclass(frozen=True, slots=True)
class _Item(Generic[T]):
    value: T


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None = None


def ahead(items: Iterable[T]) -> Generator[T, None, None]:
    """The items, of which one is made while the caller uses the one before. Errors come where the item would."""
    queue: Queue[_Item[T] | _End] = Queue(maxsize=1)
    stopped = threading.Event()
    thread = threading.Thread(target=_fill, args=(items, queue, stopped), name="stance-ahead", daemon=True)
    thread.start()
    try:
        while True:
            found = _next(queue)
            if isinstance(found, _End):
                if found.error is not None:
                    raise found.error
                return
            yield found.value
    finally:
        stopped.set()


def _next(queue: Queue[_Item[T] | _End]) -> _Item[T] | _End:
    while True:
        try:
            return queue.get(timeout=_WAIT)  # a wait without end would keep Ctrl-C from coming through on Windows
        except Empty:
            continue


def _fill(items: Iterable[T], queue: Queue[_Item[T] | _End], stopped: threading.Event) -> None:
    end = _End()
    try:
        for item in items:
            if not _put(queue, _Item(item), stopped):
                return
    except BaseException as error:
        end = _End(error)
    _put(queue, end, stopped)


def _put(queue: Queue[_Item[T] | _End], item: _Item[T] | _End, stopped: threading.Event) -> bool:
    """Whether the item was taken before nobody wanted it any more."""
    while not stopped.is_set():
        try:
            queue.put(item, timeout=_WAIT)
        except Full:
            continue
        return True
    return False
