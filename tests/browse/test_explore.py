"""Explore, networks, authors, journals, headings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import html

from harvester.model import (
    Article,
    Container,
    Contributor,
    Identifier,
    Link,
    LinkKind,
    LinkSet,
    LinkState,
    MeshHeading,
    Text,
)
from harvester.store import Library
from harvester.vocabulary import Descriptor, MeshFile, MeshKind, Serial
from tests.browse.conftest import Visit, words

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>"
PATHS = (
    "explore",
    "network",
    "network?kind=authors",
    "authors",
    "journals",
    "mesh",
)
LIVER = MeshHeading(descriptor="Liver Neoplasms", ui="D008113", is_major=True)
SURVIVAL = MeshHeading(descriptor="Survival Rate", ui="D015996", is_major=True)


def article(number: int, year: int, *names: str, title: str = "Made up") -> Article:
    return Article(
        sources=(("pubmed", str(number)),),
        identifiers=(Identifier(scheme="pmid", value=str(number)),),
        title=Text(plain=f"{title} {number}"),
        year=year,
        container=Container(title="Annals of Nowhere", nlm_id="1"),
        contributors=tuple(Contributor(family=n, given="Ann") for n in names),
        mesh_headings=(LIVER, SURVIVAL),
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles: two people on two of them, the third cites the first."""
    path = tmp_path_factory.mktemp("explore") / "made.db"
    with Library.open(path) as library:
        run = library.begin_run("made up", NOW)
        library.save_serials(
            [Serial(nlm_id="1", title="Annals of Nowhere", first_year=1988)],
            file="serials.xml",
            now=NOW,
        )
        library.load_mesh(
            MeshFile(kind=MeshKind.DESCRIPTORS, name="d", mesh_year=2026),
            [
                Descriptor(ui="D009369", name="Neoplasms", tree_numbers=("C04",)),
                Descriptor(
                    ui="D008113", name="Liver Neoplasms", tree_numbers=("C04.588",)
                ),
                Descriptor(
                    ui="D006528", name="Hepatoma", tree_numbers=("C04.588.100",)
                ),
                Descriptor(ui="D1", name="Deeper", tree_numbers=("C04.588.100.1",)),
            ],
            sha256="a",
            now=NOW,
        )
        for one in (
            article(99000001, 2010, "Doe", "Roe"),
            article(99000002, 2010, "Doe", "Roe"),
            article(99000003, 2012, "Poe", title=HOSTILE),
        ):
            library.save_article(one, citation=f"Work {one.pmid}.", now=NOW)
        links = (Link(target=("pmid", "99000003"), rank=1),)
        library.save_link_set(
            LinkSet(
                owner=("pmid", "99000001"),
                kind=LinkKind.CITED_BY,
                provider="icite",
                state=LinkState.COMPLETE,
                links=links,
            ),
            run,
            NOW,
        )
        library.finish_run(run, {}, NOW)
    return path


@pytest.fixture
def page(visit: Visit, made: Path) -> Callable[[str], html.HtmlElement]:
    """Return a page of that library."""

    def ask(path: str) -> html.HtmlElement:
        found = visit(f"/made/{path}", made)
        assert found.status_code == 200
        return html.fromstring(found.text)

    return ask


def labels(page, name):
    """Return what the links of a figure say."""
    return page.xpath(
        f"//section[@aria-labelledby='{name}']//*[name()='svg']//a/*[name()='title']/text()"
    )


@pytest.mark.parametrize("path", PATHS)
def test_an_empty_library_has_every_page(
    visit: Visit, tmp_path: Path, path: str
) -> None:
    """A sentence stands where a picture would be."""
    empty = tmp_path / "empty.db"
    with Library.open(empty):
        pass

    found = visit(f"/empty/-/{path}", empty)
    assert found.status_code == 200
    said = words(found).casefold()
    assert any(
        one in said for one in ("nothing yet", "nothing here yet", "no two of them")
    )


