"""Crossref's API and the ID Converter, as the mirror answers them."""

import json
from urllib.parse import quote

import pytest

from harvester.mirror.crossref_list import SELECTABLE


@pytest.fixture
def listed(crossref):
    """Ask for a list and return its message."""

    def ask(query: str) -> dict:
        answer = crossref(f"/works?{query}")
        assert answer.status == 200, answer.body
        return json.loads(answer.body)["message"]

    return ask


@pytest.fixture
def dois(listed):
    """Ask for a list and return its DOIs."""
    return lambda query: [item["DOI"] for item in listed(query)["items"]]


@pytest.mark.parametrize("prefix", ["", "/v1"])
def test_one_work_in_its_envelope(crossref, prefix):
    """The DOI in any case, its slash encoded; the record as it lies there."""
    answer = crossref(f"{prefix}/works/10.5555%2FMIRROR.1")
    assert answer.status == 200
    assert answer.header("content-type") == "application/json"
    body = json.loads(answer.body)
    assert list(body) == ["status", "message-type", "message-version", "message"]
    assert (body["status"], body["message-type"]) == ("ok", "work")
    assert body["message"]["is-referenced-by-count"] == 7


def test_an_unencoded_slash_works_too(crossref):
    """Both forms answer."""
    assert crossref("/works/10.5555/mirror.1").status == 200


def test_a_doi_that_ends_in_a_slash_must_be_encoded(crossref):
    """Raw it is a 404, encoded it is found; so is a comma."""
    doi = "10.5555/with,comma/"
    assert crossref(f"/works/{quote(doi, safe='')}").status == 200
    assert crossref(f"/works/{doi}").status == 404


def test_double_encoding_is_not_found(crossref):
    """``%252F`` is decoded once only."""
    assert crossref("/works/10.5555%252Fmirror.1").status == 404


def test_an_unknown_doi_is_plain_text(crossref):
    """404 with a sentence that is not JSON."""
    answer = crossref("/works/10.5555%2Fno")
    assert answer.status == 404
    assert answer.header("content-type") == "text/plain"
    assert answer.body == b"Resource not found."


def test_an_alias_is_redirected_to_its_prime(crossref):
    """301 with the prime DOI's address."""
    answer = crossref("/works/10.5555%2Fold.1")
    assert answer.status == 301
    assert answer.header("location") == (
        "https://api.crossref.org/works/10.5555%2Fmirror.1"
    )


def test_lists_leave_aliases_out(dois):
    """A batch silently lacks them."""
    assert dois("filter=doi:10.5555/old.1,doi:10.5555/mirror.2") == ["10.5555/mirror.2"]


def test_agency(crossref):
    """What the folder holds is Crossref's; else 404 that claims to be JSON."""
    body = json.loads(crossref("/works/10.5555%2Fmirror.1/agency").body)
    assert body == {
        "status": "ok",
        "message-type": "work-agency",
        "message-version": "1.0.0",
        "message": {
            "DOI": "10.5555/mirror.1",
            "agency": {"id": "crossref", "label": "Crossref"},
        },
    }
    lost = crossref("/works/10.5555%2Fno/agency")
    assert lost.status == 404
    assert lost.header("content-type") == "application/json;charset=utf-8"
    assert lost.body == b"Resource not found."


def test_head_answers_without_a_body(mirror):
    """An existence check."""
    base = "https://api.crossref.org/works/10.5555%2F"
    known = mirror.answer("HEAD", f"{base}mirror.1")
    assert (known.status, known.body) == (200, b"")
    assert mirror.answer("HEAD", f"{base}no").status == 404


def test_other_routes_and_methods(crossref, mirror):
    """Only works are offered, only to be read."""
    assert crossref("/members/98").status == 404
    assert mirror.answer("POST", "https://api.crossref.org/works", b"x=1").status == 405


def test_a_single_work_takes_no_query(crossref):
    """400 with a list of what is wrong."""
    answer = crossref("/works/10.5555%2Fmirror.1?query=x&format=bibtex&mailto=a@b.org")
    assert answer.status == 400
    body = json.loads(answer.body)
    assert body["message-type"] == "validation-failure"
    assert [fault["type"] for fault in body["message"]] == [
        "parameter-not-allowed",
        "unknown-parameter",
    ]


