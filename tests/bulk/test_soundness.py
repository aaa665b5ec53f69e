from __future__ import annotations

import gzip
import hashlib

import pytest

from harvester.bulk.soundness import Soundness, check_file
from harvester.sources.pubmed.distribution import read_md5

XML = b"<?xml version='1.0'?>\n<PubmedArticleSet>" + b"<x/>\n" * 9000
XML += b"</PubmedArticleSet>\n"
PACKED = gzip.compress(XML, mtime=0)
DIGITS = "0123456789abcdef" * 2


@pytest.fixture
def put(tmp_path):
    """Put a file there, with a checksum beside it, and check it."""

    def run(content, *, name="pubmed26n0001.xml.gz", beside=None, is_deep=False):
        path = tmp_path / name
        path.write_bytes(content)
        if beside is not None:
            path.with_name(f"{name}.md5").write_text(beside, "utf-8")
        return check_file(path, is_deep=is_deep)

    return run


@pytest.mark.parametrize(
    ("text", "md5"),
    [
        (f"MD5(a.xml.gz)= {DIGITS}\n", DIGITS),
        (f"MD5 (a.xml.gz) = {DIGITS.upper()}", DIGITS),
        (f"{DIGITS}  a.xml.gz\n", DIGITS),
        (f"{DIGITS} *baseline/a.xml.gz\n", DIGITS),
        (f"{DIGITS}\r\n", DIGITS),
        (f"{DIGITS[::-1]}  b.xml.gz\n{DIGITS}  a.xml.gz\n", DIGITS),
        (f"MD5(b.xml.gz)= {DIGITS}", None),
        ("<html>404</html>", None),
        ("", None),
    ],
)
def test_checksums_are_read_in_both_forms(text, md5):
    """NLM's own and that of md5sum; one of another file is none."""
    assert read_md5(text, "a.xml.gz") == md5


@pytest.mark.parametrize("is_deep", [False, True])
def test_a_file_that_agrees_is_sound(put, is_deep):
    """With its size and checksum."""
    md5 = hashlib.md5(PACKED).hexdigest()  # noqa: S324 - NLM's choice
    checked = put(PACKED, beside=f"MD5(pubmed26n0001.xml.gz)= {md5}", is_deep=is_deep)
    assert (checked.soundness, checked.md5) == (Soundness.AGREES, md5)
    assert (checked.is_sound, checked.size) == (True, len(PACKED))


@pytest.mark.parametrize(
    ("content", "name", "shallow", "deep"),
    [
        (PACKED, "a.xml.gz", Soundness.UNPROVEN, Soundness.READ),
        (XML, "a.xml", Soundness.UNPROVEN, Soundness.READ),
        (b"", "a.xml.gz", Soundness.EMPTY, Soundness.EMPTY),
        (gzip.compress(b"", mtime=0), "a.xml.gz", Soundness.EMPTY, Soundness.EMPTY),
        (PACKED[:12], "a.xml.gz", Soundness.CUT, Soundness.CUT),
        (PACKED[:-9], "a.xml.gz", Soundness.UNPROVEN, Soundness.CUT),
        (XML[:-9], "a.xml", Soundness.UNPROVEN, Soundness.CUT),
        (
            gzip.compress(XML[:-9], mtime=0),
            "a.xml.gz",
            Soundness.UNPROVEN,
            Soundness.CUT,
        ),
        (XML, "a.xml.gz", Soundness.BROKEN, Soundness.BROKEN),
        (PACKED[:-8] + b"\0" * 8, "a.xml.gz", Soundness.UNPROVEN, Soundness.BROKEN),
        (b"404 not found", "a.xml", Soundness.BROKEN, Soundness.BROKEN),
    ],
)
def test_without_checksum_a_file_is_looked_at(put, content, name, shallow, deep):
    """Its beginning always, all of it where that is asked for."""
    assert put(content, name=name).soundness is shallow
    assert put(content, name=name, is_deep=True).soundness is deep


def test_what_does_not_agree_is_said(put, tmp_path):
    """Another checksum, one of another file, a folder in place of the file."""
    differing = put(PACKED, beside=DIGITS)
    assert differing.soundness is Soundness.DIFFERS
    assert f"not {DIGITS}" in str(differing.reason)
    other = put(PACKED, beside=f"MD5(pubmed26n0002.xml.gz)= {DIGITS}")
    assert "states no MD5 of pubmed26n0001.xml.gz" in str(other.reason)
    assert check_file(tmp_path / "nowhere.xml").soundness is Soundness.UNREADABLE
