"""The editorial status of an article in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import msgspec

from harvester.cli.report import write_json
from harvester.cli.terminal import printable
from harvester.store import status_lines

if TYPE_CHECKING:
    from harvester.store import Fate


def print_status(fate: Fate, *, as_json: bool) -> None:
    """Print what has become of an article."""
    if as_json:
        write_json(msgspec.to_builtins(fate))
    else:
        click.echo(printable("\n".join(status_lines(fate))))
