from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harvester.model import (
    Container,
    Contributor,
    Identifier,
    Locator,
    Numbering,
    PublicationType,
    RecordDate,
    Reference,
    Relation,
    SourceRecord,
    Text,
)
from harvester.normalize.record import normalize_record


def record(**fields):
    """Build a source record from printed fields."""
    return SourceRecord(source="pubmed", source_id="99000001", **fields)


def test_a_record_gets_every_derived_field():
    """Locator, numbering, dates, identifiers, names; what was printed stays."""
    printed = record(
        type="article-journal",
        identifiers=(
            Identifier(scheme="doi", value="10.5555/ABC.1"),
            Identifier(scheme="pmcid", value="PMC99000001.1"),
            Identifier(scheme="pii", value="S1"),
        ),
        volume="12",
        issue="3 Suppl 1",
        page="304-10",
        dates=(RecordDate(kind="issue", printed="1998 Dec-1999 Jan"),),
        contributors=(
            Contributor(
                family="IZAKI",
                given="Kazuo",
                identifiers=(
                    Identifier(scheme="orcid", value="https://orcid.org/0000000195658777"),
                ),
            ),
        ),
        container=Container(title="Journal", issn_print="19326203"),
        relations=(
            Relation(
                kind="erratum_in",
                identifiers=(Identifier(scheme="doi", value="doi:10.5555/Err"),),
            ),
        ),
        references=(
            Reference(identifiers=(Identifier(scheme="doi", value="10.5555/REF."),)),
        ),
        publication_types=(PublicationType(name="Preprint", ui="D000076942"),),
    )  # fmt: skip
    done = normalize_record(printed)
    assert done.identifiers == (
        Identifier(scheme="doi", value="10.5555/abc.1", printed="10.5555/ABC.1"),
        Identifier(scheme="pmcid", value="PMC99000001", printed="PMC99000001.1"),
        Identifier(scheme="pii", value="S1"),
    )
    assert (done.volume, done.issue, done.page) == ("12", "3 Suppl 1", "304-10")
    assert done.numbering == Numbering(
        volume="12", issue="3", supplement="Suppl 1", rule="parts"
    )
    assert done.locator == Locator(
        first_page="304", last_page="310", rule="range+elided"
    )
    assert done.dates == (
        RecordDate(
            kind="issue",
            printed="1998 Dec-1999 Jan",
            edtf="1998-12/1999-01",
            precision="interval",
            rule="month-interval",
        ),
    )
    (author,) = done.contributors
    assert (author.family, author.initials) == ("Izaki", "K")
    assert author.printed == (("family", "IZAKI"),)
    assert author.orcid == "0000-0001-9565-8777"
    assert done.container == Container(title="Journal", issn_print="1932-6203")
    assert done.relations[0].identifiers[0].value == "10.5555/err"
    assert done.references[0].identifiers[0].value == "10.5555/ref"
    assert done.type == "article"


def test_normalising_twice_changes_nothing():
    """The second time the very same record is returned."""
    printed = record(
        identifiers=(
            Identifier(scheme="doi", value="10.5555/ABC"),
            Identifier(scheme="doi", value="nonsense"),
        ),
        page="304-10",
        volume="Vol. 10, N° 2",
        dates=(RecordDate(kind="issue", printed="in press"),),
        contributors=(Contributor(family="Raimundo, Jr.", given="Ivo M."),),
    )
    once = normalize_record(printed)
    assert normalize_record(once) is once


def test_a_record_without_work_is_returned_itself():
    """Nothing is built where nothing is derived."""
    clean = record(
        title=Text(plain="A title"),
        identifiers=(Identifier(scheme="pmid", value="99000001"),),
        contributors=(Contributor(family="Roe", given="Jane", initials="J"),),
    )
    assert normalize_record(clean) is clean


def test_an_identifier_that_is_none_is_kept_and_marked():
    """It keeps its scheme and printed value, and is not valid."""
    done = normalize_record(
        record(identifiers=(Identifier(scheme="doi", value="see text"),))
    )
    assert done.identifiers == (
        Identifier(scheme="doi", value="see text", is_valid=False),
    )


def test_a_mark_of_the_source_stays():
    """What the source calls wrong stays wrong in its canonical form."""
    done = normalize_record(
        record(
            identifiers=(Identifier(scheme="doi", value="10.5555/X", is_valid=False),)
        )
    )
    assert done.identifiers == (
        Identifier(
            scheme="doi", value="10.5555/x", printed="10.5555/X", is_valid=False
        ),
    )


def test_exact_duplicates_are_dropped_and_places_kept():
    """Two places of one DOI stay; the same line twice does not."""
    one = Identifier(scheme="doi", value="10.5555/x", place="ELocationID")
    other = Identifier(scheme="doi", value="10.5555/x", place="ArticleIdList")
    assert normalize_record(record(identifiers=(one, other, one))).identifiers == (
        one,
        other,
    )


def test_null_as_a_date_stays_unread():
    """A date that cannot be read keeps its printed form alone."""
    date = RecordDate(kind="issued", printed="[[null]]")
    done = normalize_record(record(dates=(date,)))
    assert done.dates == (date,)


TEXT = st.none() | st.text()


@given(
    st.lists(st.tuples(st.sampled_from(["doi", "pmid", "pii", "orcid"]), st.text())),
    st.lists(st.text()),
    st.lists(st.tuples(TEXT, TEXT, TEXT)),
    st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT),
)
def test_any_record_is_normalised_once_and_for_all(ids, dates, names, fields):
    """No record raises, and the second time nothing changes."""
    volume, issue, page, start, end, number = fields
    once = normalize_record(
        record(
            identifiers=tuple(Identifier(scheme=s, value=v) for s, v in ids),
            dates=tuple(RecordDate(kind="issue", printed=printed) for printed in dates),
            contributors=tuple(
                Contributor(family=family, given=given_, literal=literal)
                for family, given_, literal in names
            ),
            volume=volume,
            issue=issue,
            page=page,
            start_page=start,
            end_page=end,
            article_number=number,
        )
    )
    assert normalize_record(once) == once
