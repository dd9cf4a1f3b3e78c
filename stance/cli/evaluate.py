"""``stance evaluate``: how well a model does on labelled data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stance.cli.completion import model_names
from stance.cli.input import read_pairs
from stance.cli.options import Actors, Context, Output
from stance.cli.output import choose_format, emit
from stance.errors import ConfigError

if TYPE_CHECKING:
    from stance.analyzer import StanceAnalyzer
    from stance.evaluation import Evaluation, GoldEvaluation

SUFFIXES = {".json": "json", ".md": "table", ".txt": "table"}
Format = Annotated[
    Literal["table", "json"] | None,
    typer.Option("--format", "-f", help="Default: what the suffix of --output names, else table.", show_default=False),
]


def evaluate(
    model: Annotated[
        str,
        typer.Argument(
            metavar="MODEL", help="A model folder, or the name of a shipped model.", autocompletion=model_names
        ),
    ],
    data: Annotated[Path, typer.Argument(metavar="DATA", help="A coded folder or a labelled file.")],
    format: Format = None,
    output: Output = None,
    file: Annotated[
        str, typer.Option("--file", metavar="NAME", help="Of a coded folder: which table of judgements.")
    ] = "gold.tsv",
    predictions: Annotated[
        Path | None, typer.Option("--predictions", metavar="TSV", help="Write the labels of the given pairs.")
    ] = None,
    found: Annotated[
        Path | None, typer.Option("--found", metavar="TSV", help="Write the pairs and labels found end to end.")
    ] = None,
    sentiment: Annotated[bool, typer.Option("--sentiment", help="End to end, also look for AUTHOR.")] = False,
    context: Context = None,
    actors: Actors = None,
) -> None:
    """Measure a model: F1, agreement, calibration; on a coded folder also end to end from the bare articles."""
    from stance.analyzer import StanceAnalyzer

    chosen = choose_format(format, output, suffixes=SUFFIXES, default="table")
    check_tables(data, predictions, found)
    analyzer = StanceAnalyzer.load(model, actors=actors, context=context)
    if data.is_dir():
        result = measure_folder(analyzer, data, file=file, sentiment=sentiment, predictions=predictions, found=found)
        emit(render(result, format=chosen), output)
    else:
        emit(render(measure_file(analyzer, data), format=chosen), output)


def check_tables(data: Path, *tables: Path | None) -> None:
    """Only a coded folder gives the tables, and they are checked before the work."""
    for table in filter(None, tables):
        if not data.is_dir():
            raise ConfigError(f"{data} is no coded folder: --predictions and --found need one, with articles/ inside")
        if not table.resolve().parent.is_dir():
            raise ConfigError(f"{table}: there is no folder {table.parent}: make it first, or choose another file")


def measure_folder(
    analyzer: StanceAnalyzer,
    folder: Path,
    *,
    file: str,
    sentiment: bool,
    predictions: Path | None,
    found: Path | None,
) -> GoldEvaluation:
    """Evaluate on a coded folder, and write the judgements where asked."""
    from stance.evaluation import evaluate_gold, write_found, write_predictions
    from stance.gold import read_gold

    catalogue = analyzer.catalogue
    gold = read_gold(folder, file=file, scheme=analyzer.scheme, canonical=catalogue.canonical)
    result = evaluate_gold(analyzer, gold, kind_of=lambda code: catalogue.actor(code).kind, sentiment=sentiment)
    if predictions is not None:
        write_predictions(predictions, result)
    if found is not None:
        write_found(found, result)
    return result


def measure_file(analyzer: StanceAnalyzer, path: Path) -> Evaluation:
    """Evaluate on a file of labelled pairs; actors without spans are looked for in the text, as in prediction."""
    from stance.evaluation import evaluate_examples

    catalogue = analyzer.catalogue
    examples = analyzer.locate(read_pairs(str(path), scheme=analyzer.scheme, labelled=True))
    return evaluate_examples(
        analyzer.classifier, examples, scheme=analyzer.scheme, kind_of=lambda code: catalogue.actor(code).kind
    )


def render(result: Evaluation | GoldEvaluation, *, format: str) -> str:
    """Markdown tables or JSON."""
    from stance.evaluation import format_evaluation

    if format == "json":
        return json.dumps(result.as_dict(), indent=2, ensure_ascii=False) + "\n"
    return format_evaluation(result)
