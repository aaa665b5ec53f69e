from __future__ import annotations

import json

import msgspec
import pytest

from harvester.model import (
    Abstract,
    AbstractSection,
    Affiliation,
    Article,
    Chemical,
    Container,
    Contributor,
    Finding,
    Funding,
    Identifier,
    Keyword,
    Link,
    LinkKind,
    LinkSet,
    LinkState,
    Locator,
    MeshHeading,
    MeshQualifier,
    Origin,
    PublicationType,
    RecordDate,
    Reference,
    Rejected,
    Relation,
    Text,
)

PUBMED = ("pubmed", "99000001")
CROSSREF = ("crossref", "10.5555/a")


@pytest.fixture
def full():
    """An article with something of every part."""
    return Article(
        sources=(CROSSREF, PUBMED),
        type="article-journal",
        identifiers=(
            Identifier(scheme="pmid", value="99000001"),
            Identifier(scheme="doi", value="10.5555/a", printed="10.5555/A"),
            Identifier(scheme="doi", value="10.5555/wrong", is_valid=False),
            Identifier(scheme="doi", value="10.5555/a", is_valid=False, place="x"),
            Identifier(scheme="pii", value="S0000-1"),
        ),
        title=Text(
            plain="Grönemeyer on E. coli", markup="Grönemeyer on <i>E. coli</i>"
        ),
        original_title=Text(plain="Über E. coli"),
        container=Container(
            title="Journal of Made-Up Results",
            iso_abbreviation="J. Made-Up Results",
            nlm_id="9900001",
            issn_print="0000-0019",
        ),
        volume="007",
        issue="1-2",
        page="1000-4",
        locator=Locator(first_page="1000", last_page="1004"),
        year=1998,
        published="1998-12",
        languages=("eng", "ger"),
        dates=(
            RecordDate(kind="issue", printed="1998 Dec", edtf="1998-12"),
            RecordDate(kind="entrez", printed="1998-12-24", time="00:01"),
        ),
        contributors=(
            Contributor(
                family="Gudmundsdottir",
                given="Hallbera",
                initials="H",
                identifiers=(Identifier(scheme="orcid", value="0000-0001-0000-0009"),),
                affiliations=(
                    Affiliation(name=Text(plain="One Institute; Reykjavik")),
                    Affiliation(name=Text(plain="Two Institute")),
                    Affiliation(identifiers=(Identifier(scheme="ror", value="x"),)),
                ),
            ),
            Contributor(family="Wrong", initials="W", is_valid=False),
            Contributor(family="King", initials="ML", suffix="Jr"),
            Contributor(literal="Made-Up Study Group"),
            Contributor(role="editor", family="Editor", initials="E"),
        ),
        abstract=Abstract(
            sections=(
                AbstractSection(
                    text=Text(plain="We ask."), label="AIM", category="OBJECTIVE"
                ),
                AbstractSection(text=Text(plain="H2O.", markup="H<sub>2</sub>O.")),
            )
        ),
        mesh_headings=(
            MeshHeading(
                descriptor="Escherichia coli",
                ui="D004926",
                qualifiers=(
                    MeshQualifier(name="genetics", ui="Q000235", is_major=True),
                    MeshQualifier(name="metabolism", ui="Q000378"),
                ),
            ),
            MeshHeading(descriptor="Humans", ui="D006801", is_major=True),
            MeshHeading(descriptor="Without Identifier"),
        ),
        keywords=(
            Keyword(text=Text(plain="made up"), owner="NOTNLM", is_major=True),
            Keyword(text=Text(plain="tests")),
        ),
        publication_types=(PublicationType(name="Journal Article", ui="D016428"),),
        chemicals=(Chemical(name="Water", ui="D014867", registry_number="0"),),
        funding=(
            Funding(
                agency="Made-Up Fund",
                awards=("A-1", "A-2"),
                identifiers=(Identifier(scheme="doi", value="10.5555/fund"),),
            ),
        ),
        relations=(
            Relation(
                kind="erratum_in",
                identifiers=(Identifier(scheme="pmid", value="99000007"),),
                citation=Text(plain="J. Made-Up Results 1999;8:1"),
            ),
        ),
        references=(
            Reference(
                key="ref1",
                citation=Text(plain="A. Title. 1990."),
                identifiers=(Identifier(scheme="doi", value="10.5555/cited"),),
                year="1990a",
            ),
            Reference(identifiers=(Identifier(scheme="pmid", value="99000005"),)),
        ),
        publication_status="ppublish",
        origins=(
            Origin(
                field="title",
                source="pubmed",
                source_id="99000001",
                rule="prefer pubmed",
                rejected=(
                    Rejected(source="crossref", source_id="10.5555/a", value="On E."),
                ),
            ),
            Origin(
                field="volume",
                source="pubmed",
                source_id="99000001",
                rule="prefer pubmed",
                agreeing=("crossref",),
            ),
        ),
    )


