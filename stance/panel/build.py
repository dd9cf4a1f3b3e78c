"""A panel from a run: the judgements summed, estimated, set beside what else was written, and laid out in rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stance.errors import DataError
from stance.labels import LabelScheme
from stance.panel.absent import nothing
from stance.panel.cells import Cell, Clusters, Sums, Weighting, read_clusters
from stance.panel.coded import CodedSample, register
from stance.panel.columns import panel_columns
from stance.panel.correction import MIN_CODED, Corrected, corrected_estimates
from stance.panel.coverage import read_coverage
from stance.panel.draws import HALF_SAMPLES, HalfSamples
from stance.panel.estimates import Estimate, Raw, raw_estimates
from stance.panel.periods import By, every
from stance.panel.rows import Context, row_of
from stance.panel.selection import Selection, quoted
from stance.report.records import Column
from stance.types import AUTHOR

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from stance.dataset.open import Dataset

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class PanelOptions:
    """How a panel is made. ``empty``: rows with n = 0 too; ``min_n``: judgements from which on a cell is shown."""

    by: By = field(default_factory=By)
    selection: Selection = field(default_factory=Selection)
    weighting: Weighting = "story"
    min_n: int = 1
    empty: bool = False
    min_coded: int = MIN_CODED
    draws: HalfSamples = HALF_SAMPLES


@dataclass(frozen=True, slots=True)
class Panel:
    """The long form: one mapping a row, column name → value, None where there is none. ``labels``: in scale order."""

    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, object], ...]
    labels: tuple[str, ...]
    corrected: bool


def make_panel(
    dataset: Dataset, options: PanelOptions, *, coded: CodedSample | None = None, tell: Tell = lambda _: None
) -> Panel:
    """The panel of a run. ``tell`` hears, in one sentence each, what was left out and where to be careful.

    Raises DataError if no judgement matches (saying what there is), or a coded row is not of this run.
    """
    from stance.dataset.open import connect

    with connect(dataset) as connection:
        if coded is not None:
            register(connection, coded, scheme=dataset.labels)
        return _Maker(connection, dataset.labels, options, coded, tell).panel(dataset.path)


@dataclass(frozen=True, slots=True)
class _Maker:
    connection: DuckDBPyConnection
    scheme: LabelScheme
    options: PanelOptions
    coded: CodedSample | None
    tell: Tell

    def panel(self, path: Path) -> Panel:
        options = self.options
        clusters = self._read(options.selection.where(), frame=self.coded.frame.where() if self.coded else None)
        if not clusters.cells:
            raise DataError(nothing(self.connection, path, options.selection))
        self._tell_undated()
        context = self._context(clusters)
        rows = [*self._levels(clusters, context), *(self._empty(clusters, context) if options.empty else ())]
        rows.sort(key=_order)
        columns = panel_columns(self.scheme.names, corrected=self.coded is not None)
        return Panel(columns, tuple(rows), self.scheme.names, self.coded is not None)

    def _read(self, where: str, *, frame: str | None = None) -> Clusters:
        options = self.options
        return read_clusters(
            self.connection, where=where, by=options.by, weighting=options.weighting, scheme=self.scheme, frame=frame
        )

    def _context(self, clusters: Clusters) -> Context:
        """What is the same for all levels: sentiment and coverage, by cell."""
        options = self.options
        targets = sorted({cell.target for cell in clusters.cells if cell.target})
        listed = ", ".join(map(quoted, targets))
        authors = self._read(f"source = {quoted(AUTHOR.code)} AND target IN ({listed}) AND {options.selection.when()}")
        coverage = read_coverage(
            self.connection,
            selection=options.selection,
            by=options.by,
            weighting=options.weighting,
            cells=clusters.cells,
        )
        return Context(
            scheme=self.scheme,
            unit=options.by.unit,
            coverage=coverage,
            sentiment=_sentiment(authors, options.draws),
            corrected=self.coded is not None,
            weighted=options.weighting == "story",
        )

    def _levels(self, clusters: Clusters, context: Context) -> Iterator[Mapping[str, object]]:
        """The rows of the cells and, where errors are corrected, of the dyads over all periods and of the whole."""
        if self.coded is None:
            yield from self._rows(clusters, context, level="cell")
            return
        selection = clusters.merged([WHOLE] * len(clusters.cells))
        self._tell_corrected(selection)
        yield from self._rows(clusters, context, level="cell", selection=selection)
        dyads = clusters.merged(_all_periods(clusters))
        if len(dyads.cells) < len(clusters.cells):
            yield from self._rows(dyads, context, level="dyad", selection=selection)
        yield from self._rows(self._whole(selection), context, level="selection", selection=selection)

    def _rows(
        self, clusters: Clusters, context: Context, *, level: str, selection: Clusters | None = None
    ) -> Iterator[Mapping[str, object]]:
        raw = raw_estimates(clusters, self.options.draws)
        corrected: Sequence[Corrected | None] = [None] * len(raw)
        if selection is not None:
            corrected = corrected_estimates(
                clusters,
                selection,
                scheme=self.scheme,
                settings=self.options.draws,
                min_coded=self.options.min_coded,
            )
        totals, stories = clusters.totals(), clusters.stories("n")
        for n, cell in enumerate(clusters.cells):
            sums = Sums(totals.values[n], totals.columns)
            if level != "cell" or sums["n"] >= self.options.min_n:
                yield row_of(
                    cell,
                    level=level,
                    sums=sums,
                    stories=int(stories[n]),
                    raw=raw[n],
                    corrected=corrected[n],
                    context=context,
                )

    def _whole(self, selection: Clusters) -> Clusters:
        """Articles of several dyads were counted with each of them: in the row of the whole they count once."""
        where = f"{self.options.selection.where()} AND {self.options.by.dated()}"
        found = self.connection.execute(
            f"SELECT count(DISTINCT article) AS articles FROM judgements WHERE {where} GROUP BY story ORDER BY story"
        ).fetchnumpy()
        values = selection.rows.values.copy()
        values[:, selection.rows.columns["articles"]] = found["articles"]
        return replace(selection, rows=Sums(values, selection.rows.columns))

    def _empty(self, clusters: Clusters, context: Context) -> Iterator[Mapping[str, object]]:
        """Rows with n = 0 for every dyad in each period (and outlet) in which it has no judgement."""
        there = {cell.key() for cell in clusters.cells}
        zero = Sums(np.zeros(len(clusters.rows.columns)), clusters.rows.columns)
        dyads = {(cell.source, cell.target): cell for cell in clusters.cells}
        outlets = sorted({cell.outlet for cell in clusters.cells}, key=lambda name: name or "")
        for dyad in dyads.values():
            for period in self._periods(clusters):
                for cell in (replace(dyad, period=period, outlet=outlet) for outlet in outlets):
                    if cell.key() not in there:
                        corrected = Corrected() if context.corrected else None
                        yield row_of(
                            cell, level="cell", sums=zero, stories=0, raw=Raw(), corrected=corrected, context=context
                        )

    def _periods(self, clusters: Clusters) -> tuple[date | None, ...]:
        unit, selection = self.options.by.unit, self.options.selection
        days = [cell.period for cell in clusters.cells if cell.period is not None]
        if not unit or not days:
            return (None,)
        return tuple(every(selection.since or min(days), selection.until or max(days), unit))

    def _tell_undated(self) -> None:
        if not self.options.by.unit:
            return
        lines, articles = self.connection.execute(
            f"SELECT count(*), count(DISTINCT article) FROM judgements WHERE published IS NULL AND "
            f"{self.options.selection.where()}"
        ).fetchall()[0]
        if lines:
            self.tell(f"left out: {lines:,} judgements of {articles:,} articles without a date")

    def _tell_corrected(self, selection: Clusters) -> None:
        total = selection.totals()
        if total["outside"][0]:
            self.tell(
                f"{int(total['outside'][0]):,} of {int(total['n'][0]):,} judgements are outside what the coded sample "
                "was drawn from: rows that hold some have no correction; draw a sample with the options of the panel"
            )
        coded = int(selection.stories("r")[0])
        if coded < self.options.min_coded:
            self.tell(f"only {coded} stories of this panel are coded: at least {self.options.min_coded} are needed")


WHOLE = Cell(source="*", target="*")


def _all_periods(clusters: Clusters) -> tuple[Cell, ...]:
    """For each cell its dyad over all periods and outlets, under one spelling of its names."""
    names = {cell.source: cell.source_name for cell in clusters.cells}
    names |= {cell.target: cell.target_name for cell in clusters.cells}
    return tuple(
        Cell(
            source=cell.source,
            target=cell.target,
            source_name=names[cell.source],
            target_name=names[cell.target],
        )
        for cell in clusters.cells
    )


def _sentiment(authors: Clusters, draws: HalfSamples) -> Mapping[tuple[object, ...], tuple[Estimate, int]]:
    totals = authors.totals()
    raw = raw_estimates(authors, draws)
    return {
        (cell.target, cell.period, cell.outlet): (found.mean, int(n))
        for cell, found, n in zip(authors.cells, raw, totals["n"], strict=True)
    }


def _order(row: Mapping[str, object]) -> tuple[str, ...]:
    level = {"cell": "0", "dyad": "1", "selection": "2"}[str(row["level"])]
    return (level, *(str(row[name] or "") for name in ("source", "target", "period", "outlet")))
