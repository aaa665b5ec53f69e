"""ESummary, EPost and EInfo of the mirror."""

import json

import pytest
from lxml import etree


@pytest.fixture
def summary(eutils):
    """Return the JSON summary of one PMID."""

    def ask(pmid: str) -> dict:
        body = eutils("esummary", f"db=pubmed&retmode=json&id={pmid}").body
        return json.loads(body)["result"][pmid]

    return ask


def test_an_article_in_json(summary):
    """Display forms as PubMed prints them."""
    found = summary("99000001")
    expected = {
        "uid": "99000001",
        "pubdate": "2020 Jun",
        "epubdate": "2020 May 31",
        "source": "J Mirr",
        "lastauthor": "Mirror Group",
        "title": "A first trial of curved mirrors.",
        "volume": "007",
        "issue": "Suppl 1",
        "pages": "12-9",
        "lang": ["eng"],
        "nlmuniqueid": "99999991",
        "issn": "1234-5679",
        "essn": "",
        "pubtype": ["Journal Article"],
        "recordstatus": "PubMed - indexed for MEDLINE",
        "fulljournalname": "Journal of mirrors",
        "elocationid": "doi: 10.5555/Mirror.1",
        "sortpubdate": "2020/06/01 00:00",
    }
    assert {name: found[name] for name in expected} == expected
    assert [(a["name"], a["authtype"]) for a in found["authors"]] == [
        ("Ångström J", "Author"),
        ("Smith JA Jr", "Author"),
        ("Mirror Group", "CollectiveName"),
    ]
    assert [(i["idtype"], i["value"]) for i in found["articleids"]] == [
        ("pubmed", "99000001"),
        ("pmc", "PMC99000001"),
        ("doi", "10.5555/Mirror.1"),
        ("pii", "S0001"),
    ]
    assert found["history"][0] == {"pubstatus": "entrez", "date": "2020/06/01 06:00"}


def test_a_range_is_shown_as_printed_and_sorted_by_its_first_year(summary):
    """``1998 Dec-1999 Jan`` falls back to January 1998."""
    found = summary("99000002")
    assert found["pubdate"] == "1998 Dec-1999 Jan"
    assert found["sortpubdate"] == "1998/01/01 00:00"


def test_a_book_names_its_title_and_publisher(summary):
    """The chapter is the title; source and journal are empty."""
    found = summary("99000003")
    assert (found["title"], found["booktitle"]) == ("Silver", "Mirrors explained")
    assert (found["publishername"], found["doctype"]) == ("Glass Press", "book")
    assert (found["source"], found["fulljournalname"]) == ("", "")


def test_an_unknown_id_is_an_error_in_its_place_in_every_form(eutils):
    """The others are not affected."""
    ids = "db=pubmed&id=98765432,99000002"
    result = json.loads(eutils("esummary", f"{ids}&retmode=json").body)["result"]
    assert result["uids"] == ["98765432", "99000002"]
    assert result["98765432"] == {
        "uid": "98765432",
        "error": "cannot get document summary",
    }
    first = etree.fromstring(eutils("esummary", ids).body)
    assert first.findtext("ERROR") == "UID=98765432: cannot get document summary"
    assert first.findtext("DocSum/Id") == "99000002"
    second = etree.fromstring(eutils("esummary", f"{ids}&version=2.0").body)
    unknown, known = second.iterfind("DocumentSummarySet/DocumentSummary")
    assert unknown.get("uid") == "98765432"
    assert unknown.findtext("error") == "cannot get document summary"
    assert known.findtext("Title") == "Trial of plane glass."


def test_items_of_the_first_version_are_typed(eutils):
    """Names in Pascal case, lists of items."""
    root = etree.fromstring(eutils("esummary", "db=pubmed&id=99000001").body)
    items = {
        item.get("Name"): (item.get("Type"), item.text, [inner.text for inner in item])
        for item in root.iterfind("DocSum/Item")
    }
    assert items["PubDate"] == ("Date", "2020 Jun", [])
    assert items["AuthorList"][::2] == (
        "List",
        ["Ångström J", "Smith JA Jr", "Mirror Group"],
    )
    assert items["HasAbstract"] == ("Integer", "1", [])
    assert items["DOI"] == ("String", "10.5555/Mirror.1", [])