def test_article_comes_back_as_it_was(library, full, now):
    """What is loaded is what was saved, to the last part."""
    number, change = library.save_article(full, citation="One line.", now=now)
    assert change == "added"
    assert library.load_article(number) == full


def test_article_that_is_not_there(library):
    """A number that no article has is a KeyError."""
    with pytest.raises(KeyError):
        library.load_article(1)


def test_columns_of_an_article(library, full, select, now):
    """The row of an article shows its fields as people read them."""
    library.save_article(full, citation="One line.", now=now)
    names = (
        "citation, pmid, pmcid, doi, type, title, title_markup, original_title, "
        "authors, journal, volume, issue, pages, first_page, last_page, "
        "article_number, year, published, language, abstract, mesh, keywords, "
        "status, retraction_status, first_seen_at, updated_at"
    )
    (row,) = select(f"SELECT {names} FROM articles")
    assert dict(zip(names.split(", "), row, strict=True)) == {
        "citation": "One line.",
        "pmid": "99000001",
        "pmcid": None,
        "doi": "10.5555/a",
        "type": "article-journal",
        "title": "Grönemeyer on E. coli",
        "title_markup": "Grönemeyer on <i>E. coli</i>",
        "original_title": "Über E. coli",
        "authors": "Gudmundsdottir H, King ML Jr, Made-Up Study Group",
        "journal": "Journal of Made-Up Results",
        "volume": "007",
        "issue": "1-2",
        "pages": "1000-4",
        "first_page": "1000",
        "last_page": "1004",
        "article_number": None,
        "year": 1998,
        "published": "1998-12",
        "language": "eng, ger",
        "abstract": "AIM: We ask.\n\nH2O.",
        "mesh": "Escherichia coli/genetics*/metabolism; Humans*; Without Identifier",
        "keywords": "made up; tests",
        "status": "ppublish",
        "retraction_status": "corrected",
        "first_seen_at": "2026-11-20T12:00:00Z",
        "updated_at": "2026-11-20T12:00:00Z",
    }


HALLBERA = ("Gudmundsdottir, Hallbera", 1)

PART_ROWS = {
    "identifiers": [
        ("doi", "10.5555/a", 1, 1, "10.5555/A"),
        ("doi", "10.5555/wrong", 1, 0, None),
        ("pii", "S0000-1", 1, 1, None),
        ("pmid", "99000001", 1, 1, None),
    ],
    "contributors": [
        (
            1,
            1,
            "author",
            "Gudmundsdottir",
            "Hallbera",
            "H",
            None,
            None,
            "0000-0001-0000-0009",
            "[1,2,3]",
            *(1, "Gudmundsdottir, Hallbera", "gudmundsdottir|h", 1, None),
        ),
        (
            *(1, 2, "author", "Wrong", None, "W", None, None, None, None, 0),
            *("Wrong, W", "wrong|w", None, None),
        ),
        (
            *(1, 3, "author", "King", None, "ML", "Jr", None, None, None, 1),
            *("King, ML, Jr", "king|ml", 2, None),
        ),
        (
            *(1, 4, "author", *[None] * 4, "Made-Up Study Group", None, None, 1),
            *("Made-Up Study Group", "made up study group|", 3, None),
        ),
        (
            *(1, 5, "editor", "Editor", None, "E", None, None, None, None, 1),
            *("Editor, E", "editor|e", 4, None),
        ),
    ],
    "article_affiliations": [
        (1, 1, "One Institute; Reykjavik", None),
        (1, 2, "Two Institute", None),
        (1, 3, None, "ror:x"),
    ],
    "affiliations": [
        (1, 1, 1, *HALLBERA, "One Institute; Reykjavik", None),
        (1, 1, 2, *HALLBERA, "Two Institute", None),
        (1, 1, 3, *HALLBERA, None, "ror:x"),
    ],
    "abstract_sections": [
        (1, 1, "AIM", "OBJECTIVE", "We ask.", None),
        (1, 2, None, None, "H2O.", "H<sub>2</sub>O."),
    ],
    "article_mesh": [
        (1, 1, 0, "D004926", "Escherichia coli", None, None, 0),
        (1, 1, 1, "D004926", "Escherichia coli", "Q000235", "genetics", 1),
        (1, 1, 2, "D004926", "Escherichia coli", "Q000378", "metabolism", 0),
        (1, 2, 0, "D006801", "Humans", None, None, 1),
        (1, 3, 0, None, "Without Identifier", None, None, 0),
    ],
    "mesh_descriptors": [
        ("D004926", "Escherichia coli", *[None] * 5),
        ("D006801", "Humans", *[None] * 5),
    ],
    "mesh_qualifiers": [
        ("Q000235", "genetics", *[None] * 3),
        ("Q000378", "metabolism", *[None] * 3),
    ],
    "keywords": [(1, 1, "made up", "NOTNLM", 1), (1, 2, "tests", None, 0)],
    "publication_types": [(1, 1, "Journal Article", "D016428")],
    "languages": [(1, 1, "eng"), (1, 2, "ger")],
    "dates": [
        (1, 1, "issue", "1998-12", "1998 Dec", None, None, None, "crossref\npubmed"),
        (1, 2, "entrez", None, "1998-12-24", "00:01", None, None, "pubmed"),
    ],
    "relations": [
        (
            1,
            1,
            "erratum_in",
            None,
            "pmid:99000007",
            "J. Made-Up Results 1999;8:1",
            *[None] * 4,
            *("correction", "by", "pmid", "99000007", None, None),
        )
    ],
    "cited_works": [
        (
            1,
            1,
            "A. Title. 1990.",
            "10.5555/cited",
            None,
            "ref1",
            None,
            None,
            None,
            "1990a",
            None,
            None,
            None,
            None,
        ),
        (1, 2, None, None, "99000005", *[None] * 9),
    ],
    "funding": [
        (1, 1, "Made-Up Fund", "A-1\nA-2", None, "doi:10.5555/fund", None),
    ],
    "chemicals": [(1, 1, "Water", "D014867", "0")],
    "journals": [
        (
            1,
            "Journal of Made-Up Results",
            "J. Made-Up Results",
            None,
            "9900001",
            "0000-0019",
            None,
            None,
        )
    ],
}


