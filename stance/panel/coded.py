"""Coding sheets: what ``stance sample`` writes and people fill in, read back with every problem by file and line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stance.errors import DataError, MissingExtraError, did_you_mean
from stance.labels import LabelScheme
from stance.panel.selection import Selection, from_words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOT_A_PAIR = "not_a_pair"
"""What a coder writes where the sentence does not speak of these two actors at all."""
REQUIRED = ("article", "sentence", "source", "target", "label", "probability")
MAX_PROBLEMS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """One coded judgement. ``probability``: with which it came into the sample; ``place``: file:line."""

    article: int
    sentence: int
    source: str
    target: str
    label: str
    probability: float
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class CodedSample:
    """The coded judgements of a sheet, and from which selection of the run they were drawn."""

    rows: tuple[Coded, ...]
    frame: Selection


def read_coded(path: Path, *, scheme: LabelScheme) -> CodedSample:
    """Read a filled-in sheet (comma, semicolon or tab between the cells).

    Raises DataError with every problem: missing columns, unknown or empty labels, probabilities outside (0, 1],
    judgements coded twice, or sheets of several frames in one file.
    """
    records = list(sheet_rows(path, required=REQUIRED, expected="a sheet from stance sample"))
    problems: list[str] = []
    rows = [row for place, record in records if (row := _row(place, record, scheme, problems)) is not None]
    problems += _repeated(rows)
    frames = {(record.get("frame") or "").strip() for _, record in records}
    if len(frames) > 1:
        problems.append(f"{path}: rows of {len(frames)} samples with different frames: give one sample at a time")
    if problems or not rows:
        shown = problems[:MAX_PROBLEMS]
        more = [f"and {len(problems) - len(shown)} more"] if len(problems) > len(shown) else []
        raise DataError(f"{path}: {len(problems)} problem(s) in {len(records)} coded rows", (*shown, *more))
    return CodedSample(tuple(rows), from_words(frames.pop()))


def register(connection: DuckDBPyConnection, sample: CodedSample, *, scheme: LabelScheme) -> None:
    """Make the table ``coded`` beside the views of the run. Raises DataError where a row is no judgement of the run."""
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtraError(feature="a coded sample", extra="batch") from error
    scores = dict(zip(scheme.names, scheme.scores, strict=True))
    columns = {
        "article": [row.article for row in sample.rows],
        "sentence": [row.sentence for row in sample.rows],
        "source": [row.source for row in sample.rows],
        "target": [row.target for row in sample.rows],
        "probability": [row.probability for row in sample.rows],
        "valid": [float(row.label != NOT_A_PAIR) for row in sample.rows],
        "y": [scores.get(row.label, 0.0) for row in sample.rows],
        "coder": [row.label for row in sample.rows],
        "number": list(range(len(sample.rows))),
    }
    connection.register("coded", pa.table(columns))
    _check_run(connection, sample)


def _check_run(connection: DuckDBPyConnection, sample: CodedSample) -> None:
    found = dict(
        connection.execute(
            "SELECT c.number, any_value(j.sentence_text) FROM coded c JOIN judgements j "
            "USING (article, sentence, source, target) GROUP BY ALL"
        ).fetchall()
    )
    problems = []
    for number, row in enumerate(sample.rows):
        if number not in found:
            name = f"{row.source} → {row.target} in sentence {row.sentence} of article {row.article}"
            problems.append(f"{row.place}: the run has no judgement {name}")
        elif row.text and " ".join(row.text.split()) != " ".join(found[number].split()):
            problems.append(f"{row.place}: the run has another text there: {found[number][:60]!r}")
    if problems:
        raise DataError(
            f"{len(problems)} of {len(sample.rows)} coded rows are not of this run: give a sheet drawn from it",
            tuple(problems[:MAX_PROBLEMS]),
        )


def sheet_rows(path: Path, *, required: Sequence[str], expected: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The rows of a sheet with their places, whatever a spreadsheet program put between the cells; empty ones left out.

    ``expected`` is said where the file cannot be read or a ``required`` column is missing.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}): expected {expected}") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 text (byte {error.start}): save the sheet as CSV in UTF-8") from error
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)  # a spreadsheet writes what its country is used to
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="")
    missing = [name for name in required if name not in (reader.fieldnames or ())]
    if missing:
        found = ", ".join(reader.fieldnames or ()) or "nothing"
        raise DataError(f"{path}:1: no column {', '.join(missing)}; found {found}: expected {expected}")
    for record in reader:
        if any(cell for cell in record.values() if cell):
            yield f"{path}:{reader.line_num}", record


def _row(place: str, record: Mapping[str, str], scheme: LabelScheme, problems: list[str]) -> Coded | None:
    before = len(problems)
    label = record["label"].strip().casefold().replace(" ", "_")
    legal = (*scheme.names, NOT_A_PAIR)
    if not label:
        problems.append(f"{place}: no label yet: code every row, since the rest no longer is a random sample")
    elif label not in legal:
        hint = did_you_mean(label, legal)
        problems.append(f"{place}: unknown label {record['label']!r}: expected one of {', '.join(legal)}{hint}")
    probability = _number(record["probability"].replace(",", "."))
    if probability is None or not 0 < probability <= 1:
        problems.append(f"{place}: probability is {record['probability']!r}: expected more than 0 and at most 1")
    numbers = [_number(record[name]) for name in ("article", "sentence")]
    if any(number is None or number != int(number) for number in numbers):
        problems.append(f"{place}: article and sentence must be whole numbers")
    if len(problems) > before or probability is None:
        return None
    article, sentence = (int(number or 0) for number in numbers)
    return Coded(
        article=article,
        sentence=sentence,
        source=record["source"].strip(),
        target=record["target"].strip(),
        label=label,
        probability=probability,
        text=record.get("sentence_text") or record.get("text") or "",
        place=place,
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _repeated(rows: Sequence[Coded]) -> Iterator[str]:
    seen: dict[tuple[int, int, str, str], str] = {}
    for row in rows:
        key = row.article, row.sentence, row.source, row.target
        if key in seen:
            yield f"{row.place}: the same judgement is coded at {seen[key]}"
        seen[key] = row.place
