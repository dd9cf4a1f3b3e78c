"""Commands of commands, of which one is meant where none is named."""

from __future__ import annotations

from typing import Any, ClassVar

from typer.core import TyperGroup

HELP = ("--help", "-h")


class DefaultGroup(TyperGroup):
    """``stance GROUP ARGUMENT`` is short for ``stance GROUP DEFAULT ARGUMENT``; without arguments ``empty`` is run."""

    default: ClassVar[str]
    empty: ClassVar[str] = HELP[0]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the name of the command that is meant before arguments that name none."""
        if not args and ctx.resilient_parsing:  # the shell completes the first word
            return super().parse_args(ctx, args)
        args = args or [self.empty]
        known = args[0] in (*self.commands, *HELP)
        return super().parse_args(ctx, args if known else [self.default, *args])

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """The commands that begin so; where none does, what the first argument of the default one may be."""
        offered = super().shell_complete(ctx, incomplete)
        return offered or self.commands[self.default].params[0].shell_complete(ctx, incomplete)