@pytest.mark.parametrize("table", PART_ROWS)
def test_parts_of_an_article(library, full, record, select, table, now):
    """Every part of an article has its rows, with the sources that say so."""
    issue, entrez = full.dates
    library.save_record(record(*PUBMED, dates=(entrez, issue)), None, now)
    library.save_record(record(*CROSSREF, dates=(issue,)), None, now)
    library.save_article(full, citation="One line.", now=now)
    assert sorted(select(f"SELECT * FROM {table}"), key=str) == sorted(
        PART_ROWS[table], key=str
    )


def test_provenance(library, full, select, now):
    """The origin of every field is kept with the values that were not chosen."""
    library.save_article(full, citation="One line.", now=now)
    title, volume = select("SELECT * FROM provenance")
    assert title[:-3] == (1, 1, "title", *PUBMED, "prefer pubmed", None)
    assert json.loads(title[-3]) == [
        {"source": "crossref", "source_id": "10.5555/a", "value": "On E."}
    ]
    agreed = ("volume", *PUBMED, "prefer pubmed", "crossref", None, None, None)
    assert volume == (1, 2, *agreed)


def test_saving_again_changes_nothing(library, full, dump, now, later):
    """The same article a day later leaves every byte as it was."""
    library.save_article(full, citation="One line.", now=now)
    before = dump(library)
    assert library.save_article(full, citation="One line.", now=later) == (
        1,
        "unchanged",
    )
    assert dump(library) == before


def test_changed_article_replaces_its_parts(library, full, select, now, later):
    """A changed article keeps its number and first day; its parts are the new ones."""
    library.save_article(full, citation="One line.", now=now)
    changed = msgspec.structs.replace(full, keywords=(), title=Text(plain="Corrected"))
    assert library.save_article(changed, citation="One line.", now=later) == (
        1,
        "updated",
    )
    assert library.load_article(1) == changed
    assert select("SELECT title, first_seen_at, updated_at FROM articles") == [
        ("Corrected", "2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z")
    ]
    assert select("SELECT count(*) FROM keywords") == [(0,)]
    assert select("SELECT count(*) FROM contributors") == [(5,)]


def test_changed_citation_is_a_change(library, full, select, now, later):
    """A citation that is written otherwise is kept, though the article is the same."""
    library.save_article(full, citation="One line.", now=now)
    assert library.save_article(full, citation="Another.", now=later)[1] == "updated"
    assert select("SELECT citation FROM articles") == [("Another.",)]


def _search(select, words):
    return [
        number
        for (number,) in select(
            "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", words
        )
    ]


