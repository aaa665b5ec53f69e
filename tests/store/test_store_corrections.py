"""Corrections and where values come from, in the library."""

from __future__ import annotations

import pytest

from harvester.model import Correction, Origin, Rejected, Text
from harvester.wire import Payload, Request

KEY = ("doi", "10.5555/a")


@pytest.fixture
def said():
    def make(field="volume", printed="31", at="2026-11-20T12:00:00Z", **more):
        return Correction(key=KEY, field=field, printed=printed, set_at=at, **more)

    return make


def payload(now, body: bytes) -> Payload:
    request = Request(source="crossref", route="x", method="GET", url="https://x.org")
    return Payload(
        request=request, status=200, body=body, content_type="", fetched_at=now
    )


def test_it_moves_with_its_identifier(library, article, record, said, select, now):
    """Two articles that become one: the correction is that of the one that stays."""
    pubmed = record("pubmed", "99000001", "pmid:99000001")
    crossref = record("crossref", "10.5555/a", "doi:10.5555/a")
    for one in (pubmed, crossref):
        library.save_record(one, None, now)
    first = article("pmid:99000001")
    second = article("doi:10.5555/a", sources=(("crossref", "10.5555/a"),))
    both = article(
        "pmid:99000001",
        "doi:10.5555/a",
        sources=(("crossref", "10.5555/a"), ("pubmed", "99000001")),
    )
    for one in (first, second):
        library.save_article(one, citation="", now=now)
    library.save_correction(said(), "31", now)
    assert select("SELECT article_id FROM corrections") == [(2,)]

    library.save_article(both, citation="", now=now)

    assert select("SELECT article_id FROM corrections") == [(1,)]
    assert library.load_corrections(both.article_keys) == (said(),)
    assert library.load_corrections(first.article_keys) == ()


def test_the_same_again_changes_nothing(library, said, dump, now, later):
    """Said twice, kept once, as of the first time."""
    library.save_correction(said(), "31", now)
    before = dump(library)

    library.save_correction(said(at="2026-11-21T12:00:00Z"), "31", later)

    assert dump(library) == before


def test_a_later_word_takes_the_place(library, said, now, later):
    """The earlier one is withdrawn, and stays in the list."""
    library.save_correction(said(), "31", now)
    newer = said(printed="32", at="2026-11-21T12:00:00Z")

    library.save_correction(newer, "32", later)

    assert library.load_corrections([KEY]) == (newer,)
    kept = library.list_corrections()
    assert [(k.correction.printed, k.state) for k in kept] == [
        ("31", "withdrawn"),
        ("32", "standing"),
    ]
    assert kept[0].withdrawn_at == "2026-11-21T12:00:00Z"


def test_agreement_comes_and_goes(library, said, now):
    """Compared and alone is another thing than not compared."""
    library.save_correction(said(), "31", now)
    states = []
    for sources in (("pubmed", "crossref"), ()):
        (standing,) = library.load_corrections([KEY])
        library.save_agreement(standing, sources, now)
        (kept,) = library.list_corrections()
        states.append((kept.state, kept.correction.agreed_by))

    assert states == [("agreed", ("pubmed", "crossref")), ("standing", ())]


def test_a_value_leads_to_its_reply(library, article, record, select, now, later):
    """Also where a newer reply says the same: the record is read from it."""
    run = library.begin_run("harvest", now)
    first = library.save_payload(payload(now, b"1"), run)
    crossref = record("crossref", "10.5555/a", "doi:10.5555/a")
    library.save_record(crossref, first, now)
    origin = Origin(field="title", source="crossref", source_id="10.5555/a", rule="x")
    one = article(
        "doi:10.5555/a", sources=(("crossref", "10.5555/a"),), origins=(origin,)
    )
    library.save_article(one, citation="", now=now)
    assert select("SELECT payload_id FROM provenance") == [(first,)]

    second = library.save_payload(payload(later, b"2"), run)
    library.save_record(
        record("crossref", "10.5555/a", "doi:10.5555/a", volume="7"), second, later
    )
    assert library.save_article(one, citation="", now=later) == (1, "unchanged")

    assert select("SELECT payload_id FROM provenance") == [(second,)]
    readings = library.load_readings(1)
    assert readings["crossref", "10.5555/a"].payload_id == second
    assert readings["crossref", "10.5555/a"].fetched_at == "2026-11-21T12:00:00Z"


def test_conflicts_in_sql(library, article, record, select, now):
    """Every losing value in a row, with its class and the chosen one."""
    library.save_record(record("pubmed", "99000001", "pmid:99000001"), None, now)
    lost = (
        Rejected(source="crossref", source_id="10.5555/a", value="B", kind="real"),
        Rejected(source="idconv", source_id="PMC1", value="a", kind="formatting"),
    )
    origin = Origin(
        field="title",
        source="pubmed",
        source_id="99000001",
        rule="prefer pubmed",
        rejected=lost,
    )
    one = article("pmid:99000001", title=Text(plain="A"), origins=(origin,))
    library.save_article(one, citation="Here.", now=now)

    assert select(
        "SELECT citation, field, class, chosen_source, chosen_value, other_source, "
        "other_value, rule FROM conflicts ORDER BY class"
    ) == [
        (
            "Here.",
            "title",
            "formatting",
            *("pubmed", "A"),
            *("idconv", "a"),
            origin.rule,
        ),
        ("Here.", "title", "real", *("pubmed", "A"), *("crossref", "B"), origin.rule),
    ]
