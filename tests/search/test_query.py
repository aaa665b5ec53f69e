from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import SelectionError
from harvester.search import (
    Clause,
    Field,
    build_clause,
    build_text,
    parse_query,
    parse_selection,
)
from harvester.search.parse import DEEPEST, LONGEST, MOST_CLAUSES


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("liver", "liver"),
        ("  liver   surgery ", "liver surgery"),
        ('"liver surgery" x', '"liver surgery" x'),
        ("“liver surgery” «x»", '"liver surgery" "x"'),
        ("hepat* ti:surg*", "hepat* ti:surg*"),
        ('"liver surg"*', '"liver surg"*'),
        ("AU:Smith", "au:Smith"),
        ("author:Smith title:x abstract:y mh:z", "au:Smith ti:x ab:y mesh:z"),
        ('au: "Chen H"', 'au:"Chen H"'),
        ("mesh:Humans", "mesh:Humans"),
        ("MeSH:Humans+", "mesh:Humans+"),
        ('mesh:"Neuroendocrine Tumors"+ x', 'mesh:"Neuroendocrine Tumors"+ x'),
        ('mesh:"Liver Neoplasms/secondary*"', 'mesh:"Liver Neoplasms/secondary*"'),
        ("mesh:Humans*", 'mesh:"Humans*"'),
        ('mesh:"Receptor, 5-HT1A+"', 'mesh:"Receptor, 5-HT1A+"'),
        ("Na+ COVID-19: 3:1", '"Na+" "COVID-19:" "3:1"'),
        ("results: fine", '"results:" fine'),
        ("a -b NOT c", "a -b -c"),
        ("a AND NOT c", "a -c"),
        ("NOT NOT a", "a"),
        ('-"b c" -au:d -(e f)', '-"b c" -au:d -(e f)'),
        ("a OR b OR -c", "a OR b OR -c"),
        ("(a b) OR c", "(a b) OR c"),
        ("au:(Smith OR ti:x)", "au:Smith OR ti:x"),
        ("p53(R175H)", '"p53(R175H)"'),
        ("((a) (b))", "a b"),
        ("a or not b and c", "a or not b and c"),
        ("year:2010-2020 year:-1990", "year:2010-2020 year:-1990"),
        ("is:retraction has:Cited_By", "is:retraction has:Cited_By"),
        ("4 * - ^ &", "4"),
        ("10.1000/ABC", "doi:10.1000/abc"),
        ("https://doi.org/10.1000/ABC.", "doi:10.1000/abc"),
        ("https://pubmed.ncbi.nlm.nih.gov/99000001/", "pmid:99000001"),
        ("pmc123", "pmcid:PMC123"),
        ("99000001", 'pmid:99000001 OR "99000001"'),
        ("2015 12345", "2015 12345"),
        ("year>=2020 x", "year:2020- x"),
        ("Year >= 2020", "year:2020-"),
        ("(year>2020)", "year:2021-"),
        ("year<=2010 OR dp<1990", "year:-2010 OR year:-1989"),
        ("-year = 2020", "-year:2020"),
        ("year: ≥ 2020", "year:2020-"),
        ("year>=20 year>2020-05", '"year>=20" "year>2020-05"'),
        ("", ""),
        ("   ", ""),
    ],
)
def test_queries_are_read(typed, read):
    """Words, phrases, fields, NOT, OR, brackets and identifiers, without a note."""
    query = parse_query(typed)
    assert build_text(query.root) == read
    assert query.notes == ()


