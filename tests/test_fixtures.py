"""The shipped records: well formed, noted, and true where they claim to be real."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from Bio import Entrez
from lxml import etree

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
PUBMED = sorted((FIXTURES / "pubmed").glob("*.xml"))
CROSSREF = sorted((FIXTURES / "crossref").glob("*.json"))
DATACITE = sorted((FIXTURES / "datacite").glob("*.json"))
DOCUMENTS = sorted(
    path for path in (FIXTURES / "documents").iterdir() if path.suffix != ".md"
)
FIRST_MADE_UP = 99000001
REGISTRY = "10.18810/clinical-trials-gov"
"""The DOI of a real registry, which made-up trials may name."""

FIRST_ORCID = 15000000
"""The first iD that ORCID gives to people, 0000-0001-5000-0007, without check digit."""
CARBERRY = "0000000218250097"
"""The iD of ORCID's own fictional person."""

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"]+")
_CITATION = re.compile(
    r"(?P<volume>\d+)\((?P<issue>\d+)\):(?P<pages>[^.]+)\. doi: ?(?P<doi>\S+?)\.?\s"
)
_RATED = re.compile(
    r"Volume (?P<volume>\d+), Issue (?P<issue>\d+), Pages (?P<pages>\S+)"
    r".*?DOI: (?P<doi>\S+)",
    re.DOTALL,
)
_TERM = re.compile(r'<[^>]* UI="([A-Z]\d+)"[^>]*>([^<]+)<')
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_DEMANDED = {"und", "Journal Article", "ppublish", "aheadofprint", ""}
"""What may stand in a real record only because the DTD wants an element."""


def is_made_up(path: Path) -> bool:
    """Whether the file's name lies in a range of made-up records."""
    if path.parent.name == "pubmed":
        return int(path.stem) >= FIRST_MADE_UP
    return path.name.startswith("10.5555_")


REAL_PUBMED = [path for path in PUBMED if not is_made_up(path)]
REAL_CROSSREF = [path for path in CROSSREF if not is_made_up(path)]
MADE_UP = [path for path in PUBMED + CROSSREF + DATACITE if is_made_up(path)]


def tree(path: Path) -> etree._Element:
    """Return the root of a PubMed file."""
    return etree.parse(path, etree.XMLParser(no_network=True)).getroot()


def work(path: Path) -> dict:
    """Return a Crossref message."""
    return json.loads(path.read_text(encoding="utf-8"))


def at(element: etree._Element, path: str) -> str | None:
    """Return the whole text of the first element at ``path``."""
    found = element.find(path)
    return None if found is None else "".join(found.itertext())


def name_of(path: Path) -> str:
    """Name a file in the list of tests."""
    return path.name


@pytest.fixture(scope="module")
def dtd() -> etree.DTD:
    """NLM's document type of January 2025, as Biopython ships it."""
    folder = Path(Entrez.__file__).parent / "DTDs"
    return etree.DTD(str(folder / "pubmed_250101.dtd"))


