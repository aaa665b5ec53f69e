"""Is a document the article that its identifiers name?"""

from __future__ import annotations

import pytest

from harvester.match import compare_parts, confirm_document
from harvester.model import (
    Abstract,
    AbstractSection,
    Container,
    Contributor,
    Document,
    Identifier,
    RecordDate,
    SourceRecord,
    Text,
)

MOSS = (
    "Liver moss grows on the northern side of old walls, and nearly every tenth wall "
    "is overgrown at first inspection. The treatment of moss depends on the stone "
    "below it. A review of surgical scraping, of brushing and of leaving moss alone is "
    "given here, with remarks on the gardeners who disagree."
)
PAINT = (
    "Nine colours of paint were put on forty village walls by masons and by children. "
    "After three winters the ochre had gone wherever the wind came from the sea, and "
    "no brush made any difference to how long a coat of lime would stay in place on "
    "granite, slate or brick."
)
TITLE = "Surgical treatment of liver moss on old walls"
TWIN = "Surgical management of liver moss on old walls"
OTHER = "Nine colours of paint in forty villages"


def described(
    *,
    title=None,
    abstract=None,
    journal=None,
    volume=None,
    page=None,
    year=None,
    names=(),
    source="document",
):
    """Describe an article by some of its parts."""
    return SourceRecord(
        source=source,
        source_id="x",
        title=Text(plain=title) if title else None,
        abstract=Abstract(sections=(AbstractSection(text=Text(plain=abstract)),))
        if abstract
        else None,
        container=Container(title=journal) if journal else None,
        volume=volume,
        page=page,
        dates=(RecordDate(kind="published", printed=year),) if year else (),
        contributors=tuple(Contributor(family=name) for name in names),
    )


WORK = described(
    title=TITLE,
    abstract=MOSS,
    journal="Journal of Walls",
    volume="19",
    page="101-9",
    year="2012",
    names=("Alder", "Birch"),
    source="pubmed",
)


def state(text="", **parts):
    """Return what is made of a document with these parts that names WORK."""
    document = Document(
        name="page",
        reader="general",
        own=(Identifier(scheme="doi", value="10.5555/walls.1"),),
        record=described(**parts),
        text=text,
    )
    return confirm_document(document, WORK).state


@pytest.mark.parametrize(
    "parts",
    [
        {"title": TITLE},
        {"title": TITLE.upper() + "."},
        {"abstract": MOSS},
        {"abstract": MOSS[:140]},
        {"title": TWIN, "abstract": MOSS},
        {"title": OTHER, "abstract": MOSS},  # a title that was misread
        {"title": TITLE, "volume": "20"},
        {"title": TITLE, "page": "1-9"},  # a page counted from 1, ahead of print
        {"title": TITLE, "journal": "J Walls", "volume": "19", "page": "101"},
        {"title": TITLE, "journal": "Annals of Stone"},
        {"title": TITLE, "abstract": PAINT, "volume": "19"},
        {"title": OTHER, "journal": "J Walls", "volume": "19", "page": "101"},
        {"title": OTHER, "text": f"Walls of the world\n{TITLE}\nA. Alder\n"},
        {"text": f"Something\n{MOSS}"},
        {"journal": "J Walls", "volume": "19"},
    ],
)
def test_a_document_of_the_article_is_confirmed(parts):
    """Title, abstract, or place agree; a slip in one of the others changes nothing."""
    assert state(**parts) == "confirmed"


@pytest.mark.parametrize(
    "parts",
    [
        {"title": OTHER},
        {"title": OTHER, "abstract": PAINT, "journal": "J Walls", "year": "2012"},
        {"abstract": PAINT},
        # Near-twins: nearly the title, same journal and year.
        {"title": TWIN, "names": ("Cedar",), "journal": "J Walls", "volume": "19"},
        {"title": TWIN, "page": "201", "journal": "J Walls", "volume": "19"},
        {"title": TWIN, "abstract": PAINT},
        # The same words elsewhere: printed twice, or a reply under the same title.
        {"title": TITLE, "abstract": MOSS, "journal": "Stone", "volume": "131"},
        {"title": TITLE, "abstract": MOSS, "volume": "131", "page": "35"},
        {"title": TITLE, "journal": "Annals of Stone", "volume": "31"},
        {"title": TITLE, "names": ("Cedar",)},
        {"title": TITLE, "abstract": PAINT},
        # Neither title nor abstract.
        {"journal": "Annals of Stone", "volume": "31", "page": "7"},
        {"journal": "J Walls", "volume": "31"},
    ],
)
def test_a_document_of_another_article_contradicts(parts):
    """Another title, another abstract, or another place: it is not that article."""
    assert state(**parts) == "contradicted"


@pytest.mark.parametrize(
    "parts",
    [{}, {"year": "2012"}, {"journal": "Annals of Stone"}, {"title": "Editorial"}],
)
def test_too_little_to_compare(parts):
    """What many articles have in common, or nothing, neither confirms nor denies."""
    assert state(**parts) == "unconfirmed"


def test_a_paper_uses_the_words_of_its_title():
    """A long text without title: another one where most of the words are missing."""
    paint = " ".join(PAINT for _ in range(8))

    assert state(text=paint) == "contradicted"
    assert state(text=f"{paint} surgical liver moss treatment") == "unconfirmed"
    assert state(text=PAINT) == "unconfirmed"  # too short to tell


def test_a_translated_title_is_not_another_one():
    """NLM's translation in brackets says nothing about the title that is printed."""
    work = described(title="[On the moss of old walls]", source="pubmed")
    document = Document(
        name="page", reader="general", record=described(title="Vom Moos alter Mauern")
    )

    assert confirm_document(document, work).state == "unconfirmed"


def test_the_evidence_names_the_values():
    """What agrees comes first, what differs last, each with both values."""
    document = Document(
        name="page",
        reader="vivo",
        record=described(title=TITLE, journal="J Walls", volume="20", page="101-109"),
    )

    assert confirm_document(document, WORK).evidence == (
        "title agrees",
        "journal J Walls, as Journal of Walls",
        "pages 101-109, as 101-9",
        "volume 20, not 19",
    )


def test_every_part_is_there_with_or_without_verdict():
    """Parts that one of them lacks have no verdict, and keep what the other says."""
    parts = {p.name: p for p in compare_parts(described(volume="19"), WORK)}

    assert parts["volume"].verdict == "agrees"
    assert (parts["pages"].verdict, parts["pages"].theirs) == (None, "101-9")
    assert str(parts["volume"]) == "volume agrees"
