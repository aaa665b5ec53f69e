"""What commands have in common: how they name errors, and read odd arguments."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Harvest


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "99000024"), "99000024 is not in literature.db"),
        (("authors", "nobody"), "no author in literature.db answers to 'nobody'"),
        (("settle", "9", "--join"), "there is no case 9 in literature.db"),
        (("findings", "dull"), "no check is called 'dull'"),
    ],
)
def test_errors_begin_alike(
    harvest: Harvest, arguments: tuple[str, ...], message: str
) -> None:
    """The name of the program, and what is wrong; nothing on stdout."""
    harvest("--offline", "--no-links", "-q", "38689169")

    run = harvest(*arguments)

    assert run.out == ""
    assert run.err.startswith(f"harvest: {message}")


@pytest.mark.parametrize("command", ["identify", "duplicates", "get", "why"])
def test_an_error_obeys_no_escape_sequence(harvest: Harvest, command: str) -> None:
    """What was typed is shown with its control characters."""
    run = harvest(command, "a\x1b[31mb")

    assert run.code == 2
    assert "a\\x1b[31mb" in run.err


def test_match_reads_standard_input_for_a_dash(harvest: Harvest) -> None:
    """Beside a citation of the command line, and in its place."""
    harvest("--offline", "--no-links", "-q", "38689169")

    run = harvest(
        "match", "--local", "--json", "PMID: 1", "-", stdin=b"PMID: 38689169\n\n"
    )

    assert run.code == 3
    states = [(one["citation"], one["state"]) for one in run.json["citations"]]
    assert states == [("PMID: 1", "unmatched"), ("PMID: 38689169", "matched")]


def test_a_blank_name_lists_all_authors(harvest: Harvest) -> None:
    """As no name does."""
    harvest("--offline", "--no-links", "-q", "99000009")

    assert harvest("authors", "  ").out == harvest("authors").out != ""


def test_the_rules_of_the_policy_are_explained(harvest: Harvest) -> None:
    """Every rule of the table has a line below it."""
    rules = {row["rule"] for row in harvest("policy", "--json").json}

    legend = harvest("policy").out.split("\n\n")[1]

    assert rules == {line.split()[0] for line in legend.splitlines()}
