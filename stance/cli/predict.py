"""``stance predict``: the stance of pairs that the user found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from stance.cli.input import read_pairs
from stance.cli.options import Actors, Context, Model, Output
from stance.cli.output import choose_format, emit
from stance.files import write_atomic
from stance.tabular import csv_records, parquet_bytes

if TYPE_CHECKING:
    from stance.types import Prediction, StanceExample

SUFFIXES = {".jsonl": "jsonl", ".csv": "csv", ".parquet": "parquet"}
Format = Annotated[
    Literal["jsonl", "csv", "parquet"] | None,
    typer.Option("--format", "-f", help="Default: what the suffix of --output names, else jsonl.", show_default=False),
]


def predict(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-",
            help="JSONL, CSV, TSV or Parquet with text, source, target, and optionally context, source_spans, "
            "target_spans, id; - is JSONL from standard input.",
        ),
    ],
    output: Output = None,
    format: Format = None,
    context: Context = None,
    actors: Actors = None,
    model: Model = None,
) -> None:
    """Label the stance of given pairs of source and target, in the order of the file."""
    from stance.analyzer import StanceAnalyzer

    chosen = choose_format(format, output, suffixes=SUFFIXES, default="jsonl")
    analyzer = StanceAnalyzer.load(model, actors=actors, context=context)
    examples = read_pairs(file, scheme=analyzer.scheme, labelled=False)
    predictions = analyzer.predict(examples)
    write_predictions(examples, predictions, format=chosen, output=output)


def write_predictions(
    examples: Sequence[StanceExample], predictions: Sequence[Prediction], *, format: str, output: Path | None
) -> None:
    """Write one row an example, in order."""
    if format == "jsonl":
        from stance.report.as_jsonl import line
        from stance.report.records import prediction_record

        emit("".join(map(line, map(prediction_record, examples, predictions))), output)
        return
    rows = list(map(_flat, examples, predictions))
    if format == "csv":
        emit(csv_records(tuple(rows[0]), map(_text, rows)), output)
    elif output is not None:
        write_atomic(output, _parquet(rows))


def _flat(example: StanceExample, prediction: Prediction) -> dict[str, Any]:
    """The row for a table: a column for each probability, in place of them all."""
    from stance.report.records import flat_answer

    pair = {"id": example.id, "source": example.source, "target": example.target}
    return pair | flat_answer(prediction, tuple(prediction.probabilities))


def _text(row: dict[str, Any]) -> dict[str, Any]:
    """The flat row with label set and flag as text."""
    return row | {"label_set": "|".join(row["label_set"]), "truncated": str(row["truncated"]).lower()}


def _parquet(rows: Sequence[dict[str, Any]]) -> bytes:
    import pyarrow as pa

    return parquet_bytes(pa.Table.from_pylist(list(rows)))
