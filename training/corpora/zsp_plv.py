"""PLV: a sentence with one marked source and target, and a PLOVER root as label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field

from stance.types import Span, StanceExample
from training.corpora.config import CorpusConfig
from training.corpora.rows import Row, label_set, table, to_word
from training.splits import text_key

MARK = re.compile(r"<(/?)([st])>")
PENTA = {
    "1": frozenset({"AGREE", "CONSULT", "SUPPORT"}),
    "2": frozenset({"AID", "COOPERATE", "YIELD"}),
    "3": frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN"}),
    "4": frozenset({"ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION"}),
}


class Config(CorpusConfig):
    """PLV and its options."""

    reader: Literal["zsp_plv"]
    inconsistent: Literal["drop", "keep"] = Field("drop", description="rows whose root and quad class disagree")


def rows(corpus: Config, *, path: Path, folder: Path) -> Iterator[Row]:  # noqa: ARG001 the readers' signature
    """One example a row; the reversed direction is not labelled in the source and is not made up here."""
    for line, record in table(path, delimiter="\t"):
        root, penta = record["gold_root"], record["gold_penta"]
        if corpus.inconsistent == "drop" and root not in PENTA[penta]:
            continue
        text, spans = unmark(record["marked_sentence"])
        place = f"{path}:{line}"
        yield Row(
            StanceExample(
                id=f"{corpus.name}:{path.name.split('.')[0]}:{line}",
                text=text,
                source=record["source"].strip(),
                target=record["target"].strip(),
                labels=label_set(corpus, root, place=place),
                source_spans=spans["s"],
                target_spans=spans["t"],
                corpus=corpus.name,
                group=text_key(text),
                origin=place,
            )
        )


def unmark(marked: str) -> tuple[str, dict[str, tuple[Span, ...]]]:
    """The sentence without <s> and <t> marks, and the spans of each."""
    text, at = "", 0
    opened: dict[str, int] = {}
    found: dict[str, list[Span]] = {"s": [], "t": []}
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        closing, role = mark.groups()
        if closing:
            found[role].append(Span(opened.pop(role), len(text)))
        else:
            opened[role] = len(text)
    text += marked[at:]
    return text, {role: tuple(to_word(text, span) for span in spans) for role, spans in found.items()}
