"""Reading the hand-written tables and writing the catalogue's CSV files."""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stance.actors.forms import Form
from stance.errors import DataError

FORM_COLUMNS = ("text", "code", "how", "since", "until", "case", "ambiguous", "note", "source")
_PARTS_OF_A_DAY = 3


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor as the catalogue lists it; ``aliases`` are other spellings of its code, ``members`` codes of states."""

    code: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    source: str = "hand"


def read_table(path: Path, *, columns: tuple[str, ...], optional: str = "") -> Iterator[dict[str, str]]:
    """Rows of a hand-written table; the column ``optional`` may stand last, and is empty where it does not.

    Raises:
        DataError: wrong columns or ragged rows, all listed with file:line.
    """
    problems: list[str] = []
    rows: list[dict[str, str]] = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = tuple(next(reader))
        if header not in (columns, (*columns, optional)):
            raise DataError(f"{path}: columns are {', '.join(header)}, expected {', '.join(columns)}")
        for cells in reader:
            if len(cells) != len(header):
                problems.append(f"{path}:{reader.line_num}: {len(cells)} cells, expected {len(header)}")
            else:
                rows.append({optional: "", **dict(zip(header, cells, strict=True))})
    if problems:
        raise DataError("hand-written tables are malformed:", tuple(problems))
    yield from rows


def many(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, parted by "|"."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def first_day(text: str) -> date | None:
    """Start of a year, month or day ("2019", "2019-03", "2019-03-20"); nothing is None."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    return date(*[*parts, 1, 1][:_PARTS_OF_A_DAY])


def last_day(text: str) -> date | None:
    """End of a year, month or day; nothing is None."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) == _PARTS_OF_A_DAY else monthrange(year, month)[1])


def write_forms(path: Path, forms: Iterable[Form]) -> None:
    """Write ``forms.csv``, one form a line in ``FORM_COLUMNS``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FORM_COLUMNS)
        for form in forms:
            days = (day.isoformat() if day else "" for day in (form.since, form.until))
            flag = "true" if form.ambiguous else ""
            writer.writerow((form.text, form.code, form.how, *days, form.case, flag, form.note, form.source))


def write_actors(path: Path, actors: Iterable[ActorRow]) -> None:
    """Write ``actors.csv``: code, name, kind, other spellings of the code, source."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "kind", "aliases", "source"))
        for actor in actors:
            writer.writerow((actor.code, actor.name, actor.kind, "|".join(actor.aliases), actor.source))
