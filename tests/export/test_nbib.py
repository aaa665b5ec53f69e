"""PubMed's text format: what Biopython reads in it, and records by hand."""

from __future__ import annotations

import io

from Bio import Medline

from harvester.export import write
from tests.export.plain import abstract, folded


def test_biopython_reads_what_was_written(articles):
    """Every article is a record with all that the format has a tag for."""
    text = "".join(write("nbib", articles))
    records = list(Medline.parse(io.StringIO(text)))

    assert len(records) == len(articles)
    wrong = []
    for article, read in zip(articles, records, strict=True):
        for name, value in _wanted(article).items():
            found = read.get(name)
            found = "|".join(found) if isinstance(found, list) else found
            if folded(value) != folded(found):
                wrong.append((article.article_keys, name, value, found))
    assert wrong == []


def _wanted(article):
    issue = article.date("issue")
    chemicals = [f"{c.registry_number or 0} ({c.name})" for c in article.chemicals]
    book = article.container
    return {
        "PMID": article.pmid,
        "TI": article.title.plain if article.title else None,
        "TT": article.original_title.plain if article.original_title else None,
        "VI": article.volume,
        "IP": article.issue,
        **({"DP": issue.printed} if issue else {}),
        "PG": article.page
        or (
            article.start_page
            and "-".join(filter(None, (article.start_page, article.end_page)))
        )
        or article.article_number,
        "AB": abstract(article),
        "CI": article.abstract.copyright if article.abstract else None,
        "LA": "|".join(article.languages),
        "PT": "|".join(kind.name for kind in article.publication_types),
        "PMC": article.pmcid,
        "FAU": "|".join(_full(p) for p in article.authors if p.family),
        "CN": "|".join(
            p.literal or p.given
            for role in ("author", "editor", "investigator")
            for p in article.contributors
            if p.role == role and p.is_valid and not p.family
        ),
        "MH": "|".join(
            "/".join(
                "*" * major + name
                for name, major in (
                    (mesh.descriptor, mesh.is_major),
                    *((q.name, q.is_major) for q in mesh.qualifiers),
                )
            )
            for mesh in article.mesh_headings
        ),
        "RN": "|".join(chemicals),
        "NM": "|".join(concept.name for concept in article.supplementary_concepts),
        "OT": "|".join("*" * k.is_major + k.text.plain for k in article.keywords),
        "JID": book.nlm_id if book else None,
        "SB": " ".join(article.citation_subsets),
        "STAT": article.indexing_status,
        "PST": article.publication_status,
        "COIS": article.coi_statement.plain if article.coi_statement else None,
    }


def _full(person):
    family = " ".join(filter(None, (person.dropping_particle, person.family)))
    given = " ".join(filter(None, (person.given or person.initials, person.suffix)))
    return ", ".join(filter(None, (family, given)))


def lines_of(article):
    """Return the lines of a record."""
    return "".join(write("nbib", [article])).splitlines()


def test_a_record_by_hand(by_pmid):
    """PMID 99000001: tags, their order, history, headings with their stars."""
    lines = lines_of(by_pmid["99000001"])

    assert lines[:5] == [
        "PMID- 99000001",
        "OWN - NLM",
        "STAT- MEDLINE",
        "DCOM- 20190805",
        "LR  - 20240311",
    ]
    assert {
        "IS  - 9900-0016 (Print)",
        "IS  - 9900-0024 (Electronic)",
        "DP  - 2019 Feb",
        "PG  - 1123-8",
        "LID - 10.5555/jnm.2018.0001 [doi]",
        "FAU - Ottershaw, Thomas 3rd",
        "AU  - Ottershaw T 3rd",
        "AUID- ORCID: 0000-0001-0000-0017",
        "DEP - 20181220",
        "TA  - J Nowhere Med",
        "MH  - Liver Neoplasms/secondary/*surgery",
        "PMC - PMC99000001",
        "PHST- 2018/06/02 00:00 [received]",
        "EDAT- 2018/12/21 06:00",
        "PST - ppublish",
    } <= set(lines)
    assert lines[-1] == ""


def test_ties_have_tags_of_their_own(by_pmid):
    """A retraction, from both ends."""
    assert "RIN - Marel Med Lett. 2018;7:e188. PMID: 99000006" in lines_of(
        by_pmid["99000005"]
    )
    assert "ROF - Marel Med Lett. 2016;5:e105. PMID: 99000005" in lines_of(
        by_pmid["99000006"]
    )


def test_an_address_follows_its_author(by_pmid):
    """What belongs to a person stands before the next person."""
    tags = [line[:4] for line in lines_of(by_pmid["99000001"])]
    first, second, *_ = (i for i, tag in enumerate(tags) if tag == "FAU ")

    assert "AD  " in tags[first:second]
