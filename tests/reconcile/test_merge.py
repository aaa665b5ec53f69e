"""One article out of several records."""

from __future__ import annotations

from itertools import permutations

import msgspec

from harvester.model import (
    Container,
    Contributor,
    Identifier,
    License,
    Locator,
    Numbering,
    Origin,
    RecordDate,
    Rejected,
    SourceRecord,
    Text,
    Work,
)
from harvester.reconcile import (
    Preference,
    Rules,
    YearRule,
    adjust_policy,
    merge_records,
)
from harvester.reconcile.policy import POLICY

SOURCES = ("pubmed", "crossref", "idconv")
CROSSREF_FIRST = Preference(order=("crossref",))
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
        agreeing=("crossref",),
        rejected=(
            Rejected(
                source="crossref", source_id="10.5555/a", value="7", kind="formatting"
            ),
        ),
    )


def test_another_form_agrees_and_is_kept() -> None:
    """Case and a trailing full stop make no other title, but are not lost."""
    assert origin("title").agreeing == ("crossref",)
    assert [(r.value, r.kind) for r in origin("title").rejected] == [
        ("A Title", "formatting")
    ]


def test_the_same_in_every_character_is_no_conflict() -> None:
    """A value that two sources print alike has nothing to keep."""
    twin = msgspec.structs.replace(CROSSREF, title=PUBMED.title)

    article = merge_records([PUBMED, twin])

    (title,) = [o for o in article.origins if o.field == "title"]
    assert title.agreeing == ("crossref",)
    assert title.rejected == ()


def test_a_losing_byline_is_kept_as_names() -> None:
    """What is shown of a byline is who stands in it, in order."""
    assert origin("contributors").rejected == (
        Rejected(
            source="pubmed", source_id="99000001", value="Doe, Jane", kind="precision"
        ),
    )


def test_the_cited_date_has_an_origin() -> None:
    """Crossref's print date says the same as PubMed's date of the issue."""
    assert origin("published") == Origin(
        field="published",
        source="pubmed",
        source_id="99000001",
        rule="cited issue",
        agreeing=("crossref",),
    )


def test_a_translated_title_yields_to_the_original() -> None:
    """Crossref's German title is the work's own; NLM's translation is kept."""
    pubmed = msgspec.structs.replace(PUBMED, title=Text(plain="[On islands]."))
    crossref = msgspec.structs.replace(CROSSREF, title=Text(plain="Über Inseln"))

    article = merge_records([pubmed, crossref])
    alone = merge_records([pubmed])

    assert article.title == Text(plain="Über Inseln")
    assert article.other_titles == (Text(plain="[On islands]."),)
    (title,) = [o for o in article.origins if o.field == "title"]
    assert (title.source, title.rule) == ("crossref", "original pubmed")
    assert [(r.value, r.kind) for r in title.rejected] == [
        ("[On islands].", "precision")
    ]
    assert alone.title == Text(plain="[On islands].")
    assert alone.other_titles == ()


def test_names_marked_as_wrong_make_no_list_fuller() -> None:
    """PubMed keeps a misprinted name beside the right one; it is one person."""
    misprint = Contributor(family="Do", given="Jane", is_valid=False)
    pubmed = msgspec.structs.replace(
        PUBMED, contributors=(misprint, *PUBMED.contributors)
    )
    crossref = msgspec.structs.replace(CROSSREF, contributors=PUBMED.contributors)

    (contributors,) = [
        o
        for o in merge_records([pubmed, crossref]).origins
        if o.field == "contributors"
    ]
    assert (contributors.source, contributors.rejected) == ("pubmed", ())


def test_no_references_deposited_is_no_count() -> None:
    """Crossref's 0 gives way to the list that PubMed has."""
    pubmed = msgspec.structs.replace(PUBMED, reference_count=12)
    crossref = msgspec.structs.replace(CROSSREF, reference_count=0)

    assert merge_records([pubmed, crossref]).reference_count == 12


def test_the_day_online_does_not_contradict_the_issue() -> None:
    """They are two events: an issue of 2018 may have been online in 2017."""
    issue = SourceRecord(
        source="pubmed",
        source_id="99000002",
        dates=(RecordDate(kind="issue", printed="2018", edtf="2018"),),
    )
    online = SourceRecord(
        source="crossref",
        source_id="10.5555/b",
        dates=(RecordDate(kind="online", printed="2017-11", edtf="2017-11"),),
    )

    article = merge_records([issue, online])

    (published,) = [o for o in article.origins if o.field == "published"]
    assert (published.source, published.agreeing, published.rejected) == (
        "pubmed",
        (),
        (),
    )


def test_pages_in_full_follow_the_pages_that_were_chosen() -> None:
    """Crossref believed for the page: its range is taken apart, PubMed's ends go."""
    pubmed = msgspec.structs.replace(PUBMED, start_page="1000", end_page="1004")
    crossref = msgspec.structs.replace(CROSSREF, page="31-9")
    rules = Rules(policy=adjust_policy({"page": CROSSREF_FIRST}, SOURCES))

    by_default = merge_records([pubmed, crossref])
    otherwise = merge_records([pubmed, crossref], rules)

    assert by_default.locator == Locator(
        first_page="1000", last_page="1004", rule="range+elided"
    )
    assert by_default.start_page == "1000"
    assert otherwise.locator == Locator(
        first_page="31", last_page="39", rule="range+elided"
    )
    assert otherwise.start_page is None
    (locator,) = [o for o in otherwise.origins if o.field == "locator"]
    assert (locator.source, locator.rule) == ("crossref", "derive page")


def test_volume_and_issue_of_two_sources_are_taken_apart_together() -> None:
    """An issue that only Crossref gives is not lost beside PubMed's volume."""
    crossref = msgspec.structs.replace(CROSSREF, issue="2 Suppl 1")

    assert merge_records([PUBMED, crossref]).numbering == Numbering(
        volume="007", issue="2", supplement="Suppl 1", rule="parts"
    )


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
