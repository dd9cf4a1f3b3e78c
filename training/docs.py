"""Writes docs/cli.md from what ``--help`` prints: ``python -m training.docs [--check]``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from training.pages import write_or_check

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"
# The same width, without colours, on every machine.
WIDTH = "100"
PLAIN = {"COLUMNS": WIDTH, "TERMINAL_WIDTH": WIDTH, "NO_COLOR": "1", "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
COLOUR = {"FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS"}
RUN = "import sys; sys.argv[0] = 'stance'; from stance.cli import main; main()"
INTRODUCTION = """\
# Command line

What each command prints with `--help`. This page is written by `make docs`; a test compares it.
"""
# A command of typer's help: its row in the panel "Commands".
ROW = re.compile(r"^│ (?P<name>[a-z][a-z-]*)\b")


def help_of(command: tuple[str, ...]) -> str:
    """What ``stance COMMAND --help`` prints."""
    environment = {name: value for name, value in os.environ.items() if name not in COLOUR} | PLAIN
    done = subprocess.run(
        [sys.executable, "-c", RUN, *command, "--help"],
        env=environment,
        cwd=PAGE.parents[1],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def subcommands(text: str) -> Iterator[str]:
    """The names in the panel "Commands" of a help text."""
    inside = False
    for line in text.splitlines():
        if line.startswith("╭"):
            inside = "Commands" in line
        elif inside and (row := ROW.match(line)):
            yield row["name"]


def collect(command: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str]]:
    """Each command below ``command`` with its help, in the order in which the help lists them."""
    text = help_of(command)
    children = [(*command, name) for name in subcommands(text)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        below = list(pool.map(collect, children))
    return [(command, text), *(found for group in below for found in group)]


def render() -> str:
    """The whole page."""
    sections = [f"## {' '.join(('stance', *command))}\n\n```text\n{text}\n```\n" for command, text in collect()]
    return "\n".join((INTRODUCTION, *sections))


def main() -> None:
    """Writes the page, or with ``--check`` says whether it is current."""
    write_or_check(PAGE, render, command="training.docs", says="Write docs/cli.md from --help.")


if __name__ == "__main__":
    main()
