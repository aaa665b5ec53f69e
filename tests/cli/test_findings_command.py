"""``harvest findings`` and the status of an article, as a user reads them."""

from __future__ import annotations

from tests.cli.conftest import Harvest

TRIAL, RETRACTED, NOTICE = "10.5555/jnm.2018.0001", "99000005", "99000006"


def test_findings_are_counted_by_check(harvest: Harvest) -> None:
    """What is noticed of articles that were harvested, with advice."""
    run = harvest("--offline", "--no-links", TRIAL)
    assert run.out.endswith("· 0 findings, 1 notice (harvest findings)\n")
    assert run.err == ""

    counted = harvest("findings")
    assert counted.out.splitlines() == [
        "notice         1  author-count-differs",
        (
            "                  The sources name different numbers of authors. Look at "
            "the byline; the longer list is taken."
        ),
    ]
    listed = harvest("findings", "author-count-differs")
    assert listed.out.startswith(
        "doi:10.5555/jnm.2018.0001: The sources name different numbers of authors: "
        "crossref 5, pubmed 6.\n  Tarrowby EM, Quillfeather J"
    )
    assert listed.err.endswith("Look at the byline; the longer list is taken.\n")
    (found,) = harvest("findings", "author-count-differs", "--json").json
    assert found["subject"] == f"doi:{TRIAL}"
    (count,) = harvest("findings", "--json").json
    assert (count["code"], count["count"]) == ("author-count-differs", 1)
    assert "Findings: author-count-differs 1\n" in harvest("status").out


def test_nothing_to_find(harvest: Harvest) -> None:
    """A library without findings, a check that found none, and one that is none."""
    harvest("--offline", "--no-links", "--pmid", "38689169")

    assert harvest("findings").out == "Nothing was noticed.\n"
    assert harvest("findings", "title-capitals").out == "Nothing was noticed.\n"
    assert harvest("findings", "--json").json == []
    wrong = harvest("findings", "dull")
    assert wrong.code == 2
    assert "no check is called 'dull'; there are abstract-truncated," in wrong.err
    near = harvest("findings", "Title-capital")
    assert near.err.endswith("did you mean title-capitals?\n")
    assert harvest("findings", "--resolved").code == 2


def test_a_second_run_finds_nothing_new(harvest: Harvest) -> None:
    """Findings are told once; they stay in the library."""
    harvest("--offline", "--no-links", TRIAL)

    again = harvest("--offline", "--no-links", TRIAL)

    assert again.out.endswith("· 0 findings\n")
    assert len(harvest("findings", "--json").json) == 1


def test_a_status_as_of_a_day(harvest: Harvest) -> None:
    """Not retracted is said with who was asked, and when."""
    harvest("--offline", "--no-links", "--pmid", "38689169")

    shown = harvest("show", "38689169")
    told = harvest("why", "38689169", "status")

    assert told.out.startswith("Status: not retracted as of 20")
    assert told.out.endswith(" (crossref, pubmed)\n")
    assert told.out in shown.out
    as_of = harvest("why", "38689169", "status", "--json").json["as_of"]
    assert set(as_of) == {"crossref", "pubmed"}


def test_who_was_not_heard_is_said(harvest: Harvest) -> None:
    """A record that only PubMed has is vouched for by PubMed alone."""
    harvest("--offline", "--no-links", "--pmid", "99000044")

    told = harvest("why", "99000044", "status").out

    assert told.endswith(" (pubmed); crossref has no record of it\n")


def test_a_retracted_paper_and_its_notice(harvest: Harvest) -> None:
    """The event with its notice on the one; the role of the other; one tie."""
    harvest("--offline", "--no-links", "--pmid", RETRACTED, NOTICE)

    paper = harvest("show", RETRACTED).out
    notice = harvest("show", NOTICE).out

    assert paper.startswith("*** RETRACTED (crossref, crossref (retraction-watch), ")
    assert (
        "\n  retraction 2018-09-03: Marel Med Lett. 2018;7:e188; doi 10.5555" in paper
    )
    assert "\nRetraction: 2018-09-03 The editors of Marelonian" in paper
    assert notice.startswith("*** NOTICE (crossref, pubmed) ***")
    assert "\nStatus: it is itself an editorial notice (crossref, pubmed)\n" in notice
    assert "\nRetraction of: Grimsby L, Grimsby O. RETRACTED: Cold light" in notice
    (tie,) = (
        one
        for one in harvest("show", NOTICE, "--json").json["related"]
        if one["tie"] == "retraction"
    )
    assert tie["direction"] == "of"
    assert tie["identifiers"] == ["pmid:99000005", "doi:10.5555/mml.2016.e105"]


def test_a_harvest_tells_a_retraction(harvest: Harvest) -> None:
    """On the line of the paper, whatever its title says; of others nothing is said."""
    run = harvest("--offline", "--no-links", "99000008", NOTICE, "38689169")

    paper, notice, other, *_ = run.out.splitlines()
    assert paper.endswith("doi: 10.5555/aq.2014.0008. (added, RETRACTED)")
    assert notice.endswith("(added, NOTICE)")
    assert other.endswith("(added)")
