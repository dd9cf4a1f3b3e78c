"""A first look at all files of an input: what is wrong with it, how large it is, and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from stance.errors import DataError
from stance.inputs.entry import InputOptions
from stance.inputs.kinds import EXPECTED, Kind, check_format, unknown
from stance.inputs.parts import Input, Seen, open_input
from stance.inputs.walk import Source, walk


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first look found; ``fingerprint``: sha256 over names, sizes, times of change and options."""

    inputs: tuple[Input, ...]
    fingerprint: str
    total_bytes: int


def survey(given: Sequence[str], options: InputOptions) -> Survey:
    """Looks at every file's name, size and date, at no content.

    Raises:
        DataError: with every problem of every input.
        MissingExtraError: if one of the files needs a package that is not installed.
    """
    look = _Look(options, len(given))
    problems = []
    for one in given:
        try:
            look.at(one)
        except DataError as error:
            problems.append(str(error))
    if len(problems) > 1:
        raise DataError(f"{len(problems)} of {len(given)} inputs cannot be read", tuple(problems))
    if problems or not given:
        raise DataError(problems[0] if problems else "no input: expected files, folders, patterns or hf:NAME")
    return Survey(tuple(look.inputs), look.digest.hexdigest(), look.total_bytes)


class _Look:
    def __init__(self, options: InputOptions, inputs: int) -> None:
        check_format(options.format)
        self._options, self._seen = options, Seen(inputs)
        self._kinds: set[Kind] = set()
        self.inputs: list[Input] = []
        self.total_bytes = 0
        self.digest = hashlib.sha256(_bytes(asdict(options)))

    def at(self, given: str) -> None:
        one = open_input(given, self._options)
        self.inputs.append(one)
        if one.named:
            self.digest.update(_bytes([given, *((split.name, split.rows) for split in one.splits)]))
            return
        known, odd = 0, Counter[str]()
        for source in walk(given, asked=self._options.format, split=self._options.split):
            if self._seen.new(source.path):
                self._add(source)
            known += source.kind is not None
            odd[PurePosixPath(source.key).suffix or "no suffix"] += source.kind is None
        _check(given, known, +odd)

    def _add(self, source: Source) -> None:
        if source.kind is not None and source.kind not in self._kinds:
            source.kind.require()
            self._kinds.add(source.kind)
        self.digest.update(_bytes([source.key, source.size, source.modified]))
        self.total_bytes += source.size


def _check(given: str, known: int, odd: Counter[str]) -> None:
    """One file of many may be of an unknown format, which is then a bad record; a file that is named may not."""
    if known:
        return
    if Path(given).is_file():
        raise DataError(f"{given}: {unknown(given)}; name its format if it is one of them")
    if odd:
        found = ", ".join(f"{suffix} ({count})" for suffix, count in odd.most_common(5))
        raise DataError(f"{given} holds no file of a known format, found {found}: {EXPECTED}")
    raise DataError(f"{given} is empty: expected files that are not hidden")


def _bytes(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode()
