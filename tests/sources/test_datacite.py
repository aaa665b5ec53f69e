"""DataCite: how it is asked, and what its records say.

Expected values are those of the fixtures, read by the DataCite Metadata Schema 4.6.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from harvester.errors import BlockedError, ProtocolError, RecordError, TransientError
from harvester.model import DOI, Identifier, SourceRecord
from harvester.reconcile.cited_date import find_cited_date
from harvester.sources.base import ReferredSource, Reply
from harvester.sources.datacite import DATACITE
from harvester.sources.datacite.other import LEFT_OUT
from harvester.sources.datacite.parse import parse_doi
from harvester.wire import Payload

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "datacite"


def payload(body: bytes, status: int = 200, doi: str = "10.5555/1") -> Payload:
    """Return a payload that answers the question for ``doi``."""
    (flow,) = DATACITE.lookup(DOI, [doi])
    return Payload(
        request=next(flow),
        status=status,
        body=body,
        content_type="application/json",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def parsed(name: str) -> SourceRecord:
    """Return what is read of a fixture."""
    body = b'{"data":' + (FIXTURES / name).read_bytes() + b"}"
    reply = payload(body)
    DATACITE.check(reply)
    (record,) = DATACITE.parse(reply).records
    return record


def of(**attributes: object) -> SourceRecord:
    """Return what is read of attributes, before normalising."""
    return parse_doi({"attributes": {"doi": "10.5555/1", **attributes}})


@pytest.fixture(scope="module")
def glow() -> SourceRecord:
    """The data set with nearly everything."""
    return parsed("10.5555_vest.glow.2023.json")


# --- Asking -----------------------------------------------------------------------


def test_each_doi_is_asked_for_once_and_in_full():
    """Affiliations and publisher are wanted with their identifiers."""
    flows = DATACITE.lookup(DOI, ["10.5555/A(1)", "10.5555/b", "10.5555/a(1)"])
    one, two = map(next, flows)

    assert one.url == "https://api.datacite.org/dois/10.5555%2Fa%281%29"
    assert one.params == (("affiliation", "true"), ("publisher", "true"))
    assert (one.asked, two.asked) == (("doi:10.5555/a(1)",), ("doi:10.5555/b",))


def test_the_pace_keeps_to_what_five_minutes_allow():
    """500 requests for anybody, 1,000 for whoever gives an address."""
    manners = DATACITE.politeness

    assert 300 * manners.rates["dois"].per_second <= 500
    assert 300 * manners.known_rates["dois"].per_second <= 1_000
    assert manners.contact == "mailto"


def test_it_is_asked_about_the_dois_that_are_its_own():
    """Only where doi.org names DataCite."""
    assert isinstance(DATACITE, ReferredSource)
    records = tuple(
        SourceRecord(
            source="doira",
            source_id=doi,
            identifiers=(Identifier(scheme=DOI, value=doi),),
            other=(("RA", agency),),
        )
        for doi, agency in (("10.5555/a", "DataCite"), ("10.5555/b", "mEDRA"))
    )

    assert DATACITE.referred("doira", Reply(records=records)) == ("doi:10.5555/a",)
    assert DATACITE.referred("crossref", Reply(records=records)) == ()


# --- Replies ----------------------------------------------------------------------


def test_a_404_is_an_honest_answer():
    """The DOI is not there, or not shown."""
    body = b'{"errors":[{"status":"404","title":"The resource doesn\'t exist."}]}'
    reply = payload(body, 404)

    DATACITE.check(reply)
    assert DATACITE.parse(reply).unknown == ("doi:10.5555/1",)


@pytest.mark.parametrize(
    ("status", "body", "error", "said"),
    [
        (404, b"<html>", TransientError, "page"),
        (403, b"<html>", BlockedError, "refuses"),
        (429, b'{"errors":[{"title":"Too many"}]}', TransientError, "Too many"),
        (500, b"", TransientError, "500"),
        (200, b'{"errors":[{"title":"oops"}]}', TransientError, "error"),
        (200, b'{"data":{"id":"10.5555/1"}}', ProtocolError, "attributes"),
        (400, b'{"errors":[{"title":"bad"}]}', ProtocolError, "bad"),
        (200, b'{"data":{"attr', TransientError, "no JSON"),
    ],
)
def test_failures_are_told_apart(status, body, error, said):
    """What passes, what is refused, and why."""
    with pytest.raises(error, match=said) as caught:
        DATACITE.check(payload(body, status))

    assert type(caught.value) is error


def test_a_record_without_doi_is_set_aside():
    """It cannot be told whose it is."""
    reply = DATACITE.parse(payload(b'{"data":{"attributes":{"titles":[]}}}'))

    assert reply.records == ()
    assert len(reply.faults) == 1
    with pytest.raises(RecordError):
        parse_doi(None)


def test_a_doi_that_looks_unfinished_is_still_its_own():
    """What normalising takes off its end belongs to it."""
    body = b'{"data":{"attributes":{"doi":"10.5555/ab."}}}'
    (record,) = DATACITE.parse(payload(body, doi="10.5555/ab.")).records

    assert (DOI, "10.5555/ab.") in record.article_keys


# --- The data set -----------------------------------------------------------------


def test_what_it_is(glow: SourceRecord):
    """Type, identifiers, language, counts."""
    assert (glow.source_id, glow.type) == ("10.5555/vest.glow.2023", "dataset")
    assert glow.identifiers == (
        Identifier(scheme="doi", value="10.5555/vest.glow.2023"),
        Identifier(scheme="oai", value="oai:vestering.example:77"),
    )
    assert glow.languages == ("en",)
    assert (glow.reference_count, glow.cited_by_count) == (0, 1)


def test_titles_are_told_apart_by_their_type(glow: SourceRecord):
    """The main title is the one without a type, wherever it stands."""
    assert glow.title.plain == "Days in hospital and grams of Glowmoss & light"
    assert glow.title.markup == (
        "Days in hospital and grams of <i>Glowmoss</i> &amp; light"
    )
    assert [t.plain for t in glow.subtitles] == ["Third wave"]
    assert [t.plain for t in glow.other_titles] == [
        "Glühmoos: Tage und Gramm",
        "LANTERN data",
    ]


def test_people_and_institutions(glow: SourceRecord):
    """Parts as deposited; a person's name is divided at the comma, no institution's."""
    ada, tom, group, host, editor = glow.contributors

    assert (ada.family, ada.given, ada.literal) == ("Øster-Quillon", "Ada", None)
    assert ada.orcid == "0000-0001-0000-5678"
    assert [a.name.plain for a in ada.affiliations] == [
        "Vestering Institute",
        "Isle of Quillon Herbarium",
    ]
    assert [i.scheme for i in ada.affiliations[0].identifiers] == ["ror"]
    assert (tom.family, tom.given) == ("Moss", "Tom B.")
    assert (group.family, group.literal) == (
        None,
        "LANTERN Investigators, Isle of Quillon",
    )
    assert [c.role for c in glow.contributors] == [
        "author",
        "author",
        "author",
        "hosting_institution",
        "editor",
    ]
    assert host.literal == "Vestering Institute"
    assert editor.family == "Quill"


def test_dates_keep_ranges_and_times(glow: SourceRecord):
    """The year of publication is said by the issued date already."""
    found = [(d.kind, d.printed, d.time, d.edtf) for d in glow.dates]

    assert found == [
        ("collected", "2021-03-02/2022-06-02", None, "2021-03-02/2022-06-02"),
        ("issued", "2023-05-04", None, "2023-05-04"),
        ("other", "2023-06", None, "2023-06"),
        ("content_updated", "2024-01-05", "10:11:12Z", "2024-01-05"),
        ("created", "2023-05-04", "08:00:00.000Z", "2023-05-04"),
        ("registered", "2023-05-04", "08:00:01.000Z", "2023-05-04"),
        ("updated", "2024-01-05", "10:11:13.000Z", "2024-01-05"),
    ]
    assert find_cited_date(glow).edtf == "2023-05-04"


def test_relations_keep_their_direction(glow: SourceRecord):
    """Identifiers in canonical form; an item without one is told in words."""
    found = [
        (r.kind, [i.value for i in r.identifiers], r.citation and r.citation.plain)
        for r in glow.relations
    ]

    assert found == [
        ("is_supplement_to", ["10.5555/jnm.2018.0001"], None),
        ("is_version_of", ["10.5555/vest.glow"], None),
        ("is_documented_by", ["https://nowhere.example/glow.html"], None),
        ("is_derived_from", [], "A diary of moss"),
    ]


def test_texts_and_words(glow: SourceRecord):
    """The abstract after another description; keywords with their scheme."""
    (section,) = glow.abstract.sections

    assert section.text.plain == "Two columns: days < 40, and grams. No moss was hurt."
    assert glow.abstract.language == "en"
    assert glow.other_abstracts == ()
    assert [(k.text.plain, k.owner) for k in glow.keywords] == [
        ("glowmoss", None),
        ("Biological sciences", "Fields of Science and Technology (FOS)"),
    ]


def test_rights_and_money(glow: SourceRecord):
    """A licence has an address; a funder's id of the registry is a DOI."""
    assert [one.url for one in glow.licenses] == [
        "https://creativecommons.org/licenses/by/4.0/legalcode"
    ]
    (funding,) = glow.funding
    assert (funding.agency, funding.awards) == ("Quillon Lamp Fund", ("LF-7",))
    assert [i.scheme for i in funding.identifiers] == ["doi"]


