"""The judgements of a run, summed by cell and story in DuckDB: all that the estimates of a panel need.

A cell is a directed dyad in a period (and outlet). What leaves the database is one row a cell and story, however many
judgements there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np

from stance.labels import LabelScheme
from stance.panel.draws import Floats, Ints
from stance.panel.periods import By
from stance.panel.selection import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Weighting = Literal["story", "article", "none"]
WEIGHTINGS = ("story", "article", "none")

WEIGHTS = {
    "story": "weight",
    "article": "CAST(1 AS DOUBLE) / count(*) OVER (PARTITION BY article, source, target)",
    "none": "CAST(1 AS DOUBLE)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A directed dyad in a period and outlet; None stands for all of them, of source and target too."""

    source: str | None
    target: str | None
    period: date | None = None
    outlet: str | None = None
    source_name: str = ""
    target_name: str = ""

    def reverse(self) -> Cell:
        """The same with the direction turned round."""
        return replace(
            self,
            source=self.target,
            target=self.source,
            source_name=self.target_name,
            target_name=self.source_name,
        )

    def key(self) -> tuple[str | None, str | None, date | None, str | None]:
        """What tells it from other cells."""
        return self.source, self.target, self.period, self.outlet


@dataclass(frozen=True, slots=True)
class Sums:
    """Named sums: ``values`` has shape (…, columns), and a name gives the array of shape (…)."""

    values: Floats
    columns: Mapping[str, int]

    def __getitem__(self, name: str) -> Floats:
        found: Floats = self.values[..., self.columns[name]]
        return found


@dataclass(frozen=True, slots=True)
class Clusters:
    """One row a cell and story, the rows of a cell together. ``cell``: number in ``cells``; ``rows``: of the sums."""

    cells: tuple[Cell, ...]
    cell: Ints
    story: Ints
    rows: Sums

    @property
    def starts(self) -> Ints:
        """The first row of each cell."""
        return np.searchsorted(self.cell, np.arange(len(self.cells)))

    def totals(self) -> Sums:
        """The sums of each cell, shape (cells, columns)."""
        if not len(self.cells):
            return Sums(np.zeros((0, len(self.rows.columns))), self.rows.columns)
        return Sums(np.add.reduceat(self.rows.values, self.starts, axis=0), self.rows.columns)

    def stories(self, column: str) -> Ints:
        """In how many stories of each cell the column is more than 0."""
        found = np.bincount(self.cell, weights=self.rows[column] > 0, minlength=len(self.cells))
        return found.astype(np.int64)

    def only(self, names: Sequence[str]) -> Clusters:
        """The same with these sums alone."""
        values = np.stack([self.rows[name] for name in names], axis=1)
        return replace(self, rows=Sums(values, {name: number for number, name in enumerate(names)}))

    def of(self, chosen: Sequence[int]) -> Clusters:
        """Only these cells, in this order."""
        starts, ends = self.starts, np.append(self.starts[1:], len(self.cell))
        rows = [np.arange(starts[n], ends[n]) for n in chosen]
        index = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
        numbers = np.repeat(np.arange(len(rows)), [len(row) for row in rows]).astype(np.int64)
        cells = tuple(self.cells[n] for n in chosen)
        return Clusters(cells, numbers, self.story[index], Sums(self.rows.values[index], self.rows.columns))

    def merged(self, cells: Sequence[Cell]) -> Clusters:
        """Larger cells: ``cells`` says for each cell of which one it is part."""
        numbers: dict[Cell, int] = {}
        for cell in cells:
            numbers.setdefault(cell, len(numbers))
        to = np.array([numbers[cell] for cell in cells], dtype=np.int64)[self.cell]
        order = np.lexsort((self.story, to))
        to, story = to[order], self.story[order]
        new = np.append(True, (to[1:] != to[:-1]) | (story[1:] != story[:-1])) if len(to) else np.zeros(0, dtype=bool)
        first = np.flatnonzero(new)
        values = np.add.reduceat(self.rows.values[order], first, axis=0) if len(first) else self.rows.values
        return Clusters(tuple(numbers), to[first], story[first], Sums(values, self.rows.columns))


