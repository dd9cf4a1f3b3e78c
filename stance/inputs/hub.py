"""Data sets of the ``datasets`` package: by name, streamed, or a folder that ``save_to_disk`` wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

from stance.errors import DataError, StanceError
from stance.inputs.columns import needed_columns
from stance.inputs.entry import Record
from stance.inputs.kinds import Kind
from stance.text.fields import Fields
from stance.text.records import document_from_record

PREFIXES = ("hf:", "datasets:")
_ROWS = 256


@dataclass(frozen=True, slots=True)
class Split:
    """One split of a data set, as a stream; ``rows`` is None if it does not say how many it has."""

    name: str
    rows: int | None
    data: Any = field(repr=False)


def open_splits(given: str, split: str, fields: Fields) -> list[Split]:
    """The splits of the data set ``hf:NAME`` or ``hf:NAME:CONFIGURATION``: all, or the one that is asked for.

    Raises:
        DataError: if it cannot be had, or lacks a column that is needed.
        MissingExtraError: without the package.
    """
    Kind("dataset").require()
    from datasets import load_dataset

    name, _, configuration = given.partition(":")[2].partition(":")
    try:
        found = load_dataset(name, configuration or None, split=split or None, streaming=True)
    except Exception as error:  # the hub, the network and each format fail in their own ways
        raise DataError(f"{given}: cannot be loaded as a data set ({_said(error)})") from error
    splits = {split: found} if split else found
    return [
        Split(f"{given}/{name}", _rows(data, name), _narrowed(data, given, fields)) for name, data in splits.items()
    ]


def _narrowed(data: Any, given: str, fields: Fields) -> Any:
    """Only the columns that are needed, where their names are known: the others may hold images to decode."""
    try:
        return data.select_columns(needed_columns(data.column_names, fields)) if data.column_names else data
    except DataError as error:
        raise DataError(f"{given}: {error}") from error


def streamed_records(split: Split, fields: Fields) -> Iterator[Record]:
    """The records of a streamed split.

    Raises:
        StanceError: if the stream breaks: the records that it still holds are not bad, so that the run has to stop.
    """
    rows = iter(split.data)
    for number in count(1):
        try:
            row = next(rows, None)
        except Exception as error:  # as above
            raise StanceError(
                f"{split.name}: the stream broke off after {number - 1} records ({_said(error)}); run again to go on"
            ) from error
        if row is None:
            return
        default_id = f"{split.name.rpartition('/')[2]}:{number}"
        read = partial(document_from_record, row, default_id=default_id, fields=fields)
        yield Record(f"{split.name}:{number}", read)


def saved_records(folder: str, name: str, stem: str, fields: Fields) -> Iterator[Record]:
    """The records of a data set on disk, mapped into memory and read in blocks.

    Raises:
        DataError: if it is damaged, or a column is missing that is needed.
    """
    data = _saved(folder)
    data = data.select_columns(needed_columns(data.column_names, fields))
    block = _Block(data)
    for row in range(len(data)):
        read = partial(_read, block, row, f"{stem}:{row + 1}", fields)
        yield Record(f"{name}:{row + 1}", read)


def saved_count(folder: str) -> int:
    """Its rows; 1 if it cannot be read, the one record that tells so."""
    try:
        return len(_saved(folder))
    except DataError:
        return 1


def _saved(folder: str) -> Any:
    from datasets import load_from_disk

    try:
        return load_from_disk(folder)
    except Exception as error:  # as above
        raise DataError(f"cannot be loaded as a data set ({_said(error)})") from error


class _Block:
    """The rows round the one that was asked for last."""

    def __init__(self, data: Any) -> None:
        self._data, self._first = data, -_ROWS
        self._rows: list[dict[str, Any]] = []

    def row(self, number: int) -> dict[str, Any]:
        if not self._first <= number < self._first + _ROWS:
            self._first = number - number % _ROWS
            columns = self._data[self._first : self._first + _ROWS]
            self._rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
        return self._rows[number - self._first]


def _read(block: _Block, row: int, default_id: str, fields: Fields) -> Any:
    return document_from_record(block.row(row), default_id=default_id, fields=fields)


def _rows(data: Any, name: str) -> int | None:
    splits = getattr(data.info, "splits", None) or {}
    return splits[name].num_examples if name in splits else None


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
