"""Reading text and markup out of XML."""

from __future__ import annotations

import pytest
from lxml import etree

from harvester import xml
from harvester.model import Text


def element(source: str) -> etree._Element:
    """Parse a fragment the way the sources do."""
    return etree.fromstring(source.encode(), xml.parser())


@pytest.mark.parametrize(
    ("source", "plain", "markup"),
    [
        ("<t>Plain words</t>", "Plain words", None),
        ("<t>\n  two\n   lines </t>", "two lines", None),
        (
            "<t>Role of <i>BRCA1</i> in CO<sub>2</sub></t>",
            "Role of BRCA1 in CO2",
            "Role of <i>BRCA1</i> in CO<sub>2</sub>",
        ),
        ("<t><i>Aprica</i>: a genus</t>", "Aprica: a genus", "<i>Aprica</i>: a genus"),
        (
            "<t><i>pde6a<sup>Q70X</sup></i> fish</t>",
            "pde6aQ70X fish",
            "<i>pde6a<sup>Q70X</sup></i> fish",
        ),
        ("<t><i>a</i> <b>b</b></t>", "a b", "<i>a</i> <b>b</b>"),
        (
            "<t>P &lt; 0.05 &amp; <b>n</b></t>",
            "P < 0.05 & n",
            "P &lt; 0.05 &amp; <b>n</b>",
        ),
        ("<t>x<i/>y</t>", "xy", None),
        ("<t>a <span class='z'>b</span> c</t>", "a b c", None),
        ('<t>a <i class="z">b</i></t>', "a b", "a <i>b</i>"),
    ],
)
def test_text_is_kept_with_its_inline_markup(source, plain, markup):
    """The plain text loses nothing; the markup keeps b i u sub sup and no others."""
    assert xml.text(element(source)) == plain
    assert xml.rich_text(element(source)) == Text(plain=plain, markup=markup)


def test_comments_inside_text_are_no_text():
    """A comment is dropped and the words around it stay together."""
    assert xml.text(element("<t>one<!-- no --> two</t>")) == "one two"


def test_no_break_space_is_a_character():
    """Only XML's own white space is folded and trimmed."""
    assert xml.text(element("<t>a\u00a0 b\u2009</t>")) == "a\u00a0 b\u2009"


@pytest.mark.parametrize("source", ["<t/>", "<t> \n </t>", "<t><i/></t>"])
def test_nothing_is_none(source):
    """An element without text is None, never an empty text."""
    assert xml.text(element(source)) is None
    assert xml.rich_text(element(source)) is None


def test_absent_is_none():
    """An element that is not there has no text."""
    assert xml.text(None) is None
    assert xml.rich_text(None) is None


FORMULA = """<t>uptake ( <mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML">
    <mml:msub><mml:mi mathvariant="italic">V</mml:mi> <mml:mn>2</mml:mn></mml:msub>
    <mml:annotation>V_2</mml:annotation>
  </mml:math> ) rose</t>"""


def test_formula_keeps_its_markup_and_loses_its_layout():
    """Space between a formula's elements is layout; its annotation a repetition."""
    assert xml.rich_text(element(FORMULA)) == Text(
        plain="uptake ( V2 ) rose",
        markup="uptake ( "
        '<math xmlns="http://www.w3.org/1998/Math/MathML">'
        '<msub><mi mathvariant="italic">V</mi><mn>2</mn></msub>'
        "<annotation>V_2</annotation></math> ) rose",
    )


def test_entities_are_not_expanded():
    """A declared entity is never replaced by its text, and no text is lost."""
    source = '<!DOCTYPE t [<!ENTITY e "boom">]><t>a &e; b</t>'
    assert xml.text(element(source)) == "a &e; b"


def test_external_entity_is_not_read(tmp_path):
    """A document cannot make the parser read a file."""
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    source = f'<!DOCTYPE t [<!ENTITY e SYSTEM "{secret.as_uri()}">]><t>&e;</t>'
    assert "secret" not in str(xml.text(element(source))).replace("&e;", "")
