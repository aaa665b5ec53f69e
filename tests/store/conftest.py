"""A library to try things on, and made-up records and articles."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from harvester.duplicates import Kind, Verdict
from harvester.model import (
    Abstract,
    AbstractSection,
    Affiliation,
    Article,
    Chemical,
    Container,
    Contributor,
    Correction,
    Document,
    DocumentValue,
    Finding,
    Funding,
    Identifier,
    Keyword,
    Link,
    LinkKind,
    LinkSet,
    LinkState,
    Mention,
    MeshHeading,
    MeshQualifier,
    Origin,
    PublicationType,
    RecordDate,
    Reference,
    Rejected,
    Relation,
    Role,
    SourceRecord,
    Text,
    Work,
)
from harvester.reconcile import Doubt
from harvester.schedule import Subject
from harvester.store import BulkFile, Check, Library, LoadedFile, Place
from harvester.store.schema import TABLES
from harvester.vocabulary import (
    Descriptor,
    Mapping,
    MeshFile,
    MeshKind,
    Serial,
    SupplementaryRecord,
    Term,
)
from harvester.wire import Payload, Request
from tests.libraries import make_empty_library

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
NOWHERE = Affiliation(name=Text(plain="Nowhere."))


def check(library: Library) -> None:
    """Fail unless the file, its foreign keys and its search index are sound."""
    db = library._db
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.execute(
        "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the library lies."""
    return tmp_path / "library.db"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    """A new library; found sound after every test."""
    with Library.open(make_empty_library(path)) as opened:
        yield opened
        check(opened)


@pytest.fixture
def now() -> datetime:
    """The time of the first run."""
    return NOON


@pytest.fixture
def later() -> datetime:
    """The time of a second run, a day after the first."""
    return NOON.replace(day=21)


@pytest.fixture
def record() -> Callable[..., SourceRecord]:
    """Make a record from ``scheme:value`` identifiers."""

    def make(source: str, source_id: str, *names: str, **fields) -> SourceRecord:
        return SourceRecord(
            source=source,
            source_id=source_id,
            identifiers=identifiers(names),
            **{"title": Text(plain=f"{source} {source_id}"), **fields},
        )

    return make


@pytest.fixture
def article() -> Callable[..., Article]:
    """Make an article from ``scheme:value`` identifiers."""

    def make(*names: str, sources=(("pubmed", "99000001"),), **fields) -> Article:
        return Article(sources=sources, identifiers=identifiers(names), **fields)

    return make


def identifiers(names) -> tuple[Identifier, ...]:
    """Return identifiers spelled ``scheme:value``."""
    pairs = (name.partition(":") for name in names)
    return tuple(Identifier(scheme=scheme, value=value) for scheme, _, value in pairs)


@pytest.fixture
def dump() -> Callable[[Library], dict[str, list[tuple]]]:
    """Return all rows of all tables but the run log."""
    log = {table.name for table in TABLES if table.is_log}

    def rows(library: Library) -> dict[str, list[tuple]]:
        names = library._db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        return {
            name: library._db.execute(f'SELECT * FROM "{name}"').fetchall()
            for (name,) in names
            if name not in log
        }

    return rows


@pytest.fixture
def select(library: Library) -> Callable[..., list[tuple]]:
    """Ask the library in SQL."""
    return lambda sql, *values: library._db.execute(sql, values).fetchall()


@pytest.fixture(scope="session")
def fill() -> Callable[[Library, datetime], None]:
    """Do a run that puts something into every table."""
    return _fill


