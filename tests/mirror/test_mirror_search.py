"""ESearch of the mirror, and the query language."""

import json
from datetime import date
from urllib.parse import quote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from harvester.mirror import Mirror, eutils_search

PIECES = st.sampled_from(
    [
        *("(", ")", '"', "[", "]", " ", ":", "*", "#1", "\x00", "é", "-", "/"),
        *("AND", "OR", "NOT", "trial", "2020", "10.5555/x", "1:x", "2020:2021"),
        *("[doi]", "[dp]", "[au]", "[mh]", "[uid]", "[edat]", "[nosuch]"),
    ]
)
WORDS = st.sampled_from(["trial", "glass[ti]", "silver", "smith[au]", "2020[dp]", "zz"])


@pytest.fixture
def found(eutils):
    """Search and return the PMIDs."""

    def ask(term: str, more: str = "") -> list[str]:
        term = term.replace("#", "%23")
        answer = eutils("esearch", f"db=pubmed&retmode=json&term={term}{more}")
        return json.loads(answer.body)["esearchresult"]["idlist"]

    return ask


@pytest.mark.parametrize(
    ("term", "pmids"),
    [
        ('"10.5555/mirror.1"[doi]', ["99000001"]),
        ("10.5555/MIRROR.1[aid]", ["99000001"]),
        ("10.5555/mirror.1[lid]", ["99000001"]),
        ("10.5555/s0000-0002(98)12-3[doi]", ["99000002"]),
        (
            "(10.5555/mirror.1[doi] OR 10.5555/s0000-0002(98)12-3[doi])",
            ["99000002", "99000001"],
        ),
        ("10.5555/s0000-0002(98)12-3[lid]", []),  # no ELocationID
        ('"10.5555/mirror"[doi]', []),  # only whole identifiers
        ('"10.5555/cited"[doi]', []),  # the DOI of a cited work is not its own
        ("S0001[aid]", ["99000001"]),
        ("PMC99000001[pmc]", ["99000001"]),
        ("99000002[uid]", ["99000002"]),
        ("99000002[pmid]", ["99000002"]),
        ("99000001:99000002[uid]", ["99000002", "99000001"]),
        ("trial", ["99000002", "99000001"]),
        ("trial glass", ["99000002", "99000001"]),  # title and abstract
        ("glass[ti]", ["99000002"]),
        ("glass[tiab]", ["99000002", "99000001"]),
        ('"curved mirrors"[ti]', ["99000001"]),
        ('"mirrors curved"[ti]', []),
        ("mirrors curved[ti]", ["99000001"]),  # unquoted words in any order
        ("mirror*[ti]", ["99000001"]),
        ("angstrom", ["99000001"]),
        ("smith[au]", ["99000002", "99000001"]),
        ("smith j[au]", ["99000001"]),
        ("smith ja[au]", ["99000001"]),
        ("jane smith[au]", ["99000001"]),
        ("smit[au]", []),
        ('"optical devices"[mh]', ["99000001"]),
        ("optical devices/standards[MeSH Terms]", ["99000001"]),
        ("optical[mh]", []),
        ("2020[dp]", ["99000001"]),
        ("1998[dp]", ["99000002"]),
        ("2020/05:2020/05[dp]", ["99000001"]),  # the electronic date counts too
        ("2020/06/02[edat]", ["99000001"]),  # the "pubmed" date, not "entrez"
        ("2020/06/01[crdt]", ["99000001"]),
        ("2021:2022[mdat]", ["99000002", "99000001"]),
        ("2021/3/4[mdat]", ["99000001"]),
        ('"2021/01/01"[mdat] : "2021"[mdat]', ["99000001"]),
        ("trial NOT glass[ti]", ["99000001"]),
        ("silver OR glass[ti]", ["99000003", "99000002"]),
        ("(silver OR glass[ti]) AND smith[au]", ["99000002"]),
        ("silver OR glass[ti] AND smith[au]", ["99000002"]),  # left to right
        ("007[vi] AND suppl 1[ip]", ["99000001"]),
        ("(trial", ["99000002", "99000001"]),  # an open parenthesis is forgiven
    ],
)
def test_queries(found, term, pmids):
    """Tags, phrases, operators and ranges find what a person would find by hand."""
    assert found(term) == pmids


