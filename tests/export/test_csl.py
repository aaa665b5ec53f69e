"""CSL-JSON: what citeproc-py makes of it, and items by hand."""

from __future__ import annotations

import json

import pytest
from citeproc.source.json import CiteProcJSON

from harvester.export import citation_key, write
from tests.export.plain import abstract, folded, name_of, pages, title


def items_of(articles):
    """Return the items of an export."""
    return json.loads("".join(write("csl-json", articles)))


# Its tables are those of CSL 1.0.1: ``volume-title`` came later.
@pytest.mark.filterwarnings("ignore:The following arguments for Reference:UserWarning")
def test_citeproc_reads_what_was_written(articles):
    """Every article is a reference, under its key, with its names and fields."""
    items = items_of(articles)
    source = CiteProcJSON(items)

    assert [item["id"] for item in items] == [citation_key(a) for a in articles]
    wrong = []
    for article in articles:
        read = source[citation_key(article)]
        wanted = {
            "title": title(article),
            "DOI": article.doi,
            "PMID": article.pmid,
            "PMCID": article.pmcid,
            "volume": article.volume,
            "issue": article.issue,
            "page": pages(article),
            "abstract": abstract(article),
        }
        for name, value in wanted.items():
            if folded(value) != folded(_plain(read.get(name))):
                wrong.append((citation_key(article), name, value, read.get(name)))
        names = [_name(name) for name in read.get("author", ())]
        people = [tuple(map(folded, name_of(person))) for person in article.authors]
        if names != people:
            wrong.append((citation_key(article), "author", people, names))
        issued = read.get("issued")
        begin = issued and issued.get("begin", issued)
        year = f"{begin['year']:04}" if begin else ""
        if year != (article.published or "")[:4]:
            wrong.append((citation_key(article), "issued", article.published, issued))
    assert wrong == []


def _plain(value):
    if value is None:
        return None
    text = str(value)
    for mark in ("i", "b", "sup", "sub", "span"):
        text = text.replace(f"</{mark}>", "").replace(f"<{mark}>", "")
    return text.replace('<span style="font-variant:small-caps;">', "")


def _name(name):
    def part(value):
        return folded(value or "").replace(".", "")

    family = " ".join(
        filter(
            None,
            (
                name.get("dropping-particle"),
                name.get("non-dropping-particle"),
                name.get("family") or name.get("literal") or name.get("name"),
            ),
        )
    )
    return folded(family), part(name.get("given")), folded(name.get("suffix"))


def test_an_item_by_hand(by_pmid):
    """PMID 99000037: particles apart, suffixes, a group, an article number."""
    (item,) = items_of([by_pmid["99000037"]])

    assert item["id"] == "sudaria2024-99000037"
    assert item["author"][0] == {"family": "Sudaria"}
    assert item["author"][1]["suffix"] == "Jr"
    assert {
        "family": "Hoog",
        "given": "Griet",
        "non-dropping-particle": "van 't",
    } in item["author"]
    assert {
        "family": "Carneiro",
        "given": "João Pedro",
        "dropping-particle": "da",
    } in item["author"]


def test_dates_by_hand(by_pmid):
    """A month, a season, and the two ends of an interval."""
    month, season, interval = items_of(
        [by_pmid["17043278"], by_pmid["99000033"], by_pmid["99000020"]]
    )

    assert month["issued"] == {"date-parts": [[2006, 10]]}
    assert season["issued"] == {"date-parts": [[2001]], "season": 1}
    assert interval["issued"] == {"date-parts": [[1998, 12], [1999, 1]]}


def test_markup_is_that_of_csl(by_pmid):
    """Italics, superscript and subscript; a formula keeps its characters only."""
    (item,) = items_of([by_pmid["99000026"]])

    assert item["title"] == (
        "<i>Lucimuscus tamsinensis</i> and Ca<sup>2+</sup>: the TIC<sub>236</sub> gene "
        "& the ratio ab at <i>P</i><0.001"
    )


def test_a_chapter_by_hand(by_pmid):
    """Book, series and editors stand in places of their own."""
    (item,) = items_of([by_pmid["99000016"]])

    assert item["type"] == "chapter"
    assert item["container-title"] == "Medicine of <i>Small</i> Islands"
    assert item["collection-title"] == "Handbooks of Nowhere"
    assert item["original-title"] == "Glówmos-pestilens"
    assert item["editor"][1] == {
        "family": "Thistlewood",
        "given": "Ivo",
        "suffix": "Sr",
    }


def test_a_retraction_is_a_note(by_pmid):
    """Whoever cites it is told."""
    (item,) = items_of([by_pmid["99000005"]])

    assert item["note"].startswith("Retracted publication. Retracted: Marel Med Lett.")
    assert item["number"] == "e105"


def test_nothing_is_an_empty_list():
    """No article is still JSON."""
    assert items_of([]) == []
