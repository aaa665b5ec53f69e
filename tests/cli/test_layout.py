"""Text for people, on terminals and in pipes."""

from __future__ import annotations

import io
import sys

import pytest

from harvester.cli.layout import Paragraph, Style, print_paragraphs

PAGE = (
    Paragraph(text="one two three four five six seven eight nine", style=Style.TITLE),
    Paragraph(),
    Paragraph(text="a long line that is cut \x1b[2J", indent="  ", is_short=True),
    Paragraph(text="- an item that goes on here", indent="  "),
)


class Terminal(io.StringIO):
    """What a terminal is sent."""

    def isatty(self) -> bool:
        return True


def told(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, **environment: str
) -> str:
    """Return what is printed into ``stream``."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", stream)
    print_paragraphs(PAGE)
    return stream.getvalue()


def test_a_pipe_gets_plain_text_of_one_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the terminal's width; control characters are shown, not obeyed."""
    text = told(monkeypatch, io.StringIO(), COLUMNS="20")

    assert text.splitlines() == [
        "one two three four five six seven eight nine",
        "",
        "  a long line that is cut \\x1b[2J",
        "  - an item that goes on here",
    ]


def test_a_terminal_gets_colours_and_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bold titles; items stand out by their indent."""
    text = told(monkeypatch, Terminal(), COLUMNS="24")

    assert text.splitlines() == [
        "\x1b[1mone two three four five\x1b[0m",
        "\x1b[1msix seven eight nine\x1b[0m",
        "",
        "  a long line that is …",
        "  - an item that goes on",
        "    here",
    ]


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless it is empty, as the convention has it."""
    assert "\x1b" not in told(monkeypatch, Terminal(), NO_COLOR="1")
    assert "\x1b" in told(monkeypatch, Terminal(), NO_COLOR="")


def test_a_narrow_terminal_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is always room for a few words."""
    lines = told(monkeypatch, Terminal(), COLUMNS="2", NO_COLOR="1").splitlines()

    assert lines[0] == "one two three four"
