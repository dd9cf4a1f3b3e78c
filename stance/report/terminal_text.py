"""Text for a terminal: harmless, short, and the list of names that nobody resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from stance.report.view import OVERLAY_HINT, excerpt, harmless, overlay_example, plural
from stance.types import Sentence, Unresolved

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

_BESIDE = 24
"""Columns that count, margins and at least some of the example take beside a name."""


def plain(text: str, style: str = "") -> Text:
    """Text of the user, with nothing in it that a terminal would obey."""
    from rich.text import Text

    return Text(harmless(text), style=style)


def short(text: str, *, limit: int = 40) -> str:
    """Text on one line, cut at ``limit`` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def names_without_actor(
    names: Sequence[Unresolved], sentences: Mapping[int, Sentence], *, width: int, limit: int | None = None
) -> Iterator[RenderableType]:
    """The names that nobody resolved, by frequency, each with an example, and how to make one an actor."""
    if not names:
        return
    yield plain("\nNames without an actor", "bold")
    yield _table(tuple(islice(names, limit)), sentences, width=width)
    if limit is not None and len(names) > limit:
        yield plain(f"… and {plural(len(names) - limit, 'more name')}, in the JSON and HTML reports", "dim")
    yield plain(OVERLAY_HINT, "dim")
    for row in overlay_example(names):
        yield plain(f"  {row}", "dim")


def _table(names: Sequence[Unresolved], sentences: Mapping[int, Sentence], *, width: int) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    table.add_column(overflow="fold", max_width=max(width // 3, 12))
    table.add_column(style="dim", ratio=1, no_wrap=True, overflow="ellipsis")
    longest = min(max(len(name.text) for name in names), width // 3)
    room = max(width - longest - _BESIDE, 16)
    for name in names:
        example = excerpt(sentences[name.sentence], name.span, room=room)
        table.add_row(f"{name.count:>3}", plain(name.text), plain(f"{name.sentence + 1}: {example}"))
    return table
