"""The rows of a frame through the model: each different text once, many at a time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stance.analyzer import StanceAnalyzer
from stance.bulk.rows import Row, Source, article_rows, written
from stance.bulk.slices import slices
from stance.dataset.tables import TableName, table_columns
from stance.errors import DataError
from stance.examples import data_error, examples_from_records
from stance.inputs.columns import needed_columns
from stance.integrations.progress import progress_bar
from stance.integrations.tables import Table
from stance.report.records import Column, flat_answer, flat_model
from stance.text.fields import Fields, resolve
from stance.text.records import document_from_record
from stance.types import Document, Prediction, Report, StanceExample

GIVEN = ("context", "voice", "source_spans", "target_spans")
"""What else of a row counts where its pair is given, as in the files of ``stance predict``."""
OF_PAIRS = ("label", "label_set", "score", "truncated", "model", "model_version", "model_sha256")
"""The columns of an answer, and one for the probability of each label."""
ENDS = ("article", "document", "source", "target")


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores one frame. ``fields``: which of its columns hold what."""

    table: Table
    fields: Fields
    analyzer: StanceAnalyzer
    progress: bool | None

    def articles(self, table: TableName, *, sentiment: bool) -> Any:
        """The rows of one of the tables, for all texts in order."""
        documents = self._documents()
        copies = _grouped((n, _content(document)) for n, document in documents.items())
        firsts = [documents[group[0]] for group in copies]
        found: dict[int, tuple[Row, ...]] = {}
        for group, report in zip(copies, self._reports(firsts, sentiment=sentiment), strict=True):
            for n in group:
                copy = replace(report, document=documents[n])
                found[n] = article_rows(copy, Source(n, "", b""), scheme=self.analyzer.scheme).of(table)
        places = [n for n in sorted(found) for _ in found[n]]
        columns = table_columns(table, labels=self.analyzer.scheme.names)
        return self._frame(columns, [row for n in sorted(found) for row in found[n]], places)

    def pairs(self, *, source: str, target: str) -> Any:
        """A row for each row, in order."""
        cells = {"text": self.table.values(self.fields.text)}
        cells |= {"source": self.table.values(source), "target": self.table.values(target)}
        examples = self._examples(cells)
        copies = _grouped((n, replace(one, id="", origin="")) for n, one in examples.items())
        answers: dict[int, Prediction] = {}
        for group, answer in zip(copies, self._answers([examples[group[0]] for group in copies]), strict=True):
            answers |= dict.fromkeys(group, answer)
        ends = zip(self._ids(), cells["source"], cells["target"], strict=True)
        keys = (dict(zip(ENDS, (n, *one), strict=True)) for n, one in enumerate(ends))
        rows = [{**key, **self._row(answers.get(n))} for n, key in enumerate(keys)]
        names = (*ENDS, *self._row(None))
        columns = [c for c in table_columns("judgements", labels=self.analyzer.scheme.names) if c.name in names]
        return self._frame(columns, rows, range(len(rows)))

    def _documents(self) -> dict[int, Document]:
        """The documents of the rows that have a text, by the number of the row."""
        names = self.table.names
        if {"source", "target"} <= set(names):
            names = [name for name in names if name != "source"]  # the end of a pair, not an outlet
        cells = {name: self.table.values(name) for name in needed_columns(names, self.fields)}
        found: dict[int, Document] = {}
        problems: list[str] = []
        for n, text in enumerate(cells[self.fields.text]):
            if _is_text(text):
                record = {name: column[n] for name, column in cells.items()}
                try:
                    found[n] = document_from_record(record, default_id=str(n), fields=self.fields)
                except DataError as error:
                    problems.append(f"row {n}: {error}")
        if problems:
            raise data_error("the frame cannot be read", problems)
        return found

    def _reports(self, documents: Sequence[Document], *, sentiment: bool) -> Iterator[Report]:
        with progress_bar(len(documents), unit="texts", shown=self.progress) as tell:
            done = 0
            for run in slices(documents, size=lambda document: len(document.text)):
                readings = [self.analyzer.read(document, sentiment=sentiment) for document in run]
                yield from self.analyzer.reports(readings, progress=_within(tell, done, len(run)))
                done += len(run)
                tell(done)

    def _examples(self, cells: Mapping[str, list[Any]]) -> dict[int, StanceExample]:
        """The examples of the rows that are whole, by the number of the row."""
        more = {name: self.table.values(name) for name in GIVEN if name in self.table.names}
        whole = [n for n, row in enumerate(zip(*cells.values(), strict=True)) if all(map(_is_text, row))]
        records = ((n, {name: column[n] for name, column in {**cells, **more}.items()}) for n in whole)
        if not whole:
            return {}
        scheme = self.analyzer.scheme
        return dict(zip(whole, examples_from_records(records, place="row", scheme=scheme, labelled=False), strict=True))

    def _answers(self, examples: Sequence[StanceExample]) -> list[Prediction]:
        """One for each example, in order; the pairs of a text are asked together, wherever they stand."""
        first: dict[str, int] = {}
        for n, example in enumerate(examples):
            first.setdefault(example.text, n)
        order = sorted(range(len(examples)), key=lambda n: first[examples[n].text])
        answers: list[Prediction] = []
        with progress_bar(len(examples), unit="pairs", shown=self.progress) as tell:
            for run in slices([examples[n] for n in order], size=lambda example: len(example.text)):
                answers += self.analyzer.predict(run)
                tell(len(answers))
        return [answer for _, answer in sorted(zip(order, answers, strict=True), key=lambda item: item[0])]

    def _row(self, answer: Prediction | None) -> Row:
        labels = self.analyzer.scheme.names
        if answer is None:
            return dict.fromkeys((*OF_PAIRS, *(f"p_{label}" for label in labels)))
        return {**flat_answer(answer, labels), **flat_model(self.analyzer.model)}

    def _ids(self) -> list[str | None]:
        """The ids of the rows, or their numbers."""
        column = resolve(tuple(self.table.names), self.fields).id
        cells = self.table.values(column) if column else [None] * len(self.table.values(self.fields.text))
        return [str(n) if cell in (None, "") else written(str(cell)) for n, cell in enumerate(cells)]

    def _frame(self, columns: Sequence[Column], rows: Sequence[Row], places: Sequence[int]) -> Any:
        cells = {column.name: [row[column.name] for row in rows] for column in columns}
        return self.table.like(columns, cells, places)


def _is_text(cell: object) -> bool:
    """Whether there is something, if only something that is no text: blanks are nothing."""
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _content(document: Document) -> Hashable:
    """All of a document that decides how it is read."""
    return (
        document.text,
        document.title,
        document.published,
        document.source,
        document.language,
        repr(sorted(document.metadata.items())),
    )


def _grouped(items: Iterable[tuple[int, Hashable]]) -> list[list[int]]:
    """Rows of the same content, each group in order, the groups by their first rows."""
    groups: dict[Hashable, list[int]] = {}
    for n, content in items:
        groups.setdefault(content, []).append(n)
    return list(groups.values())


def _within(tell: Callable[[float], None], done: int, size: int) -> Callable[[float], None]:
    return lambda share: tell(done + share * size)
