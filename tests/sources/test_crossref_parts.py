"""Dates, people, places, rights, ties and references of made-up works."""

from __future__ import annotations

import pytest

from harvester.model import (
    Affiliation,
    Assertion,
    Container,
    Contributor,
    DataBank,
    Funding,
    Identifier,
    License,
    Reference,
    Relation,
    Text,
)
from harvester.sources.crossref import container, people
from harvester.sources.crossref.dates import parse_dates, printed_date
from harvester.sources.crossref.references import parse_references
from harvester.sources.crossref.rights import (
    parse_assertions,
    parse_funding,
    parse_licenses,
    parse_trials,
)
from harvester.sources.crossref.updates import parse_relations


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ({"date-parts": [[2024, 4, 30]]}, "2024-4-30"),
        ({"date-parts": [[2013, 2]]}, "2013-2"),
        ({"date-parts": [["2012", "05"]]}, "2012-05"),
        ({"date-parts": [2012, 5]}, "2012-5"),
        ({"date-parts": [[2012, None]]}, "2012"),
        ({"date-parts": [[2012], [2013, 1]]}, "2012/2013-1"),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": [[]]}, None),
        ({"date-parts": None, "date-time": "2004-03-06T00:00:00Z"}, "2004-03-06"),
        ({"date-parts": [[True]]}, None),
        ("2012", None),
        (None, None),
    ],
)
def test_dates_keep_the_parts_deposited(value, printed):
    """Nothing is added to a date, and a date of nulls is none."""
    assert printed_date(value) == printed


def test_every_kind_of_date_is_read():
    """Each kind has its own word; created, deposited, indexed have a time."""
    work = {
        "published-print": {"date-parts": [[2012, 5, 10]]},
        "published-online": {"date-parts": [[2012]]},
        "issued": {"date-parts": [[None]]},
        "created": {"date-parts": [[2012, 1, 2]], "date-time": "2012-01-02T03:04:05Z"},
        "journal-issue": {"issue": "1", "published-print": {"date-parts": [[2012, 1]]}},
        "event": {"start": {"date-parts": [[2011, 9, 1]]}, "end": "unknown"},
    }

    assert [(d.kind, d.printed, d.time) for d in parse_dates(work)] == [
        ("print", "2012-5-10", None),
        ("online", "2012", None),
        ("created", "2012-1-2", "03:04:05Z"),
        ("issue_print", "2012-1", None),
        ("event_start", "2011-9-1", None),
    ]


def test_people_and_groups_stay_in_their_order():
    """Array order counts, not ``sequence``; capitals and split names stay."""
    work = {
        "editor": [{"family": "Editor", "given": "Anne"}],
        "author": [
            {"given": "J.D.", "family": "GRAY", "sequence": "additional"},
            {"name": "GTEx &amp; Consortium", "sequence": "first"},
            {"family": "이영주", "suffix": "Jr", "prefix": "Prof."},
            {"given": "Bin Peng"},
        ],
    }

    assert people.parse_contributors(work) == (
        Contributor(given="J.D.", family="GRAY", sequence="additional"),
        Contributor(literal="GTEx & Consortium", sequence="first"),
        Contributor(family="이영주", suffix="Jr", prefix="Prof."),
        Contributor(given="Bin Peng"),
        Contributor(role="editor", family="Editor", given="Anne"),
    )


def test_an_entry_without_a_name_is_no_contributor():
    """Nothing is invented for it; what else it says is not lost."""
    work = {
        "author": [
            {"sequence": "additional", "affiliation": []},
            {"given": "", "family": " "},
            {"ORCID": "https://orcid.org/0000-0002-1825-0097", "sequence": "first"},
            {"family": "Last", "affiliation": []},
        ]
    }

    assert people.parse_contributors(work) == (Contributor(family="Last"),)
    assert list(people.unplaced(work)) == [
        ("author[2]", '{"ORCID":"https://orcid.org/0000-0002-1825-0097"}')
    ]


def test_orcid_and_affiliations_are_read():
    """The ORCID stays as printed, an affiliation keeps ROR, place, department."""
    work = {
        "author": [
            {
                "family": "Carberry",
                "ORCID": "http://orcid.org/0000-0002-1825-0097",
                "authenticated-orcid": False,
                "affiliation": [
                    {
                        "name": "Brown University",
                        "department": ["Psychoceramics"],
                        "place": ["Providence, USA"],
                        "id": [{"id": "https://ror.org/05gq02987", "id-type": "ROR"}],
                    },
                    {},
                ],
            }
        ]
    }

    (author,) = people.parse_contributors(work)

    assert author.orcid == "http://orcid.org/0000-0002-1825-0097"
    assert author.orcid_authenticated is False
    (affiliation,) = author.affiliations
    assert affiliation.name == Text(plain="Brown University")
    assert affiliation.departments == ("Psychoceramics",)
    assert affiliation.places == ("Providence, USA",)
    assert [i.scheme for i in affiliation.identifiers] == ["ror"]
    assert affiliation != Affiliation()


