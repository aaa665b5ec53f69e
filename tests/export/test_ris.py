"""RIS: what rispy reads in it, and records by hand."""

from __future__ import annotations

import rispy

from harvester.export import citation_key, write
from tests.export.plain import abstract, folded, name_of, pages, title


def test_rispy_reads_what_was_written(articles):
    """Every article is a record with its people, numbers, identifiers and terms."""
    records = rispy.loads("".join(write("ris", articles)))

    assert [record["id"] for record in records] == [citation_key(a) for a in articles]
    wrong = []
    for article, read in zip(articles, records, strict=True):
        book = article.container
        wanted = {
            "title": title(article),
            "secondary_title": book.title if book else None,
            "doi": article.doi,
            "accession_number": article.pmid,
            "custom2": article.pmcid,
            "volume": article.volume,
            "number": article.issue,
            "custom7": article.article_number,
            "year": str(article.year) if article.year else None,
            "abstract": abstract(article),
            "language": "; ".join(article.languages),
            "type_of_work": "; ".join(t.name for t in article.publication_types),
            "authors": "|".join(map(_name, article.authors)),
            "keywords": "|".join(_terms(article)),
        }
        for name, value in wanted.items():
            found = read.get(name)
            found = "|".join(found) if isinstance(found, list) else found
            if folded(value) != folded(found).replace(".", "." * (name != "authors")):
                wrong.append((read["id"], name, value, found))
        first, last = read.get("start_page"), read.get("end_page")
        if bool(first) != bool(pages(article)) or (last and not first):
            wrong.append((read["id"], "pages", pages(article), (first, last)))
    assert wrong == []


def _name(person):
    family, given, suffix = name_of(person)
    parts = [family, given, suffix] if suffix else [family, given]
    return ",".join(parts).strip(",").replace(".", "")


def _terms(article):
    terms = [k.text.plain for k in article.keywords] + list(article.subjects)
    for mesh in article.mesh_headings:
        parts = [(mesh.descriptor, mesh.is_major)]
        parts += [(q.name, q.is_major) for q in mesh.qualifiers]
        terms.append("/".join("*" * major + name for name, major in parts))
    return list(dict.fromkeys(terms))


def lines_of(article):
    """Return the lines of a record."""
    return "".join(write("ris", [article])).split("\r\n")


def test_a_record_by_hand(by_pmid):
    """PMID 17043278: pages in full, a month, several authors in order."""
    lines = lines_of(by_pmid["17043278"])

    assert lines[0] == "TY  - JOUR"
    assert lines[-3:] == ["ER  - ", "", ""]
    assert {
        "ID  - musunuru2006-17043278",
        "TI  - Metastatic Neuroendocrine Hepatic Tumors: Resection Improves Survival",
        "PY  - 2006",
        "DA  - 2006/10//",
        "VL  - 141",
        "IS  - 10",
        "DO  - 10.1001/archsurg.141.10.1000",
        "AN  - 17043278",
    } <= set(lines)
    authors = [line for line in lines if line.startswith("AU")]
    assert authors[:2] == ["AU  - Musunuru, S.", "AU  - Chen, H."]


def test_pages_and_article_numbers(by_pmid):
    """A range in full; a page with more beside it as printed; article numbers in C7."""
    plain = lines_of(by_pmid["99000001"])
    more = lines_of(by_pmid["17043278"])
    number = lines_of(by_pmid["99000005"])

    assert {"SP  - 1123", "EP  - 1128"} <= set(plain)
    assert "SP  - 1000-4; discussion 1005" in more
    assert not any(line.startswith("EP") for line in more)
    assert "C7  - e105" in number
    assert not any(line.startswith("SP") for line in number)


def test_types_editors_and_books(by_pmid):
    """A chapter has the title of its book, its editors and its series."""
    lines = lines_of(by_pmid["99000016"])

    assert lines[0] == "TY  - CHAP"
    assert {
        "T2  - Medicine of Small Islands",
        "T3  - Handbooks of Nowhere",
        "A2  - Marchbanks, Odile",
        "A2  - Thistlewood, Ivo, Sr",
        "N1  - Original title: Glówmos-pestilens",
    } <= set(lines)


def test_a_season_is_what_is_not_numbered(by_pmid):
    """Spring 2001 stands in the fourth place of the date."""
    assert "DA  - 2001///Spring" in lines_of(by_pmid["99000033"])


def test_a_retraction_is_a_note(by_pmid):
    """Whoever cites it is told."""
    notes = [x for x in lines_of(by_pmid["99000005"]) if x.startswith("N1")]

    assert "N1  - Retracted publication" in notes
    assert "N1  - Retracted: Marel Med Lett. 2018;7:e188. PMID: 99000006" in notes
