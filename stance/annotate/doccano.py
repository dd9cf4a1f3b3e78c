"""doccano, project type "Sequence Labeling" with "Use relation labeling": JSON Lines with entities and relations.

The first line of each text has the two names, so that an actor which the sentence only implies can be the end of an
arrow as well. Offsets count characters. doccano keeps other keys of a record as its metadata and writes them back;
texts only, since numbers pass through pandas. https://github.com/doccano/doccano/pull/1823
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from stance.annotate.codings import Coding
from stance.annotate.guide import answers
from stance.annotate.items import Item, cells, item_of
from stance.annotate.relations import ROLES, Arrow, Stretch, codings_of, read_arrows, spans_of
from stance.errors import DataError
from stance.labels import LabelScheme
from stance.report.as_jsonl import line
from stance.types import Span

ARROW = " → "
COLOURS = ("#b2182b", "#ef8a62", "#8c8c8c", "#67a9cf", "#2166ac", "#4d4d4d", "#bdbdbd")
HOW = """## In doccano

Make a project "Sequence Labeling" with "Use relation labeling" and without "Share annotations across all users",
import the two label files (spans, relations), then the data as JSONL(Relation). The first line of a text has the
source and the target. Draw **one arrow from the source to the target** (in the first line, it is the shortest way)
and give it your answer; two arrows for two labels. An arrow from target to source adds a judgement in the other
direction. Marks in the sentence may be corrected. Mark each text as checked."""


def to_jsonl(items: Sequence[Item]) -> str:
    """One record a line."""
    return "".join(line(_record(item)) for item in items)


def label_files(scheme: LabelScheme) -> Mapping[str, str]:
    """The label types to import, by the ending of their file: for spans and for relations."""
    spans = [_label(role, key, colour) for role, key, colour in zip(ROLES, "st", ("#fdd49e", "#c7e9c0"), strict=True)]
    relations = [
        _label(name, str(number + 1), COLOURS[number % len(COLOURS)]) for number, name in enumerate(answers(scheme))
    ]
    return {"spans.json": _pretty(spans), "relations.json": _pretty(relations)}


def read_doccano(path: Path, *, coder: str, scheme: LabelScheme, problems: list[str]) -> list[Coding]:
    """The codings of one coder's file: doccano writes a file for each, ``coder`` is its name."""
    found: list[Coding] = []
    for place, record in _records(path, problems):
        found += _codings(record, place=place, coder=coder, scheme=scheme, problems=problems)
    return found


def _record(item: Item) -> dict[str, Any]:
    text, body = _layout(item)
    head = item.source_name, item.target_name
    stretches = [
        Stretch("source", Span(0, len(head[0]))),
        Stretch("target", Span(len(head[0]) + len(ARROW), len(head[0]) + len(ARROW) + len(head[1]))),
        *(Stretch("source", span.shift(body.start)) for span in item.example.source_spans),
        *(Stretch("target", span.shift(body.start)) for span in item.example.target_spans),
    ]
    entities = [
        {"id": number, "label": one.role, "start_offset": one.span.start, "end_offset": one.span.end}
        for number, one in enumerate(stretches)
    ]
    said = item.suggestion.labels if item.suggestion else ()
    relations = [{"id": number, "from_id": 0, "to_id": 1, "type": label} for number, label in enumerate(said)]
    return {"text": text, "entities": entities, "relations": relations, "stance": cells(item)}


def _layout(item: Item) -> tuple[str, Span]:
    """The text that coders see, and where in it the sentence stands."""
    above = f"{item.source_name}{ARROW}{item.target_name}\n\n" + (f"{item.before}\n\n" if item.before else "")
    return above + item.example.text, Span(len(above), len(above) + len(item.example.text))


def _label(name: str, key: str, colour: str) -> dict[str, str | None]:
    return {"text": name, "prefix_key": None, "suffix_key": key, "background_color": colour, "text_color": "#000000"}


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"


def _records(path: Path, problems: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}): expected a JSONL export of doccano") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 text (byte {error.start}): export it from doccano again") from error
    for number, row in enumerate(text.split("\n"), 1):
        if not row.strip():
            continue
        try:
            record = json.loads(row)
        except ValueError as error:
            problems.append(f"{path}:{number}: not a JSON object ({error}): expected an export as JSONL")
            continue
        if not isinstance(record, dict) or not isinstance(record.get("stance"), dict):
            problems.append(f"{path}:{number}: no item of stance annotate export: its key 'stance' is missing")
        elif not all(isinstance(record.get(name), list) for name in ("entities", "relations")):
            problems.append(
                f"{path}:{number}: no entities and relations: use a project with relation labeling, export JSONL"
            )
        else:
            yield f"{path}:{number}", record


def _codings(
    record: Mapping[str, Any], *, place: str, coder: str, scheme: LabelScheme, problems: list[str]
) -> Iterator[Coding]:
    item = item_of(record["stance"], place=place, scheme=scheme, problems=problems)
    if item is None:
        return
    text, body = _layout(item)
    if record.get("text") != text:
        problems.append(f"{place}: the text is not the one that was written: offsets may be wrong; export it again")
        return
    try:
        stretches = {str(one["id"]): _stretch(one) for one in record["entities"] if one["label"] in ROLES}
        arrows = [Arrow(str(one["from_id"]), str(one["to_id"]), (one["type"],)) for one in record["relations"]]
    except (KeyError, TypeError, ValueError) as error:
        problems.append(f"{place}: entities and relations are not as doccano writes them ({error!r})")
        return
    drawn = read_arrows(arrows, stretches, place=place, problems=problems)
    note = " / ".join(map(str, record.get("Comments") or ()))
    spans = {role: spans_of(list(stretches.values()), role, within=body) for role in ROLES}
    yield from codings_of(item, drawn, spans, coder=coder, note=note, place=place, scheme=scheme, problems=problems)


def _stretch(entity: Mapping[str, Any]) -> Stretch:
    return Stretch(entity["label"], Span(int(entity["start_offset"]), int(entity["end_offset"])))
