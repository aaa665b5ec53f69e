"""ELink of the mirror."""

import json

import pytest
from lxml import etree

from harvester.mirror import Mirror


def sets(body: bytes) -> list[tuple[list[str], dict[str, list[str]]]]:
    """Return (source ids, {link name: linked ids}) of every LinkSet."""
    return [
        (
            [element.text for element in link_set.iterfind("IdList/Id")],
            {
                part.findtext("LinkName"): [e.text for e in part.iterfind("Link/Id")]
                for part in link_set.iterfind("LinkSetDb")
            },
        )
        for link_set in etree.fromstring(body).iterfind("LinkSet")
    ]


def test_similar_articles_begin_with_the_source_itself(eutils):
    """Self first, then by score; what the folder does not hold is listed too."""
    answer = eutils(
        "elink", "dbfrom=pubmed&db=pubmed&id=99000001&linkname=pubmed_pubmed"
    )
    assert sets(answer.body) == [
        (
            ["99000001"],
            {"pubmed_pubmed": ["99000001", "99000002", "98000009", "98000008"]},
        )
    ]


def test_every_set_without_a_link_name(eutils):
    """All sets that are not empty; citations are PMID-descending."""
    ((_, found),) = sets(eutils("elink", "dbfrom=pubmed&db=pubmed&id=99000001").body)
    assert list(found) == [
        "pubmed_pubmed",
        "pubmed_pubmed_citedin",
        "pubmed_pubmed_five",
        "pubmed_pubmed_refs",
    ]
    assert found["pubmed_pubmed_citedin"] == ["99000002", "98000001"]
    assert found["pubmed_pubmed_refs"] == ["97000005", "97000001"]


def test_repeated_ids_give_a_set_each_and_no_links_an_empty_one(eutils):
    """A source without links, known or not, has no LinkSetDb."""
    form = "dbfrom=pubmed&db=pubmed&linkname=pubmed_pubmed_citedin"
    answer = eutils("elink", f"{form}&id=99000001&id=99000003&id=98765432")
    assert sets(answer.body) == [
        (["99000001"], {"pubmed_pubmed_citedin": ["99000002", "98000001"]}),
        (["99000003"], {}),
        (["98765432"], {}),
    ]


def test_a_comma_list_is_merged(eutils):
    """One LinkSet: the sources first, then each neighbour at its best score."""
    answer = eutils(
        "elink", "dbfrom=pubmed&id=99000001,99000002&linkname=pubmed_pubmed"
    )
    assert sets(answer.body) == [
        (
            ["99000001", "99000002"],
            {"pubmed_pubmed": ["99000001", "99000002", "98000008", "98000009"]},
        )
    ]


def test_scores_come_without_the_source_itself(eutils):
    """neighbor_score starts directly with real scores."""
    form = "dbfrom=pubmed&id=99000001&cmd=neighbor_score&linkname=pubmed_pubmed"
    root = etree.fromstring(eutils("elink", form).body)
    scores = [
        (link.findtext("Id"), link.findtext("Score"))
        for link in root.iterfind("LinkSet/LinkSetDb/Link")
    ]
    assert scores == [("99000002", "500"), ("98000009", "400"), ("98000008", "300")]


def test_an_unknown_score_is_left_out(tmp_path):
    """``null`` in the folder is no Score in XML and no key in JSON."""
    (tmp_path / "links.json").write_text(
        '{"1": {"similar": [["3", null], ["2", null]]}}'
    )
    base = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/elink.fcgi?dbfrom=pubmed"
    url = f"{base}&id=1&cmd=neighbor_score&linkname=pubmed_pubmed"
    mirror = Mirror(tmp_path)
    root = etree.fromstring(mirror.answer("GET", url).body)
    links = root.findall("LinkSet/LinkSetDb/Link")
    assert [[child.text for child in link] for link in links] == [["3"], ["2"]]
    body = json.loads(mirror.answer("GET", f"{url}&retmode=json").body)
    assert body["linksets"][0]["linksetdbs"][0]["links"] == [{"id": "3"}, {"id": "2"}]


