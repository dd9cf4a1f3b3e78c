"""A sheet for a spreadsheet program: one row an item, the sentence with its actors marked, a column to fill in.

``stance panel --gold`` reads it as it is, once every row has one label. A sheet of ``stance sample`` is read as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from stance.annotate.codings import Coding, read_answer
from stance.annotate.items import CELLS, Item, cells, item_of
from stance.labels import LabelScheme
from stance.panel.coded import REQUIRED, sheet_rows
from stance.tabular import csv_records
from stance.types import Span

FILLED = ("label", "marked", "source_name", "target_name", "before", "note", "coder")
"""Columns that people read and fill in; they come first."""
ROLES = {"source": ("[[", "]]"), "target": ("{{", "}}")}
HOW = """## In the sheet

`marked` has the source in [[ ]] and the target in {{ }}; an actor without a mark is implied. Write your answer into
`label`, two labels as `hostile|distancing`, remarks into `note` and your name into `coder`, and leave all other
columns as they are. Save as CSV in UTF-8."""


def to_csv(items: Sequence[Item]) -> str:
    """The sheet with its head."""
    names = (*FILLED, *(name for name in CELLS if name not in FILLED))
    extra = ("suggested",) if any(item.suggestion for item in items) else ()
    return csv_records((*names, *extra), map(_filled, items))


def _filled(item: Item) -> dict[str, object]:
    said = {"suggested": "|".join(item.suggestion.labels)} if item.suggestion else {}
    return {**cells(item), "marked": marked(item), **said}


def marked(item: Item) -> str:
    """The sentence with ``[[source]]`` and ``{{target}}``; of marks that overlap the first, then the longer."""
    return mark(item.example.text, source=item.example.source_spans, target=item.example.target_spans)


def mark(text: str, *, source: Sequence[Span], target: Sequence[Span]) -> str:
    """``text`` with both actors marked."""
    spans = [(span, role) for role, found in (("source", source), ("target", target)) for span in found]
    parts, cursor = [], 0
    for span, role in sorted(spans, key=lambda one: (one[0].start, -one[0].end)):
        if span.start >= cursor:
            opening, closing = ROLES[role]
            parts += [text[cursor : span.start], opening, span.of(text), closing]
            cursor = span.end
    return "".join((*parts, text[cursor:]))


def read_sheet(path: Path, *, coder: str, scheme: LabelScheme, problems: list[str]) -> list[Coding]:
    """The codings of a filled-in sheet; ``coder`` is meant where the column ``coder`` is empty."""
    found = []
    for place, row in sheet_rows(path, required=REQUIRED, expected="a sheet of stance annotate export --to csv"):
        if None in row:  # the csv module keeps surplus cells under None
            problems.append(f"{place}: more cells than the header has: check quotes and delimiters")
            continue
        record = {"text": row.get("sentence_text", ""), **row}
        if "item" not in record:  # a sheet of stance sample
            record |= _of_sample(record)
        item = item_of(record, place=place, scheme=scheme, problems=problems)
        answer = read_answer(row["label"].split("|"), place=place, scheme=scheme, problems=problems)
        if item is not None:
            found.append(
                Coding(
                    item=item,
                    coder=(row.get("coder") or "").strip() or coder,
                    answer=answer,
                    place=place,
                    source_spans=item.example.source_spans,
                    target_spans=item.example.target_spans,
                    note=(row.get("note") or "").strip(),
                )
            )
    return found


def _of_sample(row: Mapping[str, str]) -> dict[str, str]:
    """What a sheet of ``stance sample`` has under other names: its context may have gaps, so it is only shown."""
    return {
        "item": "{article}:{sentence}:{source}>{target}".format_map({**dict.fromkeys(CELLS, ""), **row}),
        "before": row.get("context", ""),
        "context": "",
        "probability_random": row.get("probability", ""),
        "group": row.get("document", ""),
    }
