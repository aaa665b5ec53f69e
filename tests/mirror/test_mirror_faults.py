"""Scripts of faults, enforced limits, later states."""

import http.client
import json
import shutil

import pytest

from harvester.errors import HarvesterError
from harvester.mirror import Mirror
from harvester.mirror.enforcer import RateEnforcer
from harvester.mirror.faults import FaultyMirror, Rule, Script, load_script
from harvester.mirror.server import Server

EFETCH = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi"
WORK = "https://api.crossref.org/works/10.5555%2Fmirror.1"
LIST = "https://api.crossref.org/works?rows=5"


def statuses(mirror, url, count):
    """Ask ``count`` times and return what was answered."""
    return [mirror.answer("GET", url).status for _ in range(count)]


def test_a_rule_befalls_the_requests_it_names(mirror):
    """By number among those of the endpoint; others in between do not count."""
    faulty = FaultyMirror(
        mirror,
        Script(rule=(Rule(fault="error-503", endpoint="single", nth=(2,)),)),
    )
    assert statuses(faulty, WORK, 1) == [200]
    assert statuses(faulty, LIST, 2) == [200, 200]
    assert statuses(faulty, WORK, 2) == [503, 200]
    assert faulty.befallen == [("crossref", "single", 2, "error-503")]


def test_a_service_is_down_for_a_while(mirror):
    """From the second to the fourth request; everything else of it works again."""
    rule = Rule(fault="error-502", service="crossref", first=2, last=4)
    faulty = FaultyMirror(mirror, Script(rule=(rule,)))
    assert statuses(faulty, WORK, 6) == [200, 502, 502, 502, 200, 200]


def test_the_dice_are_the_same_every_time(mirror):
    """A seed gives the same faults again, another seed others."""

    def play(seed):
        rule = Rule(fault="busy", probability=0.3)
        return statuses(
            FaultyMirror(mirror, Script(seed=seed, rule=(rule,))), WORK, 200
        )

    assert play(1) == play(1)
    assert play(1) != play(2)
    assert 30 < play(1).count(429) < 90


@pytest.mark.parametrize(
    ("body", "befallen"),
    [
        (b"id=99000001", True),
        (b"id=5&id=99000001", True),
        (b"id=1,99000001,3", True),
        (b"id=990000010", False),
        (b"id=1990000019", False),
    ],
)
def test_a_rule_names_an_identifier(mirror, body, befallen):
    """In a list, alone, or repeated; not as a part of another one."""
    faulty = FaultyMirror(
        mirror, Script(rule=(Rule(fault="error-500", id="99000001"),))
    )
    assert (faulty.answer("POST", EFETCH, body).status == 500) is befallen


def test_a_rule_names_a_doi_however_it_is_encoded(mirror):
    """With its slash encoded, and in any case."""
    faulty = FaultyMirror(
        mirror, Script(rule=(Rule(fault="page", id="10.5555/Mirror.1"),))
    )
    assert b"<html>" in faulty.answer("GET", WORK).body
    assert b"<html>" not in faulty.answer("GET", LIST).body


def test_429_looks_as_the_services_send_it(mirror):
    """NCBI's JSON of texts, with the pause asked for; Crossref's nothing."""
    faulty = FaultyMirror(
        mirror, Script(rule=(Rule(fault="busy", retry_after="2", service="eutils"),
                             Rule(fault="busy")))
    )  # fmt: skip
    ncbi, crossref = faulty.answer("POST", EFETCH, b"id=1"), faulty.answer("GET", WORK)
    assert (ncbi.status, ncbi.header("retry-after")) == (429, "2")
    assert json.loads(ncbi.body)["error"] == "API rate limit exceeded"
    assert (crossref.status, crossref.body, crossref.headers) == (429, b"", ())


def test_another_record_is_answered(mirror):
    """A whole, valid record of somebody else."""
    rule = Rule(fault="another-record", id="99000001", instead="99000002")
    faulty = FaultyMirror(mirror, Script(rule=(rule,)))
    body = faulty.answer("POST", EFETCH, b"id=99000001").body
    assert b">99000002</PMID>" in body
    assert b">99000001</PMID>" not in body


def test_a_script_is_a_file(tmp_path):
    """TOML or JSON; the same rules."""
    (tmp_path / "a.toml").write_text(
        'seed = 3\n[[rule]]\nfault = "busy"\nnth = [1, 4]\nretry_after = "2"\n'
    )
    (tmp_path / "a.json").write_text(
        '{"seed": 3, "rule": [{"fault": "busy", "nth": [1, 4], "retry_after": "2"}]}'
    )
    expected = Script(seed=3, rule=(Rule(fault="busy", nth=(1, 4), retry_after="2"),))
    assert load_script(tmp_path / "a.toml") == expected
    assert load_script(tmp_path / "a.json") == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[rule]]\nfault = "meteor"\n', "no fault 'meteor'; known are another-record"),
        ('[[rule]]\nfault = "busy"\nwhen = 1\n', "when"),
        ('[[rule]]\nfault = "busy"\nprobability = 2.0\n', "probability"),
        ("[[rule\n", "is no script of faults"),
    ],
)
def test_a_wrong_script_is_a_sentence(tmp_path, text, said):
    """It names the file and what is wrong."""
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(HarvesterError, match=said) as caught:
        load_script(tmp_path / "x.toml")
    assert "x.toml" in str(caught.value)
    with pytest.raises(HarvesterError, match="is no script of faults"):
        load_script(tmp_path / "none.toml")


