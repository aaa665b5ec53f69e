"""Text for people: as wide as the terminal, with colours where there is one."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import partial

import click

from harvester.cli.terminal import printable
from harvester.model import Value

PLAIN_WIDTH = 88
"""Columns where no terminal is: files and pipes get the same everywhere."""
_NARROWEST = 20
_WIDEST = 110
"""Longer lines are hard to read."""


class Style(StrEnum):
    """What a paragraph is; how that looks stands below."""

    TEXT = "text"
    TITLE = "title"
    HEADING = "heading"
    QUIET = "quiet"
    ALARM = "alarm"
    CONFLICT = "conflict"


_LOOKS: dict[Style, Callable[[str], str]] = {
    Style.TITLE: partial(click.style, bold=True),
    Style.HEADING: partial(click.style, bold=True, fg="cyan"),
    Style.QUIET: partial(click.style, dim=True),
    Style.ALARM: partial(click.style, bold=True, fg="white", bg="red"),
    Style.CONFLICT: partial(click.style, fg="yellow"),
}


class Paragraph(Value, frozen=True, kw_only=True):
    """A piece of text.

    Attributes:
        text: In one line; ``""`` is an empty line.
        style: What it is.
        indent: Before the first line; the others stand two columns further in.
        is_short: It is cut to one line, not wrapped.
    """

    text: str = ""
    style: Style = Style.TEXT
    indent: str = ""
    is_short: bool = False


def print_paragraphs(paragraphs: Iterable[Paragraph]) -> None:
    """Print text on stdout."""
    is_terminal = sys.stdout.isatty()
    width = PLAIN_WIDTH
    if is_terminal:
        columns = shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns
        width = max(_NARROWEST, min(columns, _WIDEST))
    # https://no-color.org: any value but the empty one.
    has_colours = is_terminal and not os.environ.get("NO_COLOR")
    for paragraph in paragraphs:
        for line in _wrap(paragraph, width):
            told = printable(line)
            if has_colours and (look := _LOOKS.get(paragraph.style)):
                told = look(told)
            click.echo(told, color=has_colours)


def _wrap(paragraph: Paragraph, width: int) -> list[str]:
    indent = paragraph.indent
    if paragraph.is_short:
        room = width - len(indent)
        return [indent + textwrap.shorten(paragraph.text, room, placeholder=" …")]
    return textwrap.wrap(
        paragraph.text,
        width,
        initial_indent=indent,
        subsequent_indent=indent + "  " * bool(indent),
        break_on_hyphens=False,
        break_long_words=False,
    ) or [""]
