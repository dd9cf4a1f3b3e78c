"""ConfliBERT's CAMEO tasks, joined: a sentence class (with a neutral one) and tagged source and target spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from stance.types import Span, StanceExample
from training.corpora.config import CorpusConfig
from training.corpora.rows import Row, json_lines, label_set, to_word
from training.splits import text_key


class Config(CorpusConfig):
    """The joined CAMEO sentences; they need no options of their own."""

    reader: Literal["conflibert_cameo"]


def rows(corpus: Config, *, path: Path, folder: Path) -> Iterator[Row]:  # noqa: ARG001 the readers' signature
    """Sentences with one class, one source and one target: with more, whom the class is about is not certain.

    Flags: ``in_plv_train``, ``in_plv_test``, and ``train`` / ``test`` for the split that the row comes from.
    """
    for line, record in json_lines(path):
        spans = {role: [span for span in record["spans"] if span["role"] == role] for role in ("S", "T", "R")}
        if record["penta"] is None or len(record["penta"]) != 1 or [len(spans[role]) for role in "STR"] != [1, 1, 0]:
            continue
        place, text = f"{path}:{line}", record["text"]
        ends = [align(text, record["tokens"], spans[role][0]["start_tok"], spans[role][0]["end_tok"]) for role in "ST"]
        if ends[0] is None or ends[1] is None or ends[0].of(text) == ends[1].of(text):
            continue
        yield Row(
            StanceExample(
                id=f"{corpus.name}:{line}",
                text=text,
                source=ends[0].of(text),
                target=ends[1].of(text),
                labels=label_set(corpus, str(record["penta"][0]), place=place),
                source_spans=(ends[0],),
                target_spans=(ends[1],),
                corpus=corpus.name,
                group=text_key(text),
                origin=place,
            ),
            frozenset({record["split"]} | {flag for flag in ("in_plv_train", "in_plv_test") if record[flag]}),
        )


def align(text: str, tokens: Sequence[str], start: int, end: int) -> Span | None:
    """Characters of tokens [start, end), by letters and digits only: the tokeniser dropped some quotation marks."""
    letters = [at for at, character in enumerate(text) if character.isalnum()]
    before = _letters("".join(tokens[:start]))
    wanted = _letters("".join(tokens[start:end]))
    if not wanted or before + wanted != "".join(text[at] for at in letters[: len(before) + len(wanted)]):
        return None
    return to_word(text, Span(letters[len(before)], letters[len(before) + len(wanted) - 1] + 1))


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