@pytest.mark.parametrize(
    "words",
    [
        "gronemeyer",
        "GRÖNEMEYER",
        "H2O",
        "gudmundsdottir",
        "results",
        "genetics",
        '"made up"',
        "journal:made keywords:tests",
    ],
)
def test_search(library, full, article, select, words, now):
    """All that names an article is searched, with diacritics or without."""
    library.save_article(
        article("pmid:99000002", sources=(("pubmed", "99000002"),)),
        citation="Another.",
        now=now,
    )
    library.save_article(full, citation="One line.", now=now)
    assert _search(select, words) == [2]


def test_search_follows_changes(library, full, select, now):
    """The search index forgets old words when an article changes."""
    library.save_article(full, citation="One line.", now=now)
    changed = msgspec.structs.replace(full, title=Text(plain="Corrected"))
    library.save_article(changed, citation="One line.", now=now)
    assert _search(select, "gronemeyer") == []
    assert _search(select, "corrected") == [1]


# Which number an article has.


@pytest.fixture
def save(library, record, article, now):
    """Save records (name: identifiers) and articles (names of their records).

    Returns the numbers of the articles.
    """

    def run(records: dict[str, list[str]], *groups: str) -> list[int]:
        for name, identifiers in records.items():
            library.save_record(record("source", name, *identifiers), None, now)
        return [
            library.save_article(
                article(
                    *sorted({i for name in group for i in records[name]}),
                    sources=tuple(("source", name) for name in group),
                ),
                citation=group,
                now=now,
            )[0]
            for group in groups
        ]

    return run


A, B, C = ["pmid:1"], ["pmid:1", "doi:10.5555/b"], ["doi:10.5555/c"]


def test_number_stays_when_a_source_joins(save):
    """A second source that tells more of an article does not change its number."""
    assert save({"a": A}, "a") == [1]
    assert save({"a": A, "b": B}, "ab") == [1]


def test_number_stays_when_identifiers_change(save):
    """A record that is given other identifiers keeps its article."""
    assert save({"a": A}, "a") == [1]
    assert save({"a": ["doi:10.5555/new"]}, "a") == [1]


def test_articles_that_turn_out_to_be_one(library, save, select, now):
    """The lowest number stays; what pointed at the other points at it."""
    assert save({"a": A, "c": C}, "a", "c") == [1, 2]
    run = library.begin_run("harvest", now)
    library.save_link_set(
        LinkSet(
            owner=("doi", "10.5555/c"),
            kind=LinkKind.SIMILAR,
            provider="pubmed",
            state=LinkState.COMPLETE,
            links=(Link(target=("pmid", "1"), rank=1),),
        ),
        run,
        now,
    )
    library.save_finding(
        Finding(code="odd", subject="doi:10.5555/c", message="Odd."), now
    )
    both = ["pmid:1", "doi:10.5555/c"]
    assert save({"a": both, "c": C}, "ac") == [1]
    assert select("SELECT id FROM articles") == [(1,)]
    assert select("SELECT source_id, article_id FROM records") == [("a", 1), ("c", 1)]
    assert select("SELECT value, article_id FROM identifiers") == [
        ("10.5555/c", 1),
        ("1", 1),
    ]
    assert select("SELECT article_id FROM link_sets") == [(1,)]
    assert select("SELECT target_article_id FROM similar") == [(1,)]
    assert select("SELECT article_id FROM findings") == [(1,)]
    assert _search(select, "articles_fts") == []


def test_deleted_number_is_not_given_again(save):
    """The number of an article that went into another one is never reused."""
    save({"a": A, "c": C}, "a", "c")
    save({"a": ["pmid:1", "doi:10.5555/c"], "c": C}, "ac")
    assert save({"d": ["doi:10.5555/d"]}, "d") == [3]


def test_article_that_turns_out_to_be_two(save, select, dump, library, now):
    """The first part keeps the number, the other gets a new one, and both stay."""
    finding = Finding(code="odd", subject="doi:10.5555/b", message="Odd.")
    library.save_finding(finding, now)
    assert save({"a": A, "b": B}, "ab") == [1]
    assert select("SELECT article_id FROM findings") == [(1,)]
    apart = {"a": A, "b": ["doi:10.5555/b"]}
    assert save(apart, "a", "b") == [1, 2]
    assert select("SELECT article_id FROM findings") == [(2,)]
    assert select("SELECT source_id, article_id FROM records") == [("a", 1), ("b", 2)]
    before = dump(library)
    assert save(apart, "a", "b") == [1, 2]
    assert dump(library) == before


