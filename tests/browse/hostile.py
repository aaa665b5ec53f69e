"""A made-up library in which every word of a source tries to be more than a word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from harvester.model import (
    Abstract,
    AbstractSection,
    Affiliation,
    Container,
    Contributor,
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
    PublicationType,
    RecordDate,
    Reference,
    Resolution,
    Role,
    Severity,
    SourceRecord,
    Text,
)
from harvester.pipeline.merging import merge_articles
from harvester.reconcile import DEFAULT_RULES
from harvester.store import Library

EVIL = (
    '<script>window.hit=1</script><img src=x onerror="window.hit=2">\'"><svg '
    "onload=window.hit=3>javascript:hit() \u202egnp.exe\u2066 {{7*7}}"
)
EVIL_DOI = '10.5555/"><img src=x onerror=window.hit=4>'
SCRIPT_DOI = "javascript:window.hit=5"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def build_hostile_library(path: Path) -> None:
    """Make a library with conflicts, a case, documents, findings and two runs."""
    with Library.open(path) as library:
        _harvest(library, "31", NOON)
        _harvest(library, "32", NOON + timedelta(days=1))
        _add_document(library)


def _harvest(library: Library, volume: str, now: datetime) -> None:
    run = library.begin_run(f"harvest {EVIL}", now)
    for record in _records(volume):
        library.save_record(record, None, now, run)
    keys = [("pmid", "99000901"), ("pmid", "99000902"), ("doi", EVIL_DOI)]
    merge_articles(library, keys, DEFAULT_RULES, now=now, run_id=run)
    for kind in LinkKind:
        target = Link(target=("pmid", "99000902"), rank=1)
        stranger = Link(target=("doi", SCRIPT_DOI), rank=2, citation=_text("Cited"))
        links = LinkSet(
            kind=kind,
            provider="pubmed",
            owner=("pmid", "99000901"),
            state=LinkState.CUT,
            links=(target, stranger),
            reason=EVIL,
        )
        library.save_link_set(links, run, now)
    finding = Finding(
        code="odd-title",
        subject="pmid:99000901",
        message=EVIL,
        advice=EVIL,
        severity=Severity.WARNING,
    )
    library.save_finding(finding, now)
    failure = {"source": "pubmed", "asked": [EVIL], "message": EVIL, "state": "failed"}
    library.finish_run(run, {"added": 2, "note": EVIL, "failures": [failure]}, now)


def _records(volume: str) -> tuple[SourceRecord, ...]:
    doi = Identifier(scheme="doi", value=EVIL_DOI)
    person = Contributor(
        family=EVIL,
        given="Eve",
        initials="E",
        identifiers=(Identifier(scheme="orcid", value=EVIL),),
        affiliations=(Affiliation(name=_text("Place")),),
    )
    group = Contributor(literal=EVIL)
    date = RecordDate(kind="issue", printed="2024", edtf="2024", precision="year")
    common = {
        "type": "article-journal",
        "title": _text("Title"),
        "contributors": (person, group),
        "dates": (date,),
        "funding": (Funding(agency=EVIL, awards=(EVIL,)),),
        "references": (Reference(citation=_text("Cited")),),
    }
    return (
        SourceRecord(
            source="pubmed",
            source_id="99000901",
            identifiers=(Identifier(scheme="pmid", value="99000901"), doi),
            container=Container(title=EVIL, medline_abbreviation=EVIL),
            volume=volume,
            issue=EVIL,
            page=EVIL,
            abstract=Abstract(
                sections=(AbstractSection(text=_text("Abstract"), label=EVIL),),
                copyright=EVIL,
            ),
            mesh_headings=(MeshHeading(descriptor=EVIL, ui="D999999"),),
            keywords=(Keyword(text=_text("Keyword")),),
            publication_types=(PublicationType(name=EVIL),),
            languages=(EVIL,),
            original_title=_text("Titel"),
            **common,
        ),
        SourceRecord(
            source="crossref",
            source_id=EVIL_DOI,
            identifiers=(doi,),
            container=Container(title=f"{EVIL} too"),
            volume=f"30 {EVIL}",
            **common,
        ),
        SourceRecord(
            source="pubmed",
            source_id="99000902",
            identifiers=(
                Identifier(scheme="pmid", value="99000902"),
                doi,
                Identifier(scheme="doi", value=SCRIPT_DOI, is_valid=False),
            ),
            title=Text(plain=f"Quite another work {EVIL}"),
            contributors=(Contributor(family="Mallory", given="M", initials="M"),),
            dates=(date,),
            volume="1",
            page="1-2",
        ),
    )


def _text(word: str) -> Text:
    """Return a text whose markup is as hostile as its words."""
    markup = (
        f"{word} <script>window.hit=6</script><i onclick='window.hit=7'>i</i>"
        "<a href='javascript:window.hit=8'>a</a><img src='x' onerror='window.hit=9'/>"
    )
    return Text(plain=f"{word} {EVIL}", markup=markup)


def _add_document(library: Library) -> None:
    found = Identifier(scheme="doi", value=EVIL_DOI)
    mentions = (
        Mention(
            identifier=found,
            role=Role.SIMILAR,
            offset=1,
            section=EVIL,
            item=1,
            label=EVIL,
            evidence=EVIL,
        ),
        Mention(
            identifier=Identifier(scheme="doi", value=SCRIPT_DOI),
            role=Role.MENTIONED,
            offset=9,
            evidence=EVIL,
        ),
    )
    document = Document(
        name=f"{EVIL}.html",
        reader="general",
        mentions=mentions,
        values=(DocumentValue(field="title", value=EVIL, evidence=EVIL),),
        unresolved=EVIL,
        resolution=Resolution(
            state="ask",
            evidence=(EVIL,),
            candidates=(found, Identifier(scheme="doi", value=SCRIPT_DOI)),
        ),
    )
    library.save_document(document, "0" * 64, NOON)
