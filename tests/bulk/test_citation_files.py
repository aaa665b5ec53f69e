from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from harvester.bulk import citation_files
from harvester.bulk.citation_files import (
    Form,
    KnownPmids,
    Part,
    find_parts,
    read_blocks,
    recognise,
)
from harvester.errors import BulkError, DocumentError

OCC = b"citing,referenced\n99000003,99000001\n99000001,99000002\n5,6\n99000002,7\n"
OC = (
    b'"oci","citing","cited","creation","timespan","journal_sc","author_sc"\n'
    b'"1-2","doi:10.5555/X pmid:5","omid:br/1 doi:10.5555/A","2020","P1Y","no","no"\n'
    b'"1-3","10.5555/a","doi:10.5555/y,z","2020-01","","no","no"\n'
    b'"1-4","omid:br/7","omid:br/8 pmid:99000002","2020-01","","no","no"\n'
    b"oci,x\n"
    b'"1-5","pmid:1","pmid:2","","","",""\n'
)
WORKS = {
    name: owner
    for owner, *names in (
        ("doi:10.5555/a", "doi:10.5555/a", "10.5555/a"),
        ("pmid:99000002", "pmid:99000002", "99000002"),
    )
    for name in names
}
CITED_BY, REFERENCES = "cited-by", "references"


def known(*pmids: str) -> KnownPmids:
    return KnownPmids(pmids)


@pytest.fixture
def part(tmp_path):
    """A file of some content, whatever its name packs it as."""

    def make(content, name="dump.csv"):
        path = tmp_path / name
        if name.endswith(".zip"):
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("folder/2.csv", content)
                archive.writestr("read me.txt", "x")
        else:
            packed = gzip.compress(content) if name.endswith(".gz") else content
            path.write_bytes(packed)
        (found,) = find_parts([path])
        return found

    return make


def pairs(blocks):
    return [(one.owner, one.kind, one.other) for b in blocks for one in b.pairs]


@pytest.mark.parametrize("name", ["dump.csv", "dump.csv.gz", "dump.zip", "dump"])
@pytest.mark.parametrize("many", [1_000_000, 1])
def test_pairs_of_known_pmids(part, name, many, monkeypatch):
    """From either end; a pair between two known works stands in a list of both."""
    monkeypatch.setattr(citation_files, "_MANY", many)
    blocks = list(read_blocks(part(OCC, name), known("99000001", "99000002")))
    assert pairs(blocks) == [
        ("99000001", CITED_BY, "99000003"),
        ("99000001", REFERENCES, "99000002"),
        ("99000002", CITED_BY, "99000001"),
        ("99000002", REFERENCES, "7"),
    ]
    assert [(b.row_count, b.broken, b.end, b.line_count) for b in blocks] == [
        (4, (), len(OCC), 5)
    ]


def test_broken_lines_are_counted_and_shown(part):
    """Each with its number; the others of the block count."""
    content = OCC.replace(b"5,6\n", b'5;6\n\n123456789,1\n1,2,3\n4\n0,9\n"5", 6\n')
    (block,) = read_blocks(part(content), known("99000001", "6"))
    assert block.broken == (
        (4, "5;6"),
        (6, "123456789,1"),
        (7, "1,2,3"),
        (8, "4"),
        (9, "0,9"),
    )
    assert ("6", CITED_BY, "5") in pairs([block])
    assert block.row_count == 9


def test_lines_that_even_out_are_seen(part):
    """Two lines whose numbers only together are pairs are none."""
    (block,) = read_blocks(part(b"1,2,3\n4\n"), known("3"))
    assert (block.pairs, len(block.broken)) == ((), 2)


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_reading_goes_on_at_any_block(part, end, monkeypatch):
    """Blocks of a few bytes: from each end on the rest is read, with its lines."""
    monkeypatch.setattr(citation_files, "BLOCK_BYTES", 20)
    one = part(OCC.rstrip() + end, "dump.csv.gz")
    whole = list(read_blocks(one, known("99000001", "99000002")))
    assert len(whole) > 2
    for number, block in enumerate(whole):
        rest = list(
            read_blocks(
                one,
                known("99000001", "99000002"),
                start=block.end,
                line_count=block.line_count,
            )
        )
        assert pairs(rest) == pairs(whole[number + 1 :])
        lines = [sum(one.row_count for one in blocks) for blocks in (whole, rest)]
        assert lines[0] - lines[1] == block.line_count - 1


def test_pairs_of_works(part):
    """By any of their identifiers, with the scheme or without it."""
    (block,) = read_blocks(part(OC), WORKS)
    assert pairs([block]) == [
        ("doi:10.5555/a", CITED_BY, "doi:10.5555/x pmid:5"),
        ("doi:10.5555/a", REFERENCES, "doi:10.5555/y,z"),
        ("pmid:99000002", CITED_BY, "omid:br/7"),
    ]
    assert (block.row_count, block.broken) == (5, ((5, "oci,x"),))
    assert block.unnamed_count == 1


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (OCC, Form.ICITE),
        (b"\xef\xbb\xbf" + OCC, Form.ICITE),
        (b"1,2\n", Form.ICITE),
        (OC, Form.OPENCITATIONS),
        (b"id,citing,cited,creation\n", Form.OPENCITATIONS),
    ],
)
def test_dumps_are_recognised(part, content, form):
    """By their first line."""
    assert recognise(part(content)) is form


@pytest.mark.parametrize("content", [b"", b"pmid,doi,title\n1,2,3\n", b"\x00\x01"])
def test_what_is_no_dump_is_said(part, content):
    """With what it should begin with."""
    with pytest.raises(DocumentError, match="is no dump of citations"):
        recognise(part(content))


def test_archives_and_their_damage(part, tmp_path):
    """A ZIP without CSV, or cut off; a gzip file that ends before its end."""
    cut = tmp_path / "cut.zip"
    cut.write_bytes(b"PK\x03\x04")
    with pytest.raises(DocumentError, match="no whole ZIP"):
        find_parts([cut])
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(DocumentError, match="holds no CSV"):
        find_parts([tmp_path / "none.zip"])
    short = tmp_path / "short.csv.gz"
    short.write_bytes(gzip.compress(OCC)[:-9])
    with pytest.raises(BulkError, match="cannot be read to its end"):
        list(read_blocks(Part(path=short), known("1")))
    with pytest.raises(DocumentError, match="nowhere"):
        recognise(Part(path=Path("nowhere.csv")))