def test_explore_shows_the_library_at_a_glance(page) -> None:
    """Years, journals, topics, people, pairs; every bar leads somewhere."""
    shown = page("-/explore")

    assert labels(shown, "years") == ["2010: 2 articles", "2012: 1 articles"]
    assert labels(shown, "journals") == ["Annals of Nowhere: 3 articles"]
    assert labels(shown, "authors") == [
        "Doe, Ann: 2 articles",
        "Roe, Ann: 2 articles",
        "Poe, Ann: 1 articles",
    ]
    assert labels(shown, "topics") == [
        "Liver Neoplasms: 3 articles",
        "Survival Rate: 3 articles",
    ]
    assert "Liver Neoplasms and Survival Rate: 3 articles" in labels(
        shown, "topic-pairs"
    )
    assert "Liver Neoplasms, 2010: 2 articles" in labels(shown, "topic-years")
    hrefs = shown.xpath("//*[name()='svg']//a/@href")
    assert "/made/-/search?q=year%3A2010" in hrefs
    assert "/made/-/journal/1" in hrefs
    assert "/made/-/mesh/D008113" in hrefs
    assert "/made/-/author/1" in hrefs


def test_explore_shows_citations_within_the_library(page) -> None:
    """As a network and as a list, the most cited first."""
    shown = page("-/explore")

    assert labels(shown, "citations") == [
        "Work 99000003. Cited by 0 here.",
        "Work 99000001. Cited by 1 here.",
    ]
    cited = shown.xpath("//section[@aria-labelledby='cited']//li")
    assert len(cited) == 1
    assert "cited by 1" in cited[0].text_content()


def test_every_picture_has_its_table(page) -> None:
    """What is drawn is said in words, too, with the same links."""
    shown = page("-/explore")
    for figure in shown.xpath("//section[@class='figure']"):
        if figure.xpath(".//*[name()='svg']"):
            assert figure.xpath("./details//table//tr/td")
    rows = shown.xpath("//section[@aria-labelledby='years']//tbody/tr")
    assert [row.text_content() for row in rows] == ["20102", "20121"]


def test_no_style_and_no_script_stands_in_a_page(page) -> None:
    """The policy of the page would forbid them."""
    for path in PATHS:
        shown = page(f"-/{path}")
        assert shown.xpath("//*[@style]") == []
        assert shown.xpath("//style") == []
        scripts = shown.xpath("//script[not(@src)]")
        assert all(one.get("type") == "application/json" for one in scripts)


def test_a_hostile_title_stays_text(page) -> None:
    """In lists, in networks, in what the script reads."""
    for path in ("-/explore", "-/network", "-/journal/1", "-/author/3"):
        shown = page(path)
        assert shown.xpath("//script[contains(., 'alert')][not(@type)]") == []
    assert HOSTILE in page("-/journal/1").text_content()


def test_the_network_is_drawn_twice(page) -> None:
    """For the script, and for who has none; at the same places."""
    shown = page("-/network")
    (held,) = shown.xpath("//script[@id='network-data']/text()")
    drawn = json.loads(held)

    assert [(tie["source"], tie["target"]) for tie in drawn["ties"]] == [("n3", "n1")]
    assert [node["year"] for node in drawn["nodes"]] == [2010, 2012]
    assert drawn["directed"] is True
    assert [node["href"] for node in drawn["nodes"]] == [
        "/made/articles/1",
        "/made/articles/3",
    ]
    assert shown.xpath("//*[name()='svg']//a/@href") == [
        "/made/articles/3",
        "/made/articles/1",
    ]


def test_the_network_is_filtered_by_year(page) -> None:
    """What was published outside the years is left out; odd years are none."""
    assert "No two of them" in page("-/network?from=2011").text_content()
    assert "2 articles" in page("-/network?from=1990&to=2012").text_content()
    assert "2 articles" in page("-/network?from=x&to=99999").text_content()


def test_the_network_of_authors(page) -> None:
    """Who wrote together, how often; around one of them, too."""
    for path in ("-/network?kind=authors", "-/network?kind=authors&around=1"):
        (held,) = page(path).xpath("//script[@id='network-data']/text()")
        drawn = json.loads(held)
        assert [node["label"] for node in drawn["nodes"]] == ["Doe A", "Roe A"]
        assert [tie["count"] for tie in drawn["ties"]] == [2]


