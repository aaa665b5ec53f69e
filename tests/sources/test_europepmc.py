"""Europe PMC: what is searched for, and what its results say."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester.errors import (
    BlockedError,
    IdentifierError,
    ProtocolError,
    TransientError,
)
from harvester.model import Citation
from harvester.sources.base import SearchSource
from harvester.sources.europepmc import EUROPEPMC
from harvester.wire import Payload, Request

PHRASES = ("moss on old walls", "below a stone")


def searched(citation: Citation) -> Request:
    """Return the one question of a search."""
    (flow,) = EUROPEPMC.search(citation)
    return next(flow)


def reply(body: bytes, status: int = 200) -> Payload:
    """Return a payload that answers a search."""
    return Payload(
        request=searched(Citation(printed="x", phrases=PHRASES)),
        status=status,
        body=body,
        content_type="application/json",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def record(**result: object):
    """Return what is read of one result."""
    body = {"hitCount": 1, "resultList": {"result": [result]}}
    (found,) = EUROPEPMC.parse(reply(json.dumps(body).encode())).records
    return found


def query(citation: Citation) -> str:
    """Return the query that is sent."""
    return dict(searched(citation).params)["query"]


def test_it_is_searched_and_not_asked():
    """No identifier is looked up there."""
    assert isinstance(EUROPEPMC, SearchSource)
    with pytest.raises(IdentifierError, match="Europe PMC is not asked"):
        EUROPEPMC.lookup("pmid", ["99000001"])


def test_phrases_and_words_of_the_title_are_asked_for_together():
    """Each phrase is enough by itself; of the title the longest words together."""
    citation = Citation(
        printed="x", phrases=PHRASES, title="Grafting of willow on frozen oak"
    )

    assert query(citation) == (
        'TITLE_ABS:"moss on old walls" OR TITLE_ABS:"below a stone" OR '
        "(TITLE:Grafting AND TITLE:willow AND TITLE:frozen)"
    )
    assert dict(searched(citation).params)["resultType"] == "core"
    assert searched(citation).asked == ()


def test_signs_of_the_query_language_are_left_out():
    """Quotes, brackets and colons of a phrase would mean something."""
    citation = Citation(printed="x", phrases=('moss: "old" (walls) ~ never* seen',))

    assert query(citation) == 'TITLE_ABS:"moss old walls never seen"'


def test_a_query_stays_below_what_is_refused():
    """Phrases beyond 1,500 characters are left out whole."""
    phrases = tuple(f"{number} moss {'x' * 90}" for number in range(40))
    asked = query(Citation(printed="x", phrases=phrases))

    assert 1_000 < len(asked) < 1_500
    assert asked.endswith('x"')


def test_a_citation_with_a_journal_is_left_to_the_others():
    """Nothing is asked for what has a place, nor for what has no words."""
    cited = Citation(printed="x", title="Grafting willow frozen", journal="Arch Trees")

    assert EUROPEPMC.search(cited) == ()
    assert EUROPEPMC.search(Citation(printed="x", title="Moss")) == ()


def test_a_result_is_read_with_what_tells_works_apart():
    """Identifiers, title, people, journal, place, dates and abstract."""
    found = record(
        id="99000901",
        source="MED",
        pmid="99000901",
        pmcid="PMC99000901",
        doi="10.5555/MOSS.1",
        title="Moss &lt; 3 on <i>old</i> walls.",
        authorList={
            "author": [
                {
                    "firstName": "Bo",
                    "lastName": "Alder",
                    "initials": "B",
                    "authorId": {"type": "ORCID", "value": "0000-0002-1825-0097"},
                },
                {"collectiveName": "Moss Group"},
            ]
        },
        journalInfo={
            "volume": "3",
            "issue": "2",
            "dateOfPublication": "2012 Feb",
            "printPublicationDate": "2012-02-01",
            "journal": {
                "title": "Journal of Walls",
                "ISOAbbreviation": "J Walls",
                "essn": "9999-0016",
            },
        },
        pageInfo="20-35",
        abstractText="Before.<h4>Methods</h4>A <i>spoon</i>.<h4>Results</h4>Moss.",
        pubTypeList={"pubType": ["Journal Article"]},
    )

    assert found.source_id == "MED/99000901"
    assert (found.pmid, found.pmcid, found.doi) == (
        "99000901",
        "PMC99000901",
        "10.5555/moss.1",
    )
    assert found.title.plain == "Moss < 3 on old walls."
    assert [(a.family, a.given, a.literal) for a in found.authors] == [
        ("Alder", "Bo", None),
        (None, None, "Moss Group"),
    ]
    assert found.authors[0].orcid == "0000-0002-1825-0097"
    assert found.container.title == "Journal of Walls"
    assert found.container.iso_abbreviation == "J Walls"
    assert found.container.issn_electronic == "9999-0016"
    assert (found.volume, found.issue, found.page) == ("3", "2", "20-35")
    assert found.date("issue").edtf == "2012-02"
    assert found.date("print").edtf == "2012-02-01"
    assert [(s.label, s.text.plain) for s in found.abstract.sections] == [
        (None, "Before."),
        ("Methods", "A spoon."),
        ("Results", "Moss."),
    ]


def test_a_preprint_is_known_by_its_doi():
    """The key of the collection ``PPR`` is no identifier of ours."""
    found = record(
        id="PPR1",
        source="PPR",
        doi="10.5555/p",
        pubYear="2026",
        authorString="Yew YY, de Boer CG.",
    )

    assert found.article_keys == (("doi", "10.5555/p"),)
    assert found.type == "article"
    assert found.date("issue").edtf == "2026"
    assert [(a.family, a.initials) for a in found.authors] == [
        ("Yew", "YY"),
        ("de Boer", "CG"),
    ]


def test_a_result_without_identifier_leads_nowhere():
    """A patent has none of ours; a result without key is a fault."""
    body = {
        "hitCount": 2,
        "resultList": {"result": [{"id": "P1", "source": "PAT"}, {}]},
    }
    found = EUROPEPMC.parse(reply(json.dumps(body).encode()))

    assert found.records == ()
    assert len(found.faults) == 1


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, b'{"errCode":404,"errMsg":"No search criteria"}', ProtocolError),
        (200, b'{"errCode":503,"errMsg":"busy"}', TransientError),
        (200, b"{}", ProtocolError),
        (503, b"This API is temporarily unavailable.", TransientError),
        (403, b"", BlockedError),
        (404, b"", ProtocolError),
    ],
)
def test_errors_hidden_in_a_good_status_are_found(status, body, error):
    """The service's own code decides whether to try again."""
    with pytest.raises(error) as caught:
        EUROPEPMC.check(reply(body, status))

    assert type(caught.value) is error


