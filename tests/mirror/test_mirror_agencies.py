"""The mirror's doi.org, DataCite and Europe PMC."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from harvester.mirror import Mirror
from harvester.mirror.enforcer import PUBLIC, RateEnforcer
from harvester.mirror.server import serve

RESOURCE = {"id": "10.5555/data.1", "attributes": {"doi": "10.5555/DATA.1"}}
PREPRINT = {
    "DOI": "10.5555/pre.1",
    "type": "posted-content",
    "title": ["Moss by night"],
    "abstract": "Counted by touch.",
    "issued": {"date-parts": [[2021]]},
}
ABSTRACT = (
    '<Abstract><AbstractText Label="METHODS">Moss was counted by lamp.</AbstractText>'
    "</Abstract>"
)
RECORD = """<PubmedArticle><MedlineCitation><PMID Version="1">99000901</PMID>
<Article><Journal><JournalIssue><Volume>3</Volume><PubDate><Year>2012</Year></PubDate>
</JournalIssue><Title>Journal of Walls</Title></Journal>
<ArticleTitle>Moss on old walls.</ArticleTitle>{abstract}
<AuthorList><Author><LastName>Alder</LastName><ForeName>Bo</ForeName>
<Initials>B</Initials></Author></AuthorList></Article></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">99000901</ArticleId>
<ArticleId IdType="pmc">PMC99000901</ArticleId></ArticleIdList></PubmedData>
</PubmedArticle>"""
EUROPEPMC = "https://www.ebi.ac.uk/europepmc/webservices/rest/search"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One record of each kind, and a DOI of a third agency."""
    for name in ("pubmed", "crossref", "datacite"):
        (tmp_path / name).mkdir()
    (tmp_path / "pubmed" / "99000901.xml").write_text(RECORD.format(abstract=ABSTRACT))
    (tmp_path / "crossref" / "pre.json").write_text(json.dumps(PREPRINT))
    (tmp_path / "datacite" / "data.json").write_text(json.dumps(RESOURCE))
    (tmp_path / "agencies.json").write_text('{"10.5555/M.1": "mEDRA"}')
    (tmp_path / "aliases.json").write_text('{"10.5555/pre.old": "10.5555/pre.1"}')
    return tmp_path


@pytest.fixture
def ask(folder: Path):
    """GET an address and return status and JSON."""
    mirror = Mirror(folder)

    def get(url: str):
        answer = mirror.answer("GET", url)
        return answer.status, json.loads(answer.body)

    get.mirror = mirror
    return get


def test_every_doi_has_an_entry(ask):
    """The agency of what the folder holds, or why there is none; always status 200."""
    dois = "10.5555/pre.1,10.5555/data.1,10.5555%2Fm.1,10.5555/pre.old,10.5555/no,10.1"

    assert ask(f"https://doi.org/doiRA/{dois}") == (
        200,
        [
            {"DOI": "10.5555/pre.1", "RA": "Crossref"},
            {"DOI": "10.5555/data.1", "RA": "DataCite"},
            {"DOI": "10.5555/m.1", "RA": "mEDRA"},
            {"DOI": "10.5555/pre.old", "RA": "Crossref"},
            {"DOI": "10.5555/no", "status": "DOI does not exist"},
            {"DOI": "10.1", "status": "Invalid DOI"},
        ],
    )
    (served,) = ask.mirror.requests
    assert (served.service, served.endpoint, served.id_count) == ("doira", "doiRA", 6)


def test_an_encoded_comma_belongs_to_its_doi(ask):
    """One DOI is asked for, not two."""
    _, entries = ask("https://doi.org/doiRA/10.5555%2Fa%2Cb")

    assert [entry["DOI"] for entry in entries] == ["10.5555/a,b"]


