"""What a batch run shows on standard error: a bar on a terminal, now and then a line elsewhere, then a summary."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from stance.bulk.watch import Progress, Summary, Watcher
from stance.cli.output import note

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

EVERY = 30.0  # seconds between lines where there is no terminal
SHOWN = 5  # reasons in the summary


@contextmanager
def open_view() -> Iterator[Watcher]:
    """A bar where standard error is a terminal, lines elsewhere."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), TextColumn("{task.description}"))
    with Bar(*columns, console=Console(stderr=True, highlight=False), transient=True) as bar:
        yield _Bar(bar)


class Lines:
    """A line now and then."""

    def __init__(self) -> None:
        self._told = time.monotonic()

    def note(self, message: str) -> None:
        """A line at once."""
        note(message)

    def progress(self, state: Progress) -> None:
        """A line, if the last one is a while ago."""
        if time.monotonic() - self._told >= EVERY:
            self._told = time.monotonic()
            note(described(state))


class _Bar:
    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._task: TaskID = bar.add_task("loading the model", total=None)

    def note(self, message: str) -> None:
        self._bar.console.print(message, markup=False)

    def progress(self, state: Progress) -> None:
        known = None if state.share is None else 1.0
        self._bar.update(self._task, description=described(state), total=known, completed=state.share or 0.0)


def described(state: Progress) -> str:
    """How far a run is, in one line."""
    share = "" if state.share is None else f" ({state.share:.1%} of the input)"
    bad = f", {state.bad:,} bad records" if state.bad else ""
    left = "" if state.left is None else f", {duration(state.left)} left"
    speed = f"{state.articles_per_second:.3g} articles/s, {state.pairs_per_second:.3g} pairs/s"
    return f"{state.articles:,} articles{share}{bad}, {speed}{left}"


def summary_lines(summary: Summary, out: Path) -> Iterator[str]:
    """What a run came to, and where to look."""
    counts, fresh = summary.counts, summary.fresh
    if not summary.written:
        yield f"{out} was complete already"
    yield f"{counts.articles:,} articles, {counts.characters:,} characters, {counts.sentences:,} sentences"
    yield (
        f"{counts.encoded:,} sentences in which actors meet, {counts.passes:,} of them different and read by the model"
    )
    yield f"{counts.judgements:,} judgements of directed pairs, {counts.dyads:,} dyads of articles"
    yield from _reasons("left out", counts.skipped)
    yield from _reasons("bad records", counts.reasons, where=f"; see {out / 'bad-records'}")
    if summary.resumed and summary.written:
        yield f"{summary.resumed:,} parts were written before, {summary.written:,} now"
    if summary.written and summary.seconds > 0:
        times = summary.times
        yield (
            f"{duration(summary.seconds)}: {fresh.articles / summary.seconds:.3g} articles/s, "
            f"{fresh.judgements / summary.seconds:.3g} pairs/s; stages, which overlap: reading {duration(times.read)}, "
            f"sentences and actors {duration(times.text)}, model {duration(times.model)}, "
            f"tables {duration(times.tables)}, near-duplicates {duration(times.stories)}"
        )
    yield f"tables in {out}"


def _reasons(title: str, counts: Mapping[str, int], *, where: str = "") -> Iterator[str]:
    if not counts:
        return
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{reason} ({number:,})" for reason, number in ordered[:SHOWN])
    more = f", {len(ordered) - SHOWN} other reasons" if len(ordered) > SHOWN else ""
    yield f"{title}: {sum(counts.values()):,} – {shown}{more}{where}"


def duration(seconds: float) -> str:
    """42 s, 3 min 5 s, 2 h 10 min."""
    if seconds < 60:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60:,} h {minutes % 60} min"
