"""Opening the folder of a batch run: what is in it, and a DuckDB connection over its tables."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from stance.dataset.tables import STORIES, TABLES, TableName
from stance.errors import ConfigError, DataError, MissingExtraError, or_one_of
from stance.labels import STANCE_LABELS, LabelScheme
from stance.report.records import SCHEMA_VERSION

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RUN_FILE, RECEIPTS = "run.json", "parts"
COMPLETE = "complete"
DatasetFormat = Literal["parquet", "jsonl", "csv"]
FORMATS: tuple[DatasetFormat, ...] = ("parquet", "jsonl", "csv")
"""Of a run that has several, the first is read."""


@dataclass(frozen=True, slots=True)
class DatasetModel:
    """The model that made the judgements: name, version, sha256 of its weights."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """The folder of a batch run. ``labels``: names and scores in scale order; ``format``: in which it is read.

    ``complete``: whether the run reached its end; the tables of one that did not hold the articles read so far.
    """

    path: Path
    labels: LabelScheme
    model: DatasetModel
    schema_version: str
    format: DatasetFormat
    complete: bool

    def parts(self, table: TableName) -> tuple[Path, ...]:
        """The files of a table in order, of finished parts only."""
        found, finished = self._files(table), self._finished()
        return tuple(found[part] for part in sorted(found) if part in finished)

    @property
    def stories(self) -> Path | None:
        """The file of stories, if there is one."""
        path = self.path / f"{STORIES}.parquet"
        return path if path.is_file() else None

    def _finished(self) -> set[str]:
        """Those with a receipt; of tables that were copied without receipts, those whose articles are there."""
        receipts = {path.stem for path in (self.path / RECEIPTS).glob("part-*.json")}
        return receipts or set(self._files("articles"))

    def _files(self, table: TableName) -> dict[str, Path]:
        folder = _folder(self.path, self.format) / table
        return {path.stem: path for path in folder.glob(f"part-*.{self.format}")}


class _Model(BaseModel):
    """The ``model`` of run.json; what else stands there is for people."""

    model_config = ConfigDict(extra="ignore", frozen=True, protected_namespaces=())
    name: str
    version: str
    sha256: str


class _Run(BaseModel):
    """The keys of run.json that a reader of the tables needs."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    schema_version: str
    model: _Model
    state: str
    labels: tuple[str, ...] | None = None
    scores: tuple[float, ...] | None = None


def open_dataset(path: Path | str) -> Dataset:
    """Open the folder of a batch run, finished or not.

    Raises DataError if it is no such folder, is damaged, or was written by a version with other tables.
    """
    path = Path(path)
    file = path / RUN_FILE
    if not file.is_file():
        raise DataError(_no_run(path))
    run = _read(file)
    _check_version(run.schema_version, file)
    return Dataset(
        path=path,
        labels=_scheme(run, path),
        model=DatasetModel(run.model.name, run.model.version, run.model.sha256),
        schema_version=run.schema_version,
        format=_format(path),
        complete=run.state == COMPLETE,
    )


def connect(dataset: Dataset, *, sealed: bool = False) -> DuckDBPyConnection:
    """An in-memory DuckDB connection with the views articles, stories, judgements, dyads and skipped.

    ``articles``, ``judgements`` and ``dyads`` have ``outlet``, ``story`` and ``weight``; where stories were not made,
    each article is a story of its own with weight 1. ``sealed``: SQL on it reaches no file and no network.
    """
    try:
        import duckdb
    except ImportError as error:
        raise MissingExtraError(feature="SQL over a run", extra="batch") from error
    from stance.dataset.views import create_views, seal

    connection = duckdb.connect(config={"python_enable_replacements": "false"})
    create_views(connection, dataset, sealed=sealed)
    if sealed:
        seal(connection)
    return connection


def _format(path: Path) -> DatasetFormat:
    """The first in which there are articles; of a run without any, Parquet."""
    return next(
        (form for form in FORMATS if any((_folder(path, form) / "articles").glob(f"part-*.{form}"))), FORMATS[0]
    )


def _folder(path: Path, format: DatasetFormat) -> Path:
    """Where the tables of a format are: Parquet in the folder itself, the others in one of their name."""
    return path if format == "parquet" else path / format


def _no_run(path: Path) -> str:
    expected = "expected the output folder of stance batch"
    if not path.exists():
        return f"{path} does not exist: {expected}"
    if not path.is_dir():
        return f"{path} is a file: {expected}"
    tables = [table for table in TABLES if (path / table).is_dir()]
    if tables:
        return f"{path} holds {', '.join(tables)} but no {RUN_FILE}: copy the whole output folder of stance batch"
    near = sorted(child.name for child in path.iterdir() if (child / RUN_FILE).is_file())[:3]
    return f"{path} is no run (it has no {RUN_FILE}): {expected}{or_one_of(str(path / name) for name in near)}"


def _read(file: Path) -> _Run:
    try:
        values: Any = json.loads(file.read_text(encoding="utf-8"))
        return _Run.model_validate(values)
    except json.JSONDecodeError as error:
        raise DataError(f"{file}:{error.lineno}: not valid JSON ({error.msg}): run stance batch again") from error
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file} cannot be read ({error}): expected the {RUN_FILE} of stance batch") from error
    except ValidationError as error:
        problems = tuple(
            f"{file}: {'.'.join(map(str, item['loc'])) or 'whole file'}: {item['msg']}" for item in error.errors()
        )
        raise DataError(f"{file} is no description of a run: expected what stance batch writes", problems) from error


def _check_version(found: str, file: Path) -> None:
    if found.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise DataError(
            f"{file}: tables of schema version {found}, expected {SCHEMA_VERSION.partition('.')[0]}.x: "
            "use the version of stance that wrote them, or run stance batch again"
        )


def _scheme(run: _Run, path: Path) -> LabelScheme:
    names = run.labels or _labels_of_parquet(path)
    scores = run.scores or (STANCE_LABELS.scores if names == STANCE_LABELS.names else None)
    if scores is None:
        raise DataError(f"{path / RUN_FILE}: no scores for the labels {', '.join(names)}: expected one score a label")
    try:
        return LabelScheme(names, scores)
    except ConfigError as error:
        raise DataError(f"{path / RUN_FILE}: {error}") from error


def _labels_of_parquet(path: Path) -> tuple[str, ...]:
    """The labels that the schema of the first part names, where run.json has none."""
    first = next(iter(sorted(path.glob("*/part-*.parquet"))), None)
    if first is not None:
        try:
            import pyarrow.parquet as pq
        except ImportError as error:
            raise MissingExtraError(feature="Parquet", extra="batch") from error
        metadata = pq.read_schema(first).metadata or {}
        if b"stance.labels" in metadata:
            return tuple(json.loads(metadata[b"stance.labels"]))
    raise DataError(f"{path / RUN_FILE}: no labels: expected their names in scale order")
