"""What to say where no judgement of a run matches what was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stance.panel.selection import Selection, quoted
from stance.types import AUTHOR

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def nothing(connection: DuckDBPyConnection, path: Path, selection: Selection) -> str:
    """What there is in the run, for a selection that nothing matches."""
    n, articles, first, last = connection.execute(
        "SELECT count(*), count(DISTINCT article), min(published), max(published) FROM judgements"
    ).fetchall()[0]
    if not n:
        return f"{path}: the run has no judgements: no sentence names two actors, or the batch has only begun"
    common = connection.execute(
        f"SELECT source || '-' || target FROM judgements WHERE source <> {quoted(AUTHOR.code)} GROUP BY ALL "
        "ORDER BY count(*) DESC, 1 LIMIT 5"
    ).fetchall()
    voices = connection.execute("SELECT DISTINCT voice FROM judgements ORDER BY voice").fetchall()
    days = f", published from {first} to {last}" if first else ", all without a date (use --by outlet or --by all)"
    return (
        f"{path}: no judgement matches {selection.words()}; the run has {n:,} judgements of {articles:,} articles"
        f"{days}, in the voices {', '.join(voice for (voice,) in voices)}, "
        f"most of them {', '.join(dyad for (dyad,) in common) or 'of AUTHOR'}"
    )
