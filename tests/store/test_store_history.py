"""Nothing is lost: what was before can be had back."""

from __future__ import annotations

import json
import sqlite3
import zlib
from datetime import datetime, timedelta

import msgspec
import pytest

from harvester.model import Link, LinkKind, LinkSet, LinkState, Relation, Text
from harvester.search import parse_query
from harvester.store import Fate, Library
from harvester.wire import Payload, Request
from tests.older import build_older


@pytest.fixture
def save(library, article, now):
    """Save an article with some fields, some days after the first run."""

    def run(day: int = 0, *names: str, number: int = 1, **fields) -> int:
        one = article(
            *(names or (f"pmid:9900000{number}",)),
            sources=(("pubmed", f"9900000{number}"),),
            **fields,
        )
        when = now + timedelta(days=day)
        return library.save_article(one, citation=f"One {number}.", now=when)[0]

    return run


def test_every_update_is_logged(library, save, select, now):
    """Field by field, with the value before, the time and the run."""
    run = library.begin_run("harvest", now)
    save(title=Text(plain="A"), volume="1")
    one = msgspec.structs.replace(library.load_article(1), volume="2")
    library.save_article(
        one, citation="One 1.", now=now + timedelta(days=1), run_id=run
    )

    columns = "kind, field, old_value, new_value, run_id, changed_at, article_id"
    assert select(f"SELECT {columns} FROM changes ORDER BY id") == [
        ("added", "article", None, "One 1.", None, "2026-11-20T12:00:00Z", 1),
        ("changed", "volume", "1", "2", run, "2026-11-21T12:00:00Z", 1),
    ]


def test_saving_the_same_logs_nothing(library, save, dump):
    """An article that is as before has no new change."""
    save(volume="1")
    before = dump(library)
    save(1, volume="1")
    assert dump(library) == before


@pytest.mark.parametrize(
    ("day", "volume"), [(0, "1"), (0.5, "1"), (1, "2"), (2, None), (30, None)]
)
def test_article_as_of_a_day(library, save, now, day, volume):
    """Between two changes an article is what the former made of it."""
    save(volume="1")
    save(1, volume="2")
    save(2, title=Text(plain="A"))
    found = library.load_article_as_of(1, now + timedelta(days=day))
    assert found.volume == volume
    assert (found.title is None) == (day < 2)


def test_article_before_it_came(library, save, now):
    """Before it was added there was none; a number never given is an error."""
    save()
    assert library.load_article_as_of(1, now - timedelta(seconds=1)) is None
    with pytest.raises(KeyError):
        library.load_article_as_of(7, now)


def test_article_that_went_into_another(library, record, article, now):
    """Both can be had back as they were before they turned out to be one."""
    day = timedelta(days=1)
    parts = {"a": "pmid:1", "b": "doi:10.5555/b"}
    saved = {}
    for source, name in parts.items():
        library.save_record(record(source, "1", name), None, now)
        saved[source] = article(name, sources=((source, "1"),), volume=source)
        library.save_article(saved[source], citation=source, now=now)
    both = article(*parts.values(), sources=(("a", "1"), ("b", "1")), volume="c")
    assert library.save_article(both, citation="c", now=now + day)[0] == 1

    assert library.load_article_as_of(1, now) == saved["a"]
    assert library.load_article_as_of(2, now) == saved["b"]
    assert library.load_article_as_of(2, now + day) == both
    assert library.load_article_as_of(2, now - day) is None
    changes = [(c.change.kind, c.article_id) for c in library.load_changes()]
    assert ("merged", 1) in changes


def test_changes_since_and_of_a_run(library, save, now):
    """Changes are found by time and by run, with the article as it is now."""
    run = library.begin_run("harvest", now)
    save()
    save(2, volume="1")
    one = msgspec.structs.replace(library.load_article(1), issue="3")
    library.save_article(one, citation="New.", now=now, run_id=run)

    assert [c.change.field for c in library.load_changes()] == [
        *("article", "volume", "issue")
    ]
    assert [c.change.field for c in library.load_changes(run_id=run)] == ["issue"]
    (since,) = library.load_changes(since=now + timedelta(days=1))
    assert (since.change.field, since.citation, since.pmid) == (
        *("volume", "New."),
        "99000001",
    )


