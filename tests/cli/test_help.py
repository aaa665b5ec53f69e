"""The help of every command."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from harvester.cli.main import COMMANDS, Commands, harvest

WITHOUT_JSON = {
    "watch": "says nothing but what failed",
    "unwatch": "the same",
    "serve": "a server",
    "open": "prints one address",
    "backup": "writes a file",
    "changes": "has --format json",
    "mesh load": "says how much it kept",
    "journals load": "the same",
    "export": "has formats of its own, JSON among them",
    "list": "a table with tabs; `search` has --json of the same articles",
    "report": "writes a page",
    "parse": "prints JSON lines as it is",
    "completion": "prints a script",
    "mirror serve": "a server",
}
"""Commands that print nothing for which JSON would be another form."""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its name, those within groups, too."""
    assert isinstance(harvest, Commands)
    context = click.Context(harvest)
    for name in COMMANDS:
        command = harvest.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            for within in command.list_commands(context):
                found = command.get_command(context, within)
                assert found is not None
                yield f"{name} {within}", found
        else:
            yield name, command


ALL = dict(commands())


@pytest.fixture(params=ALL)
def name(request: pytest.FixtureRequest) -> str:
    """The name of a command."""
    return str(request.param)


def help_of(name: str) -> str:
    """Return what ``harvest NAME --help`` prints."""
    result = CliRunner().invoke(harvest, [*name.split(), "--help"], prog_name="harvest")
    assert result.exit_code == 0
    return result.output


def test_every_help_has_an_example(name: str) -> None:
    """A line as it is typed, of that very command (`get` is called without a name)."""
    default = {"get": "harvest", "duplicates find": "harvest duplicates"}
    typed = default.get(name, f"harvest {name}")

    assert re.search(rf"^ +{typed}( |$)", help_of(name), re.MULTILINE)


def test_every_help_says_its_exit_codes(name: str) -> None:
    """There, or where they are told."""
    told = help_of(name)

    assert "Exit codes: 0 " in told or "Exit codes: harvest --help." in told
    assert "Exit codes: 0 done" in CliRunner().invoke(harvest, ["--help"]).output


def test_every_command_speaks_json(name: str) -> None:
    """Or prints nothing that JSON would be another form of, and we know why."""
    has_json = any("--json" in option.opts for option in ALL[name].params)

    assert has_json is (name not in WITHOUT_JSON)


def test_reasons_are_of_commands_that_are_there() -> None:
    """A command that went away needs no reason."""
    assert WITHOUT_JSON.keys() <= ALL.keys()


def test_help_loads_nothing_that_takes_long() -> None:
    """The commands are listed without what they work with."""
    code = (
        "import sys\nfrom harvester.cli import main\nsys.argv = ['harvest', '-h']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'asyncio', 'lxml', 'msgspec', 'sqlite3', 'httpx', 'datasette'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    run = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "harvest" in run.stdout
    assert run.stderr.strip() == "[]"