def summed(scheme: LabelScheme, *, coded: bool) -> Mapping[str, str]:
    """What is summed over the judgements of a cell and story: name → SQL.

    ``w`` is the weight of a judgement; ``r``, of a coded one, its weight over its probability of inclusion, else 0;
    ``v``: whether the coder found it to be a pair at all; ``y``: the coder's score.
    """
    position = f"label IN ({', '.join(quoted(name) for name in scheme.names if scheme.sign(name))})"
    sums = {
        "n": "count(*)",
        "articles": "count(DISTINCT article)",
        "printed": "count(DISTINCT article) * any_value(weight)",
        "n_position": f"count(*) FILTER ({position})",
        "w": "sum(w)",
        "ws": "sum(w * score)",
        "p": f"sum(w) FILTER ({position})",
        "ps": f"sum(w * score) FILTER ({position})",
        **{f"l_{name}": f"sum(w) FILTER (label = {quoted(name)})" for name in scheme.names},
    }
    if not coded:
        return sums
    return sums | {
        "coded": "count(*) FILTER (r > 0)",
        "outside": "count(*) FILTER (outside)",
        "r": "sum(r)",
        "rv": "sum(r * v)",
        "ry": "sum(r * v * y)",
        "rs": "sum(r * score)",
        "rss": "sum(r * score * score)",
        "rsy": "sum(r * v * score * y)",
        **{f"ry_{name}": f"sum(r * v) FILTER (coder = {quoted(name)})" for name in scheme.names},
        **{f"rl_{name}": f"sum(r) FILTER (label = {quoted(name)})" for name in scheme.names},
    }


def read_clusters(
    connection: DuckDBPyConnection,
    *,
    where: str,
    by: By,
    weighting: Weighting,
    scheme: LabelScheme,
    frame: str | None = None,
) -> Clusters:
    """Sum the judgements that meet a condition by cell and story.

    ``frame``: the condition from which the rows of the table ``coded`` were drawn; None: nothing is coded.
    """
    sums = summed(scheme, coded=frame is not None)
    chosen = ", ".join(f"coalesce({sql}, 0) AS {quoted_name(name)}" for name, sql in sums.items())
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE clusters AS SELECT source, target, {by.period()} AS period, "
        f"{by.paper()} AS outlet, story, any_value(source_name) AS source_name, any_value(target_name) AS target_name, "
        f"{chosen} FROM ({_lines(where, by, weighting, frame)}) lines GROUP BY ALL"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE cells AS SELECT row_number() OVER (ORDER BY period, outlet, "
        "least(source, target), greatest(source, target), source) - 1 AS cell, * FROM (SELECT source, target, period, "
        "outlet, min(source_name) AS source_name, min(target_name) AS target_name FROM clusters GROUP BY ALL)"
    )
    return _fetched(connection, tuple(sums))


def _fetched(connection: DuckDBPyConnection, names: Sequence[str]) -> Clusters:
    found = connection.execute(
        "SELECT source, target, period, outlet, source_name, target_name FROM cells ORDER BY cell"
    ).fetchall()
    cells = tuple(
        Cell(source=s, target=t, period=p, outlet=o, source_name=sn, target_name=tn) for s, t, p, o, sn, tn in found
    )
    chosen = ", ".join(f"CAST(c.{quoted_name(name)} AS DOUBLE) AS {quoted_name(name)}" for name in names)
    arrays = connection.execute(
        f"SELECT cell, story, {chosen} FROM clusters c JOIN cells n ON c.source = n.source AND c.target = n.target AND "
        "c.period IS NOT DISTINCT FROM n.period AND c.outlet IS NOT DISTINCT FROM n.outlet ORDER BY cell, story"
    ).fetchnumpy()
    values = np.stack([np.asarray(arrays[name], dtype=np.float64) for name in names], axis=1)
    sums = Sums(values, {name: number for number, name in enumerate(names)})
    return Clusters(cells, np.asarray(arrays["cell"], np.int64), np.asarray(arrays["story"], np.int64), sums)


def _lines(where: str, by: By, weighting: Weighting, frame: str | None) -> str:
    """The judgements with their weights and, where some are coded, what the coder said."""
    lines = f"SELECT *, {WEIGHTS[weighting]} AS w FROM judgements WHERE {where} AND {by.dated()}"
    if frame is None:
        return lines
    return (
        "SELECT l.*, coalesce(l.w / c.probability, 0) AS r, coalesce(c.valid, 0) AS v, coalesce(c.y, 0) AS y, "
        f"c.coder, NOT {frame} AS outside FROM ({lines}) l LEFT JOIN coded c USING (article, sentence, source, target)"
    )


def quoted_name(name: str) -> str:
    """A column name in SQL."""
    return '"' + name.replace('"', '""') + '"'
