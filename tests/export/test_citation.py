"""The short citation."""

from __future__ import annotations

import pytest

from harvester.export import build_citation
from harvester.model import (
    Article,
    Container,
    Contributor,
    ContributorList,
    Text,
)

DOE = Contributor(family="Doe", given="Jane", initials="J")
ROE = Contributor(family="van Roe", given="Ann B", initials="AB", suffix="Jr")
GROUP = Contributor(literal="The LANTERN Group")
JOURNAL = Container(title="Journal of Nowhere", medline_abbreviation="J Nowhere")


def article(**fields: object) -> Article:
    return Article(sources=(("pubmed", "99000001"),), **fields)


@pytest.mark.parametrize(
    ("made", "citation"),
    [
        (
            article(
                contributors=(DOE, ROE, GROUP),
                title=Text(plain="A title."),
                container=JOURNAL,
                published="2006-10",
                volume="141",
                issue="10",
                page="1000-4; discussion 1005",
            ),
            (
                "Doe J, van Roe AB Jr, The LANTERN Group. A title. "
                "J Nowhere. 2006 Oct;141(10):1000-4; discussion 1005."
            ),
        ),
        (
            article(
                contributors=(DOE, DOE, DOE, DOE),
                title=Text(plain="Is it?"),
                published="1998-12/1999-01",
            ),
            "Doe J, Doe J, Doe J, et al. Is it? 1998 Dec-1999 Jan.",
        ),
        (
            article(title=Text(plain="No volume"), published="1944", page="494"),
            "No volume. 1944:494.",
        ),
        (
            article(
                contributors=(DOE,),
                contributor_lists=(ContributorList(role="author", is_complete=False),),
                title=Text(plain="[Translated]."),
                container=JOURNAL,
                published="2017-21",
                article_number="e105",
            ),
            "Doe J, et al. [Translated]. J Nowhere. 2017 Spring:e105.",
        ),
        (
            article(
                contributors=(Contributor(role="editor", family="Poe", initials="E"),),
                title=Text(plain="A book"),
            ),
            "Poe E, editor. A book.",
        ),
        (article(), "[no title]"),
    ],
)
def test_what_is_known_is_cited_and_nothing_else(made: Article, citation: str) -> None:
    """Three authors at the most, journal, date and place; gaps leave no signs."""
    assert build_citation(made) == citation


def test_a_name_that_the_source_marks_as_wrong_is_not_cited() -> None:
    """ValidYN="N" names stay in the record only."""
    wrong = Contributor(family="Doo", initials="J", is_valid=False)

    made = article(contributors=(wrong, DOE), title=Text(plain="A title"))

    assert build_citation(made) == "Doe J. A title."