def test_roles_and_names_without_a_place_are_kept():
    """A role beside that of the list, a second name, an unknown field: all kept."""
    work = {
        "author": [
            {
                "family": "A",
                "name": "A. A.",
                "role": [
                    {"role": "author", "vocabulary": "crossref"},
                    {"role": "software", "vocabulary": "credit"},
                ],
                "alternative-name": "Ä",
            }
        ]
    }

    assert list(people.unplaced(work)) == [
        ("author[0].name", "A. A."),
        ("author[0].role", '{"role":"software","vocabulary":"credit"}'),
        ("author[0].alternative-name", "Ä"),
    ]


@pytest.mark.parametrize(
    ("titles", "title", "series"),
    [
        (["Journal of Tests"], "Journal of Tests", ()),
        (["SPIE Proceedings", "Optics"], "Optics", ("SPIE Proceedings",)),
        (
            ["Web Engineering", "Lecture Notes in Computer Science"],
            "Web Engineering",
            ("Lecture Notes in Computer Science",),
        ),
        (
            ["Lecture Notes in Computer Science", "Web Engineering"],
            "Web Engineering",
            ("Lecture Notes in Computer Science",),
        ),
    ],
)  # fmt: skip
def test_of_two_container_titles_one_is_the_series(titles, title, series):
    """The last is the title, unless only the last is known to be a series."""
    found = container.parse_container({"container-title": titles})

    assert found == Container(title=title, series_titles=series)


def test_a_container_keeps_what_is_said_of_it():
    """ISSNs by type, those without type apart, numbers without old addresses."""
    work = {
        "container-title": ["Big Data &amp; <i>Society</i>"],
        "short-container-title": ["BD&amp;S"],
        "ISSN": ["http://id.crossref.org/issn/1234-5679", "2049-3630", "0000-0019"],
        "issn-type": [
            {"type": "print", "value": "1234-5679"},
            {"type": "electronic", "value": "2049-3630"},
        ],
        "ISBN": ["http://id.crossref.org/isbn/9780470979365"],
        "isbn-type": [{"type": "print", "value": "9780470979365"}],
        "publisher": "Wiley &amp; Sons",
        "publisher-location": "Hoboken",
        "edition-number": 2,
        "event": {"name": "A Meeting"},
    }

    assert container.parse_container(work) == Container(
        title="Big Data & Society",
        title_markup="Big Data &amp; <i>Society</i>",
        short_titles=("BD&S",),
        issn_print="1234-5679",
        issn_electronic="2049-3630",
        issns=("0000-0019",),
        isbns=("9780470979365",),
        publisher="Wiley & Sons",
        publisher_place="Hoboken",
        edition="2",
        event="A Meeting",
    )
    assert container.parse_container({}) is None


@pytest.mark.parametrize(
    ("work", "place", "unplaced"),
    [
        ({"volume": "n° 95", "issue": "15_suppl", "page": "473s"},
         ("n° 95", "15_suppl", "473s", None), []),
        ({"volume": "null", "issue": "7"}, (None, "7", None, None),
         [("volume", "null")]),
        ({"page": "106537", "article-number": "106537"},
         (None, None, None, "106537"), []),
        ({"page": "1-9", "article-number": "4"}, (None, None, "1-9", "4"), []),
        ({"journal-issue": {"issue": "3-4"}}, (None, "3-4", None, None), []),
        ({"issue": "3", "journal-issue": {"issue": "4"}}, (None, "3", None, None),
         [("journal-issue.issue", "4")]),
        ({"volume": 12, "issue": {}}, ("12", None, None, None), []),
        ({"volume": "007"}, ("007", None, None, None), []),
    ],
)  # fmt: skip
def test_numbers_stay_as_printed(work, place, unplaced):
    """Volume, issue, page: only ``null`` and a repeated article number are none."""
    found = container.parse_place(work)

    assert (found.volume, found.issue, found.page, found.article_number) == place
    assert list(container.unplaced(work)) == unplaced


