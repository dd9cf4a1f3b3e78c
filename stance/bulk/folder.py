"""The folder of a run: who may write to it, whether it can be gone on with, and what is cleared away."""

from __future__ import annotations

import re
import shutil
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal

from pydantic import ValidationError

from stance import __version__
from stance.bulk.receipts import FOLDER
from stance.bulk.records import BAD
from stance.bulk.settings import Settings
from stance.bundle import Bundle
from stance.config import StrictModel
from stance.dataset.tables import STORIES, TABLES
from stance.errors import ConfigError, StanceError
from stance.files import write_atomic
from stance.report.records import SCHEMA_VERSION

RUN, LOCK = "run.json", ".lock"
FORM_FOLDERS = ("jsonl", "csv")
_PART = re.compile(r"part-(\d+)\.")


class ModelName(StrictModel):
    """Which model reads."""

    name: str
    version: str
    sha256: str
    encoder: str
    codebook_sha256: str = ""


class RunFile(StrictModel):
    """The contents of ``run.json``. A run is gone on with only where all but its state is as it was.

    ``parts``: how many a complete run has.
    """

    schema_version: str = SCHEMA_VERSION
    stance_version: str = __version__
    model: ModelName
    labels: tuple[str, ...]
    scores: tuple[float, ...]
    configuration: dict[str, str | int | bool | None]
    input_sha256: str
    state: Literal["running", "complete"] = "running"
    parts: int = 0


def describe_run(settings: Settings, *, fingerprint: str) -> RunFile:
    """What the run that is about to start is. Raises BundleError where its model cannot be opened."""
    bundle = Bundle.load(settings.model)
    info = bundle.info
    model = ModelName(
        name=info.name,
        version=info.version,
        sha256=info.sha256,
        encoder=info.encoder,
        codebook_sha256=info.codebook_sha256,
    )
    return RunFile(
        model=model,
        labels=bundle.scheme.names,
        scores=bundle.scheme.scores,
        configuration=settings.configuration(bundle),
        input_sha256=fingerprint,
    )


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Make the folder and keep others from writing to it; the lock goes with the process, however that ends.

    Raises StanceError where another run writes there, or the folder cannot be made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        file = (out / LOCK).open("a+b")
    except OSError as error:
        raise StanceError(f"cannot write to {out}: {error.strerror or error}; choose another folder") from error
    with file:
        if not _lock(file):
            raise StanceError(f"another run is writing to {out}: wait for it, or choose another folder")
        yield


def open_run(out: Path, run: RunFile, *, overwrite: bool) -> RunFile:
    """Start a run in the folder, or go on with the one that is there; returns what ``run.json`` says then.

    Raises ConfigError where the folder holds something else, or a run that differs from this one.
    """
    before = read_run(out)
    if before is None:
        _require_empty(out)
    elif overwrite:
        clear(out)
    elif differences := _differences(before, run):
        raise ConfigError(
            f"{out} holds a run that differs in {'; '.join(differences)}: go on with what it was begun with, "
            "give another folder, or start anew with --overwrite"
        )
    else:
        return before
    write_run(out, run)
    return run


def read_run(out: Path) -> RunFile | None:
    """What the folder's ``run.json`` says, None without one. Raises ConfigError where it cannot be read."""
    path = out / RUN
    if not path.is_file():
        return None
    try:
        return RunFile.model_validate_json(path.read_bytes())
    except (ValidationError, OSError) as error:
        raise ConfigError(
            f"{path} is not of a form that this version of stance can go on with: give another folder"
        ) from error


def write_run(out: Path, run: RunFile) -> None:
    """Write ``run.json``."""
    write_atomic(out / RUN, run.model_dump_json(indent=1) + "\n")


def tidy(out: Path, done: Container[int]) -> None:
    """Remove what an interrupted run left: files of parts that are not done, and temporary ones."""
    for folder in _folders(out):
        for path in folder.iterdir():
            named = _PART.match(path.name)
            if path.is_file() and not (named and int(named[1]) in done):
                path.unlink()
    for path in out.glob(".*.tmp"):
        path.unlink()


def clear(out: Path) -> None:
    """Remove a run, the receipts first: what is left of it after a crash does not count as written."""
    for name in (FOLDER, *TABLES, *FORM_FOLDERS, BAD):
        shutil.rmtree(out / name, ignore_errors=True)
    (out / f"{STORIES}.parquet").unlink(missing_ok=True)


def _folders(out: Path) -> list[Path]:
    tables = (*TABLES, *(f"{form}/{table}" for form in FORM_FOLDERS for table in TABLES))
    return [out / name for name in (*tables, FOLDER, BAD) if (out / name).is_dir()]


def _require_empty(out: Path) -> None:
    if found := sorted(path.name for path in out.iterdir() if not path.name.startswith(".")):
        raise ConfigError(
            f"{out} is not empty (it holds {', '.join(found[:3])}{', …' if len(found) > 3 else ''}) and is no "
            "folder of a batch run: give a new or empty one"
        )


def _differences(before: RunFile, now: RunFile) -> list[str]:
    """What differs, as "context (was 2, now 1)"."""
    found = []
    if before.model.sha256 != now.model.sha256:
        found.append(f"model (was {_named(before.model)}, now {_named(now.model)})")
    elif (before.model, before.labels, before.scores) != (now.model, now.labels, now.scores):
        found.append("the description of the model in its stance.json")
    if before.input_sha256 != now.input_sha256:
        found.append("input (files, their contents or how they are read)")
    for name in sorted({*before.configuration, *now.configuration}):
        was, is_now = before.configuration.get(name), now.configuration.get(name)
        if was != is_now:
            found.append(f"{name} (was {_shown(was)}, now {_shown(is_now)})")
    if before.stance_version != now.stance_version:
        found.append(f"version of stance (was {before.stance_version}, now {now.stance_version})")
    if before.schema_version != now.schema_version:
        found.append(f"version of the tables (was {before.schema_version}, now {now.schema_version})")
    return found


def _named(model: ModelName) -> str:
    return f"{model.name} {model.version}, sha256 {model.sha256[:12]}…"


def _shown(value: str | int | bool | None) -> str:
    if value is None:
        return "not given"
    return f"{value[:12]}…" if isinstance(value, str) and len(value) == 64 else str(value)


def _lock(file: IO[bytes]) -> bool:
    """Whether the file could be locked for this process alone."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        lock_windows = getattr(msvcrt, "locking"), getattr(msvcrt, "LK_NBLCK")  # noqa: B009
        try:
            lock_windows[0](file.fileno(), lock_windows[1], 1)
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
