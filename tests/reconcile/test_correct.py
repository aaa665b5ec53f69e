"""What a person says, merged with what the sources say."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import CorrectionError
from harvester.model import Container, Correction, Identifier, SourceRecord, Text
from harvester.reconcile import (
    CORRECTABLE,
    check_field,
    explain_correction,
    merge_records,
    reconcile,
)

PMID = ("pmid", "99000001")
PUBMED = SourceRecord(
    source="pubmed",
    source_id="99000001",
    identifiers=(Identifier(scheme="pmid", value="99000001"),),
    title=Text(plain="A title."),
    container=Container(title="Old Journal", issn_print="1234-5679"),
    volume="7",
    page="1000-4",
    start_page="1000",
    end_page="1004",
)
OTHER = SourceRecord(
    source="pubmed",
    source_id="99000002",
    identifiers=(Identifier(scheme="pmid", value="99000002"),),
    volume="7",
)


def said(
    field: str, printed: str | None, at: str = "2026-11-20T12:00:00Z"
) -> Correction:
    return Correction(key=PMID, field=field, printed=printed, set_at=at)


def test_it_concerns_one_article() -> None:
    """An article with another identifier is as the sources say."""
    one, other = reconcile([PUBMED, OTHER], corrections=[said("volume", "31")]).articles

    assert (one.volume, other.volume) == ("31", "7")


def test_the_latest_holds_in_any_order() -> None:
    """Of two that come together when articles merge, in whatever order."""
    earlier = said("volume", "30", "2026-11-19T12:00:00Z")
    later = said("volume", "31")
    page = said("page", "5-9")

    articles = {
        str(merge_records([PUBMED], corrections=order))
        for order in permutations([earlier, later, page])
    }

    assert len(articles) == 1
    assert merge_records([PUBMED], corrections=[later, earlier]).volume == "31"


def test_the_ends_of_other_pages_do_not_stay() -> None:
    """First and last page are those of the pages as corrected."""
    article = merge_records([PUBMED], corrections=[said("page", "5-9")])

    assert (article.start_page, article.end_page) == (None, None)
    assert article.locator is not None
    assert (article.locator.first_page, article.locator.last_page) == ("5", "9")


def test_a_field_that_no_source_gives() -> None:
    """A correction needs nothing to stand against."""
    article = merge_records([PUBMED], corrections=[said("issue", "2")])

    (origin,) = [o for o in article.origins if o.field == "issue"]
    assert article.issue == "2"
    assert (origin.source, origin.rule, origin.rejected) == ("user", "correction", ())


def test_another_spelling_of_the_journal_keeps_the_journal() -> None:
    """ISSN and the rest are those of the same journal."""
    article = merge_records([PUBMED], corrections=[said("container", "Old J.")])

    assert article.container == Container(title="Old J.", issn_print="1234-5679")


def test_another_journal_takes_nothing_over() -> None:
    """The ISSN of the wrong journal is as wrong as its name."""
    article = merge_records([PUBMED], corrections=[said("container", "Cancer")])

    assert article.container == Container(title="Cancer")


@pytest.mark.parametrize("field", CORRECTABLE)
def test_every_field_can_be_said_to_be_absent(field: str) -> None:
    """Then there is no value, but an origin that says who said so."""
    article = merge_records([PUBMED], corrections=[said(field, None)])

    (origin,) = [o for o in article.origins if o.field == field]
    value = getattr(article, field)
    assert origin.source == "user"
    if field == "container":
        assert value == Container(issn_print="1234-5679")
    else:
        assert value in (None, ())


@pytest.mark.parametrize(
    ("field", "printed", "read"),
    [
        ("page", "1000-4", "1000-1004"),
        ("published", "1998 Dec-1999 Jan", "1998-12/1999-01"),
        ("volume", "007", "007"),
        ("languages", "en, ger", "eng, ger"),
        ("title", "On <i>E. coli</i>", "On E. coli"),
        ("container", "J &amp; K", "J & K"),
    ],
)
def test_what_a_value_is_read_as(field: str, printed: str, read: str) -> None:
    """By the same readers as the sources' values."""
    assert explain_correction(field, printed) == read


def test_lists_are_not_corrected() -> None:
    """What can be corrected is named instead."""
    with pytest.raises(CorrectionError, match=r"\[policy\].*These can: title,"):
        check_field("contributors")


CROSSREF = SourceRecord(
    source="crossref",
    source_id="10.5555/a",
    identifiers=(
        Identifier(scheme="doi", value="10.5555/a"),
        Identifier(scheme="pmid", value="99000001"),
    ),
    title=Text(plain="A Title: with more"),
    container=Container(title="Old Journal : official"),
    volume="8",
    page="1000-1004",
)
CONVERTER = SourceRecord(
    source="idconv",
    source_id="PMC1",
    identifiers=(Identifier(scheme="pmid", value="99000001"),),
    volume="9",
)
SAID = (
    said("volume", "8", "2026-11-18T12:00:00Z"),
    said("volume", "31"),
    said("issue", None),
    said("container", "Another"),
    said("published", "2024 May"),
)


@given(
    records=st.permutations([PUBMED, CROSSREF, CONVERTER, OTHER]),
    corrections=st.permutations(SAID),
)
def test_any_order_gives_the_same_articles(
    records: list[SourceRecord], corrections: list[Correction]
) -> None:
    """Records and corrections in any order, the corrections said again."""
    expected = reconcile(
        [PUBMED, CROSSREF, CONVERTER, OTHER], corrections=SAID
    ).articles

    articles = reconcile(records, corrections=[*corrections, *corrections]).articles

    assert articles == expected
    assert articles[0].volume == "31"
