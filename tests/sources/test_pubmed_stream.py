"""Streams of records: cut, broken, deleted, in odd encodings."""

from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.model import SourceRecord
from harvester.sources.base import Fault
from harvester.sources.pubmed.parse import Deletion, parse_articles, parse_stream
from harvester.sources.pubmed.stream import Cut

PROLOG = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet PUBLIC '
    '"-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
)


def record(number: int, title: str = "T") -> str:
    """Return a small record."""
    return (
        f"<PubmedArticle><MedlineCitation><PMID Version='1'>{number}</PMID>"
        f"<Article><ArticleTitle>{title}</ArticleTitle></Article>"
        "</MedlineCitation></PubmedArticle>\n"
    )


def article_set(*records: str) -> bytes:
    """Return a PubmedArticleSet."""
    inside = "".join(records)
    return f"{PROLOG}<PubmedArticleSet>\n{inside}</PubmedArticleSet>".encode()


def summary(body: bytes) -> list[object]:
    """Say in short what a body holds: ids, ("fault", id), ("deleted", id)."""
    said: list[object] = []
    for entry in parse_articles(body):
        if isinstance(entry, SourceRecord):
            said.append(entry.source_id)
        elif isinstance(entry, Fault):
            said.append(("fault", entry.source_id))
        else:
            said.append(("deleted", entry.pmid))
    return said


def test_records_come_in_order():
    """Articles and books are siblings and come in the order of the file."""
    book = record(99000002).replace("PubmedArticle", "PubmedBookArticle")
    book = book.replace("MedlineCitation", "BookDocument")
    body = article_set(record(99000001), book, record(99000003))
    assert summary(body) == ["99000001", "99000002", "99000003"]


@pytest.mark.parametrize("body", [b"", b"\n", article_set(), b"<PubmedArticleSet/>"])
def test_no_records(body):
    """A set may be empty."""
    assert summary(body) == []


def test_deletions():
    """Every PMID of a DeleteCitation is a deletion, also if that is all there is."""
    body = article_set(
        "<DeleteCitation><PMID Version='1'>99000001</PMID>"
        "<PMID Version='2'>99000002</PMID></DeleteCitation>"
    )
    assert list(parse_articles(body)) == [
        Deletion(pmid="99000001", version="1"),
        Deletion(pmid="99000002", version="2"),
    ]


def test_record_that_is_not_well_formed_is_set_aside():
    """A broken record becomes a fault with its PMID; the others go on."""
    body = article_set(record(99000001), record(99000002, "<i>x</b>"), record(99000003))
    assert summary(body) == ["99000001", ("fault", "99000002"), "99000003"]


def test_record_without_an_end_does_not_swallow_the_next():
    """What follows a record that was cut in the middle is still read."""
    broken = record(99000002)[:90]
    body = article_set(record(99000001), broken, broken, record(99000003))
    assert summary(body) == [
        "99000001",
        ("fault", "99000002"),
        ("fault", "99000002"),
        "99000003",
    ]


def test_record_without_a_pmid_is_set_aside():
    """A record without a PMID cannot be named and is a fault."""
    nameless = "<PubmedArticle><MedlineCitation/></PubmedArticle>"
    assert summary(article_set(nameless, record(99000001))) == [
        ("fault", None),
        "99000001",
    ]


def test_end_of_file_inside_a_record():
    """A file cut inside a record ends with faults."""
    body = article_set(record(99000001), record(99000002))[:-60]
    assert summary(body) == ["99000001", ("fault", "99000002"), ("fault", None)]


def test_end_of_file_between_records():
    """A file cut between records says so, since records may be missing."""
    body = article_set(record(99000001))[: -len("</PubmedArticleSet>")]
    *_, last = parse_articles(body)
    assert last == Fault(
        source_id=None,
        message="the file ends before its last tag: records may be missing; "
        "fetch it again",
        is_of_whole=True,
    )


def test_single_record_without_a_set():
    """A lone PubmedArticle is read as well."""
    assert summary(record(99000001).encode()) == ["99000001"]


def test_other_encodings_are_read_as_declared():
    """The encoding of the declaration holds for every record."""
    body = (
        "<?xml version='1.0' encoding='ISO-8859-1'?><PubmedArticleSet>"
        + record(99000001, "Université")
        + "</PubmedArticleSet>"
    ).encode("latin-1")
    (entry,) = parse_articles(body)
    assert entry.title.plain == "Université"


