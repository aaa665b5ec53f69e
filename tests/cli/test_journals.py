"""``harvest journals load``: what NLM's list of serials tells of articles."""

from __future__ import annotations

import gzip
from pathlib import Path

from harvester.cli.exits import IN_PART, USAGE
from tests.cli.conftest import Harvest

JOURNAL, DATED = "99990001", "2018"
SERIAL = """<Serial><NlmUniqueID>{nlm_id}</NlmUniqueID><Title>{title}</Title>
<PublicationInfo><PublicationFirstYear>{year}</PublicationFirstYear></PublicationInfo>
<ISSN IssnType="Print">{issn}</ISSN></Serial>
"""


def write(path: Path, *serials: tuple[str, str, int]) -> str:
    """Write a list of (NLM ID, ISSN, first year); return its name."""
    records = "".join(
        SERIAL.format(nlm_id=nlm_id, issn=issn, year=year, title="Acta Quillon")
        for nlm_id, issn, year in serials
    )
    path.write_bytes(gzip.compress(f"<SerialsSet>{records}</SerialsSet>".encode()))
    return path.name


def record(pmid: int, year: int, journal: str) -> str:
    """Return a made-up record in a journal."""
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{pmid}'
        f"</PMID><Article><Journal><JournalIssue><PubDate><Year>{year}</Year></PubDate>"
        "</JournalIssue><Title>Acta Quillon</Title></Journal><ArticleTitle>Glow of the "
        f"northern moss, part {pmid}.</ArticleTitle></Article><MedlineJournalInfo>"
        f"<MedlineTA>Acta Quillon</MedlineTA>{journal}</MedlineJournalInfo>"
        "</MedlineCitation><PubmedData><ArticleIdList>"
        f'<ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList></PubmedData>'
        "</PubmedArticle>"
    )


def write_articles(path: Path, *records: str) -> str:
    """Write a file as NLM names it."""
    content = f"<PubmedArticleSet>{''.join(records)}</PubmedArticleSet>".encode()
    path.write_bytes(gzip.compress(content))
    return path.name


def early(harvest: Harvest) -> list[str]:
    """Return what is known to be dated too early."""
    found = harvest("findings", "date-before-journal", "--json").json
    return [one["subject"] for one in found]


def test_articles_here_and_articles_to_come(harvest: Harvest, tmp_path: Path) -> None:
    """Both are held to the list, by NLM ID, else ISSN; a newer list takes it back."""
    by_id = f"<NlmUniqueID>{JOURNAL}</NlmUniqueID>"
    by_issn = "<ISSNLinking>0000-0019</ISSNLinking>"
    other = "<NlmUniqueID>99990002</NlmUniqueID>"
    write_articles(
        tmp_path / "pubmed26n0001.xml.gz",
        record(99000701, 1989, by_id),
        record(99000702, 1990, by_id),
        record(99000703, 1989, by_issn),
        record(99000704, 1889, other),
    )
    harvest("bulk", "pubmed", "pubmed26n0001.xml.gz", "--workers", "0")
    listed = write(tmp_path / "serials.xml.gz", (JOURNAL, "0000-0019", 1990))

    run = harvest("journals", "load", listed)
    assert (run.code, run.err) == (0, "")
    assert run.out == (
        "serials.xml.gz: 1 serial, first year known of 1\n"
        "2 articles dated before the journal began\n"
    )
    assert early(harvest) == ["pmid:99000701", "pmid:99000703"]

    write_articles(tmp_path / "pubmed26n0002.xml.gz", record(99000705, 1960, by_id))
    harvest("bulk", "pubmed", "pubmed26n0002.xml.gz", "--workers", "0")
    assert early(harvest) == ["pmid:99000701", "pmid:99000703", "pmid:99000705"]

    newer = write(
        tmp_path / "newer.xml.gz", (JOURNAL, "0000-0019", 1970), ("9", "", 1900)
    )
    assert harvest("journals", "load", newer).out == (
        "newer.xml.gz: 2 serials, first year known of 2\n"
        "1 article dated before the journal began\n"
    )
    assert early(harvest) == ["pmid:99000705"]


def test_a_harvest_is_held_to_the_list(harvest: Harvest, tmp_path: Path) -> None:
    """As a bulk load is."""
    listed = write(tmp_path / "serials.xml.gz", ("990000101", "", 2031))
    harvest("journals", "load", listed)
    harvest("--offline", "--no-links", "--pmid", "99000001")

    (found,) = harvest("findings", "date-before-journal", "--json").json
    assert found["message"].endswith("began in 2031.")


def test_files_that_are_none(harvest: Harvest, tmp_path: Path) -> None:
    """A good one beside them is loaded; of one cut off, what it has."""
    serial = JOURNAL, "0000-0019", 1990
    good = write(tmp_path / "good.xml.gz", serial)
    two = write(tmp_path / "two.xml.gz", serial, serial)
    whole = gzip.decompress((tmp_path / two).read_bytes())
    (tmp_path / "cut.xml").write_bytes(whole[:-20])
    (tmp_path / "page.html").write_text("<!DOCTYPE html><html></html>")

    run = harvest("journals", "load", "page.html", "nix.xml", "cut.xml", good)
    page, absent, cut = run.err.splitlines()
    assert run.code == IN_PART
    assert page.endswith(
        "page.html: is XML of another kind (html); load NLM's list of serials, XML "
        "whose root element is SerialsSet"
    )
    assert absent.endswith("nix.xml: cannot be read: No such file or directory")
    assert "cut.xml: is broken or cut off" in cut
    assert run.out.startswith("cut.xml: 1 serial, ")
    assert harvest("journals", "load", "page.html").code == USAGE
