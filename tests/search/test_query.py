from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import QueryError
from harvester.search import Clause, Field, parse_query

MESH = Field.MESH


@pytest.mark.parametrize(
    ("typed", "clauses"),
    [
        ("liver", [Clause(text="liver")]),
        ("  liver   surgery ", [Clause(text="liver"), Clause(text="surgery")]),
        ('"liver surgery" x', [Clause(text="liver surgery"), Clause(text="x")]),
        ("mesh:Humans", [Clause(text="Humans", field=MESH)]),
        ('"mesh:" "au:x"', [Clause(text="mesh:"), Clause(text="au:x")]),
        ("MeSH:Humans+", [Clause(text="Humans", field=MESH, with_narrower=True)]),
        (
            'mesh:"Neuroendocrine Tumors"+ liver',
            [
                Clause(text="Neuroendocrine Tumors", field=MESH, with_narrower=True),
                Clause(text="liver"),
            ],
        ),
        (
            'mesh:"Liver Neoplasms/secondary*"',
            [Clause(text="Liver Neoplasms/secondary*", field=MESH)],
        ),
        ('mesh:"Receptor, 5-HT1A+"', [Clause(text="Receptor, 5-HT1A+", field=MESH)]),
        ("Na+ COVID-19: 3:1", [Clause(text=t) for t in ("Na+", "COVID-19:", "3:1")]),
        ("results: fine", [Clause(text="results:"), Clause(text="fine")]),
        ("NOT (a OR b)*", [Clause(text=t) for t in ("NOT", "(a", "OR", "b)*")]),
    ],
)
def test_queries_are_read(typed, clauses):
    """Words, phrases and fields; operators of other languages are plain words."""
    assert list(parse_query(typed).clauses) == clauses


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ('"" " "', "empty"),
        ('liver "surgery', "not closed"),
        ("au:Smith", "no field au: .there is mesh:."),
        ('mesh:""', "no value"),
        ("mesh:+", "no value"),
        ("mesh:", "no value"),
        ("liver MeSH: x", "no value"),
        ('mesh:"Humans"x', "leave a space"),
        ('mesh:"Humans"++', "leave a space"),
        ('"Humans"+', "leave a space"),
        ('"Hu"mans', "leave a space"),
    ],
)
def test_queries_that_cannot_be_read(typed, reason):
    """What is wrong is said, and nothing is searched for instead."""
    with pytest.raises(QueryError, match=reason):
        parse_query(typed)


@given(st.text())
def test_any_text_is_a_query_or_an_error(text):
    """No text makes the parser fail in another way, or lose a word."""
    try:
        query = parse_query(text)
    except QueryError:
        return
    typed = "".join(text.split()).replace('"', "")
    read = "".join("".join(clause.text.split()) for clause in query.clauses)
    fields = sum(clause.field is not None for clause in query.clauses)
    assert fields or read.replace('"', "") == typed
