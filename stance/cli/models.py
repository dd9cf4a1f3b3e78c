"""``stance models``: which models are there, what one was trained on, and whether its files are whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from stance.cli.completion import model_names
from stance.cli.groups import DefaultGroup
from stance.cli.output import emit, note, print_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stance.bundle import Bundle

BROKEN = 1  # exit code


class _InfoByDefault(DefaultGroup):
    """``stance models`` lists, ``stance models NAME`` is short for ``stance models info NAME``."""

    default = "info"
    empty = "list"


group = typer.Typer(
    cls=_InfoByDefault,
    help="List the shipped models (stance models), show the card of one (stance models info NAME), or check the files "
    "of one (stance models verify NAME).",
)
TableFormat = Annotated[Literal["table", "json"], typer.Option("--format", "-f", help="A table, or JSON.")]


@group.command("list")
def list_models(format: TableFormat = "table") -> None:
    """List the shipped models: version, encoder, size, what they were trained on."""
    from stance.bundle import Bundle
    from stance.shipped import default_folder, shipped_models

    rows = [_row(Bundle.load(folder)) for folder in shipped_models()]
    if format == "json":
        emit(_json(rows), None)
    elif rows:
        print_table(tuple(rows[0]), [tuple(row.values()) for row in rows], wrap=("encoder", "trained on", "folder"))
    else:
        note(f"no models in {default_folder().parent}")


@group.command()
def info(
    model: Annotated[
        str, typer.Argument(metavar="MODEL", help="A name or a folder.", autocompletion=model_names)
    ] = "default",
    format: Annotated[
        Literal["card", "json"], typer.Option("--format", "-f", help="The card, or all of stance.json.")
    ] = "card",
) -> None:
    """Show what a model is for, how good it is, what it was trained on and where it errs."""
    from stance.bundle import Bundle

    bundle = Bundle.load(model)
    emit(_manifest(bundle) if format == "json" else card(bundle), None)


@group.command()
def verify(
    models: Annotated[
        list[str] | None,
        typer.Argument(metavar="[MODEL]...", help="Names or folders.", autocompletion=model_names, show_default="all"),
    ] = None,
    format: TableFormat = "table",
) -> None:
    """Compare the files of models with the checksums in their stance.json; exit code 1 if one is not whole."""
    from stance.bundle import verify as faults_of
    from stance.shipped import shipped_models

    faults = {str(model): faults_of(model) for model in models or [folder.name for folder in shipped_models()]}
    if format == "json":
        emit(_json([{"model": model, "whole": not found, "faults": found} for model, found in faults.items()]), None)
    else:
        emit("".join(_verdict(model, found) for model, found in faults.items()), None)
    if any(faults.values()):
        raise typer.Exit(BROKEN)


def _verdict(model: str, faults: Sequence[str]) -> str:
    return f"{model}: {'broken' if faults else 'whole'}\n" + "".join(f"  {fault}\n" for fault in faults)


def _row(bundle: Bundle) -> dict[str, str]:
    info = bundle.info
    size = sum(path.stat().st_size for path in bundle.folder.iterdir() if path.is_file())
    return {
        "model": bundle.folder.name,
        "version": info.version,
        "encoder": info.encoder,
        "size": f"{size / 1e6:.1f} MB",
        "trained on": f"{sum(corpus.examples for corpus in bundle.manifest.trained_on)} judgements",
        "folder": str(bundle.folder),
    }


def card(bundle: Bundle) -> str:
    """The generated model card, or where there is none the contents of the manifest."""
    readme = Path(bundle.folder, "README.md")
    text = readme.read_text(encoding="utf-8") if readme.is_file() else _manifest(bundle)
    return text.rstrip("\n") + "\n"


def _manifest(bundle: Bundle) -> str:
    return _json(bundle.manifest.model_dump(mode="json"))


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
