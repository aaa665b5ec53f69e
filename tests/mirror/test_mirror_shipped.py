"""The folder that ships with the package, as the mirror answers from it."""

import io
import json
from urllib.parse import quote

import pytest
from Bio import Entrez

from harvester.errors import HarvesterError
from harvester.mirror import Mirror, shipped_folder

EUTILS = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"


@pytest.fixture
def folder():
    """The shipped folder; without it there is nothing to test."""
    try:
        return shipped_folder()
    except HarvesterError as error:
        pytest.skip(str(error))


def read(mirror: Mirror, utility: str, form: str):
    """POST a form and let biopython read the answer."""
    answer = mirror.answer("POST", f"{EUTILS}/{utility}.fcgi", form.encode())
    assert answer.status == 200
    return Entrez.read(io.BytesIO(answer.body))


def test_every_record_is_fetched_under_its_file_name(folder):
    """The PMID in the record is the one that the name promises."""
    names = sorted(file.stem for file in (folder / "pubmed").glob("*.xml"))
    fetched = read(Mirror(folder), "efetch", f"db=pubmed&id={','.join(names)}")
    articles = [str(one["MedlineCitation"]["PMID"]) for one in fetched["PubmedArticle"]]
    books = [str(one["BookDocument"]["PMID"]) for one in fetched["PubmedBookArticle"]]
    assert sorted(articles + books) == names


def test_summaries_and_links_of_every_record_are_read(folder):
    """One summary and one link set for each."""
    mirror = Mirror(folder)
    names = sorted(file.stem for file in (folder / "pubmed").glob("*.xml"))
    assert len(read(mirror, "esummary", f"db=pubmed&id={','.join(names)}")) == len(
        names
    )
    separately = "&".join(f"id={name}" for name in names)
    assert len(read(mirror, "elink", f"dbfrom=pubmed&{separately}")) == len(names)


def test_every_work_is_found_by_its_doi(folder):
    """Singly, whatever signs the DOI holds, and in one list."""
    mirror = Mirror(folder)
    files = sorted((folder / "crossref").glob("*.json"))
    dois = [json.loads(file.read_bytes())["DOI"] for file in files]
    for doi in dois:
        url = f"https://api.crossref.org/works/{quote(doi, safe='')}"
        answer = mirror.answer("GET", url)
        assert answer.status == 200, doi
        assert json.loads(answer.body)["message"]["DOI"] == doi
    listed = mirror.answer("GET", "https://api.crossref.org/works?rows=1000").body
    items = json.loads(listed)["message"]["items"]
    assert sorted(item["DOI"] for item in items) == sorted(dois)


def test_every_alias_leads_to_a_work(folder):
    """The redirect's own address answers."""
    mirror = Mirror(folder)
    for alias in json.loads((folder / "aliases.json").read_bytes()):
        url = f"https://api.crossref.org/works/{quote(alias, safe='')}"
        answer = mirror.answer("GET", url)
        assert answer.status == 301
        assert mirror.answer("GET", answer.header("location")).status == 200
