"""Doing something when another package's module is imported, without importing it first. Standard library only."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_CALLS: dict[str, str] = {}


def after_import(module: str, *, call: str) -> None:
    """Call the function ``package.module:name`` once ``module`` has been imported: at once if it has been already.

    A call that fails is told as a warning, never to the one who imports ``module``, whose code has no part in it.
    """
    if module in sys.modules:
        _run(call)
        return
    _CALLS[module] = call
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)


def _run(call: str) -> None:
    module, _, name = call.partition(":")
    try:
        getattr(import_module(module), name)()
    except Exception as error:  # anything: the import that set this off must go on
        warnings.warn(f"{call} failed: {type(error).__name__}: {error}", RuntimeWarning, stacklevel=2)


class _Finder:
    """Finds the waited-for modules by asking all other finders, and has their loader call back."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None) -> ModuleSpec | None:
        if name not in _CALLS:
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        spec = next((found for finder in others if (found := finder.find_spec(name, path, target))), None)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, call=_CALLS[name])  # type: ignore[assignment]
        return spec


class _Loader:
    """Another loader, then the call. The module is left with its own loader, as if nobody had looked on."""

    def __init__(self, own: Any, *, call: str) -> None:
        self._own, self._call = own, call

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        made: ModuleType | None = self._own.create_module(spec)
        return made

    def exec_module(self, module: ModuleType) -> None:
        if module.__spec__ is not None:
            module.__spec__.loader = self._own
        module.__loader__ = self._own
        self._own.exec_module(module)
        _run(self._call)


_FINDER = _Finder()
