"""What becomes of a record: an article that can be judged, or a bad record with the reason."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from stance.bulk.rows import Source
from stance.bulk.sheets import PartFile
from stance.errors import DataError, StanceError
from stance.types import Reading

T = TypeVar("T")
BAD = "bad-records"
_DETAIL = re.compile(r"\s*[:(].*", re.DOTALL)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Article:
    """An article that the model can be asked about."""

    source: Source
    reading: Reading


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record without rows, and why."""

    article: int
    origin: str
    reason: str


def attempt(number: int, origin: str, make: Callable[[], T]) -> T | BadRecord:
    """What ``make`` gives, or why this article has none: one article must not stop a corpus.

    What is not the fault of the article (a missing package, a wrong option) is raised.
    """
    try:
        return make()
    except DataError as error:
        return BadRecord(number, origin, " ".join(str(error).split()))
    except (StanceError, MemoryError):
        raise
    except Exception as error:
        said = " ".join(str(error).split())
        return BadRecord(number, origin, f"the analysis failed with {type(error).__name__}: {said}")


def together(ask: Callable[[], T], otherwise: Callable[[], T]) -> T:
    """What ``ask`` gives for many articles at once, or if one of them makes it fail, what asking one by one gives."""
    try:
        return ask()
    except (StanceError, MemoryError):
        raise
    except Exception:
        return otherwise()


def general(reason: str) -> str:
    """A reason without what is particular to one record, so that like ones can be counted together."""
    return _NUMBER.sub("…", _DETAIL.sub("", reason)) or reason


def bad_file(part: int, bad: Sequence[BadRecord]) -> tuple[PartFile, ...]:
    """One JSON object a line, if there is any."""
    lines = (
        json.dumps({"article": one.article, "origin": one.origin, "reason": one.reason}, ensure_ascii=False) + "\n"
        for one in bad
    )
    content = "".join(lines).encode("utf-8", errors="replace")
    return (PartFile(f"{BAD}/part-{part:05d}.jsonl", content),) if bad else ()
