"""Stand-off annotations: coded judgements without their text, to be joined with text that lies elsewhere.

``python -m training.corpora.standoff --data-dir FOLDER`` writes them from coded folders (part/articles/NNN.txt and
part/coder_N.tsv). A row holds part, file, line, the first 16 hex digits of the sentence's sha256, the labels and the
offsets of the mentions: facts about a text, but no text.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, cast

from stance.actors.catalogue import Catalogue
from stance.errors import DataError
from stance.examples import data_error
from stance.gold import Article, read_articles, read_gold
from stance.types import Span, StanceExample, Voice

POOL_NOTE = re.compile(r"# pool (?P<article>[0-9a-f]+) spans (?P<spans>[\d\- ]+)$", re.MULTILINE)
STANDOFF = Path(__file__).parents[2] / "configs" / "corpora" / "standoff"
CODES = STANDOFF / "codes.csv"


@dataclass(frozen=True, slots=True, order=True)
class StandoffRow:
    """One judgement; ``hash`` is of the sentence, spans are offsets into it (None where implied)."""

    part: str
    file: str
    line: int
    coder: Literal[1, 2]
    hash: str
    source: str
    target: str
    label: str
    also: str | None
    source_span: Span | None
    target_span: Span | None
    voice: Voice

    @property
    def place(self) -> tuple[str, str, int]:
        """Part, file and line."""
        return (self.part, self.file, self.line)


COLUMNS = tuple(field.name for field in fields(StandoffRow))


def text_hash(text: str) -> str:
    """First 16 hex digits of the sha256 of a sentence."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_codes(path: Path = CODES) -> dict[str, str]:
    """Code as a coder wrote it → one spelling, for codes that the actor catalogue does not know."""
    with path.open(encoding="utf-8", newline="") as file:
        return {record["code"]: record["canonical"] for record in csv.DictReader(file)}


def rows_of_folder(folder: Path) -> Iterator[StandoffRow]:
    """The rows of every part below ``folder``, codes normalised."""
    codes, catalogue = read_codes(), Catalogue.load()

    def canonical(code: str) -> str:
        return catalogue.canonical(codes.get(code, code))

    for part in sorted(path for path in folder.iterdir() if (path / "articles").is_dir()):
        for coder in (1, 2):
            file = f"coder_{coder}.tsv"
            if (part / file).exists():
                gold = read_gold(part, file=file, canonical=canonical)
                for key, example in zip(gold.keys, gold.judgements, strict=True):
                    yield _row(part.name, key.file, key.line, coder, example)


def _row(part: str, file: str, line: int, coder: Literal[1, 2], example: StanceExample) -> StandoffRow:
    if example.voice is None:
        raise DataError(f"{example.origin}: a coded row needs a voice")
    return StandoffRow(
        part=part,
        file=file,
        line=line,
        coder=coder,
        hash=text_hash(example.text),
        source=example.source,
        target=example.target,
        label=next(iter(example.labels)),
        also=example.also,
        source_span=example.source_spans[0] if example.source_spans else None,
        target_span=example.target_spans[0] if example.target_spans else None,
        voice=example.voice,
    )


def write_standoff(path: Path, rows: Iterable[StandoffRow]) -> None:
    """Write a gzipped table that is the same, byte for byte, for the same rows."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(tuple(_cell(value) for value in _values(row)) for row in rows)
    path.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


def _values(row: StandoffRow) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in COLUMNS)


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value.start}:{value.end}" if isinstance(value, Span) else str(value)


def write_passages(path: Path, folder: Path) -> None:
    """Write the passage table (``training.corpora.pool``) of coded folders whose articles name their pool article."""
    rows = [("part", "file", "article", "spans")]
    for article in sorted(folder.glob("*/articles/*.txt")):
        note = POOL_NOTE.search(article.read_text(encoding="utf-8"))
        if note is None:
            raise DataError(f"{article}: expected a line “# pool ID spans START-END …”, which says where its lines are")
        rows.append((article.parents[1].name, article.stem, note["article"], note["spans"]))
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def read_standoff(path: Path) -> tuple[StandoffRow, ...]:
    """Read what ``write_standoff`` wrote."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(next(reader)) != COLUMNS:
            raise DataError(f"{path}:1: expected the columns {', '.join(COLUMNS)}")
        return tuple(_parsed(dict(zip(COLUMNS, cells, strict=True))) for cells in reader)


def _parsed(cells: Mapping[str, str]) -> StandoffRow:
    return StandoffRow(
        part=cells["part"],
        file=cells["file"],
        line=int(cells["line"]),
        coder=cast("Literal[1, 2]", int(cells["coder"])),
        hash=cells["hash"],
        source=cells["source"],
        target=cells["target"],
        label=cells["label"],
        also=None if cells["also"] == "-" else cells["also"],
        source_span=_span(cells["source_span"]),
        target_span=_span(cells["target_span"]),
        voice=cast("Voice", cells["voice"]),
    )


def _span(cell: str) -> Span | None:
    if cell == "-":
        return None
    start, end = cell.split(":")
    return Span(int(start), int(end))


def articles_of(rows: Sequence[StandoffRow], *, folder: Path) -> dict[str, dict[str, Article]]:
    """The articles of the parts that the rows name, from part/articles below ``folder``."""
    return {part: read_articles(folder / part / "articles") for part in sorted({row.part for row in rows})}


def join(
    rows: Sequence[StandoffRow], *, articles: Mapping[str, Mapping[str, Article]]
) -> Iterator[tuple[StandoffRow, StanceExample]]:
    """Each row with its sentence and context; one DataError lists every text that differs."""
    problems = [problem for row in rows if (problem := _mismatch(row, articles.get(row.part, {})))]
    if problems:
        raise data_error("the text is not what was coded", list(dict.fromkeys(problems)))
    for row in rows:
        yield row, _example(row, articles[row.part][row.file])


def _mismatch(row: StandoffRow, articles: Mapping[str, Article]) -> str | None:
    if row.file not in articles:
        return f"part {row.part}: no article {row.file}"
    article = articles[row.file]
    if row.line > len(article.lines):
        return f"{article.path}:{row.line}: there are only {len(article.lines)} lines"
    if (found := text_hash(article.lines[row.line - 1])) != row.hash:
        return f"{article.path}:{row.line}: the sentence has sha256 {found}…, the coded one {row.hash}…"
    return None


def _example(row: StandoffRow, article: Article) -> StanceExample:
    return StanceExample(
        id=f"{row.part}:{row.file}:{row.line}:{row.source}:{row.target}",
        text=article.lines[row.line - 1],
        source=row.source,
        target=row.target,
        labels=frozenset((row.label,)),
        context=article.context(row.line),
        also=row.also,
        source_spans=() if row.source_span is None else (row.source_span,),
        target_spans=() if row.target_span is None else (row.target_span,),
        voice=row.voice,
        group=f"{row.part}/{row.file}",
        origin=f"{article.path}:{row.line}",
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the stand-off file of a folder of coded parts."""
    parser = argparse.ArgumentParser(prog="python -m training.corpora.standoff", description=main.__doc__)
    parser.add_argument("--data-dir", type=Path, required=True, help="folder of parts: part/articles, part/coder_N.tsv")
    parser.add_argument("--output", type=Path, default=STANDOFF / "irstance_seed.tsv.gz")
    parser.add_argument("--passages", type=Path, help="write the passage table too, from the articles' “# pool” lines")
    options = parser.parse_args(arguments)
    write_standoff(options.output, rows_of_folder(options.data_dir))
    if options.passages:
        write_passages(options.passages, options.data_dir)


if __name__ == "__main__":
    main()
