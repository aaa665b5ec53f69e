from __future__ import annotations

import json

import msgspec
import pytest

from harvester.model import Document, Finding, Identifier, Mention, Role


@pytest.fixture
def document():
    """A page that is an article and lists another one."""
    own = Identifier(scheme="pmid", value="99000001")
    return Document(
        name="page.html",
        reader="pubmed",
        own=(own,),
        mentions=(
            Mention(identifier=own, role=Role.OWN, offset=10, label="PMID:"),
            Mention(
                identifier=Identifier(scheme="doi", value="10.5555/x"),
                role=Role.SIMILAR,
                offset=99,
                section="Similar articles",
                item=1,
                evidence="doi: 10.5555/x.",
            ),
        ),
    )


def test_document_and_its_mentions(library, document, select, now):
    """A document is kept with its mentions, in the order of the text."""
    assert library.save_document(document, "a" * 64, now) == 1
    (row,) = select("SELECT * FROM documents")
    assert row[:-2] == (1, "page.html", "a" * 64, "pubmed", "resolved", None, None)
    assert msgspec.json.decode(row[-2], type=Document) == document
    assert row[-1] == "2026-11-20T12:00:00Z"
    assert select("SELECT * FROM mentions") == [
        (1, 1, "pmid", "99000001", "own", None, None, "PMID:", 10, None, None),
        (
            1,
            2,
            "doi",
            "10.5555/x",
            "similar",
            "Similar articles",
            1,
            None,
            99,
            "doi: 10.5555/x.",
            None,
        ),
    ]


@pytest.mark.parametrize(
    ("change", "state", "reason"),
    [
        ({}, "resolved", None),
        ({"own": ()}, "list", None),
        ({"own": (), "unresolved": "no identifier"}, "unresolved", "no identifier"),
    ],
)
def test_state_of_a_document(library, document, select, change, state, reason, now):
    """A document is an article, a list, or something that is not understood."""
    library.save_document(msgspec.structs.replace(document, **change), "a", now)
    assert select("SELECT state, reason FROM documents") == [(state, reason)]


def test_same_document_again(library, document, dump, now, later):
    """The same content changes nothing, whatever name it comes under."""
    library.save_document(document, "a", now)
    before = dump(library)
    renamed = msgspec.structs.replace(document, name="copy.html")
    assert library.save_document(document, "a", later) == 1
    assert library.save_document(renamed, "a", later) == 1
    assert dump(library) == before


def test_document_read_better(library, document, select, now, later):
    """A document that is read otherwise than before keeps its number and day."""
    library.save_document(document, "a", now)
    better = msgspec.structs.replace(document, reader="vivo", mentions=())
    assert library.save_document(better, "a", later) == 1
    assert select("SELECT reader, first_seen_at FROM documents") == [
        ("vivo", "2026-11-20T12:00:00Z")
    ]
    assert select("SELECT count(*) FROM mentions") == [(0,)]


@pytest.mark.parametrize("first", ["document", "article"])
def test_document_finds_its_article(library, document, article, select, first, now):
    """A document and its article find each other, whichever comes first."""
    one = article("pmid:99000001", "doi:10.5555/x")
    if first == "article":
        library.save_article(one, citation="x", now=now)
    library.save_document(document, "a", now)
    if first == "document":
        library.save_article(one, citation="x", now=now)
    assert select("SELECT article_id FROM documents") == [(1,)]
    assert select("SELECT article_id FROM mentions") == [(1,), (1,)]


def test_finding_is_kept_once(library, article, select, now, later):
    """A finding is kept once and tied to the article that it is about."""
    finding = Finding(
        code="doi-mismatch", subject="doi:10.5555/x", message="Two.", advice="Look."
    )
    library.save_finding(finding, now)
    library.save_finding(finding, later)
    library.save_finding(Finding(code="odd", subject="page.html", message="Odd."), now)
    library.save_article(article("doi:10.5555/x"), citation="x", now=now)
    library.save_finding(finding, later)
    columns = "id, code, subject, article_id, message, advice, first_seen_at"
    assert select(f"SELECT {columns} FROM findings") == [
        (
            1,
            "doi-mismatch",
            "doi:10.5555/x",
            1,
            "Two.",
            "Look.",
            "2026-11-20T12:00:00Z",
        ),
        (2, "odd", "page.html", None, "Odd.", None, "2026-11-20T12:00:00Z"),
    ]


def test_run_log(library, select, now, later):
    """A run has its command, times, outcome, summary and requests."""
    run = library.begin_run("harvest 99000001", now)
    assert select("SELECT finished_at, outcome FROM runs") == [(None, None)]
    library.finish_run(
        run, {"added": 1}, later, outcome="partly", requests={"pubmed": 3}
    )
    (row,) = select("SELECT * FROM runs")
    assert row[:5] == (
        1,
        "harvest 99000001",
        "2026-11-20T12:00:00Z",
        "2026-11-21T12:00:00Z",
        "partly",
    )
    assert json.loads(row[-1]) == {"added": 1}
    assert select("SELECT * FROM run_requests") == [(1, "pubmed", 3)]