def test_the_network_around_an_article(page) -> None:
    """What it cites and what cites it; one without citations stands alone."""
    assert "2 articles, 1 tie" in page("-/network?around=3").text_content()
    assert "No two of them" in page("-/network?around=2").text_content()


def test_an_author_has_a_page(page) -> None:
    """Works, years, co-authors, topics, journals, forms of the name."""
    shown = page("-/author/1")
    said = " ".join(shown.text_content().split())

    assert "Doe, Ann 2 works" in said
    assert labels(shown, "years") == ["2010: 2 works"]
    assert labels(shown, "coauthors") == ["Roe, Ann: 2 articles"]
    assert labels(shown, "journals") == ["Annals of Nowhere: 2 articles"]
    assert labels(shown, "topics") == [
        "Liver Neoplasms: 2 articles",
        "Survival Rate: 2 articles",
    ]
    assert "/made/-/search?q=au%3A%22Doe+A%22" in shown.xpath("//a/@href")
    assert "Made up 99000002" in said


def test_a_journal_has_a_page(page) -> None:
    """Articles, years, headings, authors, and where the NLM has it."""
    shown = page("-/journal/1")

    assert labels(shown, "years") == ["2010: 2 articles", "2012: 1 articles"]
    assert len(shown.xpath("//section[@aria-labelledby='works']//li")) == 3
    assert "https://www.ncbi.nlm.nih.gov/nlmcatalog/1" in shown.xpath("//a/@href")
    assert "published since 1988 (NLM)" in shown.text_content()


def test_a_heading_has_a_page(page) -> None:
    """Where it stands in the trees, right above and right below."""
    shown = page("-/mesh/D008113")
    trees = shown.xpath("//section[@aria-labelledby='trees']")[0]

    assert trees.xpath(".//a/text()") == ["Neoplasms", "Hepatoma"]
    assert "C04.588" in trees.text_content()
    assert labels(shown, "together") == ["Survival Rate: 3 articles"]
    assert "/made/-/search?q=mesh%3A%22Liver+Neoplasms%22%2B" in shown.xpath(
        "//a/@href"
    )


@pytest.mark.parametrize(
    "path", ["author/999", "journal/999", "mesh/D999999", "author/999999999999999999"]
)
def test_what_is_not_there_is_said(visit: Visit, made: Path, path: str) -> None:
    """Not found, in a sentence."""
    assert visit(f"/made/-/{path}", made).status_code == 404


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("authors", ["Doe, Ann", "Roe, Ann", "Poe, Ann"]),
        ("authors?words=doe+a", ["Doe, Ann"]),
        ("authors?words=DÖ", ["Doe, Ann"]),
        ("authors?words=nobody", []),
        ("authors?words=%22%27%25", []),
        ("authors?page=2", []),
        ("authors?page=x", ["Doe, Ann", "Roe, Ann", "Poe, Ann"]),
        ("journals?words=nowhere", ["Annals of Nowhere"]),
        ("journals?words=surgery", []),
        ("mesh", ["Liver Neoplasms", "Survival Rate"]),
        ("mesh?words=survival", ["Survival Rate"]),
        ("mesh?words=hepatoma", []),
    ],
)
def test_lists_are_narrowed_down(page, path: str, names: list[str]) -> None:
    """By the beginning of a name, or by words; nothing typed is an error."""
    assert page(f"-/{path}").xpath("//tbody/tr/th/a/text()") == names


def test_vendored_files_are_what_was_released() -> None:
    """Each bears the checksum noted beside it, and its licence lies there."""
    static = files("harvester.browse") / "static"
    noted = json.loads((static / "vendored.json").read_text("utf-8"))

    assert {one["file"] for one in noted} == {"cytoscape.min.js"}
    for one in noted:
        body = (static / one["file"]).read_bytes()
        assert hashlib.sha256(body).hexdigest() == one["sha256"]
        licence = (static / one["license_file"]).read_text("utf-8")
        assert "Permission is hereby granted, free of charge" in licence
