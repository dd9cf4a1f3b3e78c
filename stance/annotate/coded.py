"""Codings as the files that the other commands read: labelled examples, and a sheet for ``stance panel --gold``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from stance.annotate.codings import Coding
from stance.examples import OPTIONAL, REQUIRED, example_record, flat_record
from stance.labels import LabelScheme
from stance.report.as_jsonl import line
from stance.tabular import csv_records

EXTRA = (
    "coder",
    "item",
    "draw",
    "note",
    "document",
    "title",
    "published",
    "outlet",
    "url",
    "article",
    "sentence",
    "probability",
    "frame",
)
"""Columns besides those of an example; training and evaluation ignore them."""
COLUMNS = (*REQUIRED, "label", *OPTIONAL, *EXTRA)
DELIMITERS = {"csv": ",", "tsv": "\t"}


def draw_of(coding: Coding) -> str:
    """By which part of the draw the judgement came: random, uncertain, both, or added by the coder."""
    if coding.added:
        return "added"
    if coding.item.random is None:
        return "uncertain"
    return "both" if (coding.item.probability or 0) > coding.item.random else "random"


def to_jsonl(codings: Iterable[Coding], *, scheme: LabelScheme) -> str:
    """Labelled examples, one a line; ``label`` is a name, or a list of several that are allowed."""
    return "".join(line(_record(coding, scheme)) for coding in codings if coding.answer.labels)


def to_table(codings: Iterable[Coding], *, scheme: LabelScheme, delimiter: str) -> str:
    """Labelled examples as a table; several allowed labels are joined by ``|``."""
    rows = [_flat(_record(coding, scheme)) for coding in codings if coding.answer.labels]
    return _table(rows, delimiter=delimiter)


def to_gold(codings: Iterable[Coding], *, scheme: LabelScheme) -> str:
    """Everything that was drawn and answered in any way, as a sheet: also what is no pair, unclear or left empty."""
    rows = []
    for coding in codings:
        if not coding.added:
            word = {"labels": "", "skipped": ""}.get(coding.answer.verdict, coding.answer.verdict)
            flat = _flat(_record(coding, scheme))
            rows.append({**flat, "label": flat["label"] or word})
    return _table(rows, delimiter=",")


def of_random_part(codings: Sequence[Coding]) -> tuple[Coding, ...]:
    """The codings of the random part alone, with the probabilities of that part."""
    return tuple(
        replace(coding, item=replace(coding.item, probability=coding.item.random))
        for coding in codings
        if coding.item.random is not None and not coding.added
    )


def _record(coding: Coding, scheme: LabelScheme) -> dict[str, Any]:
    item, labels = coding.item, scheme.order(coding.answer.labels)
    record = example_record(coding.example())
    record.pop("labels", None)  # one column in all formats: that of sheets and of the page's corrections
    record |= {"label": labels[0] if len(labels) == 1 else list(labels), "coder": coding.coder, "item": coding.id}
    record |= {"draw": draw_of(coding), "note": coding.note, "document": item.document, "title": item.title}
    record |= {"published": item.published, "outlet": item.outlet, "url": item.url}
    record |= {"article": item.article, "sentence": item.sentence, "frame": item.frame}
    record["probability"] = None if coding.added else item.probability
    return {name: value for name in COLUMNS if (value := record.get(name)) not in (None, "")}


def _flat(record: Mapping[str, Any]) -> dict[str, Any]:
    labels = record["label"] if isinstance(record["label"], list) else [record["label"]]
    flat = flat_record({**record, "labels": labels})
    label = flat.pop("labels")
    return {**flat, "label": label}


def _table(rows: Sequence[Mapping[str, Any]], *, delimiter: str) -> str:
    return csv_records(COLUMNS, rows, delimiter=delimiter)
