"""Attributes that are computed when first asked for, as by functools.cached_property but without its lock.

Before Python 3.12 each first access takes a lock, which costs more than many of the values that matching asks for; no
object of a text is read by two threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar, overload

T = TypeVar("T")
V = TypeVar("V")


class once(Generic[T, V]):  # noqa: N801 used as a decorator, as cached_property is
    """The value of a method without arguments, kept in the object's ``__dict__``."""

    def __init__(self, compute: Callable[[T], V]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, instance: None, owner: type[T]) -> once[T, V]: ...

    @overload
    def __get__(self, instance: T, owner: type[T]) -> V: ...

    def __get__(self, instance: T | None, owner: type[T]) -> once[T, V] | V:
        if instance is None:
            return self
        value = self._compute(instance)
        instance.__dict__[self._name] = value
        return value
