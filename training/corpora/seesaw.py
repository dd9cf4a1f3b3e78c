"""SEESAW: sentences of US politics with source, target and a positive or negative stance, named but not marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from stance.types import AUTHOR, Span, StanceExample
from training.corpora.config import CorpusConfig
from training.corpora.rows import Row, json_lines, label_set
from training.splits import text_key

NOBODY = {"None": AUTHOR.code, "Not in the list": "someone"}  # what the authors' own script makes of them
SHORTEST_SURNAME = 4


class Config(CorpusConfig):
    """SEESAW and its options."""

    reader: Literal["seesaw"]


def rows(corpus: Config, *, path: Path, folder: Path) -> Iterator[Row]:  # noqa: ARG001 the readers' signature
    """One example a triplet, flagged with the names of the other official splits; the text is the sentence alone."""
    for line, record in json_lines(path):
        text, place = record["text"], f"{path}:{line}"
        source, target = (NOBODY.get(record[role], record[role]) for role in ("subject", "object"))
        if source == target:
            target = f"{target} (2)"
        yield Row(
            StanceExample(
                id=f"{corpus.name}:{line}",
                text=text,
                source=source,
                target=target,
                labels=label_set(corpus, record["sentiment"], place=place),
                source_spans=mention(text, source),
                target_spans=mention(text, target),
                corpus=corpus.name,
                group=text_key(text),
                origin=place,
            ),
            flags=frozenset({f"in_{record['split']}"}),
        )


def mention(text: str, name: str) -> tuple[Span, ...]:
    """Where a name stands: in full, or else its last word (a surname, "Republicans" for Republican Party does not)."""
    if name == AUTHOR.code:
        return ()
    last = name.rsplit(maxsplit=1)[-1]
    for form in (name, last if len(last) >= SHORTEST_SURNAME else name):
        if found := re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            return (Span(found.start(), found.end()),)
    return ()
