"""Everything read and merged again from the stored replies."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import httpx
import msgspec
import pytest

from harvester.link import Limits
from harvester.model import PMID, LinkSet, SourceRecord, Text
from harvester.pipeline import Correcting, Rebuild, Rebuilt, rebuild
from harvester.reconcile import DEFAULT_RULES
from harvester.sources.base import Reply, Source
from harvester.sources.files import read_records
from harvester.sources.pubmed import PUBMED, PubMed
from harvester.sources.registry import SOURCES
from harvester.store import Library
from harvester.store.schema import TABLES
from harvester.wire import Payload
from tests.bulk.test_pubmed_load import article, fixtures, load, titles, write
from tests.pipeline.test_harvest import harvest

LOG = {table.name for table in TABLES if table.is_log}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "x.db") as opened:
        yield opened


def dump(library: Library, *without: str) -> dict[str, list[tuple]]:
    return {
        table.name: library._db.execute(f"SELECT * FROM {table.name}").fetchall()
        for table in TABLES
        if table.name not in LOG | set(without)
    }


class BetterPubMed(PubMed, frozen=True, kw_only=True):
    """A PubMed whose reader knows more: a subtitle, one link less."""

    def parse(self, payload: Payload) -> Reply:
        reply = PUBMED.parse(payload)
        better = (_better(record) for record in reply.records)
        return msgspec.structs.replace(reply, records=tuple(better))

    def parse_links(self, payload: Payload) -> tuple[LinkSet, ...]:
        return tuple(
            msgspec.structs.replace(found, links=found.links[:-1])
            for found in PUBMED.parse_links(payload)
        )


def _better(record: SourceRecord) -> SourceRecord:
    return msgspec.structs.replace(record, subtitles=(Text(plain="Made up"),))


BETTER: dict[str, Source] = {**SOURCES, "pubmed": BetterPubMed()}


def run(library: Library, sources: dict[str, Source] = SOURCES, **options) -> Rebuilt:
    return Rebuild(library, sources).run("harvest rebuild", **options)


def test_the_same_parser_changes_nothing(library: Library) -> None:
    """After two harvests, one with limits that cut, a rebuild leaves every row."""
    harvest(
        library, "pmid:99000001", limits=Limits(similar=1, cited_by=1, references=1)
    )
    harvest(library, "pmid:99000001", "doi:10.5555/jnm.2022.0007", "pmid:99999998")
    before = dump(library)

    done = run(library)

    assert dump(library) == before
    assert library._db.execute("SELECT count(*) FROM rebuilt").fetchone() == (0,)
    assert set(done.records) == set(done.articles) == {"unchanged"}
    assert (done.changes, done.unread) == ((), ())


def test_a_correction_stands_through_a_rebuild(library: Library) -> None:
    """Every row is as it was, what the person said and what follows from it."""
    harvest(library, "pmid:99000001")
    number = library.find_article((PMID, "99000001"))
    correcting = Correcting(library, number, DEFAULT_RULES, datetime.now(UTC))
    correcting.set_value("volume", "31", "seen", "harvest set")
    before = dump(library)

    done = run(library)

    assert dump(library) == before
    assert library.load_article(number).volume == "31"
    assert set(done.articles) == {"unchanged"}


def test_a_better_parser_is_felt_everywhere(library: Library) -> None:
    """Records, articles and lists are what today's reader makes of the replies."""
    harvest(library, "pmid:99000001")
    number = library.find_article((PMID, "99000001"))
    similar = len(library.load_links(number).similar)
    moment = datetime.now(UTC)

    done = run(library, BETTER)

    articles = library._db.execute("SELECT id FROM articles WHERE pmid IS NOT NULL")
    for (one,) in articles.fetchall():
        assert library.load_article(one).subtitles[-1].plain == "Made up"
    links = library.load_links(number)
    listed = [work for work in links.similar if work.last_seen_at is None]
    assert len(listed) == similar - 1
    assert done.articles["updated"] > 1
    assert {c.change.field for c in done.changes} >= {"subtitles"}
    assert library.load_article_as_of(number, moment.replace(year=2000)) is None


