"""What the user named, part by part: files, splits of data sets, standard input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os.path import realpath

from stance.errors import DataError
from stance.inputs.blobs import Blob
from stance.inputs.entry import InputOptions, Meter, Record
from stance.inputs.hub import PREFIXES, Split, open_splits, saved_count, streamed_records
from stance.inputs.kinds import SINGLE, Format, Kind
from stance.inputs.parquet import row_count
from stance.inputs.readers import blob_records, source_records
from stance.inputs.streams import StandardInput
from stance.inputs.walk import Source, walk

STDIN = "-"
_STREAMED: tuple[Format, ...] = ("jsonl", "csv", "tsv")


@dataclass(frozen=True, slots=True)
class Input:
    """One input as the user named it; ``splits``: those of a data set that was opened by name."""

    given: str
    splits: tuple[Split, ...] = ()

    @property
    def named(self) -> bool:
        """Whether it is no file: standard input, or a data set by name."""
        return self.given == STDIN or bool(self.splits)


def open_input(given: str, options: InputOptions) -> Input:
    """Opens a data set that is given by its name; anything else is looked at when it is read.

    Raises:
        DataError: if there is no such data set, or it lacks a column.
    """
    if given.startswith(PREFIXES):
        return Input(given, tuple(open_splits(given, options.split, options.fields())))
    if given == STDIN and options.format not in ("auto", *_STREAMED):
        raise DataError(f"standard input cannot be read as {options.format}: expected {', '.join(_STREAMED)}")
    return Input(given)


class Seen:
    """The files that came already, so that none of several inputs is read twice."""

    def __init__(self, inputs: int) -> None:
        self._alone = inputs == 1
        self._paths: set[str] = set()

    def new(self, path: str) -> bool:
        """Whether this is the first time; links to the same file count as that file. One input has no file twice."""
        if self._alone:
            return True
        real = realpath(path)
        before = len(self._paths)
        self._paths.add(real)
        return len(self._paths) > before


def files_of(one: Input, options: InputOptions, seen: Seen) -> Iterator[Source]:
    """The files behind an input that no earlier input named; none of standard input and data sets by name."""
    if not one.named:
        found = walk(one.given, asked=options.format, split=options.split)
        yield from (source for source in found if seen.new(source.path))


@dataclass(frozen=True, slots=True)
class Part:
    """The records of a file, a split or standard input; ``size`` in bytes as stored, 0 if unknown."""

    records: Iterator[Record]
    meter: Meter
    size: int = 0


def parts(inputs: Sequence[Input], options: InputOptions) -> Iterator[Part]:
    """All parts of the input, in order, each to be read before the next is asked for."""
    seen = Seen(len(inputs))
    for one in inputs:
        for split in one.splits:
            yield Part(streamed_records(split, options.fields()), Meter())
        if one.given == STDIN:
            yield _standard_input(options)
        for source in files_of(one, options, seen):
            meter = Meter()
            yield Part(source_records(source, options, meter), meter, source.size)


def _standard_input(options: InputOptions) -> Part:
    format: Format = next((known for known in _STREAMED if known == options.format), "jsonl")
    blob = Blob("standard input", Kind(format), StandardInput, Meter())
    return Part(blob_records(blob, fields=options.fields()), Meter())


def record_count(source: Source) -> int | None:
    """The records of a file if that is cheap to know."""
    if source.kind is None or source.kind.format in SINGLE:
        return 1
    if source.kind.format == "parquet" and not source.kind.compression:
        return row_count(source.path)
    return saved_count(source.path) if source.kind.format == "dataset" else None
