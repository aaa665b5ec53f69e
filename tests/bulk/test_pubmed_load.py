"""Files of PubMed, loaded whole: what is in the library afterwards."""

from __future__ import annotations

import gzip
import random
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from harvester.bulk.baseline import sweep
from harvester.bulk.choice import Choice
from harvester.bulk.files import FileReport, load_files
from harvester.bulk.folder import find_pubmed_files
from harvester.bulk.forms import PUBMED
from harvester.bulk.load import Load
from harvester.bulk.work import choose_all
from harvester.link import build_reference_set
from harvester.model import (
    PMID,
    Link,
    LinkKind,
    LinkSet,
    LinkState,
    SourceRecord,
    Text,
)
from harvester.normalize.record import normalize_record
from harvester.pipeline.merging import merge_only
from harvester.reconcile import DEFAULT_RULES
from harvester.sources.pubmed import parse_articles
from harvester.store import Library
from harvester.store.attach import count_citing
from harvester.store.counting import recount_citations
from tests.older import build_older

NOW = datetime(2026, 11, 1, tzinfo=UTC)
_FIXTURES = Path(__file__).parents[2] / "fixtures" / "pubmed"
MOTHS = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'moths'"
CHECK_INDEX = (
    "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
)
_NOT_CONTENT = {
    # when it was done, by which run and from which reply: not what it says
    *("runs", "run_payloads", "run_requests", "payloads", "bulk_files", "sqlite_stat1"),
    *("_sqlite_migrations", "sqlite_sequence"),
}
_NOT_SAID = re.compile(
    r"(^|_)(id|at|hash)$|^payload_(id|offset|length)$|^run_id$|^known_as$"
)


def reference(words: str, pmid: int | None = None) -> str:
    """Return an entry of a reference list."""
    ids = f'<ArticleId IdType="pubmed">{pmid}</ArticleId>' if pmid else ""
    listed = f"<ArticleIdList>{ids}</ArticleIdList>" if ids else ""
    return f"<Reference><Citation>{words}</Citation>{listed}</Reference>"


def article(
    pmid: int, title: str, version: int = 1, extra: str = "", cites: str = ""
) -> str:
    """Return a made-up record."""
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="{version}">'
        f"{pmid}</PMID><Article><Journal><JournalIssue><PubDate><Year>2021</Year>"
        "</PubDate></JournalIssue><Title>Journal of made-up records</Title></Journal>"
        f"<ArticleTitle>{title}</ArticleTitle>{extra}</Article></MedlineCitation>"
        "<PubmedData><ArticleIdList>"
        f'<ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList>'
        f"{cites and f'<ReferenceList>{cites}</ReferenceList>'}</PubmedData>"
        "</PubmedArticle>"
    )


def deletion(*pmids: int) -> str:
    """Return the end of an update file."""
    ids = "".join(f'<PMID Version="1">{pmid}</PMID>' for pmid in pmids)
    return f"<DeleteCitation>{ids}</DeleteCitation>"


def write(folder: Path, number: int, *records: str, year: int = 26) -> Path:
    """Write a file as NLM names it."""
    folder.mkdir(exist_ok=True)
    path = folder / f"pubmed{year}n{number:04d}.xml.gz"
    body = f"<PubmedArticleSet>{''.join(records)}</PubmedArticleSet>"
    path.write_bytes(gzip.compress(body.encode()))
    return path


def load(
    library: Library,
    *places: Path,
    workers: int = 0,
    choose: Callable[[], object] = choose_all,
    advance: Callable[[int], None] = lambda _: None,
    new_baseline: bool = False,
    again: bool = False,
    now: datetime = NOW,
    keeps_bytes: bool = False,
) -> tuple[FileReport, ...]:
    """Load files in the order given."""
    run_id = library.begin_run("harvest bulk pubmed", now)
    files = [file for place in places for file in find_pubmed_files([place])]
    with Load(
        library,
        PUBMED,
        run_id,
        now=lambda: now,
        workers=workers,
        keeps_bytes=keeps_bytes,
        choose=choose,
        advance=advance,
    ) as loading:
        words = choose.words if isinstance(choose, Choice) else ""
        reports = load_files(loading, library, files, selection=words, again=again)
        if new_baseline:
            sweep(loading, library, files, library)
    return reports


