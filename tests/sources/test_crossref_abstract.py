from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.sources.crossref.abstract import parse_abstract


def paragraphs(raw):
    """(label, plain text) of every section."""
    abstract = parse_abstract(raw)
    return [(s.label, s.text.plain) for s in abstract.sections] if abstract else None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<jats:p>One.</jats:p>", [(None, "One.")]),
        ("<p>One.</p><p>Two.</p>", [(None, "One."), (None, "Two.")]),
        ("no tags at all", [(None, "no tags at all")]),
        (
            "<jats:title>Abstract</jats:title><jats:p>Text.</jats:p>",
            [(None, "Text.")],
        ),
        (
            (
                "<jats:title>ABSTRACT:</jats:title><jats:sec><jats:title>Aim</jats:title>"
                "<jats:p>A.</jats:p><jats:p>B.</jats:p></jats:sec><jats:sec>"
                "<jats:title>Results</jats:title><jats:p>C.</jats:p></jats:sec>"
            ),
            [("Aim", "A."), (None, "B."), ("Results", "C.")],
        ),
        (
            "<jats:title>Summary</jats:title><jats:p>Text.</jats:p>",
            [("Summary", "Text.")],
        ),
        (
            (
                "<jats:sec><jats:title>Methods</jats:title><jats:sec><jats:title>Design"
                "</jats:title><jats:p>D.</jats:p></jats:sec><jats:p>After.</jats:p>"
                "</jats:sec>"
            ),
            [("Methods / Design", "D."), (None, "After.")],
        ),
        (
            '<x:p xmlns:x="http://jats.nlm.nih.gov">Another prefix.</x:p>',
            [(None, "Another prefix.")],
        ),
    ],
)
def test_headings_stand_with_the_paragraph_under_them(raw, expected):
    """A title labels the next paragraph; the name of the field is no label."""
    assert paragraphs(raw) == expected


def test_a_heading_without_text_is_kept_as_text():
    """What is printed as a title and heads nothing is a paragraph of its own."""
    raw = (
        "<jats:title>Trial registration</jats:title><jats:title>Aim</jats:title>"
        "<jats:p>A.</jats:p><jats:sec><jats:title>Funding</jats:title></jats:sec>"
    )

    assert paragraphs(raw) == [
        (None, "Trial registration"),
        ("Aim", "A."),
        (None, "Funding"),
    ]


def test_lists_and_boxes_are_paragraphs():
    """Items of lists and paragraphs of boxed texts stand apart, in order."""
    raw = (
        "<jats:p>Points:<jats:list><jats:list-item><jats:p>one</jats:p></jats:list-item>"
        "<jats:list-item>two</jats:list-item></jats:list>end</jats:p>"
        '<jats:boxed-text position="float"><jats:p><jats:bold>Box</jats:bold></jats:p>'
        "</jats:boxed-text>"
    )

    assert [text for _, text in paragraphs(raw)] == [
        "Points:",
        "one",
        "two",
        "end",
        "Box",
    ]


def test_inline_markup_is_kept_apart():
    """JATS faces become i, sub, sup beside the plain text; entities are read."""
    raw = (
        "<jats:p>CO<jats:sub>2</jats:sub> &amp; <jats:italic>E. coli</jats:italic>"
        " p &lt; 0.05</jats:p>"
    )

    (section,) = parse_abstract(raw).sections

    assert section.text.plain == "CO2 & E. coli p < 0.05"
    assert section.text.markup == "CO<sub>2</sub> &amp; <i>E. coli</i> p &lt; 0.05"


def test_a_formula_in_two_notations_is_read_once():
    """Of TeX and MathML in one place MathML is kept, TeX alone stays."""
    both = (
        "<jats:p>x <jats:inline-formula><jats:alternatives><jats:tex-math>$$a$$"
        '</jats:tex-math><mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML">'
        "<mml:mi>a</mml:mi></mml:math></jats:alternatives></jats:inline-formula></jats:p>"
    )
    alone = (
        "<jats:p>x <jats:alternatives><jats:tex-math>$$a$$</jats:tex-math>"
        "</jats:alternatives></jats:p>"
    )

    assert paragraphs(both) == [(None, "x a")]
    assert "<mml:mi>a</mml:mi>" in parse_abstract(both).sections[0].text.markup
    assert paragraphs(alone) == [(None, "x $$a$$")]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<jats:p>open <jats:italic>tag", "open tag"),
        ("closed</jats:p></jats:sec></jats:sec>", "closed"),
        ("<jats:title>Only a title", "Only a title"),
        ("&lt;p&gt;escaped twice&lt;/p&gt;", "escaped twice"),
        ("<jats:p>a <0.5 mm and >2 mm</jats:p>", "a <0.5 mm and >2 mm"),
        ("<jats:p><?tex x?>a<!-- note -->b</jats:p>", "ab"),
        ("<jats:p>mail <jats:email>a@example.org</jats:email></jats:p>",
         "mail a@example.org"),
    ],
)  # fmt: skip
def test_what_is_not_well_formed_keeps_its_text(raw, text):
    """Unclosed, stray, escaped and unknown tags lose no text."""
    assert paragraphs(raw) == [(None, text)]


@pytest.mark.parametrize("raw", ["", "<jats:p />", "<jats:title>Abstract</jats:title>"])
def test_nothing_said_is_no_abstract(raw):
    """An abstract without text is absent."""
    assert parse_abstract(raw) is None


@given(st.text(alphabet="<>/ abp:jtsecil&;", max_size=60))
def test_any_text_is_read(raw):
    """No string is refused, and a section is never empty."""
    abstract = parse_abstract(raw)

    assert abstract is None or all(s.text.plain.strip() for s in abstract.sections)
