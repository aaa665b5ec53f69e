"""Pictures: what they show, where they lead, and that they are well-formed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from harvester.plots import (
    Bar,
    Cell,
    Node,
    Row,
    Tie,
    build_year_bars,
    draw_bars,
    draw_block_bars,
    draw_block_columns,
    draw_columns,
    draw_matrix,
    draw_network,
    draw_rows,
    draw_share,
    place_nodes,
)

SVG = {"s": "http://www.w3.org/2000/svg"}
HOSTILE = """<script>alert(1)</script>" onload='x' &amp; é"""


def read(picture):
    return etree.fromstring(picture)


def found(picture, path):
    return read(picture).xpath(path, namespaces=SVG)


def lead(first, last):
    return f"?year={first}-{last}"


def test_every_year_has_a_bar():
    """Also one without articles; the bars lead to their years."""
    bars = build_year_bars({2010: 4, 2012: 1}, lead)

    assert [(bar.label, bar.count, bar.href) for bar in bars] == [
        ("2010", 4, "?year=2010-2010"),
        ("2011", 0, "?year=2011-2011"),
        ("2012", 1, "?year=2012-2012"),
    ]
    assert build_year_bars({}, lead) == ()


def test_many_years_share_bars():
    """200 years are 41 bars of five, that begin at round years."""
    bars = build_year_bars({1822: 1, 2021: 3}, lead)

    assert (bars[0].label, bars[-1].label, len(bars)) == ("1820-1824", "2020-2024", 41)
    assert bars[-1].href == "?year=2020-2024"


def test_columns_are_links_that_say_what_they_count():
    """A year without articles leads nowhere; the tallest bar fills the picture."""
    picture = draw_columns(build_year_bars({2010: 4, 2012: 1}, lead), title="Years")

    assert found(picture, "//s:a/s:title/text()") == [
        "2010: 4 articles",
        "2012: 1 articles",
    ]
    assert found(picture, "//s:a/@href") == ["?year=2010-2010", "?year=2012-2012"]
    heights = [float(h) for h in found(picture, "//s:rect[@class='bar']/@height")]
    assert heights == [148.0, 0.0, 37.0]
    assert read(picture).get("role") == "group"


def test_a_picture_without_links_is_an_image():
    """A reader is told what it is, and not led into it."""
    picture = draw_bars([Bar(label="Ann Surg", count=4)], title="Journals")

    assert read(picture).get("role") == "img"
    assert read(picture).get("aria-label") == "Journals"
    assert found(picture, "//s:a") == []


def test_lying_bars_are_as_long_as_their_counts():
    """Of the longest one, or of a whole that is given."""
    bars = [Bar(label="A", count=4), Bar(label="B", count=1)]

    def widths(picture):
        return found(picture, "//s:rect[@class='bar']/@width")

    assert widths(draw_bars(bars, title="t")) == ["100%", "25%"]
    assert widths(draw_bars(bars, title="t", most=8)) == ["50%", "12.5%"]
    assert widths(draw_share(1, 3)) == ["33.33%"]
    assert widths(draw_share(0, 0)) == ["0%"]


def test_rows_are_darkest_where_they_have_most():
    """Of each row by itself; what is empty has no cell."""
    cells = (Cell(count=10, href="?a"), Cell(count=0), Cell(count=1, href="?b"))
    rows = [Row(label="Liver", cells=cells, href="/liver")]
    picture = draw_rows(rows, ["2010", "2011", "2012"], title="Topics")

    assert found(picture, "//s:a/@href") == ["/liver", "?a", "?b"]
    assert found(picture, "//s:a/s:rect/@class") == ["h5", "h1"]
    assert found(picture, "//s:a/s:title/text()") == [
        "Liver: 11 articles",
        "Liver, 2010: 10 articles",
        "Liver, 2012: 1 articles",
    ]


def test_a_matrix_leaves_out_what_is_with_itself():
    """Rows and columns are numbered alike."""
    one, none = Cell(count=3, href="?both"), Cell(count=0, href="?none")
    rows = [
        Row(label="Liver", cells=(none, one, none)),
        Row(label="Survival", cells=(one, none, none)),
        Row(label="A heading that is longer than its place", cells=(none,) * 3),
    ]
    picture = draw_matrix(rows, title="Pairs")

    assert found(picture, "//s:a/s:title/text()") == [
        "Liver and Survival: 3 articles",
        "Survival and Liver: 3 articles",
    ]
    assert "3 A heading that is longer than…" in found(picture, "//s:text/text()")


