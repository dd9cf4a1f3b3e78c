"""Which tools there are, what is written for each, and how what they give back is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from stance.annotate import doccano, labelstudio, sheet
from stance.annotate.codings import Coding, repeated
from stance.annotate.guide import guide
from stance.annotate.items import Item
from stance.errors import DataError
from stance.examples import data_error
from stance.labels import LabelScheme

Tool = Literal["labelstudio", "doccano", "csv"]
SUFFIX: Mapping[Tool, str] = {"labelstudio": ".json", "doccano": ".jsonl", "csv": ".csv"}
GUIDE = "guide.md"


def written(items: Sequence[Item], tool: Tool, *, output: Path, scheme: LabelScheme) -> Mapping[Path, str]:
    """The files for a tool: the items themselves, a guide for coders, and what else the tool has to know."""
    if tool == "labelstudio":
        how, content, beside = labelstudio.HOW, labelstudio.tasks(items), {"config.xml": labelstudio.config(scheme)}
    elif tool == "doccano":
        how, content, beside = doccano.HOW, doccano.to_jsonl(items), dict(doccano.label_files(scheme))
    else:
        how, content, beside = sheet.HOW, sheet.to_csv(items), {}
    beside[GUIDE] = guide(scheme, how=how)
    return {output: content, **{output.with_suffix(f".{ending}"): text for ending, text in beside.items()}}


def read_codings(paths: Sequence[Path], tool: Tool, *, scheme: LabelScheme) -> tuple[Coding, ...]:
    """The codings of all files. A file that names no coder is that of the one after whom it is named.

    Raises one DataError with every problem of all files.
    """
    read = {
        "labelstudio": labelstudio.read_labelstudio,
        "doccano": doccano.read_doccano,
        "csv": sheet.read_sheet,
    }[tool]
    problems: list[str] = []
    found: list[Coding] = []
    for path in paths:
        found += read(path, coder=path.stem, scheme=scheme, problems=problems)
    problems += repeated(found)
    names = ", ".join(map(str, paths))
    if problems:
        raise data_error(f"{names}: cannot be read as codings", problems)
    if not found:
        raise DataError(f"{names}: no codings: expected what coders made of a file of stance annotate export")
    return tuple(found)
