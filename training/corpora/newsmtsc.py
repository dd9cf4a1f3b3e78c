"""NewsMTSC: the author's sentiment toward a target mention in a news sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field

from stance.types import AUTHOR, Span, StanceExample
from training.corpora.config import CorpusConfig
from training.corpora.rows import Row, json_lines, label_set
from training.splits import text_key


class Config(CorpusConfig):
    """NewsMTSC and its options."""

    reader: Literal["newsmtsc"]
    further_mentions: bool = Field(False, description="mark the automatic coreferent mentions of the target too")


def rows(corpus: Config, *, path: Path, folder: Path) -> Iterator[Row]:  # noqa: ARG001 the readers' signature
    """One example a distinct target mention (some are listed twice)."""
    for line, record in json_lines(path):
        text, place = record["sentence_normalized"], f"{path}:{line}"
        seen: set[Span] = set()
        for target in record["targets"]:
            span = Span(target["from"], target["to"])
            if span in seen:
                continue
            seen.add(span)
            further = target.get("further_mentions", ()) if corpus.further_mentions else ()
            yield Row(
                StanceExample(
                    id=f"{corpus.name}:{path.name.split('.')[0]}:{line}:{span.start}-{span.end}",
                    text=text,
                    source=AUTHOR.code,
                    target=span.of(text),
                    labels=label_set(corpus, str(target["polarity"]), place=place),
                    target_spans=(span, *sorted(Span(other["from"], other["to"]) for other in further)),
                    voice="author",
                    corpus=corpus.name,
                    group=text_key(text),
                    origin=place,
                )
            )
