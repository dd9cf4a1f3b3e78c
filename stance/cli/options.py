"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stance.cli.completion import actor_codes, model_names

if TYPE_CHECKING:
    from stance.labels import LabelScheme

Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="FOLDER",
        help="A model folder, or the name of a shipped model.",
        show_default="default",
        autocompletion=model_names,
    ),
]
LabelsOf = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="FOLDER",
        help="The model whose labels were coded: a folder, or the name of a shipped model.",
        show_default="the codebook's five labels",
        autocompletion=model_names,
    ),
]
Actors = Annotated[
    Path | None, typer.Option("--actors", metavar="CSV", help="Actors and forms of your own, laid over the catalogue.")
]
Date = Annotated[
    str | None,
    typer.Option("--date", "-d", metavar="DAY", help="Date of the text, such as 2024-05-03: who held an office then."),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--language",
        "-l",
        metavar="CODE",
        help="Language of the text: en, or names only in fr, es, de, ru, zh, ar.",
        show_default="as the document says, else en",
    ),
]
Voice = Annotated[
    str | None,
    typer.Option(
        "--voice",
        metavar="ACTOR",
        help="Whose statement, readout or transcript the text is: a code such as USA or EU, several with commas.",
        autocompletion=actor_codes,
    ),
]
Lines = Annotated[bool, typer.Option("--lines", help="Take each line as one sentence.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to a file; its suffix names the format.", show_default="screen"
    ),
]
Context = Annotated[
    int | None,
    typer.Option(
        "--context", min=0, metavar="N", help="Earlier sentences given to the model.", show_default="as trained"
    ),
]
InputFormat = Annotated[
    Literal["auto", "txt", "md", "html", "json", "jsonl"],
    typer.Option("--input-format", help="auto goes by suffix, then by content."),
]


def labels_of(model: str | None) -> LabelScheme:
    """The labels of a model; raises BundleError if there is no such model."""
    from stance.bundle import Bundle
    from stance.labels import STANCE_LABELS

    return STANCE_LABELS if model is None else Bundle.load(model).scheme