@pytest.mark.parametrize("fault", ["dropped", "timeout", "cut", "reset"])
def test_connections_really_fail(mirror, fault):
    """A client of another make sees what it would see of a broken service."""
    faulty = FaultyMirror(mirror, Script(rule=(Rule(fault=fault, nth=(1,)),)))
    with Server(faulty, host="127.0.0.1", port=0) as server:
        place = server.url.removeprefix("http://")
        connection = http.client.HTTPConnection(place, timeout=0.5)
        connection.request("GET", "/works/10.5555%2Fmirror.1")
        with pytest.raises((http.client.HTTPException, OSError)):
            connection.getresponse().read()
        connection.close()
        again = http.client.HTTPConnection(place, timeout=5)
        again.request("GET", "/works/10.5555%2Fmirror.1")
        assert again.getresponse().read().startswith(b'{"status":"ok"')
        again.close()


def test_limits_are_enforced(mirror):
    """Ten in any second, whenever it begins; the refused ones count as well."""
    now = 0.0
    enforcer = RateEnforcer(mirror, clock=lambda: now)

    def at(moment):
        nonlocal now
        now = moment
        return enforcer.answer("GET", WORK).status

    assert [at(n * 0.05) for n in range(10)] == [200] * 10
    assert at(0.5) == 429
    assert at(0.99) == 429
    assert at(1.04) == 429  # the two refused ones, and nine from 0.05 on
    assert at(1.7) == 200
    assert enforcer.violations == {"crossref single": 3}


def test_limits_are_of_a_route(mirror):
    """Three lists a second do not keep single records from being asked for."""
    enforcer = RateEnforcer(mirror, clock=lambda: 0.0)
    assert statuses(enforcer, LIST, 4) == [200, 200, 200, 429]
    assert statuses(enforcer, WORK, 10) == [200] * 10
    refused = [enforcer.answer("POST", EFETCH, b"id=1") for _ in range(11)][-1]
    assert refused.status == 429
    assert refused.header("retry-after") == "2"


@pytest.fixture
def later(records, tmp_path):
    """The first article has its pages; the second work and article are gone."""
    folder = tmp_path / "later"
    (folder / "pubmed").mkdir(parents=True)
    (folder / "crossref").mkdir()
    text = (records / "pubmed" / "99000001.xml").read_text(encoding="utf-8")
    (folder / "pubmed" / "99000001.xml").write_text(
        text.replace("<Volume>007</Volume>", "<Volume>008</Volume>"), encoding="utf-8"
    )
    shutil.copy(records / "crossref" / "work-2.json", folder / "crossref" / "x.json")
    (folder / "links.json").write_text(
        '{"99000002": {"cited_by": ["99000001", "98000001"]}}'
    )
    (folder / "deleted.json").write_text('["99000002", "10.5555/MIRROR.2"]')
    (folder / "aliases.json").write_text('{"10.5555/older": "10.5555/mirror.1"}')
    return Mirror(records, later=folder)


def test_later_states_stand_in_place_of_earlier_ones(later):
    """Volume, deletion, citations and merging; all else is as it was."""
    body = later.answer("POST", EFETCH, b"id=99000001,99000002,99000003").body
    assert b"<Volume>008</Volume>" in body
    assert b">99000003</PMID>" in body
    assert b">99000002</PMID>" not in body
    gone = later.answer("GET", "https://api.crossref.org/works/10.5555%2Fmirror.2")
    assert gone.status == 404
    moved = later.answer("GET", "https://api.crossref.org/works/10.5555%2Folder")
    assert moved.status == 301
    assert later.answer("GET", WORK).status == 200
    elink = EFETCH.replace("efetch", "elink")
    form = b"dbfrom=pubmed&db=pubmed&linkname=pubmed_pubmed_citedin&id="
    assert b"98000001" in later.answer("POST", elink, form + b"99000002").body
    assert b"98000001" in later.answer("POST", elink, form + b"99000001").body


def test_later_states_are_checked_like_the_first(records, tmp_path):
    """A folder that is none is named."""
    with pytest.raises(HarvesterError, match=f"{tmp_path} is not a folder of records"):
        Mirror(records, later=tmp_path)
