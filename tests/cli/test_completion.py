"""``harvest completion``, and what the shells then ask."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.cli.conftest import Harvest


def complete(harvest: Harvest, line: str) -> list[str]:
    """Return what bash offers behind ``line``."""
    run = harvest(
        _HARVEST_COMPLETE="bash_complete",
        COMP_WORDS=line,
        COMP_CWORD=str(len(line.split(" ")) - 1),
    )
    assert run.code == 0
    return [told.partition(",")[2] for told in run.out.splitlines()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_every_shell(harvest: Harvest, shell: str) -> None:
    """It asks us, and the shell can read it."""
    run = harvest("completion", shell)

    assert run.code == 0
    assert f"_HARVEST_COMPLETE={shell}_complete" in run.out
    if command := shutil.which(shell):
        subprocess.run(  # noqa: S603 - the shell that is there
            [command, "-n"], input=run.out.encode(), check=True, timeout=20
        )


def test_commands_options_and_choices(harvest: Harvest) -> None:
    """Of harvest, of a command, of an option; `get` has options without its name."""
    assert complete(harvest, "harvest sho") == ["show"]
    assert complete(harvest, "harvest links --ki") == ["--kind"]
    assert complete(harvest, "harvest links --kind c") == ["cited-by"]
    assert complete(harvest, "harvest 38689169 --off") == ["--offline"]


def test_another_shell(harvest: Harvest) -> None:
    """What there is, is named."""
    run = harvest("completion", "tcsh")

    assert run.code == 2
    assert "fish" in run.err