def titles(library: Library) -> dict[str, str]:
    """Return PMID → title of all that is not marked as gone."""
    rows = library._db.execute(
        "SELECT pmid, title FROM articles WHERE deleted_at IS NULL ORDER BY pmid"
    )
    return dict(rows.fetchall())


def content(library: Library) -> dict[str, list[tuple[str, ...]]]:
    """Return what every table says, without numbers and times."""
    db = library._db
    said = {}
    for (table,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_fts%'"
    ).fetchall():
        if table in _NOT_CONTENT:
            continue
        names = [
            name
            for _, name, *_ in db.execute(f"PRAGMA table_info({table})")
            if not _NOT_SAID.search(name)
        ]
        if table == "records":
            names = [name for name in names if name not in {"json", "is_short"}]
        rows = db.execute(f"SELECT {', '.join(names)} FROM {table}") if names else ()
        said[table] = sorted(tuple(map(str, row)) for row in rows)
    keys = db.execute("SELECT source, source_id FROM records ORDER BY 1, 2").fetchall()
    said["what records say"] = [(repr(library.load_record(*key)),) for key in keys]
    return said


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Library]:
    """Another one."""
    with Library.open(tmp_path / "other.db") as opened:
        yield opened


def fixtures() -> list[str]:
    """Return the records of all fixtures of PubMed."""
    found = []
    for path in sorted(_FIXTURES.glob("*.xml")):
        text = path.read_text("utf-8")
        found += re.findall(
            r"<Pubmed(?:Book)?Article>.*?</Pubmed(?:Book)?Article>", text, re.DOTALL
        )
    return found


def merge_one_by_one(library: Library, records: Sequence[SourceRecord]) -> None:
    """Keep records as a harvest does."""
    run_id = library.begin_run("harvest", NOW)
    for record in records:
        library.save_record(record, None, NOW, run_id)
        keys = [(PMID, record.source_id)]
        merge_only(library, keys, DEFAULT_RULES, now=NOW, run_id=run_id)
        if references := build_reference_set(record):
            library.save_link_set(references, run_id, NOW)


def parsed(body: bytes) -> list[SourceRecord]:
    """Return the records of a file, as ``harvest`` reads them."""
    return [
        normalize_record(entry)
        for entry in parse_articles(body)
        if isinstance(entry, SourceRecord)
    ]


def test_a_file_says_what_its_records_say_one_by_one(
    library: Library, other: Library, tmp_path: Path
) -> None:
    """Every table, for every fixture: the same rows, whichever way they came."""
    path = write(tmp_path / "files", 1, *fixtures())
    load(library, path)
    merge_one_by_one(other, parsed(gzip.decompress(path.read_bytes())))

    loaded, merged = content(library), content(other)
    assert len(loaded["articles"]) > 20
    for table, rows in merged.items():
        assert loaded[table] == rows, table


def test_a_recorded_file_says_the_same(
    library: Library, other: Library, shared_data: Path, tmp_path: Path
) -> None:
    """The same for real records of four files."""
    folder = shared_data / "baseline" / "net_synergy"
    bodies = []
    for number, path in enumerate(sorted(folder.glob("*.xml.gz")), start=1):
        body = gzip.decompress(path.read_bytes())
        bodies.append(body)
        (tmp_path / f"pubmed21n{number:04d}.xml.gz").write_bytes(path.read_bytes())
    load(library, *sorted(tmp_path.glob("pubmed*.xml.gz")))
    merge_one_by_one(other, [record for body in bodies for record in parsed(body)])

    loaded, merged = content(library), content(other)
    assert len(loaded["articles"]) >= 40
    for table, rows in merged.items():
        assert loaded[table] == rows, table


