"""``from harvester import Library``: the library for programs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import harvester
from harvester import HarvesterError, Library
from harvester.errors import (
    AbsentError,
    IdentifierError,
    LibraryError,
    UnknownNameError,
)


@pytest.fixture
def library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[harvester.api.Library]:
    """An empty library in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with Library.open() as opened:
        yield opened


def test_an_article_with_its_links(library: Library) -> None:
    """What was harvested is there at once: record, lists, origins, in searches."""
    (got,) = library.harvest("99000024", offline=True)

    assert (got.asked, got.change, got.problem) == ("99000024", "added", None)
    assert library.get("https://doi.org/10.5555/AIS.2009.0007").pmid == "99000024"
    assert library.path.name == "literature.db"
    assert "99000024" in library
    assert "38689169" not in library
    why = library.why("PMID: 99000024", "Volume")
    assert (why.value, why.source, why.agreeing) == ("007", "pubmed", ("crossref",))
    assert library.why("99000024", "article number").source is None


def test_links_name_what_is_not_here(library: Library) -> None:
    """The citing articles of the page of 38689169, harvested and not."""
    library.harvest("38689169", offline=True)

    links = library.links("38689169")

    assert [work.value for work in links.cited_by] == ["40560496", "40113726"]
    assert len(links.similar) == 5
    assert [hit.pmid for hit in library.search("gastrinoma")] == []
    assert "38689169" in [hit.pmid for hit in library.search("cytoreduction")]


def test_what_is_no_identifier_stops_nothing(library: Library) -> None:
    """The good ones are harvested, the bad one is explained in its place."""
    got = library.harvest("38689169", "0", "99000024", offline=True, with_links=False)

    assert [one.asked for one in got] == ["38689169", "0", "99000024"]
    assert [one.change for one in got] == ["added", None, "added"]
    assert "0 is no PMID" in str(got[1].problem)
    assert library.links("38689169").cited_by == ()


def test_articles_for_other_programs(library: Library) -> None:
    """All that meet a query, more than a page of them, in the form that is asked."""
    library.harvest("99000001", "38689169", offline=True)

    everything = b"".join(library.export("", "bibtex")).decode()
    one = b"".join(library.export("pmid:99000001", "ris")).decode()

    assert len(library.search("")) == f"\n{everything}".count("\n@") > 20
    assert one.count("TY  - ") == 1
    assert "10.5555/jnm.2018.0001" in one


async def test_a_notebook_may_harvest(library: Library) -> None:
    """Where an event loop is running already."""
    (got,) = library.harvest("99000024", offline=True, with_links=False)

    assert got.change == "added"
    assert library.get("99000024").volume == "007"


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (lambda library: library.get("0"), IdentifierError),
        (lambda library: library.get("99000024"), AbsentError),
        (lambda library: library.links("99000024"), AbsentError),
        (lambda library: library.why("99000024", "volume"), AbsentError),
        (lambda library: library.why("99000024", "volum"), UnknownNameError),
        (lambda library: library.export("", "bibtecks"), UnknownNameError),
    ],
)
def test_errors_are_ours(library: Library, ask, error) -> None:
    """Every one can be caught as a HarvesterError, and says what to do."""
    with pytest.raises(error) as raised:
        ask(library)

    assert isinstance(raised.value, HarvesterError)
    assert str(raised.value)


def test_a_library_is_made_only_where_it_may(tmp_path: Path) -> None:
    """Reading what is not there is an error, and leaves no file."""
    with pytest.raises(LibraryError):
        Library.open(tmp_path / "none.db", create=False)

    assert list(tmp_path.iterdir()) == []


def test_an_import_loads_nothing_else() -> None:
    """``import harvester`` alone takes no time; a wrong name is told as usual."""
    code = (
        "import sys, harvester; "
        "print([m for m in sys.modules if m.startswith('harvester.')])"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
    with pytest.raises(AttributeError, match="'Libary'"):
        harvester.Libary  # noqa: B018 - asking for it is the test
