"""How much is written in each period, and how much of it about the two actors of a dyad."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stance.panel.cells import Cell, Weighting
from stance.panel.periods import By
from stance.panel.selection import Selection, quoted
from stance.types import AUTHOR

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Place = tuple[date | None, str | None]
"""Period and outlet."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Articles in number and in weight (with story weights: copies of one story together weigh 1)."""

    articles: int = 0
    weight: float = 0.0


NONE = Amount()


@dataclass(frozen=True, slots=True)
class Coverage:
    """``places``: articles of each period and outlet; ``either``: those that judge at least one of two actors."""

    places: Mapping[Place, Amount]
    either: Mapping[tuple[Place, frozenset[str]], float]

    def per_thousand(self, cell: Cell, weight: float) -> float | None:
        """The dyad's articles per 1,000 articles of the period."""
        whole = self.places.get((cell.period, cell.outlet), NONE).weight
        return 1000 * weight / whole if whole else None

    def per_thousand_of_either(self, cell: Cell, weight: float) -> float | None:
        """The dyad's articles per 1,000 of those in which one of its actors is judged or judges; none for AUTHOR."""
        whole = self.either.get(((cell.period, cell.outlet), frozenset((cell.source or "", cell.target or ""))))
        return 1000 * weight / whole if whole else None


def read_coverage(
    connection: DuckDBPyConnection, *, selection: Selection, by: By, weighting: Weighting, cells: Sequence[Cell]
) -> Coverage:
    """Count the articles of the run, whatever they judge, and those of each pair of actors in ``cells``."""
    weight = "weight" if weighting == "story" else "CAST(1 AS DOUBLE)"
    place = f"{by.period()} AS period, {by.paper()} AS outlet"
    where = f"{selection.when()} AND {by.dated()}"
    places = connection.execute(
        f"SELECT {place}, count(*), sum({weight}) FROM articles WHERE {where} GROUP BY ALL"
    ).fetchall()
    actors = {code for cell in cells for code in (cell.source, cell.target) if code and code != AUTHOR.code}
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE seen AS SELECT article, actor, {place}, any_value({weight}) AS w FROM ("
        f"SELECT article, published, outlet, weight, unnest([source, target]) AS actor FROM judgements WHERE {where} "
        f"AND source <> {quoted(AUTHOR.code)}) WHERE actor IN ({', '.join(map(quoted, sorted(actors))) or 'NULL'}) "
        "GROUP BY ALL"
    )
    return Coverage({(p, o): Amount(n, w) for p, o, n, w in places}, _either(connection, cells))


def _either(connection: DuckDBPyConnection, cells: Sequence[Cell]) -> Mapping[tuple[Place, frozenset[str]], float]:
    """|A ∪ B| = |A| + |B| − |A ∩ B|, in weight."""
    alone = connection.execute("SELECT period, outlet, actor, sum(w) FROM seen GROUP BY ALL").fetchall()
    both = connection.execute(
        "SELECT a.period, a.outlet, a.actor, b.actor, sum(a.w) FROM seen a JOIN seen b USING (article) "
        "WHERE a.actor < b.actor GROUP BY ALL"
    ).fetchall()
    one = {((p, o), actor): weight for p, o, actor, weight in alone}
    two = {((p, o), frozenset((a, b))): weight for p, o, a, b, weight in both}
    found = {}
    for cell in cells:
        if cell.source and cell.target and AUTHOR.code not in (cell.source, cell.target):
            place, pair = (cell.period, cell.outlet), frozenset((cell.source, cell.target))
            found[place, pair] = sum(one.get((place, code), 0.0) for code in pair) - two.get((place, pair), 0.0)
    return found
