"""Errors for users: each says what was found, what was expected and what to do."""

from __future__ import annotations

from collections.abc import Iterable


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


def did_you_mean(found: str, legal: Iterable[str], *, number: int = 1, cutoff: float = 0.5) -> str:
    """What to add to an error about an unknown name: ``; did you mean 'hostile'?``, or nothing if none is near.

    ``cutoff``: how like the name has to be, from 0 to 1 (the ratio of difflib.SequenceMatcher).
    """
    from difflib import get_close_matches

    return or_one_of(get_close_matches(found, list(legal), n=number, cutoff=cutoff))


def or_one_of(near: Iterable[str]) -> str:
    """The same for names that are known to be near."""
    names = " or ".join(map(repr, near))
    return f"; did you mean {names}?" if names else ""