def test_a_miss_names_the_phrase_and_says_so(eutils):
    """PhraseNotFound in the errors, "No items found." in the warnings, Count 0."""
    root = etree.fromstring(eutils("esearch", "db=pubmed&term=abcXYZ").body)
    assert root.findtext("Count") == "0"
    assert root.findtext("ErrorList/PhraseNotFound") == "abcXYZ"
    assert root.findtext("WarningList/OutputMessage") == "No items found."


def test_a_quoted_miss_is_a_warning_too(eutils):
    """The quoted phrase is named as typed, with its tag."""
    root = etree.fromstring(eutils("esearch", 'db=pubmed&term="10.5555/no"[doi]').body)
    assert root.findtext("WarningList/QuotedPhraseNotFound") == '"10.5555/no"[doi]'


def test_an_unknown_field_is_named_and_searched_everywhere(eutils):
    """FieldNotFound, and the word is looked for in all fields."""
    root = etree.fromstring(eutils("esearch", "db=pubmed&term=silver[nosuch]").body)
    assert root.findtext("ErrorList/FieldNotFound") == "nosuch"
    assert root.findtext("IdList/Id") == "99000003"


def test_json_counts_are_strings(eutils):
    """``count``, ``retmax`` and ``retstart`` are strings, ``retmax`` what is given."""
    body = eutils(
        "esearch", "db=pubmed&retmode=json&term=trial&retstart=1&retmax=5"
    ).body
    result = json.loads(body)["esearchresult"]
    assert (result["count"], result["retmax"], result["retstart"]) == ("2", "1", "1")
    assert result["idlist"] == ["99000001"]


def test_count_only(eutils):
    """``rettype=count`` gives nothing else."""
    root = etree.fromstring(
        eutils("esearch", "db=pubmed&term=trial&rettype=count").body
    )
    assert [(child.tag, child.text) for child in root] == [("Count", "2")]


def test_reldate_counts_back_from_today(found):
    """On 20 June 2020 the record of 2 June is 18 days old."""
    assert found("trial", "&datetype=edat&reldate=18") == ["99000001"]
    assert found("trial", "&datetype=edat&reldate=17") == []


def test_mindate_and_maxdate_must_both_be_there(found):
    """One alone is ignored."""
    assert found("trial", "&datetype=mdat&mindate=2021/01&maxdate=2021/12") == [
        "99000001"
    ]
    assert found("trial", "&datetype=mdat&mindate=2021/01") == ["99000002", "99000001"]


def test_a_search_within_what_was_posted(found, eutils):
    """What is there and matches; the book prints no revision and was modified once."""
    ids = "99000001,99000002,99000003,99000077"
    posted = etree.fromstring(eutils("epost", f"db=pubmed&id={ids}").body)
    within = (
        f"&WebEnv={posted.findtext('WebEnv')}&query_key={posted.findtext('QueryKey')}"
    )
    assert found("1800:2021[mdat]", within) == ["99000003", "99000001"]
    assert found("1800:2022[mdat]", within) == ["99000003", "99000002", "99000001"]


def test_sorting(found):
    """By publication date the newest first, by author and journal alphabetically."""
    everything = "99000001:99000003[uid]"
    assert found(everything) == ["99000003", "99000002", "99000001"]
    assert found(everything, "&sort=pub_date") == ["99000001", "99000003", "99000002"]
    assert found(everything, "&sort=Author") == ["99000003", "99000002", "99000001"]
    assert found(everything, "&sort=JournalName") == [
        "99000003",
        "99000002",
        "99000001",
    ]