@pytest.mark.parametrize(
    ("typed", "read", "note"),
    [
        ('liver "surgery', "liver surgery", "quotation mark is not closed"),
        ("(a b", "a b", "bracket is not closed"),
        ("foo:bar x", '"foo:bar" x', "no field foo:"),
        ('foo:"a b"', '"foo:" "a b"', "no field foo:"),
        ("au:", '"au:"', "au: has no value"),
        ("a OR", "a", "OR has nothing to join"),
        ("OR a", "a", "OR has nothing to join"),
        ("a NOT", "a", "NOT has nothing to exclude"),
        ("a b OR c", "a (b OR c)", "it was read as a .b OR c."),
        ("year:MMXV a", "a", "year:MMXV is no year"),
        ("is:funny a", "a", "no is:funny .there is retracted"),
        ("has:legs a", "a", "no has:legs .there is abstract"),
        ('"" ()', "", "nothing in it to search for"),
        ("* - ^", "", "nothing in it to search for"),
        ("a " * (LONGEST + 1), "a " * MOST_CLAUSES, "first 5,000 characters"),
    ],
)
def test_what_is_odd_is_read_and_said(typed, read, note):
    """Nothing is an error; a note says how it was understood."""
    query = parse_query(typed)
    assert build_text(query.root) == read.strip()
    assert re.search(note, " ".join(query.notes))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("year>=2020 and liver", "year:2020- liver"),
        ("a And not (b or c)", "a -(b OR c)"),
        ('ti:and "or" x', 'ti:and "or" x'),
        ('"TGF=β" AND -is:retracted', '"TGF=β" -is:retracted'),
        ('mesh:"Neuroendocrine Tumors"+', 'mesh:"Neuroendocrine Tumors"+'),
        ("mesh:(A+ or B*)", 'mesh:A+ OR mesh:"B*"'),
        ("((a))", "a"),
    ],
)
def test_selections_are_read(typed, read):
    """A selection is a query; its signs may stand in lower case."""
    assert build_text(parse_selection(typed).root) == read


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "asks nothing"),
        ("*", "asks nothing"),
        ("a & b", "& asks nothing"),
        ("years:2020", "There is no field years:.$"),
        ("year:20x", "year:20x is no year"),
        ("year>9999", "10000- is no year"),
        ("is:funny", "There is no is:funny"),
        ("a and b or c", "brackets around what OR joins; else it was read as a .b OR"),
        ("a and", "AND has nothing to join"),
        ("a or", "OR has nothing to join"),
        ("not", "NOT has nothing to exclude"),
        ("(a", "bracket is not closed.$"),
        ("a)", "closed that is not open"),
        ('a "b', "quotation mark is not closed.$"),
        ("cites>=5", "cites>=5 is no comparison"),
        ("year>2020-05", "is no comparison"),
        ("ti:su*ery", "a star stands at the end"),
        ("year:2020*", "no star may stand behind"),
        ('ti:"liver"+', "only headings of MeSH"),
        ("a " * (MOST_CLAUSES + 1), "first 100 clauses"),
        ("(" * 11 + "a" + ")" * 11, "Only 10 brackets"),
    ],
)
def test_a_selection_leaves_nothing_open(typed, why):
    """What a query may leave out or guess is an error of a selection."""
    with pytest.raises(SelectionError, match=why):
        parse_selection(typed)


def test_clauses_say_what_they_are():
    """A phrase, a beginning and what is narrower are told apart."""
    (one, two) = parse_query('mesh:"Liver Neoplasms"+ ti:hepat*').root.parts
    assert one == Clause(
        text="Liver Neoplasms", field=Field.MESH, is_phrase=True, with_narrower=True
    )
    assert two == Clause(text="hepat", field=Field.TITLE, is_prefix=True)


def test_brackets_end_somewhere():
    """Brackets deeper than anybody means are no brackets."""
    deep = "(" * 2000 + "a" + ")" * 2000
    assert build_text(parse_query(deep).root) == "a"
    nested = "(a OR " * (DEEPEST + 5) + "b" + ")" * (DEEPEST + 5)
    assert build_text(parse_query(nested).root).count("(") < DEEPEST


_PIECES = st.sampled_from(
    [
        *('"', "(", ")", "-", "*", "+", ":", " ", "OR", "NOT", "AND", "\x00", "\ud800"),
        *("au:", "mesh:", "year:", "is:", "has:retracted", "doi:10.1/x", "ø", "a", "“"),
        *("{title}", "NEAR(", "^", "99000001", "year:2010-", "'", ";", "\\", "\n"),
    ]
)
ANY_QUERY = st.one_of(
    st.text(),
    st.lists(_PIECES, max_size=40).map("".join),
    st.lists(_PIECES).map(" ".join),
)
"""Text, and what looks like a query."""


@given(ANY_QUERY)
def test_any_text_is_a_query(text):
    """No text makes the parser fail; what it read, typed again, is read alike."""
    read = build_text(parse_query(text).root)
    assert build_text(parse_query(read).root) == read


@given(st.sampled_from(Field), st.text("abc \"()*+:-'", min_size=1))
def test_a_built_clause_is_one_clause(field, value):
    """The clause of a facet asks one field, whatever its value is made of."""
    root = parse_query(f"{build_clause(field, f'x{value}')}").root
    assert len(root.parts) <= 1
    assert all(one.field is field for one in root.parts if isinstance(one, Clause))
