"""The five layouts in every rendering and with every noise on the way."""

from __future__ import annotations

import pytest

from harvester.identify import identify_document
from harvester.model import Document
from tests.layouts import (
    LAYOUTS,
    NOISES,
    OWN,
    RENDERINGS,
    ROLES,
    Lists,
    Printed,
    as_copy,
    as_html,
    as_lynx,
)

PARAGRAPHS = """
Nothing had been known about invented walls (n = 36) before this study began in the \
north of the country, and nobody had ever asked for it either.
We counted all walls twice, as an earlier study did (NCT99000001), and once more after \
the winter; who had counted first was never told to the second.
Of 12345678 walls nearly all stood, some leaned towards the sea, and two had fallen. A \
review of the literature found no other wall of that kind anywhere.
"""
ABSTRACT = tuple(
    zip(
        ("Background", "Methods", "Results"),
        PARAGRAPHS.strip().splitlines(),
        strict=True,
    )
)


def article(number: int, title: str) -> Printed:
    """Make up what pages print of an article."""
    return Printed(
        title=title,
        names=("Anna Alder", "Bert Birch"),
        journal="J Made Up",
        year="2020 Jan",
        volume="7",
        issue="2",
        page=f"{100 + number}-{108 + number}",
        doi=f"10.1001/mu.2020.{number:04d}",
        pmid=str(99_000_000 + number),
        abstract=ABSTRACT,
        keywords=("Walls", "Moss, invented"),
    )


OWNED = article(
    1,
    "Value of counting walls in villages with invented moss and other plants: a study "
    "in nine winters",
)
LISTS = Lists(
    similar=[article(n, f"Outcomes of counting wall number {n}") for n in (11, 12, 13)],
    cited_by=[article(n, f"A later count of wall number {n}") for n in (21, 22)],
    references=[article(n, f"An older count of wall number {n}") for n in (31, 32)],
    recommended=[article(n, f"Another look at wall number {n}") for n in (41, 42)],
)


def own(document: Document) -> set[str]:
    return {str(identifier) for identifier in document.own}


def roles(document: Document) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for mention in document.mentions:
        found.setdefault(str(mention.identifier), set()).add(mention.role.value)
    return found


@pytest.mark.parametrize("noise", NOISES)
@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_page_is_understood(layout: str, rendering: str, noise: str):
    """Own identifiers, the role of each listed article, volume and abstract."""
    text = NOISES[noise](RENDERINGS[rendering](LAYOUTS[layout](OWNED, LISTS)))
    page = identify_document("page", text.encode())
    listed = {
        f"doi:{one.doi}": {role}
        for name, role in ROLES[layout].items()
        for one in getattr(LISTS, name)
    }

    assert page.reader == layout
    assert own(page) == {f"{scheme}:{getattr(OWNED, scheme)}" for scheme in OWN[layout]}
    found = roles(page)
    assert {name: found.get(name) for name in listed} == listed
    assert page.record is not None
    assert page.record.abstract is not None
    assert layout == "rdiscovery" or page.record.volume == "7"


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_titles_are_whole(layout: str, rendering: str):
    """A title that a text browser or printer broke over lines is put together."""
    page = identify_document(
        "page", RENDERINGS[rendering](LAYOUTS[layout](OWNED, LISTS)).encode()
    )

    assert page.record is not None
    assert page.record.title is not None
    assert page.record.title.plain == OWNED.title


@pytest.mark.parametrize("layout", LAYOUTS)
def test_values_stand_where_they_are_said_to(layout: str):
    """Every value of a copied page is found at its offset, in words of the page."""
    text = as_copy(LAYOUTS[layout](OWNED, LISTS))
    page = identify_document("page", text.encode())
    places = {value.field: value for value in page.values}

    assert text[places["title"].offset :].startswith(OWNED.title)
    assert "Nothing had been known" in text[places["abstract"].offset :][:40]
    for name, value in (("volume", "7"), ("issue", "2"), ("pages", "101")):
        if layout != "rdiscovery":
            place = places[name]
            assert text[place.offset :].startswith(value), name
            assert value in (place.evidence or "")
    assert "Outcomes" not in (places["title"].evidence or "")[:40]


def test_links_at_the_end_of_a_dump_have_the_role_of_their_place():
    """``[12]PubMed`` in a reference, ``12. https://…`` at the end: a reference."""
    page = identify_document("page", as_lynx(LAYOUTS["jama"](OWNED, LISTS)).encode())

    pmids = [m for m in page.mentions if m.identifier.scheme == "pmid"]
    assert [(m.identifier.value, m.role.value, m.item) for m in pmids] == [
        ("99000031", "reference", 1),
        ("99000032", "reference", 2),
    ]


def test_pages_with_empty_lists():
    """Headings without entries list nothing, and what follows is not their entry."""
    for layout, build in LAYOUTS.items():
        page = identify_document("page", as_copy(build(OWNED, Lists())).encode())
        assert own(page) == {f"{s}:{getattr(OWNED, s)}" for s in OWN[layout]}
        assert set().union(*roles(page).values()) == {"own"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pages_that_lost_their_own_identifiers(layout: str):
    """Where the page's own identifiers are cut off no listed one takes their place."""
    lost = OWNED._replace(doi="", pmid="")
    for render in (as_copy, as_html, as_lynx):
        text = render(LAYOUTS[layout](lost, LISTS))
        assert identify_document("page", text.encode()).own == ()