def test_reference_lists_lead_to_articles(library: Library, tmp_path: Path) -> None:
    """To those of earlier files, of the same one, and of later ones; words stay."""
    folder = tmp_path / "files"
    write(folder, 1, article(99000901, "Earlier"))
    cited = reference("Same work. 1990.", 99000902) + reference("Words only. 1980.")
    write(
        folder,
        2,
        article(99000902, "The same file", cites=reference("Later. 2020.", 99000904)),
        article(99000903, "Citing", cites=reference("Early. 1970.", 99000901) + cited),
    )
    write(folder, 3, article(99000904, "Later", cites=cited))
    load(library, folder)

    pairs = library._db.execute(
        "SELECT a.pmid, b.pmid, c.citation, c.reference_rank, c.provider "
        "FROM citations c JOIN articles a ON a.id = c.citing_article_id "
        "LEFT JOIN articles b ON b.id = c.cited_article_id ORDER BY 1, 4"
    ).fetchall()
    by = "pubmed-record"
    assert pairs == [
        ("99000902", "99000904", "Later. 2020.", 1, by),
        ("99000903", "99000901", "Early. 1970.", 1, by),
        ("99000903", "99000902", "Same work. 1990.", 2, by),
        ("99000903", None, "Words only. 1980.", 3, by),
        ("99000904", "99000902", "Same work. 1990.", 1, by),
        ("99000904", None, "Words only. 1980.", 2, by),
    ]
    counted = library._db.execute(
        "SELECT a.pmid, a.cited_by_count, n.cited_by_count FROM articles a "
        "LEFT JOIN citation_counts n ON n.article_id = a.id ORDER BY 1"
    )
    assert counted.fetchall() == [
        ("99000901", 1, 1),
        ("99000902", 2, 2),
        ("99000903", None, None),
        ("99000904", 1, 1),
    ]
    sets = library._db.execute(
        "SELECT owner_value, state, expected_count FROM link_sets"
    )
    assert sorted(sets) == [
        ("99000902", "complete", 1),
        ("99000903", "complete", 3),
        ("99000904", "complete", 2),
    ]


def cited_as_often(library: Library) -> list[tuple[object, ...]]:
    """Return how often articles are cited, by the columns that keep it."""
    return library._db.execute(
        "SELECT a.pmid, a.cited_by_count, n.cited_by_count FROM articles a "
        "LEFT JOIN citation_counts n ON n.article_id = a.id ORDER BY 1"
    ).fetchall()


@pytest.mark.parametrize("aliases", [0, 1])
def test_citations_are_added_as_if_counted_at_once(
    library: Library, tmp_path: Path, aliases: int
) -> None:
    """Files that cite back and forth, over citing works that others have told of.

    Another provider names a citing work by PMID, and a third the same one by a DOI that
    its record may lack: they are two until it is here, or somebody says otherwise.
    """
    lot = random.Random(11)
    pmids = range(99000100, 99000160)
    run_id = library.begin_run("harvest bulk citations", NOW)
    for provider, scheme in (("nih-occ", "pmid"), ("opencitations", "doi")):
        for cited in lot.sample(pmids, 12):
            links = tuple(
                Link(
                    target=(scheme, f"10.5555/{n}" if scheme == "doi" else str(n)),
                    aliases=((PMID, str(n)),) * aliases,
                    rank=rank,
                )
                for rank, n in enumerate(lot.sample(pmids, 8), 1)
            )
            link_set = LinkSet(
                owner=(PMID, str(cited)),
                kind=LinkKind.CITED_BY,
                provider=provider,
                state=LinkState.COMPLETE,
                links=links,
            )
            library.save_link_set(link_set, run_id, NOW)
    doi = '<ELocationID EIdType="doi" ValidYN="Y">10.5555/{}</ELocationID>'
    for number in range(4):
        records = [
            article(
                pmid,
                f"Work {pmid}",
                extra=doi.format(pmid) * (pmid % 2),
                cites="".join(reference(f"{c}.", c) for c in lot.sample(pmids, 9)),
            )
            for pmid in pmids[number::4]
        ]
        load(library, write(tmp_path / "files", number + 1, *records))

        kept = cited_as_often(library)
        count_citing(library._db)
        recount_citations(library._db, range(1, 100))
        assert kept == cited_as_often(library)
    assert sum(count for _, count, _ in kept if isinstance(count, int)) > 540


def test_a_later_reference_list_replaces_an_earlier_one(
    library: Library, tmp_path: Path
) -> None:
    """What it lists no more stays, with the day when it was last listed."""
    folder = tmp_path / "files"
    one, two = reference("One. 1990.", 99000908), reference("Two. 1991.", 99000909)
    write(folder, 1, article(99000901, "Citing", cites=one))
    write(folder, 2, article(99000901, "Citing", cites=two, version=2))
    load(library, folder)

    listed = library._db.execute(
        "SELECT cited_value, last_seen_at IS NULL FROM citations ORDER BY 1"
    )
    assert listed.fetchall() == [("99000908", 0), ("99000909", 1)]


