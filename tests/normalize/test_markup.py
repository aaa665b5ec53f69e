from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from harvester.model import Text
from harvester.normalize.markup import read_markup

MATH_PRINTED = """of <mml:math xmlns:mml="http://example.org" display='inline'>
  <mml:mi>x</mml:mi>
  <mml:mo>=</mml:mo>
  <mml:mn>1</mml:mn>
</mml:math> spins"""
MATH_MARKUP = (
    'of <mml:math xmlns:mml="http://example.org" display="inline"><mml:mi>x</mml:mi>'
    "<mml:mo>=</mml:mo><mml:mn>1</mml:mn></mml:math> spins"
)
CASES = [
    ("Plain title", "Plain title", None),
    ("1<i>H</i>-indole", "1H-indole", "1<i>H</i>-indole"),
    (
        "[Ru(bpy)<sub>3</sub>]<sup>2+</sup>",
        "[Ru(bpy)3]2+",
        "[Ru(bpy)<sub>3</sub>]<sup>2+</sup>",
    ),
    ("regions <0.5 mm and >2 mm", "regions <0.5 mm and >2 mm", None),
    ("p&lt;0.05 and a &lt; b", "p<0.05 and a < b", None),
    ("Health &amp; Social Care", "Health & Social Care", None),
    ("R&amp;amp;D", "R&D", None),
    ("AT&T and &parameter stay", "AT&T and &parameter stay", None),
    (
        "fish,\n                    <i>Eleutheronema</i>",
        "fish, Eleutheronema",
        "fish, <i>Eleutheronema</i>",
    ),
    (
        "giant clams (\n   <i>Tridacna maxima</i>\n   ) and",
        "giant clams (Tridacna maxima) and",
        "giant clams (<i>Tridacna maxima</i>) and",
    ),
    ("a , b", "a , b", None),
    (
        "<jats:italic>E. coli</jats:italic> and <em>B. subtilis</em>",
        "E. coli and B. subtilis",
        "<i>E. coli</i> and <i>B. subtilis</i>",
    ),
    ("<scp>DNA</scp> repair", "DNA repair", "<sc>DNA</sc> repair"),
    ("first<br/>second", "first second", None),
    ("<b>never closed", "never closed", None),
    ("closed only</i>", "closed only", None),
    ("<b>over<i>lap</b>ping</i>", "overlapping", "<b>overlap</b>ping"),
    ("a<b and c>d", "a<b and c>d", None),
    ("the <Unknown> word", "the <Unknown> word", None),
    (
        "<i>a</i> &lt; b &amp; c",
        "a < b & c",
        "<i>a</i> &lt; b &amp; c",
    ),
    ("<![CDATA[Notes]]>", "Notes", None),
    (
        MATH_PRINTED,
        "of x=1 spins",
        MATH_MARKUP,
    ),
]


@pytest.mark.parametrize(("raw", "plain", "markup"), CASES)
def test_text_and_markup_are_told_apart(raw, plain, markup):
    """Plain text has no tag left; markup keeps what is known and complete."""
    assert read_markup(raw) == Text(plain=plain, markup=markup)


@pytest.mark.parametrize("raw", ["", " \n\t", "<i></i>", "<p> </p>"])
def test_nothing_is_none(raw):
    """A text of white space and tags alone is absent."""
    assert read_markup(raw) is None


DIRTY = st.text() | st.lists(
    st.sampled_from(
        ["<i>", "</i>", "<b>", "</b>", "<sup>", "</sup>", "<p>", "<", ">", "&amp;", "&",
         "lt;", "&lt;", "a", " ", "\n", "(", ")", ",", "<mml:mi>", "</mml:mi>",
         "<![CDATA[", "]]>", "é", '<mml:mo x="1">', "</mml:mo>"]
    )
).map("".join)  # fmt: skip


@given(DIRTY)
def test_any_text_is_read_once_and_for_all(raw):
    """Reading never raises; plain text and well-formed markup read again unchanged."""
    text = read_markup(raw)
    if text is None:
        return
    assert read_markup(text.plain) == Text(plain=text.plain)
    if text.markup is not None:
        root = etree.fromstring(f'<r xmlns:mml="m">{text.markup}</r>')
        assert "".join(root.itertext()) == text.plain
        assert read_markup(text.markup) == text


@given(
    st.text(
        alphabet=st.characters(
            exclude_characters="<&]", categories=["L", "N", "P", "S", "Z"]
        )
    )
)
def test_nothing_but_white_space_is_lost(raw):
    """A text without tags and entities keeps every other character."""
    text = read_markup(raw)
    plain = text.plain if text else ""
    assert re.sub(r"[ \t\r\n]", "", plain) == re.sub(r"[ \t\r\n]", "", raw)
