"""From what the user names (files, folders, patterns) to the files behind it, always in the same order."""

from __future__ import annotations

import glob
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stance.errors import DataError
from stance.inputs.kinds import Kind, kind_of

# What Spark, pandas and macOS leave beside the data.
_HIDDEN = ("_SUCCESS", "_metadata", "_common_metadata", "__MACOSX", "Thumbs.db", "desktop.ini")
_SAVED, _SAVED_SPLITS = ("dataset_info.json", "state.json"), "dataset_dict.json"
_DATASET = Kind("dataset")


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a data set on disk. ``kind`` is None if its name does not tell; ``key``: its name within the input."""

    path: str
    key: str
    kind: Kind | None
    size: int
    modified: int


def is_hidden(name: str) -> bool:
    """Whether a file or folder of that name is no part of a corpus."""
    return name.startswith(".") or name in _HIDDEN


def walk(given: str, *, asked: str, split: str = "") -> Iterator[Source]:
    """The files of one input, sorted, folders with all that is in them.

    Raises:
        DataError: if there is none, or a folder cannot be read.
    """
    try:
        if Path(given).exists():
            yield from _one(given, asked, split)
        elif glob.has_magic(given):
            yield from _matches(given, asked, split)
        else:
            raise DataError(f"{given} does not exist: expected a file, a folder, a pattern or hf:NAME")
    except OSError as error:
        raise DataError(f"{error.filename or given} cannot be read: {error.strerror}") from error


def _matches(pattern: str, asked: str, split: str) -> Iterator[Source]:
    found = sorted(glob.iglob(pattern, recursive=True))  # noqa: PTH207  (Path knows no absolute patterns)
    if not found:
        raise DataError(f"{pattern} matches nothing: expected files or folders")
    for path in found:
        # With ** a folder's files match by themselves.
        if not is_hidden(Path(path).name) and ("**" not in pattern or not Path(path).is_dir()):
            yield from _one(path, asked, split)


def _one(path: str, asked: str, split: str) -> Iterator[Source]:
    if Path(path).is_dir():
        yield from _folder(path.rstrip(os.sep) or path, Path(path).resolve().name, asked, split, frozenset())
    else:
        yield _file(path, Path(path).name, asked)


def _folder(path: str, key: str, asked: str, split: str, above: frozenset[str]) -> Iterator[Source]:
    real = os.path.realpath(path)
    if real in above:  # a link that leads back
        return
    names = sorted(os.listdir(path))  # noqa: PTH208  (a million Path objects are slow to make)
    if all(name in names for name in _SAVED):
        yield _saved(path, key)
        return
    if _SAVED_SPLITS in names:
        names = _splits(path, split)
    for name in names:
        inner = os.path.join(path, name)  # noqa: PTH118
        if is_hidden(name):
            continue
        if os.path.isdir(inner):  # noqa: PTH112
            yield from _folder(inner, f"{key}/{name}", asked, split, above | {real})
        else:
            yield _file(inner, f"{key}/{name}", asked)


def _file(path: str, key: str, asked: str) -> Source:
    found = os.stat(path) if os.path.exists(path) else os.lstat(path)  # noqa: PTH110, PTH116
    return Source(path, key, kind_of(key, asked), found.st_size, found.st_mtime_ns)


def _saved(path: str, key: str) -> Source:
    found = [entry.stat() for entry in os.scandir(path)]
    return Source(path, key, _DATASET, sum(one.st_size for one in found), max(one.st_mtime_ns for one in found))


def _splits(path: str, split: str) -> list[str]:
    content = json.loads((Path(path) / _SAVED_SPLITS).read_text(encoding="utf-8"))
    names: list[str] = content["splits"]
    if split and split not in names:
        raise DataError(f"{path} has no split {split}: expected one of {', '.join(names)}")
    return [split] if split else names
