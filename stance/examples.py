"""Labelled (or to-be-labelled) pairs ↔ StanceExample: JSONL, CSV, TSV, Parquet, each also gzipped except Parquet.

Columns: ``text``, ``source``, ``target``, and ``label`` or ``labels``: one name, a list, or in a table
"hostile|distancing"; the coarse names negative, neutral, positive stand for their sets. Optional:

- ``context``: earlier sentences, oldest first; a list, or in a table one sentence a line or a JSON list
- ``source_spans``, ``target_spans``: character offsets into ``text``, ``[[3, 9], [12, 20]]`` or in a table "3:9;12:20"
- ``id``, ``weight``, ``also`` (a defensible second label), ``voice``, ``group`` (what must not be split), ``corpus``

Other columns are ignored unless their name looks like a slip of one of these.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast, get_args

from stance.errors import ConfigError, DataError, MissingExtraError, did_you_mean
from stance.labels import STANCE_LABELS, LabelScheme
from stance.tabular import csv_records
from stance.types import Span, StanceExample, Voice

REQUIRED = ("text", "source", "target")
OPTIONAL = ("context", "source_spans", "target_spans", "id", "weight", "also", "voice", "group", "corpus")
COLUMNS = (*REQUIRED, "label", "labels", *OPTIONAL)
WRITTEN = (*REQUIRED, "labels", *OPTIONAL)
COARSE = {"negative": -1, "neutral": 0, "positive": 1}
FORMATS = (".jsonl", ".csv", ".tsv", ".parquet")
MAX_SHOWN = 50

Record = Mapping[str, Any]


def data_error(message: str, problems: Sequence[str]) -> DataError:
    """A DataError that names the number of problems and shows the first ``MAX_SHOWN``."""
    shown = tuple(problems[:MAX_SHOWN])
    more = (f"… and {len(problems) - MAX_SHOWN} more",) if len(problems) > MAX_SHOWN else ()
    return DataError(f"{message}: {len(problems)} problem(s)", (*shown, *more))


def read_examples(
    path: Path | str, *, scheme: LabelScheme = STANCE_LABELS, labelled: bool = True
) -> tuple[StanceExample, ...]:
    """Read every example of a file; raises one DataError that lists every problem as file:line.

    With ``labelled=False`` (input for prediction) the label may be absent: then every label is allowed.
    """
    path = Path(path)
    problems: list[str] = []
    records = _records(path, problems)
    return _checked(records, place=str(path), scheme=scheme, labelled=labelled, problems=problems)


def read_records(path: Path | str) -> tuple[tuple[int, Record], ...]:
    """The rows of a file with their line numbers and all their columns; raises one DataError with every problem."""
    path = Path(path)
    problems: list[str] = []
    records = tuple(_records(path, problems))
    if problems:
        raise data_error(f"{path}: cannot be read as rows", problems)
    return records


def examples_from_records(
    records: Iterable[tuple[int, Record]], *, place: str, scheme: LabelScheme = STANCE_LABELS, labelled: bool = True
) -> tuple[StanceExample, ...]:
    """Examples from numbered records with the documented columns; errors name ``place:number``."""
    return _checked(records, place=place, scheme=scheme, labelled=labelled, problems=[])


def _checked(
    records: Iterable[tuple[int, Record]], *, place: str, scheme: LabelScheme, labelled: bool, problems: list[str]
) -> tuple[StanceExample, ...]:
    found: list[StanceExample] = []
    for line, record in records:
        row = _Row(record, place=f"{place}:{line}", default_id=f"{Path(place).name}:{line}", problems=problems)
        example = row.example(scheme=scheme, labelled=labelled)
        if example is not None:
            found.append(example)
    problems += _repeated_ids(found)
    if problems:
        raise data_error(f"{place}: cannot be read as examples (columns: {', '.join(COLUMNS)})", problems)
    if not found:
        raise DataError(
            f"{place}: holds no examples: expected one a line with the columns {', '.join(REQUIRED)}, label"
        )
    return tuple(found)


def write_examples(path: Path | str, examples: Iterable[StanceExample]) -> None:
    """Write examples so that ``read_examples`` gives them back (``origin`` excepted); the suffix names the format."""
    path = Path(path)
    suffix = _format(path)
    if suffix == ".parquet":
        _write_parquet(path, [example_record(example) for example in examples])
    elif suffix == ".jsonl":
        with _open(path, "wt") as file:
            file.writelines(json.dumps(example_record(example), ensure_ascii=False) + "\n" for example in examples)
    else:
        rows = (flat_record(example_record(example)) for example in examples)
        with _open(path, "wt") as file:
            file.write(csv_records(WRITTEN, rows, delimiter=_DELIMITERS[suffix]))


_DELIMITERS = {".csv": ",", ".tsv": "\t"}


def _format(path: Path) -> str:
    suffix = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    if suffix.lower() not in FORMATS:
        raise DataError(
            f"{path}: unknown format {suffix!r}: expected a file name that ends in one of {', '.join(FORMATS)}"
        )
    return suffix.lower()


def _open(path: Path, mode: str) -> Any:
    """A text stream; the byte-order mark of spreadsheet programs is dropped."""
    encoding = "utf-8" if "w" in mode else "utf-8-sig"
    opener: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
    return opener(path, mode, encoding=encoding, newline="")


def _records(path: Path, problems: list[str]) -> Iterator[tuple[int, Record]]:
    suffix = _format(path)
    try:
        if suffix == ".parquet":
            yield from _parquet_records(path, problems)
        else:
            with _open(path, "rt") as file:
                if suffix == ".jsonl":
                    yield from _json_records(file, path, problems)
                else:
                    yield from _table_records(file, path, problems, delimiter=_DELIMITERS[suffix])
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{path}: cannot be read as gzip ({error}): fetch or compress it again") from error
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror or error}): give the path of a data file") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 text (byte {error.start}): save the file as UTF-8") from error


def _json_records(file: Iterable[str], path: Path, problems: list[str]) -> Iterator[tuple[int, Record]]:
    columns: set[str] = set()
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            problems.append(f"{path}:{number}: not a JSON object ({error})")
            continue
        if not isinstance(record, dict):
            problems.append(f"{path}:{number}: expected a JSON object, found {line.strip()[:40]!r}")
            continue
        problems += misspelt(record.keys() - columns, f"{path}:{number}")
        columns |= record.keys()
        yield number, record


def _table_records(
    file: Iterable[str], path: Path, problems: list[str], *, delimiter: str
) -> Iterator[tuple[int, Record]]:
    reader = csv.DictReader(file, delimiter=delimiter, strict=True)
    try:
        header = [name or "" for name in reader.fieldnames or ()]
        problems += misspelt(header, f"{path}:1")
        if missing := [name for name in REQUIRED if name not in header]:
            raise data_error(f"{path}: wrong header", [f"{path}:1: column {name!r} is missing" for name in missing])
        for record in reader:
            if None in record:  # the csv module keeps surplus cells under None
                problems.append(f"{path}:{reader.line_num}: more cells than the {len(header)} columns of the header")
                continue
            yield reader.line_num, {name: value for name, value in record.items() if value}
    except csv.Error as error:
        problems.append(f"{path}:{reader.line_num}: not a well-formed table ({error}): check quotes and delimiters")


def _parquet_records(path: Path, problems: list[str]) -> Iterator[tuple[int, Record]]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtraError(feature="Parquet", extra="parquet") from error
    try:
        table = pq.read_table(path)
    except pa.ArrowInvalid as error:
        raise DataError(f"{path}: not a Parquet file ({error})") from error
    problems += misspelt(table.column_names, f"{path}:1")
    known = table.select([name for name in table.column_names if name in COLUMNS])
    yield from enumerate(known.to_pylist(), 1)


def misspelt(names: Iterable[str], place: str) -> list[str]:
    """Columns that are ignored would be silent slips if they are nearly a legal name."""
    slips = []
    for name in sorted(set(names) - set(COLUMNS)):
        hint = did_you_mean(name.lower(), COLUMNS, cutoff=0.8)
        if hint:
            slips.append(f"{place}: unknown column {name!r}{hint}")
    return slips


def _repeated_ids(examples: Iterable[StanceExample]) -> list[str]:
    first: dict[str, str] = {}
    problems = []
    for example in examples:
        if example.id in first:
            problems.append(f"{example.origin}: id {example.id!r} was already given at {first[example.id]}")
        first.setdefault(example.id, example.origin)
    return problems


class _Row:
    """One record being checked; problems are collected, so that a row reports all of its own."""

    def __init__(self, record: Record, *, place: str, default_id: str, problems: list[str]) -> None:
        self._record, self._place, self._default_id, self._problems = record, place, default_id, problems

    def example(self, *, scheme: LabelScheme, labelled: bool) -> StanceExample | None:
        """The example, or None after adding problems."""
        before = len(self._problems)
        text = self._text("text", required=True, strip=False)
        source, target = self._text("source", required=True), self._text("target", required=True)
        if source and source == target:
            self._problem(f"source and target are both {source!r}: a stance needs two distinct actors")
        labels = self._labels(scheme, labelled=labelled)
        example = StanceExample(
            id=self._text("id") or self._default_id,
            text=text,
            source=source,
            target=target,
            labels=labels,
            context=self._context(),
            also=self._also(scheme),
            source_spans=self._spans("source_spans", text),
            target_spans=self._spans("target_spans", text),
            voice=self._voice(),
            corpus=self._text("corpus"),
            weight=self._weight(),
            group=self._text("group"),
            origin=self._place,
        )
        return example if len(self._problems) == before else None

    def _problem(self, text: str) -> None:
        self._problems.append(f"{self._place}: {text}")

    def _value(self, name: str) -> Any:
        return self._record.get(name)

    def _text(self, name: str, *, required: bool = False, strip: bool = True) -> str:
        value = self._value(name)
        if isinstance(value, int) and name in {"id", "group"} and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            self._problem(f"{name} must be text, found {value!r}")
            return ""
        if required and not (value and value.strip()):
            self._problem(f"{name} is missing or empty")
        return (value.strip() if strip else value) if value else ""

    def _labels(self, scheme: LabelScheme, *, labelled: bool) -> frozenset[str]:
        given = [name for name in ("label", "labels") if self._value(name) not in (None, "", [])]
        if len(given) == 2:
            self._problem("both label and labels are given: keep one")
        if not given:
            if labelled:
                self._problem(f"label is missing: expected one or more of {', '.join(scheme.names)}")
            return frozenset(scheme.names)
        value = self._value(given[0])
        names = value.split("|") if isinstance(value, str) else value
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self._problem(f"{given[0]} must be a name or a list of names, found {value!r}")
            return frozenset()
        return frozenset(label for name in names for label in self._label_set(name.strip(), scheme))

    def _label_set(self, name: str, scheme: LabelScheme) -> frozenset[str]:
        if name in scheme.names:
            return frozenset((name,))
        if name in COARSE:
            return scheme.of_sign(COARSE[name])
        legal = (*scheme.names, *(coarse for coarse in COARSE if coarse not in scheme.names))
        hint = did_you_mean(name.lower(), legal)
        self._problem(f"unknown label {name!r}: expected one of {', '.join(legal)}{hint}")
        return frozenset()

    def _also(self, scheme: LabelScheme) -> str | None:
        name = self._text("also")
        if name in {"", "-"}:
            return None
        try:
            scheme.index(name)
        except ConfigError as error:
            self._problem(f"also: {error}")
        return name

    def _voice(self) -> Voice | None:
        name = self._text("voice")
        if name and name not in get_args(Voice):
            self._problem(f"unknown voice {name!r}: expected one of {', '.join(get_args(Voice))}")
        return cast("Voice", name) if name else None

    def _weight(self) -> float:
        value = self._value("weight")
        if value is None or value == "":
            return 1.0
        try:
            weight = float(value)
        except (TypeError, ValueError):
            weight = math.nan
        if not (weight > 0 and math.isfinite(weight)):
            self._problem(f"weight must be a number above 0, found {value!r}")
        return weight

    def _context(self) -> tuple[str, ...]:
        value = self._value("context")
        if isinstance(value, str):
            value = self._json_list(value) if value.lstrip().startswith('["') else value.splitlines()
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._problem(f"context must be text or a list of texts, found {value!r}")
            return ()
        return tuple(item for item in value if item.strip())

    def _json_list(self, value: str) -> Any:
        try:
            return json.loads(value)
        except ValueError as error:
            self._problem(f"context is not a JSON list ({error})")
            return None

    def _spans(self, name: str, text: str) -> tuple[Span, ...]:
        value = self._value(name)
        if isinstance(value, str):
            value = [part.split(":") for part in value.split(";") if part.strip()]
        if value is None:
            return ()
        try:
            spans = tuple(Span(int(start), int(end)) for start, end in value)
        except (TypeError, ValueError):
            self._problem(f"{name} must be [[start, end], …] or start:end;start:end, found {self._value(name)!r}")
            return ()
        for span in spans:
            if not 0 <= span.start < span.end <= len(text):
                self._problem(f"{name} {span.start}:{span.end} lies outside the text of {len(text)} characters")
        return spans


def example_record(example: StanceExample) -> dict[str, Any]:
    """The example as JSON values, empty ones left out."""
    record = {
        "id": example.id,
        "text": example.text,
        "source": example.source,
        "target": example.target,
        "labels": sorted(example.labels),
        "context": list(example.context),
        "also": example.also,
        "source_spans": [[span.start, span.end] for span in example.source_spans],
        "target_spans": [[span.start, span.end] for span in example.target_spans],
        "voice": example.voice,
        "corpus": example.corpus,
        "weight": example.weight if example.weight != 1.0 else None,
        "group": example.group,
    }
    return {name: value for name, value in record.items() if value}


def flat_record(record: Record) -> dict[str, Any]:
    """The record of an example with lists written as text, for a table."""
    flat = dict(record) | {"labels": "|".join(record["labels"])}
    if "context" in record:
        flat["context"] = json.dumps(record["context"], ensure_ascii=False)
    for name in ("source_spans", "target_spans"):
        if name in record:
            flat[name] = ";".join(f"{start}:{end}" for start, end in record[name])
    return flat


def _write_parquet(path: Path, records: Sequence[Record]) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtraError(feature="Parquet", extra="parquet") from error
    spans = pa.list_(pa.list_(pa.int64()))
    special = {
        "labels": pa.list_(pa.string()),
        "context": pa.list_(pa.string()),
        "source_spans": spans,
        "target_spans": spans,
        "weight": pa.float64(),
    }
    schema = pa.schema([(name, special[name] if name in special else pa.string()) for name in WRITTEN])
    pq.write_table(pa.Table.from_pylist(list(records), schema=schema), path)
