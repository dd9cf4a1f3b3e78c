"""CSV: one row a judgement. Label sets are joined by ``|``, mentions are a JSON list, flags are true or false."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from stance.report.records import Column, columns, flat, judgements, labels_of
from stance.tabular import csv_text
from stance.types import Report


def dumps(reports: Sequence[Report]) -> str:
    """All judgements of the reports under one header."""
    table = columns(labels_of(reports))
    rows = (_cells(flat(judgement), table) for report in reports for judgement in judgements(report))
    return csv_text((column.name for column in table), rows)


def _cells(row: Mapping[str, object], table: Sequence[Column]) -> list[str]:
    return [cell(row[column.name]) for column in table]


def cell(value: object) -> str:
    """A value as the text of one cell; bytes as hexadecimal digits, dates as YYYY-MM-DD."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() if value and all(isinstance(item, str) for item in value):
            return "|".join(value)
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
        case bytes():
            return value.hex()
        case _:
            return str(value)
