"""The folder of records, and the routing of the mirror."""

import pytest

from harvester.errors import HarvesterError
from harvester.mirror import Mirror, shipped, shipped_folder
from harvester.mirror.folder import Folder

EUTILS = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"


def test_records_are_not_read_before_they_are_asked_for(tmp_path):
    """A broken record does not hinder the others, and is named when asked for."""
    (tmp_path / "pubmed").mkdir()
    (tmp_path / "pubmed" / "99000008.xml").write_text("<PubmedArticle><oops>")
    (tmp_path / "pubmed" / "99000009.xml").write_text("<PubmedArticle/>")
    mirror = Mirror(tmp_path)
    good = mirror.answer("GET", f"{EUTILS}/efetch.fcgi?db=pubmed&id=99000009")
    assert b"<PubmedArticle/>" in good.body
    with pytest.raises(HarvesterError, match=r"99000008\.xml is not well-formed XML"):
        mirror.answer("GET", f"{EUTILS}/efetch.fcgi?db=pubmed&id=99000008")


def test_a_file_without_a_record_is_named(tmp_path):
    """An XML file of another kind."""
    (tmp_path / "pubmed").mkdir()
    (tmp_path / "pubmed" / "99000009.xml").write_text("<Other/>")
    with pytest.raises(HarvesterError, match="holds no PubmedArticle"):
        Folder(tmp_path).record("99000009")


@pytest.mark.parametrize("text", ["{", '{"title": ["no DOI"]}', "[]"])
def test_a_work_without_a_doi_is_named(tmp_path, text):
    """Broken JSON, or no work."""
    (tmp_path / "crossref").mkdir()
    (tmp_path / "crossref" / "bad.json").write_text(text)
    with pytest.raises(HarvesterError, match=r"bad\.json is not a Crossref work"):
        Folder(tmp_path).work("10.5555/x")


def test_broken_links_are_named(tmp_path):
    """links.json of another form."""
    (tmp_path / "links.json").write_text('{"1": {"similar": ["2"]}}')
    with pytest.raises(HarvesterError, match=r"links\.json cannot be read"):
        _ = Folder(tmp_path).links


def test_a_folder_with_only_works_answers_for_the_others_too(tmp_path):
    """What is not there is empty."""
    (tmp_path / "crossref").mkdir()
    mirror = Mirror(tmp_path)
    found = mirror.answer("GET", f"{EUTILS}/esearch.fcgi?db=pubmed&term=x")
    linked = mirror.answer("GET", f"{EUTILS}/elink.fcgi?dbfrom=pubmed&id=1")
    assert b"<Count>0</Count>" in found.body
    assert linked.status == 200


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/entrez/eutils/efetch.fcgi?id=1",
        "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/espell.fcgi?term=x",
        "https://eutils.ncbi.nlm.nih.gov/efetch.fcgi?id=1",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC1",
    ],
)
def test_other_addresses_are_404(mirror, url):
    """Nothing else is offered, and it is counted as unknown."""
    assert mirror.answer("GET", url).status == 404
    assert mirror.requests[-1].service == "unknown"


def test_requests_are_counted_with_their_ids(mirror):
    """By service, endpoint and number of identifiers, in order."""
    crossref = "https://api.crossref.org/works"
    mirror.answer("POST", f"{EUTILS}/efetch.fcgi", b"db=pubmed&id=1,2&id=3")
    mirror.answer("GET", f"{EUTILS}/esearch.fcgi?term=x")
    mirror.answer("GET", f"{crossref}?filter=doi:10.5555/a,b,doi:10.5555/c")
    mirror.answer("GET", f"{crossref}/10.5555%2Fno")
    assert [
        (served.service, served.endpoint, served.id_count, served.status)
        for served in mirror.requests
    ] == [
        ("eutils", "efetch", 3, 200),
        ("eutils", "esearch", 0, 200),
        ("crossref", "list", 2, 200),
        ("crossref", "single", 1, 404),
    ]


def test_the_same_question_has_the_same_answer(mirror):
    """Apart from the history server nothing is remembered."""
    url = f"{EUTILS}/esummary.fcgi?db=pubmed&retmode=json&id=99000001"
    assert mirror.answer("GET", url) == mirror.answer("GET", url)


def test_the_shipped_folder_lies_in_the_package_or_beside_it(tmp_path, monkeypatch):
    """A wheel first, then a checkout; with neither, a sentence."""
    package = tmp_path / "harvester"
    package.mkdir()
    monkeypatch.setattr(shipped, "_PACKAGE", package)
    with pytest.raises(HarvesterError, match="no folder of example records"):
        shipped_folder()
    (tmp_path / "fixtures").mkdir()
    assert shipped_folder() == tmp_path / "fixtures"
    (package / "fixtures").mkdir()
    assert shipped_folder() == package / "fixtures"
