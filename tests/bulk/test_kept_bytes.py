"""Records of files loaded whole that are kept as they stood there."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest

from harvester.store import Library
from tests.bulk import test_crossref_load as crossref
from tests.bulk.test_pubmed_load import (
    article,
    content,
    fixtures,
    load,
    merge_one_by_one,
    parsed,
    write,
)

BODIES = (
    "SELECT r.source_id, b.body FROM records r JOIN record_bodies b "
    "ON b.record_id = r.id ORDER BY 1"
)


def bodies(library: Library) -> dict[str, str]:
    """Return key → the record as it is kept."""
    rows = library._db.execute(BODIES)
    return {key: zlib.decompress(body).decode() for key, body in rows}


@pytest.mark.parametrize("workers", [0, 2])
def test_records_are_kept_as_they_stood(
    library: Library, tmp_path: Path, workers: int
) -> None:
    """Whatever process read them; all else is as without them."""
    one, two = article(99000901, "On moths"), article(99000902, "Über Käfer")
    path = write(tmp_path / "files", 1, *fixtures(), one, "\n", two)
    load(library, path, workers=workers, keeps_bytes=True)
    kept = bodies(library)
    assert (kept["99000901"], kept["99000902"]) == (one, two)

    with Library.open(tmp_path / "other.db") as other:
        load(other, path)
        without = content(other)
    assert without.pop("record_bodies") == []
    loaded = content(library)
    assert len(loaded.pop("record_bodies")) == len(loaded["records"])
    assert loaded == without


def test_works_are_kept_as_they_stood(library: Library, tmp_path: Path) -> None:
    """Of a list of works over many lines each work, line breaks and all."""
    body = json.dumps(crossref.WORKS, indent=1)
    crossref.load(library, tmp_path / "0.json", body.encode(), keeps_bytes=True)

    kept = bodies(library)
    assert all(text in body for text in kept.values())
    assert [json.loads(text) for text in kept.values()] == crossref.WORKS


def test_another_encoding_is_said(library: Library, tmp_path: Path) -> None:
    """A record out of its file can be read by itself."""
    own = tmp_path / "mine.xml"
    text = (
        '<?xml version="1.0" encoding="iso-8859-1"?>'
        f"<PubmedArticleSet>{article(99000901, 'Über Käfer')}</PubmedArticleSet>"
    )
    own.write_bytes(text.encode("iso-8859-1"))
    load(library, own, keeps_bytes=True)
    ((_, packed),) = library._db.execute(BODIES)
    (record,) = parsed(zlib.decompress(packed))

    assert record.title is not None
    assert record.title.plain == "Über Käfer"


def test_what_is_kept_is_what_the_record_says(library: Library, tmp_path: Path) -> None:
    """A file that says otherwise replaces it; one that keeps nothing takes it away."""
    folder = tmp_path / "files"
    states = [article(99000901, title) for title in ("First", "Second", "Third")]
    paths = [write(folder, n, one) for n, one in enumerate(states, start=1)]
    load(library, paths[0], keeps_bytes=True)
    load(library, paths[1], keeps_bytes=True)
    assert bodies(library) == {"99000901": states[1]}

    load(library, paths[2])
    assert bodies(library) == {}


def test_a_reply_that_says_otherwise_takes_it_away(
    library: Library, tmp_path: Path
) -> None:
    """One that says the same does not."""
    said = article(99000901, "In the file")
    load(library, write(tmp_path / "files", 1, said), keeps_bytes=True)
    merge_one_by_one(library, parsed(said.encode()))
    assert bodies(library) == {"99000901": said}

    merge_one_by_one(library, parsed(article(99000901, "In a reply").encode()))
    assert bodies(library) == {}


def test_a_file_read_again_brings_them(library: Library, tmp_path: Path) -> None:
    """The setting may come later than the file."""
    said = article(99000901, "On moths")
    path = write(tmp_path / "files", 1, said)
    load(library, path)
    assert bodies(library) == {}

    load(library, path, again=True, keeps_bytes=True)
    assert bodies(library) == {"99000901": said}
