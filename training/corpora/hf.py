"""A `datasets` dataset, or its name on the hub, as examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from stance.errors import DataError, MissingExtraError
from stance.examples import examples_from_records
from stance.types import StanceExample

if TYPE_CHECKING:
    from datasets import Dataset


def from_dataset(
    dataset: Dataset | str,
    *,
    split: str = "train",
    columns: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    labelled: bool = True,
) -> tuple[StanceExample, ...]:
    """Read a dataset whose columns are those of ``stance.examples`` after renaming.

    ``columns``: the dataset's column → the documented one. ``labels``: the dataset's label (a class name, or a number
    as text) → one of ours, several joined by "|". Raises DataError with every problem as name:row.
    """
    rows = _load(dataset, split=split)
    renamed = dict(columns or {})
    if missing := sorted(set(renamed) - set(rows.column_names)):
        raise DataError(f"no column {', '.join(missing)}: the dataset has {', '.join(rows.column_names)}")
    place = dataset if isinstance(dataset, str) else str(rows.info.dataset_name or "dataset")
    return examples_from_records(_records(rows, renamed, labels or {}), place=place, labelled=labelled)


def _load(dataset: Dataset | str, *, split: str) -> Dataset:
    if not isinstance(dataset, str):
        return dataset
    try:
        from datasets import load_dataset
    except ImportError as error:
        raise MissingExtraError(feature="loading a dataset by name", extra="train") from error
    return load_dataset(dataset, split=split)


def _records(
    rows: Dataset, columns: Mapping[str, str], labels: Mapping[str, str]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    names = {column: feature.names for column, feature in rows.features.items() if hasattr(feature, "names")}
    for number, row in enumerate(rows):
        record = {}
        for column, value in row.items():
            named = names[column][value] if column in names and isinstance(value, int) and value >= 0 else value
            name = columns.get(column, column)
            record[name] = _mapped(named, labels) if name in {"label", "labels"} and labels else named
        yield number, record


def _mapped(value: object, labels: Mapping[str, str]) -> object:
    """The label under the mapping; one that is not mapped is left for the reader to name as a problem."""
    if isinstance(value, list):
        return [part for item in value for part in str(_mapped(item, labels)).split("|")]
    return labels.get(str(value), value)
