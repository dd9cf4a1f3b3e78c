"""A corpus in one JSONL file, and batch runs in processes of their own that can be killed."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stance.bulk.engine import Task, run_batch
from stance.bulk.machine import Machine
from stance.bulk.settings import Form, Settings
from stance.bulk.watch import Summary, Watcher
from stance.types import Document
from tests.commandline import ROOT, environment

SENTENCES = (
    "Kazakhstan praised China for the new railway.",
    "Russia accused Ukraine of shelling a border village.",
    "France and Germany pledged aid to Armenia.",
    "The bridge was built of stone, and nobody knows when.",
    "Japan imposed sanctions on Iran after the talks failed.",
    "Turkey condemned Greece, while Greece thanked France for its help.",
    "The foreign minister of India met his counterpart from Pakistan in Oman.",
    "Brazil expelled two diplomats of Serbia.",
    "Rain fell on the harvest, as it had done the year before.",
)


@dataclass(frozen=True, slots=True)
class Record:
    """An Entry of ``stance.inputs`` in all that a run looks at."""

    number: int
    origin: str
    document: Document | None
    error: str | None = None
    position: int = 0


class JsonlCorpus:
    """One JSON object a line: id, text, date."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
        self.size: int | None = None
        self.total_bytes = path.stat().st_size

    def entries(self, *, start: int = 0) -> Iterator[Record]:
        position = 0
        with self.path.open("rb") as file:
            for number, line in enumerate(file):
                position += len(line)
                if number >= start:
                    yield self._record(number, line, position)

    def _record(self, number: int, line: bytes, position: int) -> Record:
        origin = f"{self.path.name}:{number + 1}"
        try:
            values = json.loads(line)
        except ValueError as error:
            return Record(number, origin, None, f"not valid JSON: {error}", position)
        published = date.fromisoformat(values["date"]) if "date" in values else None
        document = Document(id=values["id"], text=values["text"], title=values.get("title"), published=published)
        return Record(number, origin, document, None, position)


def articles(number: int, *, seed: int = 0) -> list[dict[str, object]]:
    """Short articles of sentences in random order; some sentences stand in many."""
    rng = random.Random(seed)
    return [
        {
            "id": f"a{n}",
            "title": f"Article {n}",
            "date": f"2023-{n % 12 + 1:02d}-11",
            "text": " ".join(rng.choices(SENTENCES, k=rng.randint(1, 5))) + f" This was report {n}.",
        }
        for n in range(number)
    ]


def write_corpus(path: Path, records: Sequence[Mapping[str, object] | str]) -> Path:
    """One record a line; a text stands as it is, which is how a line gets broken."""
    lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def batch(
    path: Path,
    out: Path,
    *,
    model: Path,
    part_size: int = 10,
    workers: int = 1,
    forms: tuple[Form, ...] = ("parquet",),
    sentiment: bool = False,
    context: int | None = None,
    strict: bool = False,
    overwrite: bool = False,
    watcher: Watcher | None = None,
) -> Summary:
    """A run in this process."""
    settings = Settings(model=str(model), part_size=part_size, forms=forms, sentiment=sentiment, context=context)
    machine = Machine(workers=workers, threads=1)
    task = Task(
        corpus=JsonlCorpus(path), out=out, settings=settings, machine=machine, strict=strict, overwrite=overwrite
    )
    return run_batch(task, watcher=watcher)


def start(path: Path, out: Path, *, model: Path, workers: int = 1) -> subprocess.Popen[bytes]:
    """The same run in a process of its own, in a group of its own."""
    command = [sys.executable, "-m", "tests.bulk_world", str(path), str(out), str(model), str(workers)]
    return subprocess.Popen(command, cwd=ROOT, env=environment(), stderr=subprocess.PIPE, process_group=0)


def contents(out: Path) -> dict[str, bytes]:
    """Every file of a run but the lock, by its path."""
    paths = (path for path in sorted(out.rglob("*")) if path.is_file() and path.name != ".lock")
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}


if __name__ == "__main__":
    os.environ["OMP_NUM_THREADS"] = "1"
    batch(Path(sys.argv[1]), Path(sys.argv[2]), model=Path(sys.argv[3]), workers=int(sys.argv[4]))