@pytest.fixture(scope="module")
def facts(documents: Path) -> dict:
    """The sourced facts about the real articles."""
    return json.loads((documents / "facts.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def texts(documents: Path) -> str:
    """The example documents, one after the other."""
    files = sorted(documents.glob("*.txt"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


# --- Every record ---------------------------------------------------------------


def test_there_are_records() -> None:
    """The folders hold real and made-up records of both services."""
    assert len(REAL_PUBMED) == 11
    assert len(REAL_CROSSREF) == 14
    assert len(MADE_UP) >= 75


@pytest.mark.parametrize("path", PUBMED + CROSSREF + DATACITE, ids=name_of)
def test_every_record_has_a_note(path: Path) -> None:
    """A note beside each record says where it comes from and why it is kept."""
    text = path.with_name(f"{path.stem}.md").read_text(encoding="utf-8")
    lines = text.splitlines()

    assert lines[0].startswith("# PMID " if path.suffix == ".xml" else "# DOI ")
    assert ("Made up." in lines) is is_made_up(path)
    assert ("Real." in lines) is not is_made_up(path)
    assert "Kept for: " in text
    assert is_made_up(path) or ("Origin:\n- " in text and "left out: " in text)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_documents_are_made_up_and_have_a_note(path: Path) -> None:
    """They name none but made-up articles."""
    note = path.with_suffix(".md").read_text(encoding="utf-8")

    assert note.startswith(f"# {path.name}\n\nMade up")
    assert "Kept for: " in note
    dois = _DOI.findall(path.read_text(encoding="utf-8"))
    assert all(doi.startswith("10.5555/") for doi in dois)


def test_every_note_has_a_record() -> None:
    """No note is left behind by a record that went."""
    records = PUBMED + CROSSREF + DATACITE + DOCUMENTS
    notes = set(FIXTURES.glob("*/*.md"))

    assert notes == {path.with_name(f"{path.stem}.md") for path in records}


@pytest.mark.parametrize("path", PUBMED, ids=name_of)
def test_pubmed_files_obey_the_dtd(path: Path, dtd: etree.DTD) -> None:
    """Each file is one record, valid by NLM's DTD, and named by its PMID."""
    root = tree(path)

    assert dtd.validate(root), dtd.error_log.filter_from_errors()
    assert len(root) == 1
    own = [at(root[0], "MedlineCitation/PMID"), at(root[0], "BookDocument/PMID")]
    assert path.stem in own
    assert path.read_bytes().startswith(b'<?xml version="1.0" encoding="utf-8"?>')


@pytest.mark.parametrize("path", CROSSREF, ids=name_of)
def test_crossref_files_are_named_by_their_doi(path: Path) -> None:
    """Each file is one bare message whose lower-case DOI is the file's name.

    What no file system takes everywhere (``<``, ``>``, ``:``) is percent-encoded.
    """
    doi = work(path)["DOI"]

    assert doi == doi.lower()
    assert unquote(path.stem) == doi.replace("/", "_")
    assert not set('<>:"|?*') & set(path.name)


@pytest.mark.parametrize("path", MADE_UP, ids=name_of)
def test_made_up_records_name_nothing_real(path: Path) -> None:
    """Every PMID, DOI and trial number in a made-up record is made up."""
    if path.suffix == ".xml":
        root = tree(path)
        strings = [*root.itertext(), *(v for e in root.iter() for v in e.values())]
        pmids = [at(e, ".") for e in root.iter("PMID")]
        pmids += [at(e, ".") for e in root.iterfind(".//ArticleId[@IdType='pubmed']")]
        assert all(int(pmid or 0) >= FIRST_MADE_UP for pmid in pmids)
    else:
        strings = [json.dumps(work(path))]
    text = "\n".join(map(str, strings))

    dois = set(_DOI.findall(text)) - {REGISTRY}
    assert {doi.partition("/")[0] for doi in dois} <= {"10.5555"}
    assert all(n.startswith("99") for n in re.findall(r"(?i)NCT(\d{8})", text))
    for digits in re.findall(r"\b(\d{4}-?\d{4}-?\d{4}-?\d{3}[\dX])\b", text):
        orcid = digits.replace("-", "")
        assert int(orcid[:15]) < FIRST_ORCID or orcid == CARBERRY


@pytest.mark.parametrize("path", REAL_PUBMED + REAL_CROSSREF, ids=name_of)
def test_real_records_hold_nothing_made_up(path: Path) -> None:
    """No identifier of the made-up ranges stands in a real record."""
    text = path.read_text(encoding="utf-8")

    assert "10.5555/" not in text
    assert not re.search(r"\b99\d{6}\b", text)


@pytest.mark.parametrize("path", REAL_PUBMED, ids=name_of)
def test_real_pubmed_records_have_no_abstract(path: Path) -> None:
    """No abstract of a real article is shipped, nor headings nobody has seen."""
    root = tree(path)

    assert root.find(".//AbstractText") is None
    assert root.find(".//MeshHeading") is None


@pytest.mark.parametrize("path", REAL_CROSSREF, ids=name_of)
def test_real_crossref_records_have_no_abstract(path: Path) -> None:
    """No abstract of a real article is shipped."""
    assert "abstract" not in work(path)


# --- Links and aliases ----------------------------------------------------------


def test_links_name_records_that_are_here() -> None:
    """Both ends of every link are shipped; each link is seen from both ends."""
    links = json.loads((FIXTURES / "links.json").read_text(encoding="utf-8"))
    known = {path.stem for path in PUBMED}

    for pmid, sets in links.items():
        assert pmid in known
        assert set(sets) <= {"similar", "cited_by", "references"}
        for kind, items in sets.items():
            targets = [pair[0] for pair in items] if kind == "similar" else items
            assert len(targets) == len(set(targets)), (pmid, kind)
            assert pmid not in targets
            assert set(targets) <= known
            other = {"cited_by": "references", "references": "cited_by"}.get(kind)
            for target in targets if other else ():
                assert pmid in links[target][other], (pmid, kind, target)


def test_links_of_the_example_page_are_what_it_shows(texts: str) -> None:
    """The lists of PMID 38689169 stand as its page prints them, without scores."""
    links = json.loads((FIXTURES / "links.json").read_text(encoding="utf-8"))
    _, _, similar = texts.partition("\nSimilar articles\n")
    similar, _, cited_by = similar.partition("\nCited by\n")
    cited_by, _, _ = cited_by.partition("\nReferences\n")

    assert links["38689169"] == {
        "similar": [[pmid, None] for pmid in re.findall(r"PMID: (\d+)", similar)],
        "cited_by": re.findall(r"PMID: (\d+)", cited_by),
    }
    assert links["40560496"] == {"references": ["38689169"]}
    assert links["40113726"] == {"references": ["38689169"]}


def test_scores_are_made_up_only_among_the_made_up() -> None:
    """A made-up article's neighbours have descending scores; a real one's none."""
    links = json.loads((FIXTURES / "links.json").read_text(encoding="utf-8"))

    for pmid, sets in links.items():
        scores = [score for _, score in sets.get("similar", ())]
        if int(pmid) < FIRST_MADE_UP:
            assert not any(scores)
        else:
            assert scores == sorted(scores, reverse=True)


def test_references_in_records_are_links() -> None:
    """Every PMID in a reference list of a record is one of its references."""
    links = json.loads((FIXTURES / "links.json").read_text(encoding="utf-8"))

    for path in PUBMED:
        own = links.get(path.stem, {}).get("references", [])
        cited = {
            at(element, ".")
            for reference in tree(path).iter("Reference")
            for element in reference.iter("ArticleId")
            if element.get("IdType", "pubmed") == "pubmed"
        }
        assert cited <= set(own), path.name


def test_aliases_lead_to_works_that_are_here() -> None:
    """An alias has no work of its own; the DOI it leads to has one."""
    aliases = json.loads((FIXTURES / "aliases.json").read_text(encoding="utf-8"))
    known = {work(path)["DOI"] for path in CROSSREF}

    assert aliases
    assert set(aliases.values()) <= known
    assert not set(aliases) & known
    assert all(doi.startswith("10.5555/") for doi in aliases)


@pytest.mark.parametrize("path", DATACITE, ids=name_of)
def test_datacite_files_are_named_by_their_doi(path: Path) -> None:
    """Each file is one bare resource object, made up, known to nobody else."""
    resource = work(path)
    doi = resource["attributes"]["doi"].lower()

    assert resource["id"] == doi
    assert path.stem == doi.replace("/", "_")
    assert is_made_up(path)


def test_agencies_are_of_dois_that_no_record_here_has() -> None:
    """What Crossref or DataCite answers for needs no entry."""
    agencies = json.loads((FIXTURES / "agencies.json").read_text(encoding="utf-8"))
    known = {work(path)["DOI"] for path in CROSSREF}
    known |= {work(path)["id"] for path in DATACITE}

    assert all(doi.startswith("10.5555/") for doi in agencies)
    assert not known & agencies.keys()
    assert {"mEDRA", "JaLC", "Crossref", "DataCite"} <= set(agencies.values())


# --- The made-up library --------------------------------------------------------


@pytest.mark.parametrize("path", [p for p in PUBMED if is_made_up(p)], ids=name_of)
def test_notes_say_which_dois_crossref_does_not_know(path: Path) -> None:
    """A DOI printed by PubMed has a work here, or the note says that it has none."""
    aliases = json.loads((FIXTURES / "aliases.json").read_text(encoding="utf-8"))
    known = {work(file)["DOI"] for file in CROSSREF} | set(aliases)
    note = " ".join(path.with_suffix(".md").read_text(encoding="utf-8").split())
    dois = [
        str(at(element, ".")).lower()
        for place in ("PubmedData", "BookDocument")
        for element in tree(path)[0].iterfind(f"{place}/ArticleIdList/ArticleId")
        if element.get("IdType") == "doi"
    ]

    assert ("Its DOI is unknown to Crossref." in note) is not known.issuperset(dois)


def test_vocabulary_is_real(shared_data: Path) -> None:
    """Names with MeSH identifiers are MeSH's own, even in made-up records."""
    rows = (shared_data / "mesh" / "terms_2015.tsv").read_text(encoding="utf-8")
    known = {tuple(row.split("\t")) for row in rows.splitlines()}
    for file in sorted((shared_data / "efetch").glob("*/*.xml")):
        text = file.read_text(encoding="utf-8", errors="replace")
        known |= {(ui, unescape(name)) for ui, name in _TERM.findall(text)}
    used = {
        (e.get("UI"), at(e, "."))
        for path in PUBMED
        for e in tree(path).iterfind(".//*[@UI]")
    }

    assert len(used) > 50
    assert not used - known


def test_no_two_notes_are_alike() -> None:
    """Each record is kept for something of its own."""
    kept = [
        path.with_name(f"{path.stem}.md").read_text(encoding="utf-8").split("\n", 1)[1]
        for path in MADE_UP
    ]
    allowed = {text for text in kept if "claimed by two PMIDs" in text}

    assert len(kept) - len(set(kept)) == len(allowed)


# --- The real articles against their facts --------------------------------------


def plain(title: str) -> str:
    """Strip what a service puts around a title: brackets and a full stop."""
    return title.strip().removesuffix(".").removeprefix("[").removesuffix("]")


def articles(facts: dict) -> dict[str, dict]:
    """Return the facts of each article under its PMID and its DOI."""
    found = {}
    for number, fields in {**facts["articles"], **facts["extras"]}.items():
        given = facts["given_in_documents"].get(number, {})
        for scheme in ("pmid", "doi"):
            key = given.get(scheme) or fields.get(scheme, {}).get("value")
            if key:
                found[key] = fields
    return found


def citations(texts: str) -> dict[str, dict[str, str]]:
    """Return volume, issue and pages by DOI, as the documents print them."""
    matches = [*_CITATION.finditer(texts + "\n"), *_RATED.finditer(texts)]
    return {match["doi"]: match.groupdict() for match in matches}


def forms(family: str, given: str) -> set[str]:
    """Return the ways in which a page may print a name."""
    return {f"{given} {family}", f"{family} {given}", f"{family}, {given}"}


def check(
    known: dict, cited: dict[str, str], field: str, value: str | None, wanted: str
) -> None:
    """Assert that a value is a known fact, or is left out where nobody knows it."""
    fact = known.get(wanted, {})
    if value is None:
        assert "value" not in fact
        assert field not in cited
    else:
        witnesses = [fact.get("value"), cited.get(field)]
        assert value in witnesses or value in fact.get("note", "")


@pytest.mark.parametrize("path", REAL_PUBMED, ids=name_of)
def test_real_pubmed_records_say_what_is_known(
    path: Path, facts: dict, texts: str
) -> None:
    """Title, authors, place and DOI of a real record stand in its sources."""
    root = tree(path)[0]
    article = root.find("MedlineCitation/Article")
    known = articles(facts)[path.stem]
    doi = at(root, "PubmedData/ArticleIdList/ArticleId[@IdType='doi']")
    assert doi in texts or known["doi"]["value"] == doi
    cited = citations(texts).get(doi, {})

    title = at(article, "ArticleTitle")
    fact = known.get("title") or known.get("title_english")
    assert plain(title) in (texts if fact is None else plain(fact["value"]))
    check(known, cited, "volume", at(article, "Journal/JournalIssue/Volume"), "volume")
    check(known, cited, "issue", at(article, "Journal/JournalIssue/Issue"), "issue")
    check(known, cited, "pages", at(article, "Pagination/MedlinePgn"), "pages")

    printed = known.get("authors", {"value": [], "list_as_printed": "complete"})
    authors = article.findall("AuthorList/Author")
    assert len(authors) == len(printed["value"])
    for author, name in zip(authors, printed["value"], strict=True):
        given = at(author, "ForeName") or at(author, "Initials")
        assert name in forms(at(author, "LastName"), given)
    if authors:
        complete = article.find("AuthorList").get("CompleteYN")
        assert complete == ("Y" if printed["list_as_printed"] == "complete" else "N")


@pytest.mark.parametrize("path", REAL_CROSSREF, ids=name_of)
def test_real_crossref_records_say_what_is_known(
    path: Path, facts: dict, texts: str
) -> None:
    """Title, authors and place of a real work stand in its sources."""
    message = work(path)
    known = articles(facts)[message["DOI"]]
    cited = citations(texts).get(message["DOI"], {})

    [title] = message["title"]
    fact = known.get("title") or known.get("title_vernacular")
    assert plain(title) in (texts if fact is None else plain(fact["value"]))
    check(known, cited, "volume", message.get("volume"), "volume")
    check(known, cited, "issue", message.get("issue"), "issue")
    check(known, cited, "pages", message.get("page"), "pages")
    check(known, {}, "", message.get("article-number"), "article_number")

    authors = message.get("author", [])
    printed = known.get("authors", {"value": []})["value"]
    assert len(authors) == len(printed)
    for author, name in zip(authors, printed, strict=True):
        assert name in forms(author["family"], author["given"])


@pytest.mark.parametrize("path", REAL_PUBMED, ids=name_of)
def test_every_word_of_a_real_pubmed_record_is_known(
    path: Path, facts: dict, texts: str
) -> None:
    """Each text of a real record is printed somewhere, or the DTD demands it."""
    sources = texts + json.dumps(facts, ensure_ascii=False)

    for element in tree(path).iter():
        if len(element):
            continue
        text = at(element, ".")
        assert text in _DEMANDED or text.removesuffix(".") in sources, element.tag


@pytest.mark.parametrize("path", REAL_CROSSREF, ids=name_of)
def test_every_date_of_a_real_work_is_known(
    path: Path, facts: dict, texts: str
) -> None:
    """Each date of a real work is printed somewhere, with no more precision."""
    message = work(path)
    doi = message["DOI"]
    known = articles(facts)[doi]
    items = [item for item in texts.split("\n-\n") if doi in item]
    spoken = json.dumps(known) + "\n".join(items)

    for field, value in message.items():
        if not isinstance(value, dict) or "date-parts" not in value:
            continue
        [parts] = value["date-parts"]
        if parts == [None]:
            assert field == "issued"
            assert "year" not in known
            continue
        iso = "-".join(f"{part:02}" for part in parts)
        words = " ".join(
            _MONTHS[3 * part - 3 : 3 * part] if index == 1 else str(part)
            for index, part in enumerate(parts)
        )
        assert iso in spoken or words in spoken, field
