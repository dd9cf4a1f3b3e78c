"""The command line: one file a command, each of which parses its arguments and calls one function."""

from __future__ import annotations

from stance.cli.app import main

__all__ = ["main"]