def test_byte_order_mark():
    """A byte order mark before the declaration does no harm."""
    assert summary(b"\xef\xbb\xbf" + article_set(record(99000001))) == ["99000001"]


@pytest.mark.parametrize("where", ["root", "nowhere"])
def test_prefix_of_formulas_declared_elsewhere(where):
    """The prefix of MathML may be declared by the set, or only by the DTD."""
    body = article_set(record(99000001, "a <mml:math><mml:mi>x</mml:mi></mml:math>"))
    if where == "root":
        body = body.replace(
            b"<PubmedArticleSet>",
            b'<PubmedArticleSet xmlns:mml="http://www.w3.org/1998/Math/MathML">',
        )
    (entry,) = parse_articles(body)
    assert entry.title.plain == "a x"
    assert entry.title.markup == (
        'a <math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'
    )


def test_other_documents_are_no_sets():
    """What is neither a set nor a record is a fault, not an empty set."""
    assert list(parse_articles(b"<html><body>down</body></html>")) == [
        Fault(source_id=None, message="this is no PubmedArticleSet", is_of_whole=True)
    ]


def test_deleted_document_of_a_book_set():
    """Deletions of book sets count as deletions."""
    assert summary(b"<DeleteDocument><PMID>99000001</PMID></DeleteDocument>") == [
        ("deleted", "99000001")
    ]


@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 40))
def test_damage_never_raises_and_never_invents(noise, place, length):
    """Bytes overwritten anywhere make faults at worst; sound records survive."""
    first, second, third = (record(99000001 + n).encode() for n in range(3))
    place %= len(second)
    damaged = second[:place] + noise + second[place + length :]
    entries = list(parse_articles(first + damaged + third))
    assert isinstance(entries[0], SourceRecord)
    assert entries[0].source_id == "99000001"


class Trickle(io.BytesIO):
    """A stream that gives few bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Return seven bytes, whatever is asked for."""
        del size
        return super().read(7)


def test_chunks_may_end_anywhere():
    """Where the chunks of a stream end makes no difference."""
    body = article_set(record(99000001), record(99000002))
    pieces = list(Cut(io.BytesIO(body)))
    assert list(Cut(Trickle(body))) == pieces
    for piece in pieces:
        assert body[piece.offset :].startswith(piece.body)
    assert list(parse_stream(Trickle(body))) == list(parse_articles(body))


def test_entities_and_dtd_are_never_loaded():
    """The prolog, with whatever it declares, is not given to the parser."""
    body = (
        b"<!DOCTYPE PubmedArticleSet [<!ENTITY a 'boom'>]><PubmedArticleSet>"
        + record(99000001, "x &a; y").encode()
        + record(99000002).encode()
        + b"</PubmedArticleSet>"
    )
    assert summary(body) == [("fault", "99000001"), "99000002"]


def test_sample_without_pmid(shared_data):
    """The one sample record without a PMID is a fault, and nothing else is."""
    path = shared_data / "efetch/fatcat/pubmedsample_no_pmid_2019.xml.gz"
    with gzip.open(path) as file:
        assert list(parse_stream(file)) == [
            Fault(source_id=None, message="PubmedArticle: the record has no PMID")
        ]


def test_sample_with_deletions(shared_data):
    """NLM's sample ends with seven deletions."""
    with gzip.open(shared_data / "efetch/fatcat/pubmedsample_2019.xml.gz") as file:
        entries = list(parse_stream(file))
    assert [e.pmid for e in entries if isinstance(e, Deletion)] == [
        *("23203860", "23203861", "23203892", "23203893"),
        *("23203894", "23203895", "23203896"),
    ]
    assert sum(isinstance(e, SourceRecord) for e in entries) == 176


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "count"),
    [("pubmed20n0014.xml.gz", 30_000), ("pubmed21n1298.part-a.xml.gz", 12_616)],
)
def test_whole_files_without_a_fault(shared_data, name, count):
    """Whole files are read to the end without a single fault."""
    with gzip.open(shared_data / "baseline" / name) as file:
        kinds = [type(entry) for entry in parse_stream(file)]
    assert kinds == [SourceRecord] * count
