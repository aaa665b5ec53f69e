"""``harvest show --raw``: what the sources sent, byte for byte."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from harvester.store import Library
from tests.bulk import test_crossref_load as crossref
from tests.bulk.test_pubmed_load import article, write
from tests.cli.conftest import Harvest

BULK = ("bulk", "pubmed", "files", "--workers", "0")
ONE = article(99000901, "On moths")
TWO = article(99000902, "Über Käfer\r\nund andere")


def sent(text: str) -> str:
    """Return a text without its first line, and the line break behind it."""
    return text.partition("\n")[2].removesuffix("\n")


@pytest.mark.parametrize("keep", ["reference", "bytes"])
def test_a_record_of_a_file_byte_for_byte(
    harvest: Harvest, tmp_path: Path, keep: str
) -> None:
    """Out of the file at its place, or out of the library; where from is said."""
    (tmp_path / "config.toml").write_text(f'[bulk.pubmed]\nkeep = "{keep}"\n')
    path = write(tmp_path / "files", 1, ONE, TWO)
    assert harvest(*BULK).code == 0
    run = harvest("show", "99000902", "--raw")

    place = f"{path.name}, {len(TWO.encode())} bytes from {18 + len(ONE)}"
    told = f"# pubmed 99000902: {place}" + ", kept" * (keep == "bytes")
    assert (run.code, run.err) == (0, "")
    assert run.out.split("\n")[0] == told
    assert sent(run.out) == TWO
    (listed,) = harvest("show", "99000902", "--raw", "--json").json
    assert listed == {
        "source": "pubmed",
        "source_id": "99000902",
        "origin": told.partition(": ")[2],
        "text": TWO,
    }
    path.unlink()
    gone = harvest("show", "99000902", "--raw")
    assert gone.code == (0 if keep == "bytes" else 1)


def test_the_file_that_is_wanted_is_named(harvest: Harvest, tmp_path: Path) -> None:
    """It is gone, another one, a damaged one; the other source is shown."""
    doi = '<ELocationID EIdType="doi" ValidYN="Y">10.5555/made.1</ELocationID>'
    title = crossref.WORKS[0]["title"][0]
    path = write(tmp_path / "files", 1, article(99000901, title, extra=doi))
    (tmp_path / "works.jsonl").write_bytes(crossref.LINES)
    assert harvest(*BULK).code == 0
    assert harvest("bulk", "crossref", "works.jsonl", "--workers", "0").code == 0
    size = path.stat().st_size
    other = gzip.compress(ONE.encode())
    for body, reason in (
        (None, "it is not there any more"),
        (b"another", "what lies there has another size"),
        (b"\x1f\x8b" + bytes(size - 2), "it cannot be read ("),
        (other + bytes(size - len(other)), "what lies there does not hold the record"),
    ):
        path.unlink(missing_ok=True)
        if body is not None:
            path.write_bytes(body)
        run = harvest("show", "99000901", "--raw")

        assert run.code == 3
        assert run.err.startswith(
            f"harvest: pubmed 99000901: {path} of {size:,} bytes is wanted: {reason}"
        )
        assert run.out.startswith("# crossref 10.5555/made.1: works.jsonl, ")
        assert json.loads(sent(run.out)) == crossref.WORKS[0]
        listed = harvest("show", "99000901", "--raw", "--json")
        assert [one["text"] is None for one in listed.json] == [False, True]


def test_a_place_that_is_not_known_is_said(harvest: Harvest, tmp_path: Path) -> None:
    """An earlier version loaded the file; what to do about it is said."""
    path = write(tmp_path / "files", 1, ONE)
    assert harvest(*BULK).code == 0
    with Library.open(tmp_path / "literature.db") as library:
        library._db.execute("UPDATE records SET payload_offset = NULL")
    run = harvest("show", "99000901", "--raw")
    assert (run.code, run.out) == (1, "")
    assert f"where it stands in {path} is not known" in run.err

    assert harvest(*BULK, "--again").code == 0
    assert sent(harvest("show", "99000901", "--raw").out) == ONE


def test_of_a_reply_the_one_record(harvest: Harvest) -> None:
    """PubMed answers many at once; of Crossref's reply it is the work."""
    harvest("--offline", "--no-links", "--pmid", "99000001", "--pmid", "38689169")
    one, other = (
        harvest("show", pmid, "--raw", "--json").json
        for pmid in ("99000001", "38689169")
    )

    work, record = other
    assert (work["source"], record["source"]) == ("crossref", "pubmed")
    assert json.loads(work["text"])["DOI"] == "10.1245/s10434-024-15316-7"
    assert record["origin"].startswith("reply of 20")
    assert record["text"].startswith("<PubmedArticle>")
    assert record["text"].endswith("</PubmedArticle>")
    assert '<PMID Version="1">38689169</PMID>' in record["text"]
    assert '<PMID Version="1">99000001</PMID>' in one[-1]["text"]
    assert one[-1]["text"].count("<PubmedArticle>") == 1


def test_another_encoding_is_read(harvest: Harvest, tmp_path: Path) -> None:
    """Bytes stay bytes; as text they are what the file's encoding says."""
    text = (
        '<?xml version="1.0" encoding="iso-8859-1"?>'
        f"<PubmedArticleSet>{TWO}</PubmedArticleSet>"
    )
    (tmp_path / "mine.xml").write_bytes(text.encode("iso-8859-1"))
    assert harvest("bulk", "pubmed", "mine.xml", "--workers", "0").code == 0
    (listed,) = harvest("show", "99000902", "--raw", "--json").json

    assert listed["text"] == TWO


def test_a_terminal_is_not_obeyed(
    harvest: Harvest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An escape sequence in a work is shown there, and verbatim in a pipe."""
    line = b'{"DOI": "10.5555/made.9", "title": ["a\x7fb"], "type": "journal-article"}'
    (tmp_path / "works.jsonl").write_bytes(line)
    assert harvest("bulk", "crossref", "works.jsonl", "--workers", "0").code == 0
    assert sent(harvest("show", "10.5555/made.9", "--raw").out) == line.decode()

    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(io, "TextIOWrapper", Terminal)
    shown = harvest("show", "10.5555/made.9", "--raw").out
    assert "a\\x7fb" in shown
    assert "\x7f" not in shown


def test_one_thing_at_a_time(harvest: Harvest) -> None:
    """Documents are read, not sent."""
    assert harvest("show", "1", "--raw", "--documents").code == 2
