"""A corpus: all that the user names, as one numbered stream of documents and errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stance.errors import DataError, MissingExtraError
from stance.inputs.entry import Entry, InputOptions, Record
from stance.inputs.parts import STDIN, Part, Seen, files_of, parts, record_count
from stance.inputs.streams import damaged
from stance.inputs.survey import Survey, survey
from stance.types import Document

_DEFAULTS = InputOptions()


class Corpus:
    """A stream of numbered records that can be read again, from any record on; standard input only once.

    Nothing of the input is kept in memory but the record at hand and what its format needs to be unpacked.
    """

    __slots__ = ("_options", "_survey", "_used")

    def __init__(self, found: Survey, options: InputOptions) -> None:
        self._survey, self._options, self._used = found, options, False

    def entries(self, *, start: int = 0) -> Iterator[Entry]:
        """The records from number ``start`` on, in order; those before it are passed over without being read.

        Raises:
            DataError: if standard input belongs to the corpus and ``start`` is not 0, or it was read before.
            StanceError: (while reading) if the stream of a data set breaks off.
            MissingExtraError: (while reading) if a member of an archive needs a package that is not installed.
        """
        if any(one.given == STDIN for one in self._survey.inputs):
            if start or self._used:
                raise DataError("standard input can be read only once and from its start: give a file to go on in it")
            self._used = True
        return self._entries(start)

    def _entries(self, start: int) -> Iterator[Entry]:
        number = done = 0
        for part in parts(self._survey.inputs, self._options):
            for record in part.records:
                if number >= start:
                    yield _entry(number, record, part, done)
                number += 1
            done += part.size

    @property
    def fingerprint(self) -> str:
        """sha256 over the names, sizes and times of change of all files, in order, and over the options."""
        return self._survey.fingerprint

    @property
    def total_bytes(self) -> int:
        """Bytes of all files as stored; what has no size, such as standard input, counts as 0."""
        return self._survey.total_bytes

    @property
    def size(self) -> int | None:
        """The number of records, None where only reading would tell. It looks at every file again."""
        total, seen = 0, Seen(len(self._survey.inputs))
        for one in self._survey.inputs:
            counts = [split.rows for split in one.splits] or [None] * (one.given == STDIN)
            for count in (*counts, *(record_count(source) for source in files_of(one, self._options, seen))):
                if count is None:
                    return None
                total += count
        return total


def open_corpus(inputs: Sequence[str], *, options: InputOptions = _DEFAULTS) -> Corpus:
    """A corpus of files, folders, patterns ("news/**/*.jsonl.gz"), data sets ("hf:NAME") and "-" for standard input.

    Raises:
        DataError: with every problem at once: what does not exist, matches nothing, or is of an unknown format.
        MissingExtraError: if a package is missing that one of the files needs.
    """
    return Corpus(survey(inputs, options), options)


def _entry(number: int, record: Record, part: Part, done: int) -> Entry:
    document, error = _read(record)
    return Entry(number, record.origin, document, error, position=done + min(part.meter.position, part.size))


def _read(record: Record) -> tuple[Document | None, str | None]:
    try:
        return record.read(), None
    except MissingExtraError:
        raise
    except DataError as error:
        return None, " ".join(str(error).split())
    except OSError as error:
        return None, str(damaged(error))
