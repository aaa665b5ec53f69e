"""What the sources sent, as they sent it: ``harvest show --raw``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from harvester.cli.exits import DONE, FAILED, IN_PART
from harvester.cli.terminal import printable

if TYPE_CHECKING:
    from harvester.bulk.verbatim import Verbatim
    from harvester.store import Library


def print_raw(library: Library, number: int, *, as_json: bool) -> int:
    """Print what each source sent of an article; return the exit code."""
    from harvester.bulk.verbatim import read_verbatim
    from harvester.cli.report import write_json

    found = tuple(read_verbatim(library, number))
    if as_json:
        write_json([_view(one) for one in found])
    for one in found:
        if one.problem:
            told = f"harvest: {one.source} {one.source_id}: {one.problem}"
            click.echo(printable(told), err=True)
        elif not as_json:
            _print(one)
    if not found:
        click.echo("harvest: no reply and no file that says it is known", err=True)
    if not found or any(one.problem for one in found):
        return IN_PART if any(one.body for one in found) else FAILED
    return DONE


def _view(one: Verbatim) -> dict[str, str | None]:
    return {
        "source": one.source,
        "source_id": one.source_id,
        "origin": one.origin,
        "text": one.text,
    }


def _print(one: Verbatim) -> None:
    """Print a line that says what it is, and the record; on a terminal as text."""
    click.echo(printable(f"# {one.source} {one.source_id}: {one.origin}"))
    if sys.stdout.isatty():
        click.echo(printable(one.text or ""))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write((one.body or b"") + b"\n")
    sys.stdout.buffer.flush()