def test_earlier_records_are_kept(library, record, select, now, later):
    """What a source said before stays whole, with the reply and the times."""
    run = library.begin_run("harvest", now)
    request = Request(source="a", route="a", method="GET", url="https://x.org")
    payload = library.save_payload(
        Payload(
            request=request, status=200, body=b"1", content_type="", fetched_at=now
        ),
        run,
    )
    first = record("pubmed", "99000001", "pmid:99000001")
    library.save_record(first, payload, now)
    second = msgspec.structs.replace(first, volume="7")
    library.save_record(second, None, later, run)
    library.save_record(second, None, later, run)

    ((content, *rest),) = select(
        "SELECT json, payload_id, since, until, run_id FROM record_versions"
    )
    assert msgspec.json.decode(zlib.decompress(content), type=type(first)) == first
    assert rest == [payload, "2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z", run]


def _cited(*pmids: str, state=LinkState.COMPLETE, count=None) -> LinkSet:
    return LinkSet(
        owner=("pmid", "99000001"),
        kind=LinkKind.CITED_BY,
        provider="pubmed",
        state=state,
        expected_count=count,
        links=tuple(
            Link(target=("pmid", pmid), rank=rank)
            for rank, pmid in enumerate(pmids, start=1)
        ),
    )


def test_counts_are_kept_when_they_change(library, save, select, now):
    """How often an article is cited over time; silence is no zero."""
    save()
    answers = [
        _cited("1"),
        _cited("1"),
        _cited("1", "2", count=5),
        _cited(state=LinkState.EMPTY),
        _cited(state=LinkState.FAILED),
        _cited("1", "2", count=5),
        _cited("1"),
    ]
    for day, answer in enumerate(answers):
        run = library.begin_run("harvest", now)
        library.save_link_set(answer, run, now + timedelta(days=day))
    assert select("SELECT checked_at, run_id, count FROM link_counts") == [
        ("2026-11-20T12:00:00Z", 1, 1),
        ("2026-11-22T12:00:00Z", 3, 5),
        ("2026-11-26T12:00:00Z", 7, 1),
    ]


def test_new_citing_articles_are_a_change(library, save, now, later):
    """Of the first list nothing is news; of later ones what no list had named."""
    save()
    run = library.begin_run("harvest", now)
    library.save_link_set(_cited("1", "2"), run, now)
    library.save_link_set(_cited("2", "3", "4"), run, later)
    library.save_link_set(_cited("1", "2"), run, later)

    (change,) = [c.change for c in library.load_changes() if c.change.kind == "cited"]
    assert (change.new, change.new_source) == ("pmid:3\npmid:4", "pubmed")


def test_retraction_is_kept_and_told(library, save, select, now):
    """The status of an article follows its relations, and every turn is a change."""
    save()
    save(1, relations=(Relation(kind="retraction_in"),))
    assert select("SELECT retraction_status, retraction_source FROM articles") == [
        ("retracted", "pubmed")
    ]
    save(2)
    kinds = [c.change.kind for c in library.load_changes()]
    assert kinds == ["added", "changed", "retracted", "changed", "reinstated"]
    assert library.load_fate(1) == Fate(status="ok")


def test_deleted_article_stays(library, save, dump, now, later):
    """It is marked, told once, and can come back."""
    save()
    key = ("pmid", "99000001")
    assert library.mark_deleted(("pmid", "7"), now) is None
    assert library.mark_deleted(key, now) == 1
    before = dump(library)
    assert library.mark_deleted(key, later) == 1
    assert dump(library) == before
    assert library.load_fate(1).deleted_at == "2026-11-20T12:00:00Z"
    assert library.load_article(1).pmid == "99000001"

    library.mark_restored(key, later)
    library.mark_restored(key, later)
    assert library.load_fate(1) == Fate(status="ok")
    kinds = [c.change.kind for c in library.load_changes()]
    assert kinds == ["added", "deleted", "restored"]


def test_merged_article_points_at_its_successor(library, save, now, later):
    """Also where the successor comes to be known later; told both times."""
    save()
    save(number=2)
    library.mark_deleted(("pmid", "99000001"), now)
    library.mark_deleted(("pmid", "99000001"), later, successor=("pmid", "99000002"))
    assert library.load_fate(1) == Fate(
        status="ok", deleted_at="2026-11-20T12:00:00Z", replaced_by=(2, "One 2.")
    )
    changes = [c.change for c in library.load_changes() if c.change.kind == "merged"]
    assert [c.new for c in changes] == ["pmid:99000001 is now pmid:99000002"]


def test_successor_that_is_the_article_itself(library, save, now):
    """An article that bears both identifiers does not point at itself."""
    save(0, "pmid:99000001", "pmid:99000002")
    library.mark_deleted(("pmid", "99000001"), now, successor=("pmid", "99000002"))
    assert library.load_fate(1).replaced_by is None