def test_history_can_be_fetched_and_searched_again(eutils, found):
    """``usehistory=y`` stores the whole result, not only the page."""
    body = eutils(
        "esearch", "db=pubmed&term=trial&usehistory=y&retmax=0&retmode=json"
    ).body
    result = json.loads(body)["esearchresult"]
    assert result["idlist"] == []
    web_env = f"&WebEnv={result['webenv']}"
    listed = eutils(
        "efetch", f"db=pubmed&query_key={result['querykey']}{web_env}&rettype=uilist"
    )
    assert listed.body == b"99000002\n99000001\n"
    assert found("#1 AND curved", web_env) == ["99000001"]
    assert found("", f"&query_key=1{web_env}") == ["99000002", "99000001"]


def test_beyond_the_ceiling_is_an_error_hidden_in_a_200(eutils, monkeypatch):
    """Of a larger result only the first 9,999 can be reached (here: the first one)."""
    monkeypatch.setattr(eutils_search, "CEILING", 1)
    answer = eutils("esearch", "db=pubmed&term=trial&retstart=1&retmode=json")
    assert answer.status == 200
    message = json.loads(answer.body)["esearchresult"]["ERROR"]
    assert message.startswith(
        "Search Backend failed: Exception:\n'retstart' cannot be larger than 0. "
    )


def test_the_ceiling_is_9999():
    """The last start that works is 9998."""
    assert eutils_search.CEILING == 9999


def test_a_large_retmax_is_cut_with_a_warning(eutils, monkeypatch):
    """The answer shrinks silently but for an OutputMessage."""
    monkeypatch.setattr(eutils_search, "CEILING", 1)
    root = etree.fromstring(eutils("esearch", "db=pubmed&term=trial&retmax=5").body)
    assert root.findtext("Count") == "2"
    assert root.findtext("RetMax") == "1"
    assert root.findtext("WarningList/OutputMessage") == (
        "Restrictions achieved. start and count adjusted to 0, 1"
    )


def test_retstart_past_a_small_result_is_empty_with_a_warning(eutils):
    """No error, no ids, a message."""
    root = etree.fromstring(eutils("esearch", "db=pubmed&term=trial&retstart=50").body)
    assert root.find("IdList/Id") is None
    assert root.find("WarningList/OutputMessage") is not None


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ("db=pubmed&term=", "Empty term and query_key - nothing todo"),
        ("db=nonsense&term=x", "Invalid db name specified: nonsense"),
    ],
)
def test_errors_are_200_in_both_forms(eutils, form, message):
    """ERROR in XML and in JSON."""
    assert etree.fromstring(eutils("esearch", form).body).findtext("ERROR") == message
    body = json.loads(eutils("esearch", f"{form}&retmode=json").body)
    assert body["esearchresult"] == {"ERROR": message}


def test_today_is_the_default_day(records):
    """Without a given day ``reldate`` counts from the day of the request."""
    days = (date.today() - date(2020, 6, 2)).days  # noqa: DTZ011 - a day, not a moment
    url = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi?db=pubmed&term=trial"
    answer = Mirror(records).answer("GET", f"{url}&datetype=edat&reldate={days + 1}")
    assert b"<Count>1</Count>" in answer.body


@given(st.lists(PIECES, max_size=9))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_query_breaks_the_mirror(eutils, pieces):
    """Whatever is typed is answered with 200 in readable XML and JSON."""
    form = f"db=pubmed&term={quote_plus(''.join(pieces))}"
    answer = eutils("esearch", form)
    assert answer.status == 200
    assert etree.fromstring(answer.body).tag == "eSearchResult"
    assert json.loads(eutils("esearch", f"{form}&retmode=json").body)["esearchresult"]


@given(WORDS, WORDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_operators_are_those_of_sets(found, first, second):
    """AND, OR and NOT of two terms are what the terms find, combined."""
    one, two = set(found(first)), set(found(second))
    assert set(found(f"{first} AND {second}")) == one & two
    assert set(found(f"({first}) {second}")) == one & two
    assert set(found(f"{first} OR {second}")) == one | two
    assert set(found(f"{first} NOT ({second})")) == one - two


@pytest.mark.parametrize("closing", [")", "))"])
def test_a_parenthesis_too_many_is_passed_over(found, closing):
    """What follows it still counts."""
    assert found(f"silver{closing} OR trial") == ["99000003", "99000002", "99000001"]
