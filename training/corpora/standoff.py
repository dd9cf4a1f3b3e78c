"""Stand-off annotations: coded judgements without their text, to be joined with text that lies elsewhere.

    python -m training.corpora.standoff --coded FOLDER --data-dir DIR --output irstance

writes ``irstance.tsv.gz`` (judgements: part, file, line, the first 16 hex digits of the sentence's sha256, labels, the
offsets of the mentions) and ``irstance_passages.tsv.gz`` (where the lines of each passage stand) from coded folders
(part/articles/NNN.txt and part/coder_N.tsv; coder 3 is the adjudicator). With ``--written`` the text is the project's
own, and goes to ``irstance_passages.jsonl.gz``.
"""

from __future__ import annotations

import argparse
import csv
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
from training.corpora.passages import (
    PASSAGE,
    UNRELATED,
    CodedPassage,
    Key,
    PassageRow,
    Texts,
    TextSource,
    plain,
    write_passages,
    write_written,
)
from training.corpora.rows import open_text, text_hash, write_table

POOL_NOTE = re.compile(r"\bpool (?P<article>[0-9a-f]{12})\b")
DEBATE_NOTE = re.compile(r"\bunscon (?P<debate>\S+)_spch\d+")
STANDOFF = Path(__file__).parents[2] / "configs" / "corpora" / "standoff"
CODES = STANDOFF / "codes.csv"

Coder = Literal[1, 2, 3]
CODERS: tuple[Coder, ...] = (1, 2, 3)
ADJUDICATOR: Coder = 3


@dataclass(frozen=True, slots=True, order=True)
class StandoffRow:
    """One judgement; ``hash`` is of the sentence, spans are offsets into it (None where implied)."""

    part: str
    file: str
    line: int
    coder: Coder
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

    @property
    def judged(self) -> tuple[str, str, int, str, str]:
        """What is judged: place, source and target."""
        return (*self.place, self.source, self.target)


COLUMNS = tuple(field.name for field in fields(StandoffRow))


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
        for coder in CODERS:
            file = f"coder_{coder}.tsv"
            if (part / file).exists():
                gold = read_gold(part, file=file, canonical=canonical)
                for key, example in zip(gold.keys, gold.judgements, strict=True):
                    yield _row(part.name, key.file, key.line, coder, example)


def _row(part: str, file: str, line: int, coder: Coder, example: StanceExample) -> StandoffRow:
    if example.voice is None:
        raise DataError(f"{example.origin}: a coded row needs a voice")
    source, target = (
        _plain_span(example.text, spans[0]) if spans else None for spans in (example.source_spans, example.target_spans)
    )
    return StandoffRow(
        part=part,
        file=file,
        line=line,
        coder=coder,
        hash=text_hash(plain(example.text)),
        source=example.source,
        target=example.target,
        label=next(iter(example.labels)),
        also=example.also,
        source_span=source,
        target_span=target,
        voice=example.voice,
    )


def _plain_span(text: str, span: Span) -> Span:
    """Where a span of ``text`` stands in ``plain(text)``."""
    return Span(len(plain(text[: span.start] + "x")) - 1, len(plain(text[: span.end])))


def write_standoff(path: Path, rows: Iterable[StandoffRow]) -> None:
    """Write a gzipped table that is the same, byte for byte, for the same rows."""
    write_table(path, COLUMNS, (tuple(_cell(value) for value in _values(row)) for row in rows))


def _values(row: StandoffRow) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in COLUMNS)


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value.start}:{value.end}" if isinstance(value, Span) else str(value)


def passage_rows(folder: Path, *, texts: Texts) -> Iterator[PassageRow]:
    """Where the lines of the coded articles stand; one DataError lists every line that the texts lack."""
    problems: list[str] = []
    for part in sorted(path for path in folder.iterdir() if (path / "articles").is_dir()):
        for name, article in read_articles(part / "articles").items():
            lines = [plain(line) for line in article.lines]
            cells = _cells(article, lines, texts)
            problems += [f"{article.path}:{n}: not in the texts" for n, cell in enumerate(cells, 1) if cell is None]
            group, origin = _origin(article, f"{part.name}/{name}")
            yield PassageRow(part.name, name, group, origin, " ".join(filter(None, cells)))
    if problems:
        raise data_error("lines without a source", problems)


def _notes(article: Article) -> str:
    return "\n".join(cast("Sequence[str]", article.document.metadata["notes"]))


def _origin(article: Article, name: str) -> tuple[str, str]:
    if found := POOL_NOTE.search(_notes(article)):
        return found["article"], found["article"]
    if article.unrelated:
        return name, UNRELATED
    debate = DEBATE_NOTE.search(_notes(article))
    return debate["debate"] if debate else name, PASSAGE


def _cells(article: Article, lines: Sequence[str], texts: Texts) -> list[str | None]:
    if found := POOL_NOTE.search(_notes(article)):
        return _spans(lines, texts.pool.get(found["article"], ""))
    keys = [text_hash(line) for line in lines]
    return [next((f"{name}:{key}" for name, known in texts.sentences.items() if key in known), None) for key in keys]