def test_library_from_before_there_was_a_history(path, now):
    """It opens, its articles are examined, and go on from there."""
    _make_old(path, {"relations": [{"kind": "retraction_in"}]}, {"volume": "1"})
    with Library.open(path, create=False) as library:
        assert library.load_fate(1).status == "retracted"
        assert library.load_fate(2).status == "ok"
        assert library.load_article_as_of(2, now).volume == "1"
        assert library.load_article_as_of(2, datetime(2020, 1, 1).astimezone()) is None
        changed = msgspec.structs.replace(library.load_article(2), volume="2")
        library.save_article(changed, citation="x", now=now + timedelta(days=1))
        assert library.load_article_as_of(2, now).volume == "1"


def test_relations_of_an_older_library_are_read_anew(path):
    """Ties are seen from both ends, and what a notice says counts for its paper."""
    notice = {
        "identifiers": [{"scheme": "pmid", "value": "1"}],
        "relations": [
            {
                "kind": "retraction_of",
                "identifiers": [{"scheme": "pmid", "value": "2"}],
            }
        ],
    }
    _make_old(path, notice, {"identifiers": [{"scheme": "pmid", "value": "2"}]})
    with sqlite3.connect(path) as db:
        db.execute(
            "INSERT INTO identifiers (scheme, value, article_id, is_valid) "
            "VALUES ('pmid', '1', 1, 1), ('pmid', '2', 2, 1)"
        )
        db.execute(
            "INSERT INTO findings (code, subject, message) VALUES ('odd', 'a', 'A.')"
        )
    with Library.open(path, create=False) as library:
        assert [library.load_fate(n).status for n in (1, 2)] == ["notice", "retracted"]
        (tie,) = library.load_related(2)
        assert (tie.tie, tie.direction, tie.article_id) == ("retraction", "by", 1)
        assert library.load_changes() == ()
        assert [c.severity for c in library.count_findings()] == ["warning"]


def test_an_older_library_that_knows_an_article_from_elsewhere(path):
    """Not examined becomes unverified, in so many words."""
    _make_old(path, {})
    with sqlite3.connect(path) as db:
        db.execute("UPDATE records SET source = 'idconv'")
        db.execute("UPDATE articles SET json = replace(json, 'pubmed', 'idconv')")
    with Library.open(path, create=False) as library:
        assert library.load_fate(1).status == "unverified"


def _indexes_and_views(path):
    with sqlite3.connect(path) as db:
        found = db.execute(
            "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'view') "
            "AND sql IS NOT NULL"  # those of keys depend on how a table lies
        ).fetchall()
    db.close()
    return dict(found)


@pytest.mark.parametrize("version", range(1, 11))
def test_a_library_of_every_version_is_brought_up_to_date(path, tmp_path, version):
    """It has all that a new one has, and its articles and records are read."""
    work = {
        "identifiers": [{"scheme": "pmid", "value": "1"}],
        "title": {"plain": "Moths"},
        "contributors": [{"family": "Doe", "given": "Ann", "role": "author"}],
    }
    _make_old(path, work, version=version)
    with Library.open(path, create=False) as library:
        record = library.load_record("pubmed", "1")
        assert record.title.plain == "Moths"
        assert library.load_article(1).title.plain == "Moths"
        assert library.component([]) == ()
    Library.open(tmp_path / "new.db").close()

    assert _indexes_and_views(path) == _indexes_and_views(tmp_path / "new.db")


def test_an_older_library_gets_indexes_and_views_of_today(path, tmp_path):
    """A shorter index gives way to the longer one; nothing else differs."""
    _make_old(path)
    with sqlite3.connect(path) as db:
        db.execute("DROP INDEX records_article_id_source")
        db.execute("CREATE INDEX records_article_id ON records (article_id)")
    db.close()
    Library.open(path, create=False).close()
    Library.open(tmp_path / "new.db").close()
    today = _indexes_and_views(tmp_path / "new.db")
    assert _indexes_and_views(path) == today
    assert "records_article_id" not in today
    assert {"records_article_id_source", "status_checks"} <= today.keys()


