"""``harvest normalize``: every normaliser from the command line."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Harvest


@pytest.mark.parametrize(
    ("kind", "value", "output"),
    [
        ("name-pubmed", "LastName=Smith Initials=AB Suffix=III",
         {"family": "Smith", "initials": "AB", "suffix": "3rd"}),
        ("name-crossref", '{"given": "Roger", "family": "A Light"}',
         {"family": "Light", "given": "Roger A", "initials": "RA"}),
        ("name-crossref", "name=The LANTERN Group", {"literal": "The LANTERN Group"}),
        ("name-display", "Gerard de Pouvourville",
         {"family": "de Pouvourville", "given": "Gerard", "initials": "G"}),
        ("pages", "1000-4", {"first_page": "1000", "last_page": "1004"}),
        ("volume-issue", "23\t1 Suppl 2",
         {"volume": "23", "issue": "1 Suppl 2", "supplement": "Suppl 2"}),
        ("volume-issue", "\tnull", None),
        ("date", "1998 Dec-1999 Jan",
         {"edtf": "1998-12/1999-01", "precision": "interval"}),
        ("doi", "doi:10.5555/ABC", {"doi": "10.5555/abc"}),
        ("doi", "not one", None),
        ("orcid", "http://orcid.org/0000-0002-1825-0097",
         {"orcid": "0000-0002-1825-0097"}),
        ("issn", "12345679", {"issn": "1234-5679"}),
    ],
)  # fmt: skip
def test_a_value_and_its_rule(
    harvest: Harvest, kind: str, value: str, output: dict[str, str] | None
) -> None:
    """One JSON object: the input, the fields in our words, and a rule."""
    row = harvest("normalize", kind, value, "--json").json

    assert row["input"] == value
    assert row["output"] == output
    assert row["rule"]


def test_lines_of_standard_input(harvest: Harvest) -> None:
    """One line in, one line out, in order; an empty line is no value."""
    run = harvest("normalize", "pages", "--json", stdin="304-10\r\n\niii–xi\n".encode())

    rows = [json.loads(line) for line in run.out.splitlines()]
    assert [row["input"] for row in rows] == ["304-10", "", "iii–xi"]
    assert rows[0]["output"]["last_page"] == "310"
    assert rows[1]["output"] is None


def test_an_unknown_kind_is_said(harvest: Harvest) -> None:
    """The kinds are named."""
    run = harvest("normalize", "shoe-size", "42")

    assert run.code == 2
    assert "name-pubmed" in run.err
