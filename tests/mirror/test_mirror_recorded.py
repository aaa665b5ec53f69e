"""The mirror's answers beside recorded ones, and read by an independent client.

Only shapes are compared: elements with their parents and attributes, keys of JSON.
"""

import io
import json
from pathlib import Path

import pytest
from Bio import Entrez
from lxml import etree

Shape = set[tuple[str, str, tuple[str, ...]]]


def shape(body: bytes) -> Shape:
    """Return (parent, element, attributes) of every element."""
    found = set()
    for element in etree.fromstring(body).iter():
        parent = element.getparent()
        above = "" if parent is None else parent.tag
        found.add((above, element.tag, tuple(sorted(element.keys()))))
    return found


def doctype(body: bytes) -> tuple[str, str]:
    """Return the public and the system identifier."""
    info = etree.fromstring(body).getroottree().docinfo
    return info.public_id, info.system_url


def keys(value: object, path: str = "") -> set[str]:
    """Return the paths of all keys of a JSON value, with the type at their end."""
    if isinstance(value, dict):
        return {key for name in value for key in keys(value[name], f"{path}.{name}")}
    if isinstance(value, list):
        return {key for part in value for key in keys(part, f"{path}[]")} or {path}
    return {f"{path}:{type(value).__name__}"}


@pytest.mark.parametrize(
    ("recorded", "utility", "form"),
    [
        ("esearch/biopython/esearch8.xml", "esearch", "db=pubmed&term=abcXYZ"),
        (
            "esearch/hawc/esearch_term_burritos_school_lunch_rettype_count.xml",
            "esearch",
            "db=pubmed&term=trial&rettype=count",
        ),
        ("elink/biopython/elink1.xml", "elink", "dbfrom=pubmed&id=99000001"),
        (
            "elink/biopython/elink8.xml",
            "elink",
            "dbfrom=pubmed&cmd=ncheck&id=99000001",
        ),
        ("epost/biopython/epost2.xml", "epost", "db=nothing&id=1"),
        ("epost/biopython/epost3.xml", "epost", "db=pubmed&id=x"),
        ("esummary/biopython/esummary8.xml", "esummary", "db=pubmed"),
        ("einfo/biopython/einfo1.xml", "einfo", ""),
    ],
)
def test_xml_has_the_recorded_shape_and_doctype(
    shared_data, eutils, recorded, utility, form
):
    """Root, elements, attributes and DOCTYPE are those of the recorded reply."""
    theirs = (shared_data / recorded).read_bytes()
    ours = eutils(utility, form).body
    assert shape(ours) == shape(theirs)
    assert doctype(ours) == doctype(theirs)


def test_a_search_with_history_has_the_recorded_elements_in_order(shared_data, eutils):
    """The children of the root, as far as the mirror translates nothing."""
    theirs = etree.fromstring(
        (shared_data / "esearch/dspace/pubmedimport-fetch-test.xml").read_bytes()
    )
    ours = etree.fromstring(eutils("esearch", "db=pubmed&term=trial&usehistory=y").body)
    assert [child.tag for child in ours] == [child.tag for child in theirs]


def test_a_fetched_set_begins_like_a_recorded_one(shared_data, eutils):
    """Byte for byte up to the first record."""
    theirs = (shared_data / "efetch/biopython/pubmed1.xml").read_bytes()
    ours = eutils("efetch", "db=pubmed&id=99000002").body
    head = theirs.partition(b"<PubmedArticle>")[0]
    assert ours.startswith(head)
    assert head.endswith(b"<PubmedArticleSet>\n")


def test_einfo_has_the_recorded_shape(shared_data, eutils):
    """Every element that EInfo prints about PubMed, and no other."""
    theirs = shape((shared_data / "einfo/biopython/einfo2.xml").read_bytes())
    assert shape(eutils("einfo", "db=pubmed").body) == theirs


@pytest.mark.parametrize(
    ("recorded", "utility", "form"),
    [
        (
            "elink/pubmed_client/related_25760099.json",
            "elink",
            "dbfrom=pubmed&db=pubmed&linkname=pubmed_pubmed&id=99000001",
        ),
        (
            "elink/quoted/neighbor_score_37258680.trimmed.json",
            "elink",
            "dbfrom=pubmed&linkname=pubmed_pubmed&id=99000001&cmd=neighbor_score",
        ),
        ("einfo/pubmed_client/pubmed_info.json", "einfo", "db=pubmed"),
    ],
)
def test_json_has_the_recorded_keys(shared_data, eutils, recorded, utility, form):
    """The same keys with values of the same types."""
    theirs = keys(json.loads((shared_data / recorded).read_bytes()))
    ours = keys(json.loads(eutils(utility, f"{form}&retmode=json").body))
    assert ours == theirs


@pytest.mark.parametrize(
    ("recorded", "form"),
    [
        ("usehistory.trimmed.json", "term=trial&usehistory=y&retmax=0"),
        ("reldate_1095_retmode_json.trimmed.json", "term=trial"),
        ("retstart_9999_error_http200.trimmed.json", "term="),
    ],
)
def test_search_json_has_the_recorded_keys(shared_data, eutils, recorded, form):
    """All that is recorded is there, but what automatic translation would add."""
    theirs = keys(json.loads((shared_data / "esearch/quoted" / recorded).read_bytes()))
    ours = keys(json.loads(eutils("esearch", f"db=pubmed&retmode=json&{form}").body))
    assert {key for key in theirs if "translationset[]" not in key} <= ours


