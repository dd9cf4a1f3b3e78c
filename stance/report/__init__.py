"""Reports for people and programs: JSON, JSONL, CSV, Parquet, HTML, terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from stance.errors import ConfigError, did_you_mean
from stance.types import Report

FORMATS = ("json", "jsonl", "csv", "html")
"""What ``render`` can write."""


def render(report: Report, *, format: str) -> str:
    """The report as text in one of ``FORMATS``."""
    return render_many((report,), format=format)


def render_many(reports: Sequence[Report], *, format: str) -> str:
    """Several reports as one text: a JSON list (of one: an object), JSONL lines, one CSV table; HTML shows one only."""
    # A lone surrogate (from an escape in a JSON record) cannot be written as UTF-8: one "?" keeps all offsets.
    return _writer(format)(reports).encode("utf-8", errors="replace").decode("utf-8")


def _writer(format: str) -> Callable[[Sequence[Report]], str]:
    if format not in FORMATS:
        hint = did_you_mean(format, FORMATS)
        raise ConfigError(f"unknown report format {format!r}: expected one of {', '.join(FORMATS)}{hint}")
    from stance.report import as_csv, as_html, as_json, as_jsonl

    return {"json": as_json.dumps, "jsonl": as_jsonl.dumps, "csv": as_csv.dumps, "html": as_html.dumps}[format]