def test_the_envelope_of_a_list(listed):
    """All of its keys, 20 rows unless asked, score 0 without a query."""
    message = listed("")
    assert list(message) == [
        "facets",
        "total-results",
        "items",
        "items-per-page",
        "query",
    ]
    assert message["total-results"] == 3
    assert message["items-per-page"] == 20
    assert message["query"] == {"start-index": 0, "search-terms": None}
    assert [item["score"] for item in message["items"]] == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("filter=doi:10.5555/MIRROR.1,doi:10.5555/mirror.2", [1, 2]),
        ("filter=doi:10.5555/with,comma/", [3]),
        ("filter=doi:10.5555/mirror.1,from-index-date:2021-01-11", []),
        ("filter=from-index-date:2021-01-10", [1, 2]),
        ("filter=from-index-date:2021-02", [2]),
        ("filter=until-index-date:2021-01", [1, 3]),
        ("filter=from-issued-date:1900", [1, 2]),  # no date is no match
        ("filter=until-issued-date:2021", [1, 2]),
        ("filter=type:book", [3]),
        ("filter=type:book,type:journal-article,from-index-date:2021", [1, 2]),
        ("filter=updates:10.5555/mirror.1", [2]),
        ("filter=is-update:true", [2]),
        ("filter=is-update:0", [1, 3]),
        ("rows=2", [1, 2]),
        ("rows=0", []),
        ("rows=1&offset=1", [2]),
        ("sort=indexed", [2, 1, 3]),
        ("sort=indexed&order=asc", [3, 1, 2]),
        ("sample=1", [1]),
    ],
)
def test_lists(dois, query, expected):
    """Equal filters are alternatives, different ones must all hold."""
    names = {1: "10.5555/mirror.1", 2: "10.5555/mirror.2", 3: "10.5555/with,comma/"}
    assert dois(query) == [names[number] for number in expected]


def test_queries_are_scored_best_first(listed):
    """The better a work's words cover the question, the higher; no word, no item."""
    asked = "A first trial of curved mirrors Ångström 2020"
    items = listed(f"query.bibliographic={quote(asked)}&rows=5")["items"]
    assert [item["DOI"] for item in items] == ["10.5555/mirror.1", "10.5555/mirror.2"]
    assert items[0]["score"] > items[1]["score"] > 0
    assert listed("query=nothing")["query"]["search-terms"] == "nothing"


def test_a_query_for_an_author_reads_names(dois):
    """``query.author`` looks at no title."""
    assert dois("query.author=angstrom") == ["10.5555/mirror.1"]
    assert dois("query.author=mirrors") == []


def test_select_gives_only_what_is_named(listed):
    """Absent fields stay absent, the score too unless it is selected."""
    (item,) = listed("filter=doi:10.5555/mirror.2&select=DOI,indexed,abstract")["items"]
    assert item == {
        "DOI": "10.5555/mirror.2",
        "indexed": {"date-parts": [[2021, 6, 1]]},
    }


def test_selectable_fields_are_those_documented():
    """Some fields of records cannot be selected."""
    assert {"DOI", "issn-type", "updated-by", "volume"} <= SELECTABLE
    assert SELECTABLE.isdisjoint({"language", "subtype", "resource", "journal-issue"})


def test_a_cursor_walks_to_an_empty_page(listed):
    """``next-cursor`` is given even past the end; the last page is a short one."""
    pages = []
    cursor = "*"
    for _ in range(3):
        message = listed(f"rows=2&cursor={quote(cursor, safe='')}")
        pages.append([item["DOI"] for item in message["items"]])
        cursor = message["next-cursor"]
    assert pages == [
        ["10.5555/mirror.1", "10.5555/mirror.2"],
        ["10.5555/with,comma/"],
        [],
    ]


@pytest.mark.parametrize("cursor", ["5", "bWlycm9y", "ä"])
def test_a_bad_cursor_is_a_404_in_json(crossref, cursor):
    """404 on a list does not mean "no results"."""
    answer = crossref(f"/works?cursor={quote(cursor)}")
    assert answer.status == 404
    assert answer.header("content-type") == "application/json"
    body = json.loads(answer.body)
    assert (body["status"], body["message-type"]) == ("failed", "resource-failure")
    assert body["message"][0]["type"] == "cursor-invalid"


