"""Commands that another package provides under the entry point group ``stance.commands``.

The library must not import the training package; the package registers its commands, and only the name is known here.
"""

from __future__ import annotations

from typing import Any, Protocol

from stance.errors import StanceError

GROUP = "stance.commands"


class Command(Protocol):
    """What an entry point of the group gives: called with the command's parsed arguments."""

    def __call__(self, *args: Any, **options: Any) -> None:
        """Run the command."""


class MissingCommandError(StanceError):
    """The package that provides a command is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"'stance {name}' needs the training code, which is not part of the installed package: "
            "get the project's source and run pip install -e '.[train]' in it"
        )


def load_command(name: str) -> Command:
    """Import the command of this name; raises MissingCommandError if no installed package provides it."""
    from importlib.metadata import entry_points

    for entry in entry_points(group=GROUP, name=name):
        try:
            command: Command = entry.load()
        except ModuleNotFoundError as error:
            if error.name != entry.module.partition(".")[0]:
                raise  # the package is there, but broken: not for the user to mend
            raise MissingCommandError(name) from error
        return command
    raise MissingCommandError(name)
