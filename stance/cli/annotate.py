"""``stance annotate``: judgements to people who code them, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stance.cli.options import LabelsOf, labels_of
from stance.cli.output import choose_format, emit, note
from stance.cli.panel import Dyads, Run, Voices, open_run, select, working
from stance.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stance.annotate.codings import Coding
    from stance.annotate.draw import Draw
    from stance.labels import LabelScheme

Tool = Literal["labelstudio", "doccano", "csv"]
SUFFIXES = {".jsonl": "jsonl", ".csv": "csv", ".tsv": "tsv"}

group = typer.Typer(
    no_args_is_help=True,
    help="Draw judgements of a run for people to code (export), and read back what they coded (import).",
)


@group.command()
def export(
    run: Run,
    to: Annotated[Tool, typer.Option("--to", help="The tool in which people will code.", show_default=False)],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Where to write; what else the tool needs is written beside it."
        ),
    ],
    n: Annotated[int, typer.Option("--n", "-n", min=1, metavar="N", help="How many judgements.")] = 200,
    uncertain: Annotated[
        float,
        typer.Option(
            "--uncertain",
            min=0,
            max=1,
            metavar="X",
            help="Share of those that the model is least sure of; the rest is random.",
        ),
    ] = 0.5,
    measure: Annotated[
        Literal["entropy", "margin", "set"],
        typer.Option(
            "--measure",
            help="Unsure by the entropy of the probabilities, the margin between the two likeliest labels, or the size "
            "of the label set.",
        ),
    ] = "entropy",
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="CUT,…",
            help="Strata: dyad, month (or another unit), outlet, label, score (fifths), or several with commas.",
            show_default="none",
        ),
    ] = None,
    dyads: Dyads = None,
    voice: Voices = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="First day of publication.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Last day of publication.")] = None,
    weight: Annotated[
        Literal["story", "article", "none"],
        typer.Option("--weight", help="As the panel will weigh; judgements of more weight are drawn more often."),
    ] = "story",
    show_label: Annotated[
        bool,
        typer.Option("--show-label", help="Pre-annotate with what the model says; it pulls coders toward the model."),
    ] = False,
    seed: Annotated[int, typer.Option("--seed", help="Another seed draws another random part.")] = 0,
) -> None:
    """Draw judgements that the model is least sure of, and random ones with known probabilities, for people to code."""
    from stance.annotate.draw import DrawOptions, draw_items
    from stance.annotate.exchange import SUFFIX, written
    from stance.files import write_atomic
    from stance.panel.sample import parse_cuts

    choose_format(None, output, suffixes={SUFFIX[to]: to}, default=to)
    dataset = open_run(run)
    options = DrawOptions(
        n=n,
        uncertain=uncertain,
        measure=measure,
        by=parse_cuts(by),
        selection=select(dataset, dyads=dyads, voice=voice, since=since, until=until),
        weighting=weight,
        seed=seed,
        suggest=show_label,
    )
    with working("drawing judgements"):
        draw = draw_items(dataset, options)
    files = written(draw.items, to, output=output, scheme=dataset.labels)
    for path, content in files.items():
        write_atomic(path, content)
    tell_draw(draw, output, files=[path for path in files if path != output], shown=show_label)


@group.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="What the coders made of the exported file.")],
    tool: Annotated[Tool, typer.Option("--from", help="The tool that wrote the files.", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Labelled examples: .jsonl, .csv or .tsv.",
            show_default="screen, JSONL",
        ),
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(
            "--gold",
            metavar="CSV",
            help="Also a sheet of all that was drawn, with what is no pair, for stance panel --gold.",
        ),
    ] = None,
    merge: Annotated[
        Literal["apart", "majority", "set"],
        typer.Option(
            "--merge",
            help="Several coders of one item: a row each, what most of them say (else the set of their labels), or "
            "always the set.",
        ),
    ] = "apart",
    random: Annotated[
        bool, typer.Option("--random", help="Only the random part of the draw: to evaluate a model on.")
    ] = False,
    coder: Annotated[
        str | None,
        typer.Option("--coder", metavar="NAME", help="Only this coder's answers.", show_default="all"),
    ] = None,
    model: LabelsOf = None,
) -> None:
    """Read coded files back as labelled examples, which stance train, evaluate, agreement and panel --gold take."""
    from stance.annotate.coded import of_random_part
    from stance.annotate.codings import settle
    from stance.annotate.exchange import read_codings

    chosen = choose_format(None, output, suffixes=SUFFIXES, default="jsonl")
    if gold is not None:
        choose_format(None, gold, suffixes={".csv": "csv"}, default="csv")
    scheme = labels_of(model)
    codings = only_coder(read_codings(files, tool, scheme=scheme), coder)
    if random:
        codings = of_random_part(codings)
    tell_codings(codings)
    write_coded(settle(codings, merge=merge), scheme, format=chosen, output=output, gold=gold)


def tell_draw(draw: Draw, output: Path, *, files: Sequence[Path], shown: bool) -> None:
    """What was drawn, and what to mind."""
    both = f", {draw.both} of them by both" if draw.both else ""
    note(
        f"{output}: {len(draw.items):,} of {draw.population:,} judgements: {draw.uncertain:,} that the model is least "
        f"sure of, {draw.random:,} at random{both}"
    )
    note(f"beside it: {', '.join(path.name for path in files)}")
    if not draw.random:
        note("nothing was drawn at random: these codings can train a model, not measure it, nor correct a panel")
    if shown:
        note("coders will see what the model says and lean toward it: do not measure the model on these codings")


def only_coder(codings: tuple[Coding, ...], coder: str | None) -> tuple[Coding, ...]:
    """The codings of one coder, or all; raises ConfigError that names the coders."""
    names = sorted({coding.coder for coding in codings})
    if coder is not None and coder not in names:
        raise ConfigError(f"--coder {coder}: no such coder; found {', '.join(names)}")
    return codings if coder is None else tuple(coding for coding in codings if coding.coder == coder)


def tell_codings(codings: Sequence[Coding]) -> None:
    """By coder, how many items have which kind of answer."""
    from stance.annotate.codings import counts

    drawn = max((coding.item.drawn for coding in codings), default=0)
    for name, found in counts(codings).items():
        given = {
            "labelled": found["labels"],
            "no pair": found["not_a_pair"],
            "unclear": found["unclear"],
            "without an answer": found["skipped"],
        }
        said = ", ".join(f"{count} {word}" for word, count in given.items() if count or word == "labelled")
        note(f"{name or 'coder'}: {sum(given.values())} of {drawn} items: {said}")
    if added := sum(coding.added for coding in codings):
        note(f"{added} judgements of the other direction were added by coders")


def write_coded(
    codings: Sequence[Coding], scheme: LabelScheme, *, format: str, output: Path | None, gold: Path | None
) -> None:
    """Write the labelled examples, and the sheet for the panel where it is asked for."""
    from stance.annotate.coded import DELIMITERS, to_gold, to_jsonl, to_table

    labelled = sum(bool(coding.answer.labels) for coding in codings)
    if format == "jsonl":
        emit(to_jsonl(codings, scheme=scheme), output)
    else:
        emit(to_table(codings, scheme=scheme, delimiter=DELIMITERS[format]), output)
    if output is not None:
        note(f"{output}: {labelled:,} labelled examples; {len(codings) - labelled:,} answers without a label left out")
    if gold is not None:
        emit(to_gold(codings, scheme=scheme), gold)
        note(f"{gold}: {sum(not coding.added for coding in codings):,} rows")