# --- Recorded replies -------------------------------------------------------------


@pytest.fixture
def quoted(shared_data: Path) -> Path:
    """Real replies that public documents quote."""
    return shared_data / "europepmc" / "quoted"


def test_a_recorded_search_is_read(quoted: Path) -> None:
    """Values as they stand in the file; its one author listed in full."""
    payload = reply((quoted / "search_core_one.trimmed.json").read_bytes())
    EUROPEPMC.check(payload)
    (found,) = EUROPEPMC.parse(payload).records

    assert found.article_keys == (
        ("pmid", "42700480"),
        ("doi", "10.1016/j.bios.2026.119197"),
    )
    assert [(a.family, a.given, a.initials) for a in found.authors] == [
        ("He", "Ruonan", "R")
    ]
    assert found.container.title == "Biosensors & bioelectronics"
    assert found.container.issn_electronic == "1873-4235"
    assert found.container.nlm_id == "9001289"
    assert (found.volume, found.page) == ("314", "119197")
    assert found.date("issue").edtf == "2026-09"


def test_recorded_preprints_are_read(quoted: Path) -> None:
    """Both bear a DOI and a string of names."""
    body = (quoted / "search_preprints_lite.trimmed.json").read_bytes()
    found = EUROPEPMC.parse(reply(body)).records

    assert [one.doi for one in found] == [
        "10.64898/2026.08.20.745440",
        "10.64898/2026.08.17.745336",
    ]
    assert [a.family for a in found[1].authors] == ["Salaudeen", "Shyiak", "de Boer"]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("error_no_criteria_http200.json", ProtocolError),
        ("error_page_size_http200.json", ProtocolError),
    ],
)
def test_recorded_errors_are_found(quoted: Path, name: str, error: type) -> None:
    """They came with status 200."""
    with pytest.raises(error, match="404"):
        EUROPEPMC.check(reply((quoted / name).read_bytes()))


def test_a_recorded_maintenance_notice_passes(quoted: Path) -> None:
    """503 in plain text."""
    with pytest.raises(TransientError):
        EUROPEPMC.check(reply((quoted / "references_503.txt").read_bytes(), 503))