def test_an_older_library_keeps_its_conflicts(path):
    """Schema 8 made a view of a table; of its rows those of conflicts stay rows."""
    lost = [
        {"source": "crossref", "source_id": "10.5555/a", "value": value, "kind": kind}
        for value, kind in (("7-9", "formatting"), ("8", "real"), ("7", "precision"))
    ]
    origins = [
        {"field": field, "source": "pubmed", "source_id": "1", "rule": "prefer pubmed"}
        for field in ("title", "page")
    ]
    origins[1]["rejected"] = lost
    _make_old(path, {"origins": origins}, version=7)
    with sqlite3.connect(path) as db:
        db.executemany(
            "INSERT INTO provenance (article_id, position, field, rejected, conflict) "
            "VALUES (1, ?, ?, ?, ?)",
            [(1, "title", None, None), (2, "page", json.dumps(lost), "real")],
        )
        db.execute("DROP VIEW conflicts")
        db.execute(
            "CREATE VIEW conflicts AS SELECT article_id, field FROM provenance "
            "WHERE rejected IS NOT NULL"
        )
    db.close()
    with Library.open(path, create=False) as library:
        asked = library._db.execute
        assert asked("SELECT * FROM conflict_fields").fetchall() == [
            (1, "page", "real")
        ]
        assert asked("SELECT field, rule, conflict FROM provenance").fetchall() == [
            ("title", "prefer pubmed", None),
            ("page", "prefer pubmed", "real"),
        ]
        assert asked("SELECT class, other_value FROM conflicts").fetchall() == [
            ("formatting", "7-9"),
            ("real", "8"),
            ("precision", "7"),
        ]


@pytest.mark.parametrize("version", range(1, 9))
def test_sections_of_an_older_library(path, version):
    """Schema 9 made a view of the table: the article says what its rows said."""
    aim = {"text": {"plain": "We ask."}, "label": "AIM", "category": "OBJECTIVE"}
    water = {"text": {"plain": "H2O.", "markup": "H<sub>2</sub>O."}}
    _make_old(path, {"abstract": {"sections": [aim, water]}}, {}, version=version)
    rows = [
        (1, 1, "AIM", "OBJECTIVE", "We ask.", None),
        (1, 2, None, None, "H2O.", "H<sub>2</sub>O."),
    ]
    with sqlite3.connect(path) as db:
        db.execute("UPDATE articles SET abstract = 'AIM: We ask.' WHERE id = 1")
        db.executemany("INSERT INTO abstract_sections VALUES (?, ?, ?, ?, ?, ?)", rows)
    db.close()
    with Library.open(path, create=False) as library:
        assert _read_view(library, "abstract_sections") == rows
        found = library.search(parse_query("has:abstract"))
        assert [hit.article_id for hit in found.hits] == [1]


@pytest.mark.parametrize("version", [1, 5])
def test_conflicts_of_a_library_that_did_not_class_them(path, version):
    """What older versions kept as other values says its class itself, or none."""
    with sqlite3.connect(path, isolation_level=None) as db:
        build_older(db, version)
        db.execute("INSERT INTO articles (id, first_seen_at) VALUES (1, '2026-01-01')")
        db.executemany(
            "INSERT INTO provenance (article_id, position, field, rejected) "
            "VALUES (1, ?, ?, ?)",
            [
                (1, "issue", '[{"value": "2"}]'),
                (2, "title", '[{"value": "2", "kind": "formatting"}]'),
                (3, "volume", None),
            ],
        )
    db.close()
    with Library.open(path, create=False) as library:
        assert library._db.execute("SELECT * FROM conflict_fields").fetchall() == [
            (1, "issue", None),
            (1, "title", "formatting"),
        ]


@pytest.mark.parametrize("version", range(1, 11))
def test_reference_lists_of_an_older_library(path, version):
    """Schema 11 made a view of the table: the article says what its rows said."""
    doi = {"scheme": "doi", "value": "10.5555/cited"}
    moth = {"citation": {"plain": "On moths."}, "identifiers": [doi], "key": "ref1"}
    bare = {"year": "1990a"}
    said = {"field": "references", "source": "crossref", "source_id": "10.5555/a"}
    origins = [{**said, "rule": "fuller crossref", "agreeing": ["pubmed"]}]
    work = {"references": [moth, bare], "origins": origins}
    _make_old(path, work, {}, version=version)
    rows = [
        (1, 1, "On moths.", "10.5555/cited", None, "ref1", *[None] * 7),
        (1, 2, *[None] * 7, "1990a", *[None] * 3),
    ]
    rows = [(*row, "crossref") for row in rows]
    with sqlite3.connect(path) as db:
        marks = ", ".join("?" * 14)
        db.executemany(f"INSERT INTO cited_works VALUES ({marks})", rows)
    db.close()
    with Library.open(path, create=False) as library:
        assert _read_view(library, "cited_works") == rows
        asked = library._db.execute
        counts = "SELECT id, reference_entry_count FROM articles ORDER BY id"
        assert asked(counts).fetchall() == [(1, 2), (2, None)]
        found = library.search(parse_query("has:references"))
        assert [hit.article_id for hit in found.hits] == [1]