def test_what_has_no_field_is_kept(glow: SourceRecord):
    """Under DataCite's names; a member of a list with its number."""
    other = dict(glow.other)

    assert other["titles[0].lang"] == "de"
    assert other["creators[2].lang"] == "en"
    assert other["dates[2].dateInformation"] == "glow measured again"
    assert other["descriptions.Methods"] == "Weighed with a spoon."
    assert other["rightsList[1].rights"] == "Open Access"
    assert other["fundingReferences[0].awardTitle"] == "Light from moss"
    assert other["relatedIdentifiers[0].resourceTypeGeneral"] == "JournalArticle"
    assert other["publisher.publisherIdentifierScheme"] == "ROR"
    assert other["relationships.client"] == "vest.data"
    assert json.loads(other["geoLocations"]) == {"geoLocationPlace": "Isle of Quillon"}
    assert [v for k, v in glow.other if k == "sizes"] == ["4 kB", "2 columns"]
    assert (other["version"], other["state"]) == ("3", "findable")


def test_what_changes_every_day_is_left_out(glow: SourceRecord):
    """Counts of use would make a new version of the record each time."""
    names = {name.partition("[")[0].partition(".")[0] for name, _ in glow.other}

    assert not names & LEFT_OUT.keys()
    assert "viewCount" in LEFT_OUT


