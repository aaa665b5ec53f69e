"""Where records stand in the files that they were loaded from."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from harvester.store import Library
from tests.bulk import test_crossref_load as crossref
from tests.bulk.test_pubmed_load import (
    article,
    fixtures,
    load,
    merge_one_by_one,
    parsed,
    titles,
    write,
)

PLACES = (
    "SELECT r.source_id, p.url, r.payload_offset, r.payload_length FROM records r "
    "JOIN payloads p ON p.id = r.payload_id ORDER BY 1"
)


def places(library: Library) -> dict[str, tuple[str, int | None, int | None]]:
    """Return key → file, offset, length."""
    return {key: tuple(rest) for key, *rest in library._db.execute(PLACES)}


def texts(library: Library, folder: Path) -> dict[str, str]:
    """Return key → what stands in its file at its place."""
    found = {}
    for key, (name, offset, length) in places(library).items():
        body = (folder / name).read_bytes()
        unpacked = gzip.decompress(body) if name.endswith(".gz") else body
        assert offset is not None
        assert length is not None
        found[key] = unpacked[offset : offset + length].decode()
    return found


@pytest.mark.parametrize("workers", [0, 2])
def test_a_place_leads_to_the_record(
    library: Library, tmp_path: Path, workers: int
) -> None:
    """From its first tag to its last, whatever process read it."""
    one, two = article(99000901, "On moths"), article(99000902, "Über Käfer")
    write(tmp_path / "files", 1, *fixtures(), one, "\n", two)
    load(library, tmp_path / "files", workers=workers)
    found = texts(library, tmp_path / "files")

    assert (found["99000901"], found["99000902"]) == (one, two)
    assert len(found) > 20
    for pmid, text in found.items():
        (record,) = parsed(text.encode())
        assert record.source_id == pmid


def test_a_record_that_a_broken_one_swallowed_has_its_own_place(
    library: Library, tmp_path: Path
) -> None:
    """Not that of the piece that was cut out with both."""
    broken = article(99000901, "On moths").removesuffix("</PubmedArticle>")
    write(tmp_path / "files", 1, broken, article(99000902, "On beetles"))
    load(library, tmp_path / "files")

    assert texts(library, tmp_path / "files") == {
        "99000902": article(99000902, "On beetles")
    }


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"items": crossref.WORKS}),
        json.dumps({"about": crossref.WORKS[0], "items": crossref.WORKS}, indent=1),
        json.dumps(crossref.WORKS),
        json.dumps({"message": {"items": crossref.WORKS}}),
        "\n\n  ".join(map(json.dumps, crossref.WORKS)) + "\r\n",
    ],
)
def test_a_place_leads_to_the_work(library: Library, tmp_path: Path, body: str) -> None:
    """In a list and in a file of lines: the work, without what stands around it."""
    crossref.load(library, tmp_path / "works.json", body.encode())

    assert {
        doi: json.loads(text) for doi, text in texts(library, tmp_path).items()
    } == {work["DOI"].lower(): work for work in crossref.WORKS}


def test_a_document_of_one_work_is_its_place(library: Library, tmp_path: Path) -> None:
    """Over several lines, from the first brace to the last."""
    body = json.dumps(crossref.WORKS[0], indent=1)
    crossref.load(library, tmp_path / "work.json", f"{body}\n".encode())

    assert texts(library, tmp_path) == {"10.5555/made.1": body}


def test_a_place_moves_with_its_record(library: Library, tmp_path: Path) -> None:
    """To the last numbered file that has it, changed or word for word."""
    folder = tmp_path / "files"
    same, old = article(99000901, "Same"), article(99000902, "Old")
    first = write(folder, 1, same, old)
    load(library, first)
    assert places(library) == {
        "99000901": (first.name, 18, len(same)),
        "99000902": (first.name, 18 + len(same), len(old)),
    }
    new = article(99000902, "Newer")
    second = write(folder, 2, new, same)
    load(library, second)
    moved = {
        "99000901": (second.name, 18 + len(new), len(same)),
        "99000902": (second.name, 18, len(new)),
    }
    assert places(library) == moved

    load(library, first, again=True)
    assert places(library) == moved


def test_a_file_read_again_says_where_its_records_stand(
    library: Library, tmp_path: Path
) -> None:
    """Those loaded by a version that did not say it, in a numbered file or not."""
    folder = tmp_path / "files"
    write(folder, 1, article(99000901, "Numbered"))
    own = folder / "mine.xml"
    own.write_text(f"<PubmedArticleSet>{article(99000902, 'Own')}</PubmedArticleSet>")
    load(library, folder, own)
    known = places(library)
    library._db.execute("UPDATE records SET payload_offset = NULL")
    load(library, folder, own, again=True)

    assert places(library) == known
    assert known["99000902"][:2] == ("mine.xml", 18)


def test_what_the_library_has_later_stands_in_no_older_file(
    library: Library, tmp_path: Path
) -> None:
    """A later file with an older state: the record goes there, its place does not."""
    revised = "<DateRevised><Year>{}</Year><Month>01</Month><Day>02</Day></DateRevised>"
    states = [
        article(99000901, f"Of {year}").replace("<Article>", dated + "<Article>")
        for year in (2021, 2020)
        if (dated := revised.format(year))
    ]
    folder = tmp_path / "files"
    for number, state in enumerate(states, start=1):
        load(library, write(folder, number, state))

    assert titles(library) == {"99000901": "Of 2021"}
    assert places(library) == {"99000901": ("pubmed26n0002.xml.gz", None, None)}


def test_what_a_reply_says_otherwise_has_no_place(
    library: Library, tmp_path: Path
) -> None:
    """The record is no more what stands there."""
    load(library, write(tmp_path / "files", 1, article(99000901, "In the file")))
    merge_one_by_one(library, parsed(article(99000901, "In a reply").encode()))

    row = library._db.execute("SELECT payload_offset, payload_length FROM records")
    assert row.fetchall() == [(None, None)]
