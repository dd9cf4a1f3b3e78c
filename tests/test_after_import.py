"""The look-out for another package's modules: called after the import, once, and never in its way."""

from __future__ import annotations

import importlib
import itertools
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stance.after_import import after_import

_NUMBERS = itertools.count()
Make = Callable[[str], str]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Write a module under a name that nothing else has."""
    monkeypatch.syspath_prepend(tmp_path)

    def write(source: str) -> str:
        name = f"looked_out_for_{next(_NUMBERS)}"
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
        importlib.invalidate_caches()
        return name

    return write


def test_the_call_comes_after_the_import_and_once(make: Make) -> None:
    module = make("value = 1")
    caller = make(f"calls = []\ndef note():\n    import {module} as m\n    calls.append(m.value)\n")
    after_import(module, call=f"{caller}:note")
    assert not {module, caller} & sys.modules.keys()
    imported = importlib.import_module(module)
    importlib.import_module(module)
    assert importlib.import_module(caller).calls == [1]
    assert type(imported.__loader__).__name__ == "SourceFileLoader"
    assert imported.__spec__ is not None
    assert imported.__spec__.loader is imported.__loader__


def test_a_module_that_is_there_already_counts(make: Make) -> None:
    module, caller = make(""), make("calls = []\ndef note():\n    calls.append(1)\n")
    importlib.import_module(module)
    after_import(module, call=f"{caller}:note")
    assert importlib.import_module(caller).calls == [1]


def test_a_call_that_fails_is_told_and_the_import_goes_on(make: Make) -> None:
    module, caller = make("value = 1"), make("def note():\n    raise LookupError('not today')\n")
    after_import(module, call=f"{caller}:note")
    with pytest.warns(RuntimeWarning, match="note failed: LookupError: not today"):
        assert importlib.import_module(module).value == 1


def test_a_module_that_fails_fails_as_ever(make: Make) -> None:
    module, caller = make("raise ValueError('broken')"), make("calls = []\ndef note():\n    calls.append(1)\n")
    after_import(module, call=f"{caller}:note")
    with pytest.raises(ValueError, match="broken"):
        importlib.import_module(module)
    assert importlib.import_module(caller).calls == []


def test_a_module_that_does_not_exist_is_missed_as_ever() -> None:
    after_import("no_such_module_anywhere", call="os:getcwd")
    with pytest.raises(ModuleNotFoundError, match="no_such_module_anywhere"):
        importlib.import_module("no_such_module_anywhere")
