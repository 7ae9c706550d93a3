"""Commands whose modules are imported only when they are run.

As https://click.palletsprojects.com/en/stable/complex/#lazily-loading-subcommands has it, but that the list of commands
imports none of them either: the line that each has there is written beside its name.
"""

from __future__ import annotations

from importlib import import_module

import click


class LazyCommand(click.Command):
    """What stands for a command in the list: its name, its line there, and the module that holds it by its name."""

    def __init__(self, name: str, module: str, line: str) -> None:
        super().__init__(name, help=line)
        self._module = module

    def loaded(self) -> click.Command:
        """The command itself."""
        command: click.Command = getattr(import_module(self._module), str(self.name))
        return command


class LazyGroup(click.Group):
    """A group that loads the one of its commands that is run, or asked for its help or its completions."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the command itself in the place of what stands for it."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command.loaded() if isinstance(command, LazyCommand) else command, rest