_CONSUMED = {
    "alternateIdentifiers[].alternateIdentifierType": "stands in identifiers, too",
    "creators[].affiliation[].affiliationIdentifierScheme": "is the scheme, lowered",
    "creators[].affiliation[].schemeUri": "is the address of a known scheme",
    "creators[].name": "is the parts once more",
    "creators[].nameIdentifiers[].nameIdentifierScheme": "is the scheme, lowered",
    "creators[].nameIdentifiers[].schemeUri": "is the address of a known scheme",
    "creators[].nameType": "decides whether a name has parts",
    "contributors[].contributorType": "is the role, in snake case",
    "contributors[].name": "is the parts once more",
    "contributors[].nameType": "decides whether a name has parts",
    "container.identifierType": "decides which field it is",
    "dates[].date": "is parted from its time; tested by itself",
    "dates[].dateType": "is the kind, in snake case",
    "descriptions[].description": "loses its markup; tested by itself",
    "descriptions[].descriptionType": "decides which field it is",
    "fundingReferences[].funderIdentifierType": "decides that it is a DOI",
    "identifiers[].identifierType": "is the scheme, lowered",
    "publicationYear": "is said by the issued date",
    "relatedIdentifiers[].relatedIdentifierType": "is the scheme, lowered",
    "relatedIdentifiers[].relationType": "is the kind, in snake case",
    "titles[].title": "loses its markup; tested by itself",
    "titles[].titleType": "decides which field it is",
    "created": "is parted from its time; tested by itself",
    "registered": "is parted from its time; tested by itself",
    "updated": "is parted from its time; tested by itself",
}
"""Paths whose words do not stand in the record as they came, and why."""


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield the path and the value of everything below that says something."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from leaves(member, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for member in value:
            yield from leaves(member, f"{path}[]")
    elif value not in (None, ""):
        yield path, value


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("*.json")), ids=lambda f: f.name)
def test_nothing_that_is_deposited_is_lost(file: Path):
    """Every value stands in the record, but for what is left out with a reason."""
    record = json.dumps(msgspec.to_builtins(parsed(file.name)), ensure_ascii=False)
    held = record.replace('\\"', '"')
    resource = json.loads(file.read_text(encoding="utf-8"))["attributes"]

    lost = {
        path: value
        for path, value in leaves(resource)
        if path not in _CONSUMED
        and path.partition(".")[0].partition("[")[0] not in LEFT_OUT
        and json.dumps(value, ensure_ascii=False).strip('"') not in held
    }

    assert lost == {}


