"""``stance.score(frame)``: the stances in the texts of a frame, as a frame of the same kind.

The columns are those of ``stance batch`` (``stance/dataset/tables.py``), so that both can be put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from stance.dataset.tables import TableName
from stance.errors import ConfigError, DataError, did_you_mean, or_one_of
from stance.integrations.scoring import Scorer
from stance.integrations.tables import Table, table_of
from stance.text.fields import USUAL, Fields, resolve

if TYPE_CHECKING:
    from stance.analyzer import StanceAnalyzer

F = TypeVar("F")
Level = Literal["judgement", "dyad"]
TABLE_OF: dict[Level, TableName] = {"judgement": "judgements", "dyad": "dyads"}


def score(  # noqa: PLR0913  (one parameter a column or option, all but two by name)
    frame: F,
    text: str = "text",
    *,
    id: str | None = None,
    published: str | None = None,
    title: str | None = None,
    source: str | None = None,
    target: str | None = None,
    level: Level = "judgement",
    sentiment: bool = False,
    model: StanceAnalyzer | str | Path | None = None,
    progress: bool | None = None,
) -> F:
    """The stances in a frame of pandas, Polars (eager), pyarrow or DuckDB, as a frame of the same kind.

    With ``source`` and ``target`` (columns of codes or names): one row for each row, in order, with the stance of that
    pair; empty where text, source or target is. Without: one row for each judgement (``level="dyad"``: each pair of
    actors of a text), in the order of the texts; a row without text or without a pair has none. ``article`` is the
    number of the row, from 0; pandas keeps the index.

    Args:
        frame: is not changed. Equal texts are read once.
        text: the column of the articles' texts.
        id: the column of their ids; found under its usual names where it is not named, as are the next two.
        published: the column of their dates, which say who held an office then.
        title: the column of their titles.
        source: the column of the sources of given pairs.
        target: the column of their targets.
        level: what a row stands for, without given pairs.
        sentiment: also AUTHOR → actor; not with a given pair.
        model: a folder, the name of a model, or a StanceAnalyzer that is loaded already.
        progress: True, False, or None: a bar where there is a terminal.

    Raises:
        DataError: no such frame or column, or cells that cannot be read (all of them, by row, before any is judged).
        ConfigError: options that do not go together. BundleError: no such model.
    """
    _check_options(level=level, source=source, target=target, sentiment=sentiment)
    table = table_of(frame)
    fields = Fields(text=text, id=id or "", title=title or "", date=published or "")
    _check_columns(table, [name for name in (*fields.names(), source, target) if name])
    scorer = Scorer(table, fields, _loaded(model), progress)
    if source and target:
        scored: F = scorer.pairs(source=source, target=target)
    else:
        scored = scorer.articles(TABLE_OF[level], sentiment=sentiment)
    return scored


def _check_options(*, level: str, source: str | None, target: str | None, sentiment: bool) -> None:
    if level not in get_args(Level):
        raise ConfigError(f"unknown level {level!r}: expected one of {', '.join(get_args(Level))}")
    if bool(source) != bool(target):
        missing = "target" if source else "source"
        raise ConfigError(f"only one end of the pairs is given: name the {missing} column as well, or neither")
    if source and (sentiment or level == "dyad"):
        raise ConfigError("a given pair has one judgement a row: leave out level and sentiment, or source and target")


def _check_columns(table: Table, named: Iterable[str]) -> None:
    missing = [name for name in named if name not in table.names]
    if missing:
        told = "; ".join(f"no column {name!r}{_hint(name, table.names)}" for name in missing)
        raise DataError(f"{told} (found: {', '.join(table.names[:20]) or 'none'})")


def _hint(name: str, found: Sequence[str]) -> str:
    usual = resolve(tuple(found), USUAL).text if name == "text" else ""
    return did_you_mean(name, found) or or_one_of([usual] if usual else [])


def _loaded(model: StanceAnalyzer | str | Path | None) -> StanceAnalyzer:
    from stance.analyzer import StanceAnalyzer

    return model if isinstance(model, StanceAnalyzer) else StanceAnalyzer.load(model)