def _spans(lines: Sequence[str], text: str) -> list[str | None]:
    """Offsets of each line, sought after the line before it, else anywhere."""
    cells: list[str | None] = []
    at = 0
    for line in lines:
        pattern = re.compile(r"\s+".join(map(re.escape, line.split())))
        found = pattern.search(text, at) or pattern.search(text)
        cells.append(f"{found.start()}-{found.end()}" if found else None)
        at = found.end() if found else at
    return cells


def written_passages(folder: Path) -> Iterator[CodedPassage]:
    """The passages of coded folders of the project's own text, with what their notes say of them."""
    for part in sorted(path for path in folder.iterdir() if (path / "articles").is_dir()):
        for name, article in read_articles(part / "articles").items():
            notes = dict(note.split(": ", 1) for note in _notes(article).split("\n") if ": " in note)
            lines = tuple(plain(line) for line in article.lines)
            yield CodedPassage(part.name, name, lines, f"{part.name}/{name}", notes["register"], notes["region"])


def read_standoff(path: Path) -> tuple[StandoffRow, ...]:
    """Read what ``write_standoff`` wrote."""
    with open_text(path) as file:
        reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(next(reader)) != COLUMNS:
            raise DataError(f"{path}:1: expected the columns {', '.join(COLUMNS)}")
        return tuple(_parsed(dict(zip(COLUMNS, cells, strict=True))) for cells in reader)


def _parsed(cells: Mapping[str, str]) -> StandoffRow:
    return StandoffRow(
        part=cells["part"],
        file=cells["file"],
        line=int(cells["line"]),
        coder=cast("Coder", int(cells["coder"])),
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


def join(
    rows: Sequence[StandoffRow], *, passages: Mapping[Key, CodedPassage], path: Path
) -> Iterator[tuple[StandoffRow, StanceExample]]:
    """Each row with its sentence and context; one DataError lists every text that differs."""
    problems = [f"{path}: {problem}" for row in rows if (problem := _mismatch(row, passages))]
    if problems:
        raise data_error("the text is not what was coded", list(dict.fromkeys(problems)))
    for row in rows:
        yield row, _example(row, passages[row.part, row.file])


def _mismatch(row: StandoffRow, passages: Mapping[Key, CodedPassage]) -> str | None:
    passage = passages.get((row.part, row.file))
    if passage is None:
        return f"no passage {row.part}/{row.file}"
    if row.line > len(passage.lines):
        return f"{row.part}/{row.file} has {len(passage.lines)} lines, not {row.line}"
    if (found := text_hash(passage.lines[row.line - 1])) != row.hash:
        return f"{row.part}/{row.file}:{row.line}: the sentence has sha256 {found}…, the coded one {row.hash}…"
    return None


def _example(row: StandoffRow, passage: CodedPassage) -> StanceExample:
    text = passage.lines[row.line - 1]
    return StanceExample(
        id=f"{row.part}:{row.file}:{row.line}:{row.source}:{row.target}",
        text=text,
        source=row.source,
        target=row.target,
        labels=frozenset((row.label,)),
        context=passage.context(row.line),
        also=row.also,
        source_spans=() if row.source_span is None else (row.source_span,),
        target_spans=() if row.target_span is None else (row.target_span,),
        voice=row.voice,
        group=passage.group or text_hash(text),
        origin=f"{row.part}/{row.file}:{row.line}",
    )


def final(rows: Iterable[StandoffRow]) -> tuple[StandoffRow, ...]:
    """The first coder's judgements, with the adjudicator's in their place where there is one."""
    found = list(rows)
    settled = {row.judged: row for row in found if row.coder == ADJUDICATOR}
    return tuple(settled.get(row.judged, row) for row in found if row.coder == 1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the stand-off files of a folder of coded parts."""
    parser = argparse.ArgumentParser(prog="python -m training.corpora.standoff", description=main.__doc__)
    parser.add_argument("--coded", type=Path, required=True, help="folder of parts: part/articles, part/coder_N.tsv")
    parser.add_argument("--data-dir", type=Path, help="folder of the public corpora that the sentences are from")
    parser.add_argument("--output", default="irstance", help="stem of the files")
    parser.add_argument("--folder", type=Path, default=STANDOFF, help="where they go")
    parser.add_argument("--written", action="store_true", help="the text is the project's own")
    options = parser.parse_args(arguments)
    if options.written == (options.data_dir is not None):
        parser.error("give either --data-dir (text that lies elsewhere) or --written (the project's own text)")
    stem: Path = options.folder / options.output
    if options.written:
        write_written(stem.with_name(f"{stem.name}_passages.jsonl.gz"), written_passages(options.coded))
    else:
        texts = _texts(options.data_dir)
        write_passages(stem.with_name(f"{stem.name}_passages.tsv.gz"), passage_rows(options.coded, texts=texts))
    write_standoff(stem.with_name(f"{stem.name}.tsv.gz"), rows_of_folder(options.coded))


def _texts(data_dir: Path) -> Texts:
    from training.corpora import load_config
    from training.corpora.irstance import Config

    corpus = load_config("irstance")
    if not isinstance(corpus, Config):
        raise DataError("configs/corpora/irstance.yaml is not read by irstance: expected reader: irstance")
    sources: Mapping[str, TextSource] = corpus.texts
    return Texts.read(pool=corpus.pool, sources=sources, data_dir=data_dir)


if __name__ == "__main__":
    main()
