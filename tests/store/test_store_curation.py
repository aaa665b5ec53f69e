"""What a curator goes through: right counts, and never a look at all rows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from harvester.model import Origin, Rejected
from harvester.reconcile import ConflictKind
from harvester.store import curation
from harvester.store.curation import count_each


@pytest.fixture
def disputed(library, article, now):
    """The number of an article whose volume is really disputed."""
    rejected = (
        Rejected(source="crossref", source_id="10.5555/a", value="30", kind="real"),
        Rejected(
            source="datacite", source_id="10.5555/a", value="031", kind="formatting"
        ),
    )
    origin = Origin(
        field="volume",
        source="pubmed",
        source_id="99000001",
        rule="prefer pubmed",
        rejected=rejected,
    )
    one = article("doi:10.5555/a", "pmid:99000001", volume="31", origins=(origin,))
    return library.save_article(one, citation="One line.", now=now)[0]


def test_conflicts_by_the_gravest_difference(library, disputed):
    """A field counts once, and comes with its value and who says otherwise."""
    counts = library.count_conflicts()
    (found,) = library.load_conflicts(ConflictKind.REAL, "volume", limit=5)

    assert list(counts) == ["real", "precision", "formatting"]
    assert counts[ConflictKind.REAL] == {"volume": 1}
    assert found.article_id == disputed
    assert found.key == ("pmid", "99000001")
    assert found.value == "31"
    assert [r.value for r in found.origin.rejected] == ["30", "031"]
    assert library.load_conflicts(ConflictKind.FORMATTING, "volume", limit=5) == ()
    after = library.load_conflicts(ConflictKind.REAL, "volume", after=disputed, limit=5)
    assert after == ()


def test_changes_newest_first(library, article, now, later):
    """Behind a number, since a moment, of a kind; each with its number."""
    for volume, moment in (("31", now), ("32", later)):
        one = article("pmid:99000001", volume=volume)
        library.save_article(one, citation="One line.", now=moment)

    every = library.load_last_changes(limit=9, only={})
    assert [(one.change.kind, one.change.new) for _, one in every] == [
        ("changed", "32"),
        ("added", "One line."),
    ]
    assert library.load_last_changes(limit=9, before=every[0][0], only={}) == every[1:]
    assert library.load_last_changes(limit=9, since=later, only={}) == every[:1]
    assert library.load_last_changes(limit=9, only={"kind": "added"}) == every[1:]
    future = datetime(2100, 1, 1, tzinfo=UTC)
    assert library.load_last_changes(limit=9, since=future, only={}) == ()
    assert library.count_changes() == {"added": 1, "changed": 1}
    assert library.count_changes(7) == {}


def test_counting_ends_somewhere(library, monkeypatch):
    """Rows are counted value by value, and not without end."""
    monkeypatch.setattr(curation, "ATMOST", 3)
    with library.transaction():
        library._db.executemany(
            "INSERT INTO quarantine (scheme, value, source, source_id, other_source, "
            "other_source_id, reason, state, first_seen_at) "
            "VALUES ('doi', '10.5555/a', 'crossref', ?, 'pubmed', ?, 'r', ?, '2026')",
            [(str(n), str(n), "gone" if n == 8 else "open") for n in range(9)],
        )

    assert count_each(library._db, "quarantine", "state") == {"gone": 1, "open": 4}
    assert library.count_standings()["quarantine"] == {"gone": 1, "open": 4}


def test_no_list_looks_at_all_rows(library):
    """Every question of a page is answered by an index, however large the library."""
    asked: list[str] = []
    library._db.set_trace_callback(asked.append)
    library.count_conflicts()
    library.load_conflicts(ConflictKind.REAL, "volume", limit=5)
    library.count_standings()
    library.count_changes()
    library.count_changes(1)
    library.count_open_findings()
    library.load_findings("odd", after=1, limit=5)
    library.load_last_changes(
        limit=5, since=datetime(2026, 1, 1, tzinfo=UTC), only={"kind": "added"}
    )
    library.load_last_changes(limit=5, only={"run_id": 1})
    library.load_last_changes(limit=5, only={"run_id": 1, "kind": "added"})
    library.list_documents(state="unresolved", limit=5)
    library.find_homes([("pubmed", "1")])
    library._db.set_trace_callback(None)

    assert len(asked) == 18
    for sql in asked:
        plan = library._db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
        steps = [step for *_, step in plan if _is_long(step)]
        assert (sql, steps) == (sql, [])


def _is_long(step: str) -> bool:
    """Whether a step of a plan goes through, or sorts, as many rows as there are.

    Along an index, from one end, it is the least value, or up to a limit.
    """
    what, _, where = step.partition(" ")
    is_scan = what == "SCAN" and "USING" not in where
    return "ORDER BY" in step or (is_scan and where != "found" and where[0] != "(")
