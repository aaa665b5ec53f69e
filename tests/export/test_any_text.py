"""Whatever a source prints, every file can be read."""

from __future__ import annotations

import io
import json

import bibtexparser
import rispy
from Bio import Medline
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from harvester.export import FORMATS, write
from harvester.export.markup import one_line
from harvester.model import Affiliation, Article, Container, Contributor, Text

WORDS = st.text(
    st.one_of(
        st.sampled_from("{}\\\"'#%&$_^~@,;:<>[]()-*|\n\r\t\x00\x1b\u2028 .and"),
        st.characters(codec="utf-8"),
    ),
    min_size=1,
    max_size=20,
)


@st.composite
def articles(draw):
    """Return an article whose every text may hold anything."""
    texts = st.builds(Text, plain=WORDS)
    people = st.one_of(
        st.builds(
            Contributor,
            family=WORDS,
            given=st.none() | WORDS,
            suffix=st.none() | WORDS,
            affiliations=st.tuples(st.builds(Affiliation, name=texts)),
        ),
        st.builds(Contributor, literal=WORDS),
    )
    return Article(
        sources=(("crossref", draw(WORDS)),),
        title=draw(texts),
        contributors=tuple(draw(st.lists(people, max_size=3))),
        container=Container(title=draw(WORDS), publisher=draw(WORDS)),
        volume=draw(WORDS),
        page=draw(WORDS),
        subjects=tuple(draw(st.lists(WORDS, max_size=2))),
        languages=(draw(WORDS),),
        year=2020,
    )


@given(articles())
@settings(max_examples=60, deadline=None)
def test_every_file_can_be_read(article):
    """One article is one record, in every format."""
    for name in ("bibtex", "bibtex-latex"):
        library = bibtexparser.parse_string("".join(write(name, [article])))
        assert library.failed_blocks == []
        assert len(library.entries) == 1
    assert len(rispy.loads("".join(write("ris", [article])))) == 1
    assert len(json.loads("".join(write("csl-json", [article])))) == 1
    assert len(list(Medline.parse(io.StringIO("".join(write("nbib", [article])))))) <= 1
    for name in ("endnote-xml", "jats-ref"):
        root = etree.fromstring("".join(write(name, [article])).encode())
        assert len(list(root.iter("record", "ref"))) == 1
    for name, form in FORMATS.items():
        if name != "parquet":
            text = "".join(write(name, [article]))
            assert "\x00" not in text
            assert "\x1b" not in text or name == "jsonl", form


@given(WORDS)
def test_one_line_is_one(text):
    """No reader sees a second line in it."""
    assert len(one_line(text).splitlines()) <= 1
