"""A panel as it was written to disk: one row a directed dyad and period, from CSV or Parquet."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from typing import Any

from stance.errors import ConfigError, DataError, MissingExtraError
from stance.panel.figures.values import VALUES
from stance.report.view import harmless

REQUIRED = ("source", "target", "n")
MAX_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval, where there is one."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One directed dyad in one period (None: of the whole span). ``shares``: label → share of its judgements.

    ``n_sentiment``: judgements of the authors toward the target, where the run looked for them.
    """

    source: str
    source_name: str
    target: str
    target_name: str
    period: date | None
    n: int
    n_articles: int
    n_stories: int | None
    n_sentiment: int | None
    estimates: Mapping[str, Estimate]
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Panel:
    """The rows of a panel; ``by``: month, quarter, year …; ``labels``: in scale order, empty where not given.

    ``totals``: the rows of whole dyads, which a panel with corrections has.
    """

    rows: tuple[Row, ...]
    totals: tuple[Row, ...]
    by: str
    labels: tuple[str, ...]


def read_panel(path: Path) -> Panel:
    """Read a panel in long form. Raises DataError that lists every problem with its line."""
    records = _parquet(path) if path.suffix.lower() in (".parquet", ".pq") else _csv(path)
    numbered = list(enumerate(records, 2))  # line 1 of a CSV is its head
    columns = tuple(numbered[0][1]) if numbered else ()
    _check_columns(path, columns)
    rows, problems = _rows(path, numbered)
    if problems:
        raise DataError(f"{path}: not a panel that can be drawn", tuple(problems[:MAX_PROBLEMS]))
    labels = tuple(name.removeprefix("share_") for name in columns if name.startswith("share_"))
    levels = [_text(record, "level") for _, record in numbered]
    return Panel(
        rows=tuple(row for row, level in zip(rows, levels, strict=True) if level in ("", "cell")),
        totals=tuple(row for row, level in zip(rows, levels, strict=True) if level == "dyad"),
        by=_by(numbered),
        labels=labels,
    )


def _csv(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from csv.DictReader(stream, strict=True)
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}): expected a panel made by stance panel") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path}: not a CSV file in UTF-8 ({error}): expected a panel made by stance panel") from error


def _parquet(path: Path) -> Sequence[Mapping[str, Any]]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtraError(feature="Parquet", extra="parquet") from error
    try:
        rows: list[Mapping[str, Any]] = pq.read_table(path).to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{path}: cannot be read as Parquet ({error})") from error
    return rows


def _check_columns(path: Path, columns: Sequence[str]) -> None:
    if not columns:
        raise DataError(f"{path}: has no rows: expected a panel made by stance panel")
    missing = [name for name in REQUIRED if name not in columns]
    if missing or not any(name in columns for name in VALUES):
        missing = missing or [f"one of {', '.join(VALUES)}"]
        raise DataError(
            f"{path}: has no column {', '.join(missing)}; found {', '.join(map(str, columns))}: "
            "expected a panel in long form, as stance panel writes it"
        )


def _rows(path: Path, numbered: Sequence[tuple[int, Mapping[str, Any]]]) -> tuple[list[Row], list[str]]:
    rows, problems = [], []
    for line, record in numbered:
        try:
            rows.append(_row(record))
        except ValueError as error:
            problems.append(f"{path}:{line}: {error}")
    return rows, problems


def _row(record: Mapping[str, Any]) -> Row:
    source, target = (_text(record, role) for role in ("source", "target"))
    if not source or not target:
        raise ValueError("source and target must not be empty")
    n, stories = _count(record, "n") or 0, _count(record, "n_stories")
    articles = _count(record, "n_articles")
    return Row(
        source=source,
        source_name=_text(record, "source_name") or source,
        target=target,
        target_name=_text(record, "target_name") or target,
        period=_day(record.get("period")),
        n=n,
        n_articles=n if articles is None else articles,
        n_stories=stories,
        n_sentiment=_count(record, "n_sentiment"),
        estimates=_estimates(record),
        shares={name.removeprefix("share_"): _number(record, name) or 0.0 for name in record if _is_share(name)},
    )


def _is_share(name: object) -> bool:
    return isinstance(name, str) and name.startswith("share_")


def _estimates(record: Mapping[str, Any]) -> Mapping[str, Estimate]:
    found: dict[str, Estimate] = {}
    for value in VALUES.values():
        middle = _number(record, value.name)
        if middle is not None:
            found[value.name] = Estimate(middle, _number(record, value.low), _number(record, value.high))
    return found


def _text(record: Mapping[str, Any], name: str) -> str:
    """A cell as text; characters that no drawing can hold are replaced."""
    return harmless(str(record.get(name) or "").strip())


def _number(record: Mapping[str, Any], name: str) -> float | None:
    """The number in a cell, None where it is empty (or not a number, as pandas writes an empty one)."""
    cell = record.get(name)
    if cell is None or str(cell).strip() == "":
        return None
    try:
        number = float(cell)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {cell!r}: expected a number") from None
    return number if isfinite(number) else None


def _count(record: Mapping[str, Any], name: str) -> int | None:
    number = _number(record, name)
    if number is not None and number < 0:
        raise ValueError(f"{name} is {number:g}: expected a count")
    return None if number is None else round(number)


def _day(cell: object) -> date | None:
    """The first day of a period; ``2024`` and ``2024-03`` are taken as well."""
    if cell is None or isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    text = str(cell).strip()
    if not text or text == "all":
        return None
    try:
        return date.fromisoformat((text + "-01-01")[:10] if len(text) < 10 else text[:10])
    except ValueError:
        raise ValueError(f"period is {text!r}: expected its first day, such as 2024-03-01") from None


def _by(numbered: Sequence[tuple[int, Mapping[str, Any]]]) -> str:
    found = sorted({_text(record, "by") for _, record in numbered} - {""})
    if len(found) > 1:
        raise ConfigError(f"the panel mixes rows by {' and by '.join(found)}: make one panel for each")
    return found[0] if found else ""