def test_a_summary_has_the_recorded_keys(shared_data, eutils):
    """Every key of the recorded summary is in ours, with the same types."""
    theirs = json.loads(
        (shared_data / "esummary/quoted/37258680.trimmed.json").read_bytes()
    )
    form = "db=pubmed&retmode=json&id=99000001"
    ours = json.loads(eutils("esummary", form).body)
    assert keys(theirs["header"]) == keys(ours["header"])
    assert keys(theirs["result"]["37258680"]) <= keys(ours["result"]["99000001"])


def recorded_crossref(folder: Path, name: str) -> dict:
    """Read a recorded reply of Crossref."""
    return json.loads((folder / "crossref" / name).read_bytes())


@pytest.mark.parametrize(
    ("recorded", "path"),
    [
        ("crossref_lmdb/eg_response_3.json", "/works?filter=doi:10.5555/no&cursor=*"),
        (
            "lists/rcrossref/works_query_adfaaf_sample_10.json",
            "/works?query=zzz&rows=20",
        ),
        (
            "agency/serrano/works_10.1371_journal.pone.0033693_agency.json",
            "/works/10.5555%2Fmirror.1/agency",
        ),
        ("errors/serrano/works_sample_101.json", "/works?sample=101"),
        (
            "errors/rcrossref/members_facet_ALL.json",
            "/works/10.5555%2Fmirror.1?facet=x",
        ),
    ],
)
def test_crossref_envelopes_have_the_recorded_keys(
    shared_data, crossref, recorded, path
):
    """Lists, agencies and failures."""
    theirs = keys(recorded_crossref(shared_data, recorded))
    assert keys(json.loads(crossref(path).body)) == theirs


def test_crossref_failures_use_the_recorded_words(shared_data, crossref):
    """A sample that is too large is refused in the very bytes."""
    theirs = recorded_crossref(shared_data, "errors/serrano/works_sample_101.json")
    assert json.loads(crossref("/works?sample=101").body) == theirs


def test_crossref_headers_are_the_recorded_ones(shared_data, crossref):
    """Of the newest recorded exchanges every header about pools and limits is sent."""
    lines = (shared_data / "http_exchanges.jsonl").read_text().splitlines()
    recorded = [
        exchange
        for exchange in map(json.loads, lines)
        if exchange["url"].endswith("/works/10.1371/notarealdoi")
        and "x-concurrency-limit" in exchange["headers"]
    ]
    assert recorded
    answer = crossref("/works/10.5555/notarealdoi")
    for exchange in recorded:
        assert answer.status == exchange["status"]
        for name in ("content-type", "x-rate-limit-limit", "x-rate-limit-interval"):
            assert answer.header(name) == exchange["headers"][name]


@pytest.mark.parametrize(
    ("recorded", "query"),
    [
        ("v1_articles_pmcid.json", "ids=PMC99000001&idtype=pmcid"),
        ("v1_articles_two_pmids.json", "ids=99000001"),
        ("v1_articles_error_400.json", "ids=10.5555/mirror.1"),
    ],
)
def test_idconv_has_the_recorded_keys(shared_data, mirror, recorded, query):
    """Records and the refusal of a mixed list."""
    theirs = keys(json.loads((shared_data / "idconv/quoted" / recorded).read_bytes()))
    url = f"https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/?{query}"
    assert keys(json.loads(mirror.answer("GET", url).body)) == theirs


@pytest.mark.parametrize(
    ("utility", "form"),
    [
        ("efetch", "db=pubmed&id=99000001,99000002,99000003"),
        ("esearch", "db=pubmed&term=trial&usehistory=y"),
        ("esearch", "db=pubmed&term=abcXYZ"),
        ("elink", "dbfrom=pubmed&id=99000001&id=99000003"),
        ("elink", "dbfrom=pubmed&id=99000001&cmd=neighbor_score"),
        ("elink", "dbfrom=pubmed&id=99000001&cmd=neighbor_history"),
        ("elink", "dbfrom=pubmed&id=99000001&cmd=ncheck"),
        ("epost", "db=pubmed&id=99000001"),
        ("esummary", "db=pubmed&id=99000001,99000003"),
        ("einfo", "db=pubmed"),
        ("einfo", ""),
    ],
)
def test_biopython_reads_every_xml_answer(eutils, utility, form):
    """An independent client that knows the DTDs finds no fault."""
    assert Entrez.read(io.BytesIO(eutils(utility, form).body)) is not None


def test_biopython_finds_what_the_folder_holds(eutils):
    """Records, ids, links and summaries arrive where the client expects them."""

    def read(utility: str, form: str):
        return Entrez.read(io.BytesIO(eutils(utility, form).body))

    fetched = read("efetch", "db=pubmed&id=99000001,99000003")
    article = fetched["PubmedArticle"][0]["MedlineCitation"]
    assert article["Article"]["Journal"]["JournalIssue"]["Volume"] == "007"
    assert len(fetched["PubmedBookArticle"]) == 1
    assert read("esearch", "db=pubmed&term=trial")["IdList"] == ["99000002", "99000001"]
    links = read("elink", "dbfrom=pubmed&id=99000001&linkname=pubmed_pubmed_refs")
    assert [link["Id"] for link in links[0]["LinkSetDb"][0]["Link"]] == [
        "97000005",
        "97000001",
    ]
    assert read("esummary", "db=pubmed&id=99000001")[0]["DOI"] == "10.5555/Mirror.1"
    assert read("epost", "db=pubmed&id=1")["QueryKey"] == "1"


def test_biopython_raises_the_errors_of_the_service(eutils):
    """An ERROR of the mirror is one to the client."""
    body = eutils("esearch", "db=nothing&term=x").body
    with pytest.raises(RuntimeError, match="Invalid db name specified: nothing"):
        Entrez.read(io.BytesIO(body))
