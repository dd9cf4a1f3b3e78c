"""``stance completion``: what the shell needs to complete commands with Tab, and what it is offered."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import typer

from stance.cli.output import emit

Shell = Literal["bash", "zsh", "fish", "powershell"]


def completion(
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")],
) -> None:
    """Print the script that makes a shell complete stance's commands, options, models and actors with Tab."""
    from typer.completion import get_completion_script  # type: ignore[attr-defined]  # its module keeps no __all__

    emit(get_completion_script(prog_name="stance", complete_var="_STANCE_COMPLETE", shell=shell) + "\n", None)


def model_names(incomplete: str) -> list[str]:
    """Names of shipped models that begin so; the shell itself offers folders."""
    from stance.shipped import shipped_models

    return [folder.name for folder in shipped_models() if folder.name.startswith(incomplete)]


def actor_codes(incomplete: str) -> list[str]:
    """Codes that begin like the last of those typed so far, which commas separate: "KAZ,UZ" gives "KAZ,UZB"."""
    before, comma, begun = incomplete.rpartition(",")
    return [f"{before}{comma}{code}" for code in _codes(begun)]


def dyads(incomplete: str) -> list[str]:
    """Dyads that begin like the last one typed so far: "KAZ" gives "KAZ-", "KAZ-RU" gives "KAZ-RUS" and "KAZ-RUTO"."""
    before, comma, begun = incomplete.rpartition(",")
    parts = re.fullmatch(r"(?P<source>[^>]+?)(?P<sign>[->])(?P<target>[^->]*)", begun)
    if parts:
        found = [f"{parts['source']}{parts['sign']}{code}" for code in ("*", *_codes(parts["target"]))]
    else:
        found = [f"{code}-" for code in _codes(begun)]
    return [f"{before}{comma}{one}" for one in found]


def _codes(begun: str) -> list[str]:
    from stance.actors.catalogue import shipped_codes

    return [code for code in shipped_codes() if code.casefold().startswith(begun.casefold())]
