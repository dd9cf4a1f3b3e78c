"""``stance models``: which models are there, and what one was trained on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stance.cli.output import emit, note, print_table

if TYPE_CHECKING:
    from stance.bundle import Bundle


def models(
    model: Annotated[str | None, typer.Argument(metavar="[MODEL]", help="A name or folder: show its card.")] = None,
) -> None:
    """List the shipped models, or show the card of one."""
    from stance.bundle import Bundle, default_folder

    if model is not None:
        emit(card(Bundle.load(model)), None)
    else:
        list_models(default_folder().parent)


def list_models(folder: Path) -> None:
    """A table of the models in a folder."""
    from stance.bundle import MANIFEST, Bundle

    bundles = [Bundle.load(path.parent) for path in sorted(folder.glob(f"*/{MANIFEST}"))]
    if bundles:
        head = ("model", "version", "encoder", "size", "trained on", "folder")
        print_table(head, [_row(bundle) for bundle in bundles], wrap=("encoder", "trained on", "folder"))
    else:
        note(f"no models in {folder}")


def _row(bundle: Bundle) -> tuple[str, ...]:
    info = bundle.info
    trained = f"{sum(corpus.examples for corpus in bundle.manifest.trained_on)} judgements"
    size = sum(path.stat().st_size for path in bundle.folder.iterdir() if path.is_file())
    return (bundle.folder.name, info.version, info.encoder, f"{size / 1e6:.1f} MB", trained, str(bundle.folder))


def card(bundle: Bundle) -> str:
    """The generated model card, or where there is none the contents of the manifest."""
    readme = bundle.folder / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.is_file() else bundle.manifest.model_dump_json(indent=2)
    return text.rstrip("\n") + "\n"