NODES = [
    Node(key=7, label="Li H", words="Li, Hua: 9 works", count=9, href="/7"),
    Node(key=3, label="Wang Y", words="Wang, Yong: 4 works", count=4, href="/3"),
    Node(key=5, label="Roe A", words="Roe, Ann: 1 work", count=1, href="/5"),
]


def test_a_network_is_the_same_every_time():
    """No chance is in it; what is tied lies nearer than what is not."""
    ties = [Tie(source=7, target=3, count=2), Tie(source=9, target=3)]

    points = place_nodes(NODES, ties)
    assert points == place_nodes(NODES, ties)
    assert set(points) == {7, 3, 5}
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in points.values())


def test_nodes_lead_to_their_pages():
    """The largest is painted last; a tie to what is not there is left out."""
    ties = [Tie(source=7, target=3, count=2), Tie(source=9, target=3)]
    picture = draw_network(NODES, ties, title="Authors")

    assert found(picture, "//s:a/@href") == ["/5", "/3", "/7"]
    radii = [float(r) for r in found(picture, "//s:circle/@r")]
    assert radii == sorted(radii)
    assert len(found(picture, "//s:line")) == 1


def test_a_chain_is_laid_out_in_its_order():
    """Who is tied to the next one only lies beside it."""
    nodes = [Node(key=n, label=str(n), words="", count=1) for n in range(5)]
    ties = [Tie(source=n, target=n + 1) for n in range(4)]

    points = place_nodes(nodes, ties)
    across = [points[n][0] for n in range(5)]
    assert across in (sorted(across), sorted(across, reverse=True))


def test_labels_lie_on_no_other():
    """Of nodes that lie close together on a phone, the first keep their names."""
    nodes = [
        Node(key=n, label=f"A Rather Long {n}", words="", count=40 - n)
        for n in range(40)
    ]
    ties = [Tie(source=0, target=n) for n in range(1, 40)]
    picture = draw_network(nodes, ties, title="Star")

    classes = found(picture, "//s:text/@class")
    assert 0 < sum("minor" not in one for one in classes) < len(classes) <= 40
    assert "A Rather Long 0" in found(
        picture, "//s:text[not(contains(@class, 'minor'))]/text()"
    )


@pytest.mark.parametrize(
    "picture",
    [
        draw_bars([Bar(label=HOSTILE, count=1, href=HOSTILE)], title=HOSTILE),
        draw_columns([Bar(label=HOSTILE, count=1, href=HOSTILE)], title=HOSTILE),
        draw_rows(
            [Row(label=HOSTILE, cells=(Cell(count=1, href=HOSTILE),), href=HOSTILE)],
            [HOSTILE],
            title=HOSTILE,
        ),
        draw_matrix(
            [Row(label=HOSTILE, cells=(Cell(count=1),) * 2, href=HOSTILE)] * 2,
            title=HOSTILE,
        ),
        draw_network(
            [Node(key=n, label=HOSTILE, words=HOSTILE, count=0) for n in (1, 2)],
            [Tie(source=1, target=2)],
            title=HOSTILE,
        ),
    ],
)
def test_what_is_drawn_stays_text(picture):
    """A title of unknown origin brings no element and no attribute."""
    names = {etree.QName(one).localname for one in read(picture).iter()}
    assert names <= {"svg", "g", "a", "title", "rect", "text", "line", "circle"}
    attributes = {name for one in read(picture).iter() for name in one.attrib}
    assert not any(name.startswith("on") or name == "style" for name in attributes)
    assert read(picture).get("aria-label") == HOSTILE


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(st.integers(1, 9999), st.integers(1, 10**7), max_size=30))
def test_no_count_is_lost_in_shared_bars(counts):
    """The bars hold all there is, however many years they stand for."""
    bars = build_year_bars(counts, lead)

    assert sum(bar.count for bar in bars) == sum(counts.values())
    assert len(bars) <= 71
    read(draw_columns(bars, title="Years"))


def test_blocks_show_what_is_there():
    """One article among many is seen; none is nothing."""
    assert draw_block_columns([1, 0, 800], height=2) == ("  █", "▁ █")
    assert draw_block_columns([]) == ("", "", "", "")
    bars = [Bar(label="A very long name", count=2000), Bar(label="B", count=1)]
    assert list(draw_block_bars(bars, width=4, longest=6)) == [
        "A ver…  ████ 2,000",
        "B       ▏    1",
    ]
