"""What says that a part is written: a receipt with the checksum of each of its files, written last."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from stance.bulk.sheets import PartFile
from stance.bundle import sha256
from stance.config import StrictModel
from stance.files import write_atomic

FOLDER = "parts"


class Counts(StrictModel):
    """Sums over some records.

    ``encoded``: sentences in which two actors meet; ``passes``: of these, the different ones, which the model read.
    ``skipped``, ``reasons``: what was left out of articles, and bad records, by general reason.
    """

    records: int = 0
    articles: int = 0
    bad: int = 0
    characters: int = 0
    sentences: int = 0
    encoded: int = 0
    passes: int = 0
    judgements: int = 0
    dyads: int = 0
    skipped: dict[str, int] = Field(default_factory=dict)
    reasons: dict[str, int] = Field(default_factory=dict)


class Receipt(StrictModel):
    """A part that is written. ``begin``, ``end``: positions in the input, in bytes; ``files``: path → sha256."""

    part: int
    begin: int
    end: int
    counts: Counts
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """The parts that are written: number → position in the input after it, and their sums.

    ``passed``: bytes of the input in them; ``bad``: the first with bad records.
    """

    ends: dict[int, int]
    counts: Counts
    passed: int = 0
    bad: int | None = None


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of all."""
    sums: Counter[str] = Counter()
    nested: dict[str, Counter[str]] = {"skipped": Counter(), "reasons": Counter()}
    for one in counts:
        for name, value in one:
            if isinstance(value, int):
                sums[name] += value
            else:
                nested[name].update(value)
    return Counts.model_validate({**sums, **{name: dict(counter) for name, counter in nested.items()}})


def commit(out: Path, part: int, files: Sequence[PartFile], *, counts: Counts, begin: int, end: int) -> Receipt:
    """Write the files of a part, then its receipt; each appears whole, and the part counts from the receipt on."""
    for file in files:
        (out / file.path).parent.mkdir(parents=True, exist_ok=True)
        write_atomic(out / file.path, file.content)
    sums = {file.path: hashlib.sha256(file.content).hexdigest() for file in files}
    receipt = Receipt(part=part, begin=begin, end=end, counts=counts, files=sums)
    path = out / FOLDER / f"part-{part:05d}.json"
    path.parent.mkdir(exist_ok=True)
    write_atomic(path, receipt.model_dump_json(indent=1) + "\n")
    return receipt


def survey(out: Path) -> Done:
    """What is written already: the parts whose files are all there and unchanged."""
    ends, counts, passed, bad = dict[int, int](), Counts(), 0, None
    for receipt in _verified(out):
        passed += receipt.end - receipt.begin
        ends[receipt.part] = receipt.end
        counts = total((counts, receipt.counts))
        bad = receipt.part if bad is None and receipt.counts.bad else bad
    return Done(ends, counts, passed, bad)


def _verified(out: Path) -> Iterator[Receipt]:
    for path in sorted((out / FOLDER).glob("part-*.json")):
        receipt = _receipt(path)
        if receipt is not None and all(_intact(out / name, known) for name, known in receipt.files.items()):
            yield receipt


def _receipt(path: Path) -> Receipt | None:
    """None for a receipt that cannot be read: its part is then written anew."""
    try:
        return Receipt.model_validate_json(path.read_bytes())
    except ValidationError:
        return None


def _intact(path: Path, known: str) -> bool:
    return path.is_file() and sha256(path) == known