def test_names_that_only_look_alike_are_counted_as_one_by_one(
    library: Library, other: Library, tmp_path: Path
) -> None:
    """One iD, borne by a person and by a group of the same letters, or by no name."""
    orcid = '<Identifier Source="ORCID">0000-0002-1825-0097</Identifier>'
    names = (
        "<LastName>Doe</LastName><ForeName>J</ForeName>",
        "<CollectiveName>Doe, J</CollectiveName>",
        "<LastName>Doe-Roe</LastName><ForeName>Jane</ForeName>",
        "<LastName>Doe</LastName><ForeName>J</ForeName>",
        "<LastName>?</LastName>",
        "",
    )
    records = [
        article(
            99000200 + number,
            "Who",
            extra=f"<AuthorList><Author>{name}{orcid}</Author></AuthorList>",
        )
        for number, name in enumerate(names)
    ]
    for first in (0, 3):
        path = write(tmp_path / "files", first + 1, *records[first : first + 3])
        load(library, path)
        merge_one_by_one(other, parsed(gzip.decompress(path.read_bytes())))

        assert content(library) == content(other)
    rows = library._db.execute("SELECT name, row_count FROM author_names ORDER BY 2")
    assert ("Doe, J", 3) in rows.fetchall()


def test_processes_change_nothing(
    library: Library, other: Library, tmp_path: Path
) -> None:
    """Two processes read what this one reads."""
    path = write(tmp_path / "files", 1, *fixtures())
    load(library, path, workers=2)
    load(other, path)

    assert content(library) == content(other)


