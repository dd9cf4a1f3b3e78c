"""Runs the command line inside the test process, or in one of its own where that is what is tested."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

from stance.cli import main

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Exit code, standard output and standard error."""

    code: int
    out: str
    err: str


def invoke(*arguments: str | Path, stdin: bytes = b"") -> Outcome:
    """``stance ARGUMENTS``, with exceptions that are bugs let through."""
    streams = {name: TextIOWrapper(BytesIO(data), encoding="utf-8") for name, data in _streams(stdin)}
    with patch.multiple(sys, argv=["stance", *map(str, arguments)], **streams):
        code = _exit_code()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        out, err = (streams[name].buffer.getvalue().decode() for name in ("stdout", "stderr"))  # type: ignore[attr-defined]
    return Outcome(code, out, err)


def _streams(stdin: bytes) -> tuple[tuple[str, bytes], ...]:
    return (("stdin", stdin), ("stdout", b""), ("stderr", b""))


def _exit_code() -> int:
    try:
        main()
    except SystemExit as stop:
        assert isinstance(stop.code, int)
        return stop.code
    raise AssertionError("main() returned without an exit code")


def command(*arguments: str | Path) -> list[str]:
    """The command for a process of its own."""
    return [sys.executable, "-m", "stance", *map(str, arguments)]


def environment(**changes: str) -> Mapping[str, str]:
    """An environment in which the source tree is importable, and whose colour settings are only those given."""
    colour = ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "CLICOLOR_FORCE", "COLUMNS", "PYTHONIOENCODING")
    plain = {name: value for name, value in os.environ.items() if name not in colour}
    return plain | {"PYTHONPATH": str(ROOT)} | changes


def spawn(*arguments: str | Path, stdin: bytes = b"", **changes: str) -> Outcome:
    """``stance ARGUMENTS`` in a process of its own."""
    done = subprocess.run(
        command(*arguments), input=stdin, capture_output=True, check=False, timeout=120, env=environment(**changes)
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
