"""``harvest parse``: files of records → JSON lines."""

from __future__ import annotations

import gzip
import inspect
import json
from pathlib import Path

import msgspec
import pytest

from harvester.model import SourceRecord
from tests.cli.conftest import Harvest

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
PUBMED = FIXTURES / "pubmed/99000024.xml"
CROSSREF = FIXTURES / "crossref/10.5555_ais.2009.0007.json"

DATACITE = FIXTURES / "datacite/10.5555_vest.folia.3.4.json"


def works(*dois: str) -> list[dict[str, str]]:
    return [{"DOI": doi, "type": "journal-article"} for doi in dois]


def test_pubmed_xml_plain_and_gzipped(harvest: Harvest, tmp_path: Path) -> None:
    """Both give the same record, volume as printed."""
    packed = tmp_path / "x.xml.gz"
    packed.write_bytes(gzip.compress(PUBMED.read_bytes()))

    plain, unpacked = harvest("parse", str(PUBMED)), harvest("parse", "x.xml.gz")

    assert plain.code == 0
    assert plain.out == unpacked.out
    assert (plain.json["source_id"], plain.json["volume"]) == ("99000024", "007")


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(
            {"status": "ok", "message": {"items": works("10.5555/a", "10.5555/b")}}
        ),
        json.dumps({"items": works("10.5555/a", "10.5555/b")}),
        json.dumps(works("10.5555/a", "10.5555/b"), indent=1),
        "\n".join(json.dumps(work) for work in works("10.5555/a", "10.5555/b")),
    ],
    ids=["reply", "items", "array", "lines"],
)
def test_every_form_of_crossref(harvest: Harvest, tmp_path: Path, content: str) -> None:
    """A reply, a file of the public data file, an array, and lines."""
    (tmp_path / "works.json").write_text(content, encoding="utf-8")

    run = harvest("parse", "works.json")

    assert run.code == 0
    assert [json.loads(line)["source_id"] for line in run.out.splitlines()] == [
        "10.5555/a",
        "10.5555/b",
    ]


@pytest.mark.parametrize("form", ["{}", '{{"data":{}}}', '{{"data":[{}]}}'])
def test_datacite_bare_and_in_replies(
    harvest: Harvest, tmp_path: Path, form: str
) -> None:
    """A resource object, a reply with one, and a list give the same record."""
    content = form.format(DATACITE.read_text(encoding="utf-8"))
    (tmp_path / "x.json").write_text(content, encoding="utf-8")

    run = harvest("parse", "x.json")

    assert run.code == 0
    assert (run.json["source"], run.json["source_id"]) == (
        "datacite",
        "10.5555/vest.folia.3.4",
    )


def test_a_line_has_the_shape_of_the_schema(harvest: Harvest) -> None:
    """Every line can be read back into a source record."""
    run = harvest("parse", str(PUBMED), str(CROSSREF))

    records = [msgspec.json.decode(x, type=SourceRecord) for x in run.out.splitlines()]
    assert [record.source for record in records] == ["pubmed", "crossref"]


def test_the_schema_in_the_repository_is_today_s() -> None:
    """docs/source-record.schema.json is generated from the model."""
    file = Path(__file__).resolve().parents[2] / "docs/source-record.schema.json"

    today = json.loads(json.dumps(msgspec.json.schema(SourceRecord)))
    for part in today["$defs"].values():
        # msgspec before 0.23 leaves the indentation of the docstring in it.
        part["description"] = inspect.cleandoc(part["description"])
    assert json.loads(file.read_text(encoding="utf-8")) == today


def test_a_bad_record_and_a_bad_file_do_not_stop_the_others(
    harvest: Harvest, tmp_path: Path
) -> None:
    """What cannot be read is said with its place; exit code 3."""
    (tmp_path / "lines.jsonl").write_text(
        '{"DOI": "10.5555/a"}\n{"title": ["no DOI"]}\n', encoding="utf-8"
    )
    (tmp_path / "note.txt").write_text("nothing", encoding="utf-8")

    run = harvest("parse", "lines.jsonl", "note.txt", "none.xml", str(PUBMED))

    assert run.code == 3
    assert len(run.out.splitlines()) == 2
    assert "lines.jsonl: record: a work of the Crossref reply has no DOI" in run.err
    assert "note.txt: holds no records" in run.err
    assert "none.xml: cannot be read: No such file or directory" in run.err


def test_a_truncated_archive_is_said(harvest: Harvest, tmp_path: Path) -> None:
    """The records before the break are printed, the break is told."""
    packed = gzip.compress(PUBMED.read_bytes())
    (tmp_path / "cut.xml.gz").write_bytes(packed[: len(packed) // 2])

    run = harvest("parse", "cut.xml.gz")

    assert run.code in {1, 3}
    assert "cut.xml.gz" in run.err


def test_deletions_are_counted(harvest: Harvest, tmp_path: Path) -> None:
    """A DeleteCitation is no record; it is said how many there were."""
    (tmp_path / "x.xml").write_text(
        "<PubmedArticleSet><DeleteCitation><PMID Version='1'>99000001</PMID>"
        "</DeleteCitation></PubmedArticleSet>",
        encoding="utf-8",
    )

    run = harvest("parse", "x.xml")

    assert (run.code, run.out) == (0, "")
    assert "1 PMIDs deleted" in run.err


def test_the_account_names_what_is_not_mapped(harvest: Harvest, tmp_path: Path) -> None:
    """An element that nobody knows is counted with its path."""
    strange = PUBMED.read_text(encoding="utf-8").replace(
        "<ArticleTitle>", "<Mystery>x</Mystery><ArticleTitle>", 1
    )
    (tmp_path / "strange.xml").write_text(strange, encoding="utf-8")

    known = harvest("parse", "--account", str(PUBMED), str(CROSSREF))
    unknown = harvest("parse", "--account", "strange.xml")

    assert (known.code, known.out) == (0, "")
    assert unknown.out.split() == ["1", "PubmedArticle/MedlineCitation/Article/Mystery"]