def test_funders_keep_awards_and_identifiers():
    """A DOI given twice is one, awards of ``award-info`` are added."""
    work = {
        "funder": [
            {
                "name": "Fund &amp; Co",
                "DOI": "10.13039/100000001",
                "doi-asserted-by": "publisher",
                "award": ["A-1"],
                "award-info": [{"award-number": ["A-1", "B-2"]}],
                "id": [{"id": "10.13039/100000001", "id-type": "DOI"}],
            },
            {"award": []},
        ]
    }

    assert parse_funding(work) == (
        Funding(
            agency="Fund & Co",
            awards=("A-1", "B-2"),
            identifiers=(Identifier(scheme="doi", value="10.13039/100000001"),),
            asserted_by="publisher",
        ),
    )


def test_licences_trials_and_assertions_are_read():
    """A licence needs an address, trials stand under their registry."""
    work = {
        "license": [
            {
                "URL": "https://example.org/by",
                "content-version": "vor",
                "delay-in-days": 0,
                "start": {"date-parts": [[2020, 1, 2]]},
            },
            {"content-version": "tdm"},
        ],
        "clinical-trial-number": [
            {"clinical-trial-number": "isrctn1", "registry": "10.18810/isrctn"},
            {"clinical-trial-number": "isrctn2", "registry": "10.18810/isrctn"},
        ],
        "assertion": [
            {
                "name": "received",
                "value": "1 May 2020",
                "label": "Received",
                "order": 1,
                "group": {"name": "history", "label": "History"},
                "explanation": {"URL": "https://example.org/why"},
            },
            {"name": "no_value"},
            {"value": "no name"},
        ],
    }

    assert parse_licenses(work) == (
        License(
            url="https://example.org/by",
            content_version="vor",
            start="2020-1-2",
            delay_days=0,
        ),
    )
    assert parse_trials(work) == (
        DataBank(name="10.18810/isrctn", accession_numbers=("isrctn1", "isrctn2")),
    )
    assert parse_assertions(work) == (
        Assertion(
            name="received",
            value="1 May 2020",
            label="Received",
            group="history",
            group_label="History",
            order=1,
            explanation_url="https://example.org/why",
        ),
        Assertion(name="no_value"),
    )


def test_relations_and_notices_are_ties():
    """Each entry of the map is one tie; an unknown id type keeps its word."""
    work = {
        "relation": {
            "is-supplemented-by": [
                {"id": "PRJNA1", "id-type": "accession", "asserted-by": "subject"}
            ],
            "has-preprint": [{"id": "10.5555/PRE", "id-type": "doi"}],
            "cites": [],
        },
        "update-to": [
            {
                "DOI": "10.5555/Old",
                "type": "retraction",
                "label": "Retraction",
                "source": "retraction-watch",
                "record-id": "17269",
                "updated": {"date-parts": [[2010, 2, 6]]},
            }
        ],
    }

    assert parse_relations(work) == (
        Relation(
            kind="update_to",
            update_type="retraction",
            identifiers=(Identifier(scheme="doi", value="10.5555/Old"),),
            asserted_by="retraction-watch",
            date="2010-2-6",
            label="Retraction",
            record_id="17269",
        ),
        Relation(
            kind="is_supplemented_by",
            identifiers=(Identifier(scheme="accession", value="PRJNA1"),),
            asserted_by="subject",
        ),
        Relation(
            kind="has_preprint",
            identifiers=(Identifier(scheme="doi", value="10.5555/PRE"),),
        ),
    )


def test_references_stay_as_deposited():
    """Every field has its place; free years, capitals in DOIs and typos stay."""
    work = {
        "reference": [
            {
                "key": "r1",
                "DOI": "10.5555/ABC",
                "doi-asserted-by": "crossref",
                "article-title": "A title",
                "journal-title": "J. Tests",
                "author": "Doe",
                "year": "2012a",
                "volume": "007",
                "issue": "Jun",
                "first-page": "e12",
                "ISSN": "http://id.crossref.org/issn/1234-5679",
                "issn-type": "print",
                "edition": "7th ed",
            },
            {"key": "r2", "unstructured": "Doe J. <i>A &amp; B</i>. 1999."},
            "not an object",
        ]
    }

    assert parse_references(work) == (
        Reference(
            key="r1",
            identifiers=(
                Identifier(scheme="doi", value="10.5555/ABC"),
                Identifier(
                    scheme="issn",
                    value="http://id.crossref.org/issn/1234-5679",
                ),
            ),
            asserted_by="crossref",
            article_title="A title",
            container_title="J. Tests",
            author="Doe",
            year="2012a",
            volume="007",
            issue="Jun",
            first_page="e12",
            edition="7th ed",
            other=(("issn-type", "print"),),
        ),
        Reference(
            key="r2",
            citation=Text(
                plain="Doe J. A & B. 1999.", markup="Doe J. <i>A &amp; B</i>. 1999."
            ),
        ),
    )
