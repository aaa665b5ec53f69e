"""One article out of several records."""

from __future__ import annotations

from itertools import permutations

from harvester.model import (
    Container,
    Contributor,
    Identifier,
    License,
    Origin,
    RecordDate,
    Rejected,
    SourceRecord,
    Text,
    Work,
)
from harvester.reconcile import Rules, YearRule, merge_records
from harvester.reconcile.policy import POLICY

PUBMED = SourceRecord(
    source="pubmed",
    source_id="99000001",
    identifiers=(
        Identifier(scheme="pmid", value="99000001"),
        Identifier(scheme="doi", value="10.5555/a"),
    ),
    title=Text(plain="A title."),
    container=Container(medline_abbreviation="J Made Up", issn_print="1234-5679"),
    volume="007",
    page="1000-4",
    contributors=(Contributor(family="Doe", given="Jane"),),
    dates=(
        RecordDate(kind="issue", printed="2006 Oct", edtf="2006-10", precision="month"),
    ),
)
CROSSREF = SourceRecord(
    source="crossref",
    source_id="10.5555/a",
    identifiers=(Identifier(scheme="doi", value="10.5555/a", printed="10.5555/A"),),
    title=Text(plain="A Title"),
    container=Container(title="Journal of Made-up Things", issn_print="0000-0000"),
    volume="7",
    page="1000-1004",
    contributors=(
        Contributor(family="Doe", given="Jane"),
        Contributor(literal="The Group"),
    ),
    dates=(
        RecordDate(kind="print", printed="2006-10", edtf="2006-10", precision="month"),
    ),
    licenses=(License(url="https://example.org/licence"),),
)


def origin(field: str) -> Origin:
    (found,) = [
        o for o in merge_records([PUBMED, CROSSREF]).origins if o.field == field
    ]
    return found


def test_every_field_has_a_policy() -> None:
    """The table has one row for each field of a work, and no other."""
    assert sorted(row.field for row in POLICY) == sorted(Work.__struct_fields__)


def test_a_printed_value_wins_whole_and_the_other_is_kept() -> None:
    """PubMed's 007 is chosen as printed; Crossref's 7 stands among the rejected."""
    assert merge_records([PUBMED, CROSSREF]).volume == "007"
    assert origin("volume") == Origin(
        field="volume",
        source="pubmed",
        source_id="99000001",
        rule="prefer pubmed",
        rejected=(Rejected(source="crossref", source_id="10.5555/a", value="7"),),
    )


def test_equal_values_agree() -> None:
    """Case and a trailing full stop make no other title."""
    assert origin("title").agreeing == ("crossref",)
    assert origin("title").rejected == ()


def test_a_byline_is_completed_from_the_other() -> None:
    """The group that only Crossref names is there; it is Crossref's list then."""
    article = merge_records([PUBMED, CROSSREF])

    assert [c.literal or c.family for c in article.contributors] == ["Doe", "The Group"]
    assert origin("contributors").rule == "align pubmed"
    assert origin("contributors").source == "crossref"
    assert [r.source for r in origin("contributors").rejected] == ["pubmed"]


def test_the_gaps_of_a_journal_are_filled() -> None:
    """The full title comes from Crossref, what PubMed says stays."""
    container = merge_records([PUBMED, CROSSREF]).container

    assert container == Container(
        title="Journal of Made-up Things",
        medline_abbreviation="J Made Up",
        issn_print="1234-5679",
    )


def test_identifiers_and_dates_are_united() -> None:
    """An identifier that two sources give stands once."""
    article = merge_records([PUBMED, CROSSREF])

    assert [str(identifier) for identifier in article.identifiers] == [
        "doi:10.5555/a",
        "pmid:99000001",
    ]
    assert [date.kind for date in article.dates] == ["issue", "print"]


def test_the_year_is_the_year_of_the_issue() -> None:
    """Online in 2017, in an issue of 2018: cited as of 2018, unless told otherwise."""
    record = SourceRecord(
        source="crossref",
        source_id="10.5555/b",
        dates=(
            RecordDate(kind="online", printed="2017-11-2", edtf="2017-11-02"),
            RecordDate(kind="print", printed="2018-10", edtf="2018-10"),
        ),
    )

    by_issue = merge_records([record])
    by_online = merge_records([record], Rules(year=YearRule.ONLINE))

    assert (by_issue.year, by_issue.published) == (2018, "2018-10")
    assert (by_online.year, by_online.published) == (2017, "2017-11-02")


def test_no_date_gives_no_year() -> None:
    """Nothing is made up where no source has a date."""
    record = SourceRecord(source="crossref", source_id="10.5555/c")

    assert merge_records([record]).year is None


def test_the_result_depends_on_neither_order_nor_repetition() -> None:
    """Any order of the records gives the same article, and so does a second time."""
    third = SourceRecord(source="idconv", source_id="PMC1", volume="8")

    articles = {
        str(merge_records(order))
        for order in permutations([PUBMED, CROSSREF, third])
        for _ in range(2)
    }

    assert len(articles) == 1
