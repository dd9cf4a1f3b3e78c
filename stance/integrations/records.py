"""Rows of other people's tables as examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from stance.errors import DataError
from stance.examples import OPTIONAL, REQUIRED, examples_from_records
from stance.types import StanceExample

READ = (*REQUIRED, *(name for name in OPTIONAL if name not in {"id", "also", "weight"}))
"""The columns that say what is to be judged; what was judged, and how often a row is drawn, is the caller's."""


def examples_of(rows: Any, *, place: str = "X") -> tuple[StanceExample, ...]:
    """StanceExamples as they are; mappings, and data frames of pandas or polars, by the documented columns.

    Missing values of a data frame (None, NaN) count as absent. Raises DataError that lists every problem as
    ``place:row``, counted from 1.
    """
    given = _rows(rows, place)
    if all(isinstance(row, StanceExample) for row in given) and given:
        return tuple(given)
    if odd := [n for n, row in enumerate(given, 1) if not isinstance(row, Mapping)]:
        found = f"{type(given[odd[0] - 1]).__name__}"
        raise DataError(
            f"{place}:{odd[0]}: found {found}: expected mappings with {', '.join(REQUIRED)}, StanceExamples, or a data "
            "frame with these columns"
        )
    return examples_from_records(enumerate(map(_known, given), 1), place=place, labelled=False)


def _rows(rows: Any, place: str) -> Sequence[Any]:
    if hasattr(rows, "to_dicts"):  # polars
        return list(rows.to_dicts())
    if hasattr(rows, "to_dict"):  # pandas
        return list(rows.to_dict("records"))
    if isinstance(rows, str | bytes | Mapping) or not isinstance(rows, Iterable):
        raise DataError(
            f"{place}: found {type(rows).__name__}: expected one record for each pair, in a list or a table"
        )
    return list(rows)


def _known(row: Mapping[str, Any]) -> dict[str, Any]:
    # NaN, which pandas puts into empty cells, is the only value that differs from itself.
    return {name: row[name] for name in READ if row.get(name) is not None and _is_itself(row[name])}


def _is_itself(value: Any) -> bool:
    return not isinstance(value, float) or value == value  # noqa: PLR0124 the test for NaN
