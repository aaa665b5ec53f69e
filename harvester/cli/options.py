"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
_ASKING = (
    click.option(
        "--dry-run", is_flag=True, help="Print what would be asked; write nothing."
    ),
    click.option(
        "--offline",
        is_flag=True,
        help="Answer from the records that ship with the package; no network.",
    ),
    click.option("--json", "as_json", is_flag=True, help="Print JSON."),
    click.option("-q", "--quiet", is_flag=True, help="Print problems only."),
    click.option("-v", "--verbose", is_flag=True, help="Tell every request on stderr."),
)


def library_options(command: _Command) -> _Command:
    """Add ``--db`` and ``--config``."""
    return _with(_LIBRARY, command)


def asking_options(command: _Command) -> _Command:
    """Add the options of a command that asks services and writes what they say."""
    return _with(_ASKING, command)


def _with(options: Sequence[Callable[[Any], Any]], command: _Command) -> _Command:
    for option in reversed(options):
        command = option(command)
    return command
