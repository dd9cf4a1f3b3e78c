"""``stance doctor``: is the installation whole, what does it lack, how fast is it here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stance.cli.options import Model
from stance.cli.output import emit, print_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stance.doctor import Examination

BROKEN = 1  # exit code


def doctor(
    model: Model = None,
    speed: Annotated[bool, typer.Option("--speed/--no-speed", help="Measure for a second how fast it reads.")] = True,
    threads: Annotated[int, typer.Option("--threads", min=0, metavar="N", show_default="all cores")] = 0,
    format: Annotated[Literal["table", "json"], typer.Option("--format", "-f", help="A table, or JSON.")] = "table",
) -> None:
    """Check versions, the model's files and an answer, list what extras are missing, and measure the speed.

    Exit code 1 if something is broken; a missing extra is not.
    """
    from stance.doctor import examine

    found = examine(model, speed=speed, threads=threads)
    if format == "json":
        emit(_as_json(found), None)
    else:
        show(found)
    if found.broken:
        raise typer.Exit(BROKEN)


def show(found: Examination) -> None:
    """The examination as tables on the screen."""
    print_table(("checked", "", "found"), [(c.name, c.state, c.found) for c in found.checks], wrap=("found",))
    emit("\n", None)
    print_table(("extra", "", "for", "missing"), list(_extras(found)), wrap=("for", "missing"))
    emit("\n" + "".join(f"{line}\n" for line in _lines(found)), None)


def _extras(found: Examination) -> Iterator[tuple[str, ...]]:
    for extra in found.extras:
        lacking = ", ".join(f"{package.name}{package.wanted}" for package in extra.missing)
        yield (extra.name, "–" if lacking else "ok", extra.use, f"{lacking}: {extra.remedy}" if lacking else "")


def _lines(found: Examination) -> Iterator[str]:
    machine, speed = found.machine, found.speed
    memory = "" if machine.memory is None else f", {machine.memory / 1e3:.1f} GB of memory"
    free = "" if machine.memory_free is None else f" ({machine.memory_free / 1e3:.1f} GB free)"
    yield f"{machine.system}; {machine.cores} of {machine.cores_of_machine} cores{memory}{free}"
    if speed is not None:
        largest = "" if speed.largest_megabytes is None else f"; {speed.largest_megabytes:.0f} MB at most"
        yield (
            f"{speed.sentences_per_second:.0f} sentences/s, {speed.pairs_per_second:.0f} pairs/s, "
            f"{speed.load_seconds:.1f} s to the first answer{largest}"
        )
    for check in found.checks:
        if check.state != "ok":
            yield f"{check.state}: {check.name}: {check.remedy}"
    yield "something is broken" if found.broken else "ready"


def _as_json(found: Examination) -> str:
    import json
    from dataclasses import asdict

    record = asdict(found) | {"broken": found.broken}
    for row, extra in zip(record["extras"], found.extras, strict=True):
        row |= {"complete": not extra.missing, "install": extra.remedy}
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"
