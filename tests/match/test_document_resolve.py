"""Documents without identifiers → the article, a question, or nothing."""

from __future__ import annotations

import pytest

from harvester.match import build_search, resolve_document
from harvester.model import (
    Abstract,
    AbstractSection,
    Container,
    Contributor,
    Document,
    RecordDate,
    SourceRecord,
    Text,
)

TEXT = (
    "Liver moss grows on the northern side of old walls, and nearly every tenth wall "
    "is overgrown at first inspection. The treatment of moss depends on the stone "
    "below it. A review of surgical scraping, of brushing and of leaving moss alone is "
    "given here, with remarks on the gardeners who disagree."
)
OTHER = (
    "Moss on walls was scraped by surgical means in forty villages. Scraping proved "
    "better than brushing wherever granite lay below, and worse on any sandstone; that "
    "is why the treatment should be chosen by a mason."
)
TITLE = "Surgical treatment of liver moss on old walls"
TWIN = "Surgical treatment of liver moss on old northern walls"


def document(text=TEXT, title=None, **more):
    """Make a document that prints an abstract, a title, or both."""
    abstract = Abstract(sections=(AbstractSection(text=Text(plain=text)),))
    return Document(
        name="page.txt",
        reader="general",
        record=SourceRecord(
            source="document",
            source_id="page.txt",
            title=Text(plain=title) if title else None,
            abstract=abstract if text else None,
            **more,
        ),
        unresolved="It prints no identifier at all.",
    )


def test_the_work_with_the_abstract_is_accepted(work):
    """All of the text's runs stand in one abstract: that is the article."""
    resolution = resolve_document(
        document(),
        [work(1, title=TITLE, abstract=TEXT), work(2, title=TWIN, abstract=OTHER)],
    )

    assert resolution.state == "accepted"
    assert [str(i) for i in resolution.candidates] == [
        "pmid:99000001",
        "doi:10.5555/tree.1",
    ]
    assert "100%" in resolution.evidence[0]


def test_the_near_twin_is_never_taken_for_it(work):
    """A work with nearly the same title, but another abstract, is not even named."""
    resolution = resolve_document(
        document(), [work(2, title=TWIN, abstract=OTHER, authors=(("Cedar", "D"),))]
    )

    assert resolution.state == "unresolved"
    assert resolution.candidates == ()


def test_without_an_abstract_to_compare_a_person_is_asked(work):
    """The title's words stand in the text of both twins: both are named, none taken."""
    resolution = resolve_document(
        document(), [work(1, title=TITLE), work(2, title=TWIN, page="7")]
    )

    assert resolution.state == "ask"
    assert sorted(i.value for i in resolution.candidates) == ["99000001", "99000002"]
    assert "no abstract to compare" in resolution.evidence[0]


def test_two_works_with_the_abstract_are_ambiguous(work):
    """An abstract printed twice leaves the question open."""
    resolution = resolve_document(
        document(), [work(1, abstract=TEXT), work(2, abstract=TEXT, page="9")]
    )

    assert resolution.state == "ambiguous"
    assert len(resolution.candidates) == 2


@pytest.mark.parametrize(
    "said",
    [
        {"title": "Bees of the southern heath"},
        {"dates": (RecordDate(kind="published", printed="1988"),)},
    ],
)
def test_what_the_page_says_against_it_makes_a_question(work, said):
    """The abstract agrees, but title or year do not: a person is asked."""
    resolution = resolve_document(
        document(**said), [work(1, title=TITLE, abstract=TEXT, year="2012")]
    )

    assert resolution.state == "ask"
    assert "differ" in resolution.evidence[0]


def test_a_title_with_its_authors_is_enough(work):
    """A page without abstract is matched by what it says of itself."""
    page = document(
        text="",
        title="Grafting of willow on oak in a cold climate",
        contributors=(Contributor(family="Alder", given="Ann"),),
        container=Container(title="Archives of Trees"),
    )

    assert resolve_document(page, [work(1)]).state == "accepted"


def test_a_title_alone_is_a_question(work):
    """Nothing beside the title speaks for the work."""
    page = document(text="", title="Grafting of willow on oak in a cold climate")

    assert resolve_document(page, [work(1)]).state == "ask"


def test_an_abstract_that_differs_outweighs_an_equal_title(work):
    """Where both have abstracts these decide."""
    page = document(title=TWIN, contributors=(Contributor(family="Alder", given="A"),))

    resolution = resolve_document(page, [work(2, title=TWIN, abstract=OTHER)])

    assert resolution.state == "unresolved"


def test_records_of_one_work_from_two_sources_are_one_candidate(work):
    """The record with the abstract stands for the work."""
    resolution = resolve_document(
        document(), [work(1, title=TITLE), work(1, title=TITLE, abstract=TEXT)]
    )

    assert resolution.state == "accepted"


def test_the_search_holds_phrases_and_repeated_words():
    """PubMed is asked for printed phrases, Crossref for the words that recur."""
    search = build_search(document())

    assert search is not None
    assert all(phrase in TEXT for phrase in search.phrases)
    assert "moss" in search.printed.split()[:2]


def test_a_document_that_says_nothing_of_itself_is_not_searched_for():
    """No title and no abstract: there is nothing to ask."""
    assert build_search(document(text="")) is None


@pytest.mark.parametrize(
    "twin",
    [
        TWIN,
        "Surgical management of liver moss on old walls",
        "Treatment of liver moss on old walls",
        f"{TITLE}: a review",
        f"{TITLE}. Part II",
        "Surgical treatment of liver moss on new walls",
    ],
)
@pytest.mark.parametrize("printed", ["title", "title and abstract", "all"])
def test_a_near_twin_is_never_accepted(work, twin, printed):
    """Nearly the title, the same journal and year: at most a question."""
    about = {
        "container": Container(title="Archives of Trees"),
        "dates": (RecordDate(kind="published", printed="2006"),),
    }
    page = document(
        TEXT if printed != "title" else "",
        title=TITLE,
        **(about if printed != "title and abstract" else {}),
    )
    for abstract in (None, OTHER):
        other = work(2, title=twin, abstract=abstract, authors=(("Cedar", "D"),))
        assert resolve_document(page, [other]).state in {"ask", "unresolved"}


def test_a_part_of_a_series_shares_its_abstract_and_is_another(work):
    """Half of the words of the abstract, but Part II: a person is asked."""
    sequel = work(2, title=f"{TITLE}. Part II", abstract=f"{TEXT[:250]} {OTHER}")

    assert resolve_document(
        document(TEXT, title=f"{TITLE}. Part I"), [sequel]
    ).state == ("ask")


def test_the_same_abstract_in_another_place_is_another_article(work):
    """Volume and page of the page are others: printed twice, this is not the one."""
    page = document(TEXT, title=TITLE, volume="131", page="35")

    resolution = resolve_document(page, [work(1, title=TITLE, abstract=TEXT)])
    assert resolution.state == "ask"
    assert "its place differs" in resolution.evidence[0]