def test_no_reply_takes_the_place_of_a_later_file(
    library: Library, tmp_path: Path
) -> None:
    """A record that a file said otherwise since stays; one said later does not."""
    harvest(library, "pmid:99000001")
    harvest(library, "pmid:99000024")
    folder = tmp_path / "files"
    for number, (pmid, title, year) in enumerate(
        [(99000024, "Earlier", 2000), (99000001, "Later", 2100)], start=1
    ):
        path = write(folder, number, article(pmid, title))
        load(library, path, now=datetime(year, 1, 1, tzinfo=UTC))
    assert (titles(library)["99000001"], titles(library)["99000024"]) == (
        "Later",
        "Earlier",
    )

    run(library, BETTER)

    assert titles(library)["99000001"] == "Later"
    assert titles(library)["99000024"] != "Earlier"


def test_kept_bytes_are_read_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A better parser of files is felt; place and bytes stay with the record."""
    folder = tmp_path / "files"
    kept = write(folder, 1, article(99000901, "Kept"), article(99000902, "Kept, too"))
    load(library, kept, keeps_bytes=True)
    load(library, write(folder, 2, article(99000903, "Not kept")))
    said = "SELECT source_id, payload_id, payload_offset, payload_length FROM records"
    places = library._db.execute(said).fetchall()
    bodies = library._db.execute("SELECT * FROM record_bodies").fetchall()
    assert run(library).records == {"unchanged": 2}

    monkeypatch.setattr(rebuild, "BATCH", 1)
    monkeypatch.setattr(
        rebuild, "read_records", lambda stream: map(_better, read_records(stream))
    )
    done = run(library)

    assert (done.body_count, done.records) == (2, {"updated": 2})
    subtitles = {
        pmid: [text.plain for text in library.load_article(number).subtitles]
        for number, pmid in library._db.execute("SELECT id, pmid FROM articles")
    }
    assert subtitles == {
        "99000901": ["Made up"],
        "99000902": ["Made up"],
        "99000903": [],
    }
    assert library._db.execute(said).fetchall() == places
    assert library._db.execute("SELECT * FROM record_bodies").fetchall() == bodies


@pytest.mark.parametrize(("year", "read_from"), [(2000, "reply"), (2100, "file")])
def test_the_newer_of_reply_and_kept_bytes_counts(
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    year: int,
    read_from: str,
) -> None:
    """Both say the same to an older parser, and not to a better one."""
    harvest(library, "pmid:99000001", limits=None)
    record = library.load_record("pubmed", "99000001")
    assert record is not None
    text = next(
        text for text in fixtures() if "99000001</PMID>" in text.split("<Article>")[0]
    )
    body = f"<PubmedArticleSet>{text}</PubmedArticleSet>"
    (tmp_path / "mine.xml").write_text(body, "utf-8")
    with library.transaction():
        library._db.execute("UPDATE records SET content_hash = 'older'")
    now = datetime(year, 1, 1, tzinfo=UTC)
    load(library, tmp_path / "mine.xml", now=now, keeps_bytes=True)
    counted = library._db.execute("SELECT count(*) FROM record_bodies").fetchone()
    assert counted == (1,)

    def read(stream: IO[bytes]) -> list[SourceRecord]:
        (found,) = read_records(stream)
        assert isinstance(found, SourceRecord)
        title = Text(plain="Of the file")
        return [msgspec.structs.replace(found, subtitles=(title,))]

    monkeypatch.setattr(rebuild, "read_records", read)
    run(library, BETTER)

    record = library.load_record("pubmed", "99000001")
    assert record is not None
    assert (
        record.subtitles[0].plain
        == {"reply": "Made up", "file": "Of the file"}[read_from]
    )


def test_kept_bytes_that_are_no_longer_read_are_told(
    library: Library, tmp_path: Path
) -> None:
    """The record stays as it is."""
    path = write(tmp_path / "files", 1, article(99000901, "Kept"))
    load(library, path, keeps_bytes=True)
    for bad in (b"", b"<PubmedArticle><PMID>99000901"):
        library._db.execute("UPDATE record_bodies SET body = ?", (zlib.compress(bad),))
        done = run(library)
        assert len(done.unread) == 1
        assert done.unread[0].startswith("record 1")
    assert titles(library) == {"99000901": "Kept"}


def test_a_dry_run_tells_the_same_and_changes_nothing(library: Library) -> None:
    """Not even the run log."""
    harvest(library, "pmid:99000001")
    before = dump(library), library.counts()

    dry = run(library, BETTER, is_dry=True)

    assert (dump(library), library.counts()) == before
    real = run(library, BETTER)
    assert (dry.records, dry.articles) == (real.records, real.articles)
    assert [c.change for c in dry.changes] == [c.change for c in real.changes]


@pytest.mark.parametrize("after", range(1, 9))
def test_a_rebuild_goes_on_where_it_broke_off(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Broken off after any batch, it comes to the same end, and repeats nothing."""
    monkeypatch.setattr(rebuild, "BATCH", 2)
    harvest(library, "pmid:99000001")
    whole = tmp_path / "whole.db"
    library.backup(whole)
    with Library.open(whole) as other:
        expected = run(other, BETTER)
        wanted = _settled(other)
    left = after

    def interrupt(_: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Rebuild(library, BETTER, advance=interrupt).run("harvest rebuild")
    assert library.load_runs(limit=1)[0].outcome == "interrupted"

    done = run(library, BETTER)

    assert _settled(library) == wanted
    assert done.payload_count < expected.payload_count
    assert sum(done.records.values()) < sum(expected.records.values())


def _settled(library: Library) -> dict[str, list[tuple]]:
    """All but the numbers and times of runs."""
    tables = dump(library, "changes", "record_versions", "records", "articles")
    tables["articles"] = library._db.execute(
        "SELECT id, json, citation, content_hash FROM articles"
    ).fetchall()
    tables["records"] = library._db.execute(
        "SELECT id, json, payload_id, article_id FROM records"
    ).fetchall()
    tables["changes"] = library._db.execute(
        "SELECT article_id, kind, field, old_value, new_value FROM changes ORDER BY id"
    ).fetchall()
    return tables


def test_the_newest_reply_counts(library: Library) -> None:
    """Said A, then B, then A again: the record is A's, though A's reply is older."""
    address = "10.5555%2Fjnm.2022.0007"
    texts = [
        b'{"status":"ok","message-type":"work","message":{"DOI":"10.5555/jnm.2022.0007",'
        b'"type":"journal-article","title":["%s"]}}' % title
        for title in (b"A", b"B", b"A")
    ]
    for text in texts:
        told = {address: httpx.Response(200, content=text)}
        harvest(library, "doi:10.5555/jnm.2022.0007", told=told, limits=None)
    before = dump(library)

    done = run(library)

    assert dump(library) == before
    assert done.records == {"unchanged": 2}


def test_a_reply_that_is_no_longer_read_is_told(library: Library) -> None:
    """Its records stay as they are; the rest is rebuilt."""
    harvest(library, "pmid:99000001", limits=None)
    library._db.execute(
        "UPDATE payloads SET body = ? WHERE source = 'crossref'",
        (zlib.compress(b"<html>"),),
    )
    before = dump(library, "payloads")

    done = run(library)

    assert dump(library, "payloads") == before
    assert len(done.unread) == 1
    assert done.unread[0].startswith("crossref, reply ")
    assert library.load_runs(limit=1)[0].outcome == "in part"


def test_a_source_that_is_gone_is_told(library: Library) -> None:
    """Replies of a service that this version does not know are left alone."""
    harvest(library, "pmid:99000001", limits=None)
    before = dump(library)

    done = run(library, {"pubmed": PUBMED})

    assert dump(library) == before
    assert done.unread == ("crossref: no such source any more",)
