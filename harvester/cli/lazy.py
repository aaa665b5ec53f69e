"""Groups of commands that are imported when they are called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

_WHERE = "Exit codes: harvest --help."
"""At the end of help that does not tell its own."""


class LazyGroup(click.Group):
    """A group that knows where its commands live.

    Args:
        places: Command → (module, name in it), in the order in which a user meets
            them.
    """

    def __init__(
        self, *arguments: Any, places: Mapping[str, tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a user meets them."""
        del ctx
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None where there is none of the name."""
        del ctx
        if cmd_name not in self.places:
            return None
        module, name = self.places[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        for each in (command, *getattr(command, "commands", {}).values()):
            if "Exit code" not in (each.help or ""):
                each.epilog = _WHERE
        return command