# --- Other shapes -----------------------------------------------------------------


def test_a_preprint_with_plain_words():
    """Publisher and affiliation are strings; the DOI comes in capitals."""
    record = parsed("10.5555_norxiv.2304.00042.json")

    assert record.source_id == "10.5555/norxiv.2304.00042"
    assert record.type == "article"
    assert record.container.publisher == "norXiv"
    assert [a.name.plain for a in record.authors[0].affiliations] == [
        "Vestering Institute"
    ]
    assert find_cited_date(record).edtf == "2023"
    assert record.identifier("norxiv") == "2304.00042"


def test_an_old_text_in_a_journal():
    """Its place stands in the container; a name of no stated type is not divided."""
    record = parsed("10.5555_vest.folia.3.4.json")

    assert record.type == "article-journal"
    assert record.container.title == "Folia Vestering"
    assert record.container.issns == ("9999-0016",)
    assert (record.volume, record.issue) == ("3", "4")
    assert (record.locator.first_page, record.locator.last_page) == ("20", "35")
    assert [(a.family, a.literal) for a in record.authors] == [(None, "Quill, Edna")]
    assert find_cited_date(record).edtf == "1998"


def test_a_related_item_says_more_than_the_container():
    """Journal, numbers and pages of ``IsPublishedIn``, gaps from ``container``."""
    record = of(
        relatedItems=[
            {
                "relationType": "IsPublishedIn",
                "titles": [{"title": "Journal of Metadata Examples"}],
                "volume": "3",
                "number": "e17",
                "numberType": "Article",
                "relatedItemIdentifier": {
                    "relatedItemIdentifier": "1234-5678",
                    "relatedItemIdentifierType": "ISSN",
                },
            }
        ],
        container={"title": "Other", "volume": "4", "issue": "2"},
    )

    assert record.container.title == "Journal of Metadata Examples"
    assert (record.volume, record.issue, record.article_number) == ("3", "2", "e17")
    assert record.container.issns == ("1234-5678",)
    assert record.relations == ()


def test_the_number_of_a_chapter_is_no_article_number():
    """It is kept under its type."""
    item = {"relationType": "IsPublishedIn", "number": "4", "numberType": "Chapter"}
    record = of(relatedItems=[item])

    assert record.article_number is None
    assert ("number.Chapter", "4") in record.other


def test_the_year_of_publication_stands_where_no_issued_date_says_it():
    """An issued date of another year does not replace it."""
    record = of(publicationYear=2014, dates=[{"date": "2015-02", "dateType": "Issued"}])

    assert [(d.kind, d.printed) for d in record.dates] == [
        ("published", "2014"),
        ("issued", "2015-02"),
    ]


def test_an_orcid_tells_a_person():
    """Then the name is divided even where its type is not stated."""
    orcid = {
        "nameIdentifier": "0000-0002-1825-0097",
        "nameIdentifierScheme": "ORCID",
    }
    record = of(creators=[{"name": "Carberry, Josiah", "nameIdentifiers": [orcid]}])

    assert (record.authors[0].family, record.authors[0].given) == (
        "Carberry",
        "Josiah",
    )


def test_a_title_of_any_type_is_better_than_none():
    """But a subtitle is no title."""
    typed = [
        {"title": "Sub", "titleType": "Subtitle"},
        {"title": "Moss", "titleType": "AlternativeTitle"},
    ]

    assert of(titles=typed).title.plain == "Moss"
    assert of(titles=typed[:1]).title is None


@pytest.mark.parametrize(
    "value", [None, "x", 1, [], {}, [None], [[]], [1, "x"], {"a": 1}]
)
def test_a_field_of_another_type_is_absent(value):
    """No shape of a field keeps the rest from being read."""
    fields = ["titles", "creators", "contributors", "dates", "publisher", "container",
              "types", "subjects", "descriptions", "rightsList", "identifiers",
              "relatedIdentifiers", "relatedItems", "fundingReferences", "language",
              "publicationYear", "citationCount", "geoLocations"]  # fmt: skip

    record = of(**dict.fromkeys(fields, value))

    assert record.source_id == "10.5555/1"
    assert record.title is None