@pytest.mark.parametrize("version", range(1, 12))
def test_affiliations_of_an_older_library(path, version):
    """Schema 12 says once what stood beside every contributor."""
    town, city = {"name": {"plain": "Town."}}, {"name": {"plain": "City."}}
    doe = {"role": "author", "family": "Doe", "affiliations": [town, city]}
    roe = {"role": "author", "family": "Roe", "affiliations": [city]}
    poe = {"role": "author", "family": "Poe"}
    _make_old(path, {"contributors": [doe, roe, poe]}, {}, version=version)
    with sqlite3.connect(path) as db:
        db.executemany(
            "INSERT INTO contributors (article_id, position, role, family, "
            "affiliations, is_valid) VALUES (1, ?, 'author', ?, ?, 1)",
            [(1, "Doe", "Town.\nCity."), (2, "Roe", "City."), (3, "Poe", None)],
        )
    db.close()
    with Library.open(path, create=False) as library:
        asked = library._db.execute
        assert asked(
            "SELECT position, family, affiliation_positions FROM contributors"
        ).fetchall() == [(1, "Doe", "[1,2]"), (2, "Roe", "[2]"), (3, "Poe", None)]
        assert asked(
            "SELECT article_id, position, name FROM article_affiliations"
        ).fetchall() == [(1, 1, "Town."), (1, 2, "City.")]
        with pytest.raises(sqlite3.OperationalError, match="no such column"):
            asked("SELECT affiliations FROM contributors")


@pytest.mark.parametrize("version", range(1, 13))
def test_headings_of_an_older_library(path, version):
    """Schema 13 made a view of the table: names are said once, and counted as before.

    Two names of one UI, and the same name with and without one, stay what they are.
    """
    lion = {"descriptor": "Lions", "ui": "D007969", "is_major": True}
    _make_old(path, {"mesh_headings": [lion], "year": 1999}, {}, version=version)
    rows = [
        (1, 1, 0, "D007969", "Lions", None, None, 1),
        (1, 2, 0, "D006801", "Human", None, None, 0),
        (1, 2, 1, "D006801", "Human", "Q000235", "genetics", 1),
        (2, 1, 0, "D006801", "Humans", None, None, 0),
        (2, 2, 0, None, "Lions", None, None, 0),
        (2, 2, 1, None, "Lions", "Q000235", "genetics", 0),
    ]
    with sqlite3.connect(path) as db:
        for table, uis in (
            ("mesh_descriptors", ("D006801", "D007969")),
            ("mesh_qualifiers", ("Q000235",)),
        ):
            db.executemany(
                f"INSERT INTO {table} (ui, name) VALUES (?, ?)", [(u, u) for u in uis]
            )
        db.executemany("INSERT INTO article_mesh VALUES (?,?,?,?,?,?,?,?)", rows)
    db.close()
    with Library.open(path, create=False) as library:
        assert _read_view(library, "article_mesh") == rows
        asked = library._db.execute
        assert asked("SELECT count(*) FROM mesh_names").fetchall() == [(5,)]
        if version < 6:  # later ones had counted them
            counts = "SELECT * FROM mesh_counts ORDER BY 1"
            assert asked(counts).fetchall() == [("D006801", 2), ("D007969", 1)]


def _read_view(library, name):
    """Return the rows of what was a table, and is a view now."""
    asked = library._db.execute
    kind = asked("SELECT type FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    assert kind == ("view",)
    return asked(f"SELECT * FROM {name} ORDER BY article_id, position").fetchall()


def _make_old(path, *works, version=2):
    """Make a library of an earlier version with articles in it."""
    with sqlite3.connect(path, isolation_level=None) as db:
        build_older(db, version)
        for number, fields in enumerate(works, start=1):
            row = {"id": number, "seen": "2026-01-01"}
            source = {"source": "pubmed", "source_id": str(number)}
            row["article"] = json.dumps(
                {"sources": [["pubmed", str(number)]], **fields}
            )
            row["record"] = json.dumps({**source, **fields})
            db.execute(
                "INSERT INTO articles (id, json, first_seen_at) "
                "VALUES (:id, :article, :seen)",
                row,
            )
            db.execute(
                "INSERT INTO records (source, source_id, article_id, content_hash, "
                "json) VALUES ('pubmed', :id, :id, '', :record)",
                row,
            )
    db.close()
