"""Errors for users: each says what was found, what was expected and what to do."""

from __future__ import annotations


class StanceError(Exception):
    """Base of all errors that a user can mend; the CLI prints it in one line and exits with 2."""


class ConfigError(StanceError):
    """A configuration file, override or option is wrong."""


class DataError(StanceError):
    """Input data is wrong. ``problems`` lists every problem found, each with file and line."""

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        self.problems = problems
        super().__init__("\n".join((message, *(f"  {problem}" for problem in problems))))


class BundleError(StanceError):
    """A model folder is missing, incomplete or does not match its checksums."""


class MissingExtraError(StanceError, ImportError):
    """An optional dependency is not installed."""

    def __init__(self, *, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs packages that are not installed: run pip install 'stance[{extra}]'")