def test_the_second_version_has_its_own_casing(eutils):
    """``ArticleIds/ArticleId/IdType``, ``IdTypeN``, ``Value``."""
    root = etree.fromstring(
        eutils("esummary", "db=pubmed&version=2.0&id=99000001").body
    )
    identifier = root.find("DocumentSummarySet/DocumentSummary/ArticleIds/ArticleId")
    assert [child.tag for child in identifier] == ["IdType", "IdTypeN", "Value"]
    assert root.find("DocumentSummarySet").get("status") == "OK"


def test_no_id_is_an_error_in_a_200(eutils):
    """With the words of the service."""
    answer = eutils("esummary", "db=pubmed")
    message = etree.fromstring(answer.body).findtext("ERROR")
    assert message == "Neither query_key nor id specified"


def test_an_invalid_id_is_named_in_json(eutils):
    """``error`` beside an empty result."""
    body = json.loads(eutils("esummary", "db=pubmed&retmode=json&id=NC_9").body)
    assert body["error"] == "Invalid uid NC_9 at position= 0"
    assert body["result"] == {"uids": []}


def test_epost_adds_to_a_web_env(eutils):
    """The second list of a WebEnv has the key 2."""
    first = etree.fromstring(eutils("epost", "db=pubmed&id=1").body)
    web_env = first.findtext("WebEnv")
    second = etree.fromstring(eutils("epost", f"db=pubmed&id=2&WebEnv={web_env}").body)
    assert first.findtext("QueryKey") == "1"
    assert (second.findtext("QueryKey"), second.findtext("WebEnv")) == ("2", web_env)


def test_epost_errors(eutils):
    """An empty list, a list of rubbish (two errors), a wrong database."""

    def errors(form: str) -> list[str]:
        root = etree.fromstring(eutils("epost", form).body)
        return [element.text for element in root.iterfind("ERROR")]

    empty = "Empty ID list; Nothing to store"
    omitted = (
        "Some IDs have invalid value and were omitted. "
        "Maximum ID value 18446744073709551615"
    )
    assert errors("db=pubmed") == [empty]
    assert errors("db=pubmed&id=x,y") == [empty, omitted]
    assert errors("db=pubmed&id=1,y") == [omitted]
    assert errors("db=nothing&id=1") == ["Invalid db name specified: nothing"]


def test_einfo_describes_what_is_here(eutils):
    """The number of records, every field once, dates marked as such."""
    root = etree.fromstring(eutils("einfo", "db=pubmed").body)
    assert root.findtext("DbInfo/Count") == "3"
    fields = {
        field.findtext("Name"): field.findtext("IsDate")
        for field in root.iterfind("DbInfo/FieldList/Field")
    }
    assert fields["EDAT"] == "Y"
    assert fields["TIAB"] == "N"
    names = [e.text for e in root.iterfind("DbInfo/FieldList/Field/FullName")]
    assert len(names) == len(set(names))
    body = json.loads(eutils("einfo", "db=pubmed&retmode=json").body)
    assert body["einforesult"]["dbinfo"][0]["count"] == "3"


def test_einfo_lists_databases(eutils):
    """Only PubMed; another is an error."""
    root = etree.fromstring(eutils("einfo", "").body)
    assert root.findtext("DbList/DbName") == "pubmed"
    assert json.loads(eutils("einfo", "retmode=json").body)["einforesult"] == {
        "dblist": ["pubmed"]
    }
    assert b"Invalid db name specified: gene" in eutils("einfo", "db=gene").body
    assert b"Invalid db name" in eutils("einfo", "db=gene&retmode=json").body
