"""Records of a pipeline or a data set as examples: the input columns of docs/data-format.md, all others left alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from stance.errors import DataError
from stance.examples import REQUIRED, examples_from_records, misspelt
from stance.labels import LabelScheme
from stance.types import StanceExample

# Not id and label: a data set has its own, which need be neither unique nor of this scheme.
INPUTS = (*REQUIRED, "context", "source_spans", "target_spans", "voice")


def examples_of(records: Iterable[Any], *, scheme: LabelScheme, first: int = 1) -> tuple[StanceExample, ...]:
    """One example a record, in order; ``first``: the number of the first record, for errors.

    Raises:
        DataError: with every problem, as record:number.
    """
    numbered = [(number, _inputs(record, number)) for number, record in enumerate(records, start=first)]
    return examples_from_records(numbered, place="record", scheme=scheme, labelled=False) if numbered else ()


def require_columns(names: Iterable[str]) -> None:
    """Raise DataError where a needed column is missing, or one looks like a slip of an input's name."""
    given = list(names)
    problems = [f"column {name!r} is missing" for name in REQUIRED if name not in given]
    problems += misspelt(given, "columns")
    if problems:
        raise DataError(f"expected the columns {', '.join(REQUIRED)}, found {', '.join(given)}", tuple(problems))


def _inputs(record: Any, number: int) -> dict[str, Any]:
    if not isinstance(record, Mapping):
        raise DataError(f"record:{number}: expected a dict with {', '.join(REQUIRED)}, found {str(record)[:60]!r}")
    if slips := misspelt(record.keys(), f"record:{number}"):
        raise DataError(f"record:{number}: cannot be read", tuple(slips))
    return {name: _plain(record[name]) for name in INPUTS if name in record}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