def test_record_that_changes_its_article(save, select):
    """A record may move from one article to another; both keep their numbers."""
    assert save({"a": A, "b": B, "c": C}, "a", "bc") == [1, 2]
    assert save({"a": A, "b": B, "c": C}, "ab", "c") == [1, 2]
    assert save({"a": A, "b": B, "c": C}, "a", "bc") == [1, 2]
    assert select("SELECT source_id, article_id FROM records ORDER BY 1") == [
        ("a", 1),
        ("b", 2),
        ("c", 2),
    ]


def test_doi_of_two_articles(save, library, dump):
    """Articles kept apart though they claim one DOI stay apart, run after run."""
    records = {"a": ["pmid:1", "doi:10.5555/x"], "b": ["pmid:2", "doi:10.5555/x"]}
    assert save(records, "a", "b") == [1, 2]
    before = dump(library)
    assert save(records, "a", "b") == [1, 2]
    assert dump(library) == before
    assert library.find_article(("doi", "10.5555/x")) == 1
    assert library.find_article(("pmid", "2")) == 2


def test_article_without_records_is_known_by_its_identifiers(library, article, now):
    """Where no record stands behind an article, its identifiers tell it."""
    one = article("pmid:99000001", "doi:10.5555/a")
    library.save_article(one, citation="x", now=now)
    other = article("doi:10.5555/a", sources=(("crossref", "10.5555/a"),))
    assert library.save_article(other, citation="x", now=now) == (1, "updated")


def test_find_article(library, full, now):
    """Any valid identifier finds an article; one marked as wrong does not."""
    library.save_article(full, citation="x", now=now)
    assert library.find_article(("doi", "10.5555/a")) == 1
    assert library.find_article(("pmid", "99000001")) == 1
    assert library.find_article(("doi", "10.5555/wrong")) is None
    assert library.find_article(("doi", "10.5555/none")) is None


# Journals.


def _journals(library, select, now, *containers):
    for number, container in enumerate(containers):
        article = Article(
            sources=(("pubmed", str(number)),),
            identifiers=(Identifier(scheme="pmid", value=str(number)),),
            container=container,
        )
        library.save_article(article, citation="x", now=now)
    return [number for (number,) in select("SELECT journal_id FROM articles")]


@pytest.mark.parametrize(
    ("containers", "numbers"),
    [
        ([{"nlm_id": "1"}, {"nlm_id": "1"}, {"nlm_id": "2"}], [1, 1, 2]),
        ([{"nlm_id": "1", "issn_print": "a"}, {"issns": ("a",)}], [1, 1]),
        ([{"issn_electronic": "a"}, {"issns": ("b", "a")}, {"issns": ("b",)}], [1] * 3),
        ([{"issns": ("a",)}, {"nlm_id": "1", "issn_print": "a"}], [1, 1]),
        (
            [{"nlm_id": "1", "issn_print": "a"}, {"nlm_id": "2", "issn_print": "a"}],
            [1, 2],
        ),
        ([{"title": "X"}, {"title": "X"}, {"title": "Y"}], [1, 1, 2]),
        ([{"title": "X", "nlm_id": "1"}, {"title": "X"}], [1, 2]),
        ([{"title": "A Book", "isbns": ("978",)}, {}, None], [None, None, None]),
    ],
)
def test_journals_are_told_apart(library, select, containers, numbers, now):
    """A journal is known by NLM ID, else ISSN, else title; a book is none."""
    made = [c if c is None else Container(**c) for c in containers]
    assert _journals(library, select, now, *made) == numbers


def test_journal_is_completed_not_changed(library, select, now):
    """What a journal's row lacks is filled in; what it has stays."""
    _journals(
        library,
        select,
        now,
        Container(title="Short", issns=("0000-0019",)),
        Container(title="Long", nlm_id="1", issn_print="0000-0019"),
    )
    assert select("SELECT title, nlm_id, issn_print FROM journals") == [
        ("Short", "1", "0000-0019")
    ]


def test_an_abbreviation_alone_names_a_journal(library, record, article, now):
    """Two articles of which MEDLINE's abbreviation is all that is known share it."""
    for number in (1, 2):
        pmid = f"pmid:9900050{number}"
        library.save_record(record("pubmed", pmid, pmid), None, now)
        library.save_article(
            article(
                pmid,
                sources=(("pubmed", pmid),),
                container=Container(medline_abbreviation="J Made Up"),
            ),
            citation="One.",
            now=now,
        )

    rows = library._db.execute(
        "SELECT DISTINCT j.medline_abbreviation FROM articles a "
        "JOIN journals j ON j.id = a.journal_id"
    ).fetchall()
    assert [tuple(row) for row in rows] == [("J Made Up",)]