def test_the_last_name_of_a_heading_counts(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the articles that say it come in: together, or one by one."""

    def about(pmid: int, name: str) -> str:
        heading = (
            '<MeshHeadingList><MeshHeading><DescriptorName UI="D990001">'
            f"{name}</DescriptorName></MeshHeading></MeshHeadingList>"
        )
        end = "</MedlineCitation>"
        return article(pmid, "On moths").replace(end, heading + end)

    folder = tmp_path / "files"
    load(library, write(folder, 1, about(99000901, "Moth")))
    monkeypatch.setattr("harvester.bulk.crew.CHUNK", 1)
    monkeypatch.setattr("harvester.bulk.keeping._BATCH", 1)
    said = (about(99000902, "Moth"), about(99000901, "Moths"), about(99000903, "Moth"))
    load(library, write(folder, 2, *said))
    named = library._db.execute("SELECT name FROM mesh_descriptors").fetchall()
    assert named == [("Moth",)]


def test_again_changes_nothing(library: Library, tmp_path: Path) -> None:
    """A file that is loaded is passed over; the search finds everything once."""
    path = write(tmp_path / "files", 1, article(99000901, "Moths of the night"))
    load(library, path)
    before = content(library)
    (report,) = load(library, path)

    assert report.state == "known"
    assert content(library) == before
    assert library._db.execute(MOTHS).fetchone() == (1,)


def test_files_read_again_by_a_better_parser(library: Library, tmp_path: Path) -> None:
    """What an older one made of a record is mended; what a later file says, stays."""
    folder = tmp_path / "files"
    write(folder, 1, article(99000901, "Moths"), article(99000902, "First"))
    write(folder, 2, article(99000902, "Second"), article(99000903, "Alone"))
    load(library, folder)
    before = content(library)
    load(library, folder, again=True)
    assert content(library) == before

    run_id = library.begin_run("made up: an older parser", NOW)
    for pmid in ("99000901", "99000903"):
        record = library.load_record("pubmed", pmid)
        assert record is not None
        spoiled = msgspec.structs.replace(record, title=Text(plain="Misread"))
        library.save_record(spoiled, None, NOW, run_id)
        merge_only(library, [(PMID, pmid)], DEFAULT_RULES, now=NOW, run_id=run_id)
    assert titles(library)["99000901"] == "Misread"
    reports = load(library, folder, again=True)

    assert [report.state for report in reports] == ["loaded", "loaded"]
    assert titles(library) == {
        "99000901": "Moths",
        "99000902": "Second",
        "99000903": "Alone",
    }


def test_the_order_of_files_counts_not_that_of_loading(tmp_path: Path) -> None:
    """Newer version, deletion and return: the same in all orders of three files."""
    folder = tmp_path / "files"
    files = [
        write(
            folder,
            1,
            *(article(99000901, "First"), article(99000902, "Gone")),
            article(99000903, "Comes back"),
        ),
        write(folder, 2, article(99000901, "Second"), deletion(99000902, 99000903)),
        write(folder, 3, article(99000903, "Came back"), article(99000904, "New")),
    ]
    wanted = {"99000901": "Second", "99000903": "Came back", "99000904": "New"}
    for place, order in enumerate(permutations(files)):
        with Library.open(tmp_path / f"{place}.db") as library:
            for path in order:
                load(library, path)
            assert titles(library) == wanted, [path.name for path in order]


def test_a_file_of_ones_own_follows_what_was_loaded(
    library: Library, tmp_path: Path
) -> None:
    """It bears no number: what is loaded after it counts in turn."""
    folder = tmp_path / "files"
    own = tmp_path / "mine.xml"
    load(library, write(folder, 5, article(99000901, "Numbered")))
    own.write_text(f"<PubmedArticleSet>{article(99000901, 'Mine')}</PubmedArticleSet>")
    load(library, own)
    assert titles(library) == {"99000901": "Mine"}

    load(library, write(folder, 6, article(99000901, "Updated")))
    assert titles(library) == {"99000901": "Updated"}


def test_a_deleted_record_stays_readable(library: Library, tmp_path: Path) -> None:
    """It is marked, and somebody is told."""
    folder = tmp_path / "files"
    write(folder, 1, article(99000901, "Gone"))
    write(folder, 2, deletion(99000901, 99000999))
    reports = load(library, folder)
    article_id = library.find_article((PMID, "99000901"))
    assert article_id is not None

    assert library.load_fate(article_id).deleted_at
    title = library.load_article(article_id).title
    assert title is not None
    assert title.plain == "Gone"
    assert [r.loaded and r.loaded.deleted_count for r in reports] == [0, 2]
    (told,) = library.load_findings("record-gone")
    assert told.subject == "pmid:99000901"


def test_a_record_comes_back_as_it_was(library: Library, tmp_path: Path) -> None:
    """Deleted in one file and there again in the next, word for word."""
    folder = tmp_path / "files"
    write(folder, 1, article(99000901, "Comes back"))
    write(folder, 2, deletion(99000901))
    write(folder, 3, article(99000901, "Comes back"))
    load(library, folder)

    assert titles(library) == {"99000901": "Comes back"}


def test_a_deleted_version_leaves_a_later_one(library: Library, tmp_path: Path) -> None:
    """Version 1 is deleted; version 2 is what the library has."""
    folder = tmp_path / "files"
    write(folder, 1, article(99000901, "Second version", version=2))
    write(folder, 2, deletion(99000901))
    load(library, folder)

    assert titles(library) == {"99000901": "Second version"}


def test_an_older_version_never_replaces_a_newer_one(
    library: Library, tmp_path: Path
) -> None:
    """By (PMID, Version), even where the file is later."""
    folder = tmp_path / "files"
    write(folder, 1, article(99000901, "Second version", version=2))
    write(folder, 2, article(99000901, "First version", version=1))
    load(library, folder)

    assert titles(library) == {"99000901": "Second version"}


def test_two_records_of_one_file_that_share_a_doi(
    library: Library, other: Library, tmp_path: Path
) -> None:
    """They stay two, which is told: every table is as after a harvest."""
    doi = '<ELocationID EIdType="doi" ValidYN="Y">10.5555/bulk.1</ELocationID>'
    write(
        tmp_path / "files",
        1,
        article(99000901, "On moths", extra=doi),
        article(99000902, "On beetles and on their use in schools", extra=doi),
        article(99000903, "Alone"),
    )
    load(library, tmp_path / "files")

    assert set(titles(library)) == {"99000901", "99000902", "99000903"}
    packed = (tmp_path / "files" / "pubmed26n0001.xml.gz").read_bytes()
    merge_one_by_one(other, parsed(gzip.decompress(packed)))
    loaded, merged = content(library), content(other)
    assert library.load_findings("identifier-claimed-twice")
    assert {
        table: rows for table, rows in loaded.items() if rows != merged[table]
    } == {}


def test_a_load_that_is_broken_off_leaves_whole_files(
    library: Library, tmp_path: Path
) -> None:
    """Of the file that it was at nothing is kept; the next load goes on there."""
    folder = tmp_path / "files"
    write(folder, 1, article(99000901, "One"))
    write(folder, 2, article(99000902, "Two"), article(99000903, "Three"))
    seen = []

    def stop(count: int) -> None:
        seen.append(count)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(library, folder, advance=stop)
    assert titles(library) == {"99000901": "One"}

    reports = load(library, folder)
    assert [report.state for report in reports] == ["known", "loaded"]
    assert set(titles(library)) == {"99000901", "99000902", "99000903"}


@pytest.mark.parametrize("spoil", ["cut", "flipped", "text", "unfinished"])
def test_a_broken_file_is_left_out(
    library: Library, tmp_path: Path, spoil: str
) -> None:
    """It is named, the others go on, and mended it comes in later."""
    folder = tmp_path / "files"
    broken = write(folder, 1, article(99000901, "Old"), article(99000902, "Two"))
    write(folder, 2, article(99000901, "New"))
    whole = broken.read_bytes()
    broken.write_bytes(
        {
            "cut": whole[:-20],
            "flipped": whole[:60] + bytes([whole[60] ^ 0xFF]) + whole[61:],
            "text": b"<html>not found</html>",
            "unfinished": gzip.compress(gzip.decompress(whole)[:-30]),
        }[spoil]
    )
    reports = load(library, folder)

    assert [report.state for report in reports] == ["broken", "loaded"]
    assert reports[0].reason
    assert titles(library) == {"99000901": "New"}

    broken.write_bytes(whole)
    load(library, folder)
    assert titles(library) == {"99000901": "New", "99000902": "Two"}


def test_a_wrong_checksum_keeps_a_file_out(library: Library, tmp_path: Path) -> None:
    """The MD5 beside a file is believed."""
    path = write(tmp_path / "files", 1, article(99000901, "One"))
    path.with_name(f"{path.name}.md5").write_text(f"MD5({path.name})= {'0' * 32}\n")
    (report,) = load(library, path)

    assert (report.state, titles(library)) == ("broken", {})
    assert "MD5" in (report.reason or "")


def test_an_unreadable_record_is_named(library: Library, tmp_path: Path) -> None:
    """The others of its file are kept."""
    torn = article(99000902, "Torn").replace("</ArticleTitle>", "")
    write(tmp_path / "files", 1, article(99000901, "One"), torn)
    (report,) = load(library, tmp_path / "files")

    assert [pmid for pmid, _ in report.faults] == ["99000902"]
    assert set(titles(library)) == {"99000901"}


@pytest.mark.parametrize("workers", [0, 1])
def test_a_subset(library: Library, tmp_path: Path, workers: int) -> None:
    """A query and a list; what was chosen once is kept up to date."""
    folder = tmp_path / "files"
    write(folder, 1, article(99000901, "On moths"), article(99000902, "On beetles"))
    choice = Choice(library=library.path, where="ti:moths and year>=2020")
    (report,) = load(library, folder, choose=choice, workers=workers)
    assert titles(library) == {"99000901": "On moths"}
    assert report.loaded is not None
    assert (report.loaded.record_count, report.loaded.chosen_count) == (2, 1)

    later = write(folder, 2, article(99000901, "On butterflies"))
    load(library, later, choose=choice, workers=workers)
    assert titles(library) == {"99000901": "On butterflies"}

    listed = Choice(library=library.path, keys=frozenset({(PMID, "99000902")}))
    load(library, folder, choose=listed, workers=workers)
    assert set(titles(library)) == {"99000901", "99000902"}


def test_a_new_baseline_tells_what_vanished(library: Library, tmp_path: Path) -> None:
    """Records of the old year alone are marked; what was harvested is left alone."""
    old, new = tmp_path / "old", tmp_path / "new"
    stays = article(99000904, "Stays as it is")
    vanishes = article(99000902, "Vanishes")
    write(old, 1, article(99000901, "Stays"), vanishes, stays, year=25)
    load(library, old)
    merge_one_by_one(library, parsed(article(99000903, "Harvested").encode()))
    write(new, 1, article(99000901, "Stays, amended"), stays, year=26)
    load(library, new, new_baseline=True)

    assert titles(library) == {
        "99000901": "Stays, amended",
        "99000903": "Harvested",
        "99000904": "Stays as it is",
    }


def test_a_record_stands_in_the_last_file_that_repeats_it(
    library: Library, tmp_path: Path
) -> None:
    """What a file between the two says otherwise, read after both, is no news."""
    folder = tmp_path / "files"
    same = article(99000901, "As it is")
    load(library, write(folder, 1, same), write(folder, 3, same))
    load(library, write(folder, 2, article(99000901, "For a while")))

    assert titles(library) == {"99000901": "As it is"}


def test_a_file_of_ones_own_takes_no_record_out_of_a_release(
    library: Library, tmp_path: Path
) -> None:
    """It repeats one of the old year, which a new baseline lacks all the same."""
    old, new = tmp_path / "old", tmp_path / "new"
    same = article(99000901, "Of the old year")
    own = tmp_path / "mine.xml"
    own.write_text(f"<PubmedArticleSet>{same}</PubmedArticleSet>")
    load(library, write(old, 1, same, year=25), own)
    write(new, 1, article(99000902, "Of the new year"), year=26)
    load(library, new, new_baseline=True)

    assert titles(library) == {"99000902": "Of the new year"}


def test_a_harvested_record_stays_one_that_was_harvested(
    library: Library, tmp_path: Path
) -> None:
    """A file that repeats it takes nothing over; a new baseline asks nothing of it."""
    old, new = tmp_path / "old", tmp_path / "new"
    body = article(99000901, "Harvested")
    merge_one_by_one(library, parsed(body.encode()))
    load(library, write(old, 1, body, year=25))
    write(new, 1, article(99000902, "Another"), year=26)
    load(library, new, new_baseline=True)

    assert set(titles(library)) == {"99000901", "99000902"}


def test_harvested_and_loaded_records_are_one(library: Library, tmp_path: Path) -> None:
    """A record that was harvested is updated in place; a correction stays."""
    merge_one_by_one(library, parsed(article(99000901, "Harvested").encode()))
    number = library.find_article((PMID, "99000901"))
    write(tmp_path / "files", 1, article(99000901, "Loaded"))
    load(library, tmp_path / "files")

    assert library.find_article((PMID, "99000901")) == number
    assert titles(library) == {"99000901": "Loaded"}


def test_a_retraction_notice_marks_its_paper(tmp_path: Path) -> None:
    """Whether the paper stands before it, behind it or in another file."""
    notice = article(99000911, "Retraction").replace(
        "</MedlineCitation>",
        '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionOf">'
        '<RefSource>J</RefSource><PMID Version="1">99000910</PMID>'
        "</CommentsCorrections></CommentsCorrectionsList></MedlineCitation>",
    )
    paper = article(99000910, "Paper")
    for place, order in enumerate([[paper, notice], [notice, paper]]):
        with Library.open(tmp_path / f"{place}.db") as library:
            load(library, write(tmp_path / f"together{place}", 1, *order))
            assert status(library) == "retracted"
        with Library.open(tmp_path / f"apart{place}.db") as library:
            for number, one in enumerate(order, start=1):
                load(library, write(tmp_path / f"apart{place}", number, one))
            assert status(library) == "retracted"


def status(library: Library) -> str:
    """Return what has become of the paper."""
    number = library.find_article((PMID, "99000910"))
    assert number is not None
    return str(library.load_fate(number).status)


def test_the_file_is_sound(library: Library, tmp_path: Path) -> None:
    """SQLite finds no row without its owner, and the index agrees with the rows."""
    load(library, write(tmp_path / "files", 1, *fixtures()))

    assert library.find_damage() == ()
    db: sqlite3.Connection = library._db
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.execute(CHECK_INDEX)


def test_a_library_of_an_older_version_is_searched(tmp_path: Path) -> None:
    """Up to schema 8 a trigger put every row into the index, as it came."""
    path = tmp_path / "older.db"
    with sqlite3.connect(path, isolation_level=None) as older:
        build_older(older, version=8)
    older.close()
    with Library.open(path) as library:
        load(library, write(tmp_path / "files", 1, article(99000901, "Moths")))
        db = library._db
        db.execute(CHECK_INDEX)
        counted = db.execute("SELECT count(*) FROM articles_fts_docsize").fetchone()
        assert counted == (1,)
        assert db.execute(MOTHS).fetchone() == (1,)
        db.execute("UPDATE articles SET title = 'Wasps'")
        assert db.execute(MOTHS).fetchone() == (0,)
        db.execute(CHECK_INDEX)
