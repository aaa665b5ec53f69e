"""How values are written on a page."""

from __future__ import annotations

import pytest

from harvester.browse.words import find_resolver, show_count, show_markup


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("In <i>E. coli</i>", "In <i>E. coli</i>"),
        ("<i onclick='x()'>a</i> &amp; b", "<i>a</i> &amp; b"),
        ("<script>alert(1)</script>a", "a"),
        ("<a href='javascript:x()'>a</a>", "a"),
        ("<img src='x' onerror='y'/>a &lt;b&gt;", "a &lt;b&gt;"),
        ("<math><mi>x</mi></math>", "<math><mi>x</mi></math>"),
        ("not <i>closed", "p &lt; q"),
        (None, "p &lt; q"),
    ],
)
def test_only_inline_markup_is_shown(markup: str | None, shown: str) -> None:
    """Known elements without attributes; of others the text, of scripts nothing."""
    assert show_markup(markup, "p < q") == shown


def test_identifiers_lead_to_their_resolvers() -> None:
    """What could end an address or open another is escaped."""
    odd = '10.5555/a"b<c>?#'

    assert find_resolver("doi", odd) == "https://doi.org/10.5555/a%22b%3Cc%3E%3F%23"
    assert find_resolver("mid", "x") is None


def test_counts_are_words() -> None:
    """One is singular; thousands are parted."""
    assert (show_count(1, "article"), show_count(2000, "article")) == (
        "1 article",
        "2,000 articles",
    )