def test_json_links_are_strings_and_with_scores_objects(eutils):
    """The type of an element depends on the command; empty sets are left out."""
    form = (
        "dbfrom=pubmed&db=pubmed&retmode=json&linkname=pubmed_pubmed&id=99000002&id=1"
    )
    plain = json.loads(eutils("elink", form).body)
    assert plain["linksets"] == [
        {
            "dbfrom": "pubmed",
            "ids": ["99000002"],
            "linksetdbs": [
                {
                    "dbto": "pubmed",
                    "linkname": "pubmed_pubmed",
                    "links": ["99000002", "98000008", "99000001"],
                }
            ],
        },
        {"dbfrom": "pubmed", "ids": ["1"]},
    ]
    scored = json.loads(eutils("elink", f"{form}&cmd=neighbor_score").body)
    assert scored["linksets"][0]["linksetdbs"][0]["links"][0] == {
        "id": "98000008",
        "score": 900,
    }


def test_a_history_list_is_one_merged_set(eutils):
    """WebEnv and query_key stand for a comma list."""
    posted = etree.fromstring(eutils("epost", "db=pubmed&id=99000001,99000002").body)
    history = (
        f"WebEnv={posted.findtext('WebEnv')}&query_key={posted.findtext('QueryKey')}"
    )
    answer = eutils("elink", f"dbfrom=pubmed&linkname=pubmed_pubmed_refs&{history}")
    assert sets(answer.body) == [
        (["99000001", "99000002"], {"pubmed_pubmed_refs": ["97000005", "97000001"]})
    ]


def test_neighbor_history_stores_the_links(eutils):
    """The stored list is the one that neighbor prints."""
    form = "dbfrom=pubmed&id=99000001&cmd=neighbor_history&linkname=pubmed_pubmed_refs"
    root = etree.fromstring(eutils("elink", form).body)
    key = root.findtext("LinkSet/LinkSetDbHistory/QueryKey")
    web_env = root.findtext("LinkSet/WebEnv")
    listed = eutils("efetch", f"rettype=uilist&query_key={key}&WebEnv={web_env}")
    assert listed.body == b"97000005\n97000001\n"


def test_a_term_keeps_what_matches_and_loses_the_ranking(eutils):
    """Filtered similar articles come newest first, the source among them."""
    form = "dbfrom=pubmed&id=99000001&linkname=pubmed_pubmed&term=trial"
    ((_, found),) = sets(eutils("elink", form).body)
    assert found == {"pubmed_pubmed": ["99000002", "99000001"]}


def test_ncheck_says_who_has_neighbours(eutils):
    """An attribute on every id."""
    form = "dbfrom=pubmed&cmd=ncheck&id=99000001,99000003"
    root = etree.fromstring(eutils("elink", form).body)
    checked = root.iterfind("LinkSet/IdCheckList/Id")
    assert [(e.text, e.get("HasNeighbor")) for e in checked] == [
        ("99000001", "Y"),
        ("99000003", "N"),
    ]


def test_what_is_no_pmid_is_printed_as_zero(eutils):
    """The service rewrites such ids to 0."""
    assert sets(eutils("elink", "dbfrom=pubmed&id=abc").body) == [(["0"], {})]


@pytest.mark.parametrize("command", ["llinkslib", "prlinks"])
def test_other_commands_are_refused_inside_the_set(eutils, command):
    """200 with the words of the service."""
    answer = eutils("elink", f"dbfrom=pubmed&id=99000001&cmd={command}")
    assert answer.status == 200
    message = etree.fromstring(answer.body).findtext("LinkSet/ERROR")
    assert message == f"Exception:\n{command} command not supported"


def test_other_databases_are_refused(eutils):
    """Links to PMC are not offered; the JSON form has ERROR beside the sets."""
    body = json.loads(eutils("elink", "dbfrom=pubmed&db=pmc&id=1&retmode=json").body)
    assert body["linksets"] == []
    assert body["ERROR"] == "Invalid db name specified: pmc"
