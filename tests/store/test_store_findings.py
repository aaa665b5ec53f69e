"""Findings are kept as long as they are so, and counted."""

from __future__ import annotations

import pytest

from harvester.model import Finding, Severity

CODES = {"odd", "even"}


def finding(code="odd", subject="pmid:99000001", message="It is odd.", **fields):
    return Finding(code=code, subject=subject, message=message, **fields)


@pytest.fixture
def settle(library, now):
    def settle(*found, about=("pmid:99000001",), articles=(), at=now, codes=CODES):
        return library.settle_findings(
            found, codes=codes, about=(about, articles), now=at
        )

    return settle


def test_what_is_so_no_more_is_resolved(library, settle, later):
    """It is kept, with the day since when; what is still so stays open."""
    one, other = finding(), finding("even", message="It is even.")
    assert settle(one, other) == (one, other)
    assert settle(other, at=later) == ()
    assert library.load_findings("odd") == ()
    (gone,) = library.load_findings("odd", with_resolved=True)
    assert gone.resolved_at == "2026-11-21T12:00:00Z"
    (left,) = library.load_findings("even")
    assert (left.resolved_at, left.first_seen_at) == (None, "2026-11-20T12:00:00Z")


def test_what_comes_back_is_news_under_its_first_date(library, settle, later):
    """It is opened again, not kept twice."""
    settle(finding())
    settle()
    assert settle(finding(), at=later) == (finding(),)
    (back,) = library.load_findings("odd")
    assert (back.first_seen_at, back.resolved_at) == ("2026-11-20T12:00:00Z", None)


def test_the_same_again_writes_nothing(library, settle, later):
    """A second identical run finds the library as it was."""
    settle(finding())
    before = library._db.total_changes
    assert settle(finding(), at=later) == ()
    assert library._db.total_changes == before


def test_other_articles_and_other_checks_are_left_alone(library, settle, now):
    """Only what was examined, and by which checks, can be resolved."""
    settle(finding(), finding(subject="pmid:99000002"), about=())
    library.save_finding(finding("record-gone"), now)
    settle()
    assert [f.subject for f in library.load_findings("odd")] == ["pmid:99000002"]
    assert len(library.load_findings("record-gone")) == 1


def test_an_article_known_by_its_number(library, article, settle, now):
    """What was said of it under an identifier that it has no more is resolved."""
    number, _ = library.save_article(article("pmid:99000001"), citation="x", now=now)
    settle(finding())
    settle(about=(), articles=(number,))
    assert library.load_findings("odd") == ()


def test_counts_by_check(library, settle, article, now):
    """Warnings first, then the most; each with its advice; resolved ones not."""
    library.save_article(article("pmid:99000001"), citation="One line.", now=now)
    notice = {"severity": Severity.NOTICE, "advice": "Leave it."}
    settle(
        finding("even", message="A.", **notice),
        finding("even", message="B.", **notice),
        finding(),
    )
    counts = [
        (c.code, c.severity.value, c.count, c.advice) for c in library.count_findings()
    ]
    assert counts == [
        ("odd", "warning", 1, None),
        ("even", "notice", 2, "Leave it."),
    ]
    (found,) = library.load_findings("odd")
    assert (found.citation, found.message) == ("One line.", "It is odd.")
    settle()
    assert library.count_findings() == ()