@pytest.mark.parametrize(
    ("query", "kind", "value"),
    [
        ("rows=things", "integer-not-valid", "things"),
        ("rows=1001", "integer-not-valid", "1001"),
        ("rows=100&offset=9950", "integer-not-valid", "9950"),
        ("sample=101", "integer-not-valid", "101"),
        ("filter=nosuch:1", "filter-not-available", "nosuch"),
        ("select=DOI,language", "select-not-available", "language"),
        ("sort=nosuch", "sort-not-available", "nosuch"),
        ("format=bibtex", "unknown-parameter", "format"),
    ],
)
def test_bad_parameters_are_listed(crossref, query, kind, value):
    """400; ``message`` is a list of objects."""
    answer = crossref(f"/works?{query}")
    assert answer.status == 400
    assert answer.header("content-type") == "application/json;charset=utf-8"
    (fault,) = json.loads(answer.body)["message"]
    assert (fault["type"], fault["value"]) == (kind, value)
    assert set(fault) == {"type", "value", "message"}


def test_a_number_too_large_in_the_words_of_the_service(crossref):
    """The recorded sentence, with its blank at the end."""
    (fault,) = json.loads(crossref("/works?sample=101").body)["message"]
    assert fault["message"] == (
        "Integer specified as 101 but must be a positive integer less than or equal "
        "to 100. "
    )


def test_an_address_that_is_too_long(crossref):
    """414 beyond 4,092 bytes of path and query."""
    assert crossref("/works?filter=" + "doi:10.5555/x," * 300).status == 414


@pytest.mark.parametrize(
    ("path", "headers", "expected"),
    [
        ("/works/10.5555%2Fno", {}, ("public-single", "5", "1s", "1")),
        ("/works?rows=0", {}, ("public-array", "1", "1s", "1")),
        ("/works?rows=0&mailto=a@b.org", {}, ("polite-array", "3", "1s", "3")),
        (
            "/works/10.5555%2Fno",
            {"User-Agent": "x/1 (mailto:a@b.org)"},
            ("polite-single", "10", "1s", "3"),
        ),
        ("/works?rows=x", {}, ("public-array", "1", "1s", "1")),
    ],
)
def test_the_pool_is_printed_on_every_answer(crossref, path, headers, expected):
    """A contact in the query or the user agent makes a caller polite."""
    answer = crossref(path, **headers)
    names = (
        "x-api-pool",
        "x-rate-limit-limit",
        "x-rate-limit-interval",
        "x-concurrency-limit",
    )
    assert tuple(answer.header(name) for name in names) == expected


@pytest.fixture
def idconv(mirror):
    """Ask the ID Converter and return (status, body)."""

    def ask(query: str):
        path = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/"
        answer = mirror.answer("GET", f"{path}?format=json&{query}")
        return answer.status, json.loads(answer.body)

    return ask


@pytest.mark.parametrize(
    "query",
    [
        "ids=99000001",
        "ids=99000001&idtype=pmid",
        "ids=PMC99000001&idtype=pmcid",
        "ids=10.5555/mirror.1&idtype=doi",
    ],
)
def test_an_article_in_pmc_is_converted(idconv, query):
    """By any of its identifiers; the PMID comes as a number."""
    status, body = idconv(query)
    assert status == 200
    assert body["status"] == "ok"
    (record,) = body["records"]
    requested = query.partition("=")[2].partition("&")[0]
    assert record == {
        "doi": "10.5555/Mirror.1",
        "pmcid": "PMC99000001",
        "pmid": 99000001,
        "requested-id": requested,
    }


def test_an_article_outside_pmc_is_unknown(idconv):
    """No DOI is given although PubMed has one."""
    status, body = idconv("ids=99000002,98765432")
    assert status == 200
    assert [record["errmsg"] for record in body["records"]] == [
        "Identifier not found in PMC"
    ] * 2
    assert "doi" not in body["records"][0]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("ids=10.5555/mirror.1", "invalid_pmids"),
        ("ids=10.5555/mirror.1,99000001&idtype=doi", "invalid_dois"),
        ("ids=PMC1,1&idtype=pmcid", "invalid_pmcids"),
        ("ids=", "invalid_ids"),
        ("ids=1&idtype=isbn", "invalid_idtype"),
        ("ids=" + ",".join(map(str, range(1, 202))), "invalid_ids"),
    ],
)
def test_one_wrong_id_spoils_the_list(idconv, query, code):
    """400 for mixed lists, for more than 200, and for none."""
    status, body = idconv(query)
    assert status == 400
    assert body["errors"][0]["code"] == code
    assert body["http_status_reason"] == "Bad Request"