def _fill(library: Library, now: datetime) -> None:
    """Put something into every table."""
    run = library.begin_run("harvest 99000001", now)
    request = Request(
        source="pubmed", route="eutils", method="GET", url="https://x.org"
    )
    payload = Payload(
        request=request, status=200, body=b"<x/>", content_type="", fetched_at=now
    )
    payload_id = library.save_payload(payload, run)
    pmids = tuple(Identifier(scheme="pmid", value=f"9900000{n}") for n in (1, 2))
    for pmid in pmids:
        record = SourceRecord(
            source="pubmed",
            source_id=pmid.value,
            identifiers=(pmid,),
            title=Text(plain="Über <b> & Söhne"),
            container=Container(title="A Journal", nlm_id="1"),
            mesh_headings=(
                MeshHeading(
                    descriptor="Humans",
                    ui="D006801",
                    qualifiers=(MeshQualifier(name="genetics", ui="Q000235"),),
                ),
                *(
                    MeshHeading(descriptor=f"Made Up {ui}", ui=ui, is_major=True)
                    for ui in ("D900002", "D900003")
                ),
            ),
            keywords=(Keyword(text=Text(plain="made up")),),
            abstract=Abstract(sections=(AbstractSection(text=Text(plain="We ask.")),)),
            contributors=(
                Contributor(family="Nobody", affiliations=(NOWHERE,)),
                Contributor(family="Noone", affiliations=(NOWHERE,)),
            ),
            publication_types=(PublicationType(name="Journal Article"),),
            languages=("eng",),
            dates=(RecordDate(kind="issue", printed="1998"),),
            relations=(Relation(kind="erratum_in", identifiers=pmids[1:]),),
            references=(Reference(key="ref1"),),
            funding=(Funding(agency="Made-Up Fund"),),
            chemicals=(Chemical(name="Water"),),
        )
        for version in ("1", "2"):
            record = msgspec.structs.replace(record, version=version)
            library.save_record(record, payload_id, now, run)
        fields = {name: getattr(record, name) for name in Work.__struct_fields__}
        lost = Rejected(source="pubmed", source_id=pmid.value, value="!", kind="real")
        origin = Origin(
            field="title",
            source="pubmed",
            source_id=pmid.value,
            rule="made up",
            rejected=(lost,),
        )
        article = Article(
            sources=(("pubmed", pmid.value),), year=1998, origins=(origin,), **fields
        )
        library.save_article(article, citation=f"Citation {pmid.value}.", now=now)
    verdict = Verdict(kind=Kind.UNSURE, confidence=0.6, why="too little agrees")
    library.save_verdict((1, 2), verdict, now)
    for kind in LinkKind:
        links = LinkSet(
            owner=pmids[0].key,
            kind=kind,
            provider="pubmed",
            state=LinkState.COMPLETE,
            links=(
                Link(
                    target=pmids[1].key,
                    rank=1,
                    score=7,
                    aliases=(("doi", "10.5555/alias"),),
                ),
            ),
        )
        library.save_link_set(links, run, now)
    nobody = LinkSet(
        owner=pmids[1].key,
        kind=LinkKind.CITED_BY,
        provider="pubmed",
        state=LinkState.EMPTY,
    )
    library.save_link_set(nobody, run, now)
    mention = Mention(identifier=pmids[0], role=Role.OWN, offset=0)
    library.save_document(
        Document(
            name="a.html",
            reader="general",
            own=(pmids[0],),
            mentions=(mention,),
            values=(DocumentValue(field="volume", value="007"),),
        ),
        "a",
        now,
    )
    library.save_correction(
        Correction(
            key=("pmid", "99000001"),
            field="volume",
            printed="31",
            set_at="2026-11-20T12:00:00Z",
        ),
        "31",
        now,
    )
    library.save_unknown("crossref", "pmid", "99000001", now)
    library.save_unknown("doira", "doi", "10.5555/slip", now)
    library.save_serials(
        [Serial(nlm_id="0000019", title="Acta Quillon", first_year=1983)],
        file="serials.xml",
        now=now,
    )
    library.load_mesh(
        MeshFile(kind=MeshKind.DESCRIPTORS, name="desc2026.xml", mesh_year=2026),
        [
            Descriptor(
                ui="D900001",
                name="Fictions",
                tree_numbers=("Z99.100",),
                terms=(Term(text="Made Up"),),
            ),
            SupplementaryRecord(
                ui="C900001", name="Moon", mapped_to=(Mapping(descriptor_ui="D900001"),)
            ),
        ],
        sha256="a",
        now=now,
    )
    library.save_finding(Finding(code="odd", subject="pmid:99000001", message="!"), now)
    library.save_checks(
        [
            Check(
                source="pubmed",
                subject=Subject.RECORD,
                scheme="pmid",
                value="99000001",
                outcome="unchanged",
                rule="old",
            )
        ],
        now,
    )
    library.watch(1, now)
    library.save_search("mine", "über", now, sort="newest")
    doubt = Doubt(
        pair=(("crossref", "10.5555/a"), ("pubmed", "99000001")),
        key=("doi", "10.5555/a"),
        reason="another title",
    )
    with library.transaction():
        library.quarantine.keep((), (), [doubt], now)
        library.rebuilding.note_done("payload", [payload_id])
    file = BulkFile(source="pubmed", name="a.xml", md5="a", sha256="a", size=1)
    if not library.is_loaded(file):
        library.note_loaded(file, LoadedFile(payload_id=payload_id, run_id=run), now)
    record = library.load_record("pubmed", "99000001")
    if record is not None:
        place = Place(offset=18, length=15, body=zlib.compress(b"<PubmedArticle>"))
        library.note_place(record, place)
    library.finish_run(run, {}, now)
