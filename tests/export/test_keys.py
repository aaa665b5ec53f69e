"""Citation keys."""

from __future__ import annotations

import pytest

from harvester.export import citation_key
from harvester.model import Article, Contributor

PUBMED = (("crossref", "10.5555/x.1"), ("pubmed", "99000099"))


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"year": 2020}, "anon2020-99000099"),
        (
            {"contributors": (Contributor(family="van der Berg", given="A"),)},
            "vanderbergnd-99000099",
        ),
        (
            {"contributors": (Contributor(family="Þóra-Öström"),), "year": 1999},
            "thoraostrom1999-99000099",
        ),
        (
            {
                "contributors": (
                    Contributor(literal="The LANTERN Study Group of All"),
                ),
                "year": 2001,
            },
            "thelanternstudygroupofal2001-99000099",
        ),
        (
            {"contributors": (Contributor(role="editor", family="Roe"),), "year": 2001},
            "roe2001-99000099",
        ),
    ],
)
def test_name_year_and_pmid(fields, key):
    """Surname with particles, a group's name cut, an editor, or nobody."""
    assert citation_key(Article(sources=PUBMED, **fields)) == key


def test_without_pmid_the_record_is_named():
    """Two works of one author and year have two keys, the same in every run."""
    first = Article(sources=(("crossref", "10.5555/x.1"),), year=2020)
    second = Article(sources=(("crossref", "10.5555/x.2"),), year=2020)

    assert citation_key(first) != citation_key(second)
    # sha256 of "crossref:10.5555/x.1", its first five bytes in base 32
    assert citation_key(first) == "anon2020-bnk5i4pt"


def test_keys_are_unique(articles):
    """No two articles share a key; each is plain ASCII without blanks."""
    keys = [citation_key(article) for article in articles]

    assert len(set(keys)) == len(keys)
    assert all(key.isascii() and " " not in key for key in keys)
