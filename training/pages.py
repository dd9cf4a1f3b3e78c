"""Pages of docs/ that are written by a command and held by a test."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path


def write_or_check(page: Path, render: Callable[[], str], *, command: str, says: str) -> None:
    """The whole of such a command: writes the page, or with ``--check`` exits with 1 if it is not current."""
    parser = argparse.ArgumentParser(prog=f"python -m {command}", description=says)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if the page is out of date")
    text = render()
    if not parser.parse_args().check:
        page.write_text(text, encoding="utf-8")
    elif not page.is_file() or page.read_text(encoding="utf-8") != text:
        sys.exit(f"docs/{page.name} is out of date: run `make docs`")
