"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])

_LIBRARY = (
    click.option(
        "--db",
        metavar="FILE",
        help="The library  [default: database in config.toml, literature.db]",
    ),
    click.option(
        "--config", metavar="FILE", help="Configuration  [default: config.toml]"
    ),
)


def library_options(command: _Command) -> _Command:
    """Add ``--db`` and ``--config``."""
    for option in reversed(_LIBRARY):
        command = option(command)
    return command