def test_a_resource_is_answered_as_it_lies_there(ask):
    """In any case of the DOI; an unknown one is an error in DataCite's words."""
    assert ask("https://api.datacite.org/dois/10.5555%2Fdata.1?affiliation=true") == (
        200,
        {"data": RESOURCE},
    )
    status, body = ask("https://api.datacite.org/dois/10.5555%2Fno")
    assert status == 404
    assert body["errors"][0]["status"] == "404"
    assert {served.id_count for served in ask.mirror.requests} == {1}


def test_a_resource_that_was_deleted_is_gone(folder: Path, tmp_path: Path):
    """A later state of the folder takes it away."""
    later = tmp_path / "later"
    later.mkdir()
    (later / "links.json").write_text("{}")
    (later / "deleted.json").write_text('["10.5555/Data.1"]')
    mirror = Mirror(folder, later=later)

    answer = mirror.answer("GET", "https://api.datacite.org/dois/10.5555%2Fdata.1")

    assert answer.status == 404


def search(ask, query: str, **params: str):
    """Search, and return the ids of the results."""
    _, body = ask(f"{EUROPEPMC}?{urlencode({'query': query, **params})}")
    return [one["id"] for one in body["resultList"]["result"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('TITLE_ABS:"counted by lamp"', ["99000901"]),
        ('TITLE_ABS:"counted by moonlight"', []),
        ('TITLE_ABS:"by lamp" OR TITLE:"by night"', ["99000901", "PPR1"]),
        ("(TITLE:walls AND TITLE:moss)", ["99000901"]),
        ("(TITLE:walls AND TITLE:night)", []),
        ('TITLE:"counted by lamp"', []),
        ("nothing that is understood", []),
    ],
)
def test_texts_are_searched(ask, query, found):
    """Phrases and words of titles and abstracts; groups are joined by OR."""
    assert search(ask, query) == found


def test_a_result_has_the_fields_of_the_service(ask):
    """Label as heading, people in parts, identifiers of all kinds."""
    _, body = ask(f"{EUROPEPMC}?{urlencode({'query': 'TITLE:walls'})}")
    (result,) = body["resultList"]["result"]

    assert body["hitCount"] == 1
    assert (result["source"], result["pmid"], result["pmcid"]) == (
        "MED",
        "99000901",
        "PMC99000901",
    )
    assert result["abstractText"] == "<h4>Methods</h4>Moss was counted by lamp."
    assert result["authorList"]["author"] == [
        {"firstName": "Bo", "lastName": "Alder", "initials": "B"}
    ]
    assert "doi" not in result


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({}, "No search criteria"),
        ({"query": "x" * 1500}, "less than 1500"),
        ({"query": "x", "pageSize": "1001"}, "Invalid page size"),
    ],
)
def test_what_is_wrong_comes_with_a_good_status(ask, params, said):
    """As the service was seen to do."""
    status, body = ask(f"{EUROPEPMC}?{urlencode(params)}")

    assert status == 200
    assert body["errCode"] == 404
    assert said in body["errMsg"]


def test_the_server_has_the_paths_of_all_three(folder: Path):
    """Below one address, as with the other services."""
    paths = {
        "/doiRA/10.5555%2Fm.1": b"mEDRA",
        "/dois/10.5555%2Fdata.1": b"10.5555/DATA.1",
        "/europepmc/webservices/rest/search?query=TITLE:moss": b"99000901",
    }
    with serve(folder) as running:
        for path, expected in paths.items():
            url = running.url + path
            with urlopen(url, timeout=5) as reply:  # noqa: S310 - loopback
                assert expected in reply.read()


def test_doi_org_is_asked_once_a_second(folder: Path):
    """The enforcer refuses what comes sooner."""
    now = [0.0]
    enforcer = RateEnforcer(Mirror(folder), PUBLIC, clock=lambda: now[0])

    def get() -> int:
        return enforcer.answer("GET", "https://doi.org/doiRA/10.5555/m.1").status

    first, second = get(), get()
    now[0] = 2.0

    assert (first, second, get()) == (200, 429, 200)
