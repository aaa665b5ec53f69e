"""The tables in the hands of those who know nothing of us."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest
from pyarrow import dataset

from harvester.lake.build import Built
from tests.lake.files import build, write_shipped

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    folder = tmp_path_factory.mktemp("lake")
    return folder / "lake", build(folder / "lake", *write_shipped(folder))


def folder_of(shipped: tuple[Path, Built], table: str) -> Path:
    out, built = shipped
    return out / "versions" / built.manifest.version / table


def rows_told(built: Built, table: str) -> int:
    return sum(part.rows for part in built.manifest.parts_of(table))


def test_the_manifest_tells_the_truth(shipped: tuple[Path, Built]) -> None:
    """Rows and sizes of every file are as it says, and no other file is there."""
    out, built = shipped
    told = {part.path: (part.rows, part.bytes) for part in built.manifest.parts}
    found = {
        str(path.relative_to(out)): (
            dataset.dataset(path).count_rows(),
            path.stat().st_size,
        )
        for path in out.glob("versions/**/*.parquet")
    }

    assert found == told
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["format"] == "harvester-lake"
    assert [one["name"] for one in manifest["inputs"]] == [
        "pubmed26n0001.xml.gz",
        "0.jsonl.gz",
    ]


def test_duckdb(shipped: tuple[Path, Built]) -> None:
    """DuckDB joins the tables: title, authors in their order, headings."""
    tables = {
        name: f"'{folder_of(shipped, name)}/*/*.parquet'"
        for name in ("articles", "contributors", "joined", "records")
    }
    with duckdb.connect() as db:
        found = db.execute(
            f"SELECT a.volume, list(c.family ORDER BY c.position) "
            f"FROM {tables['articles']} a JOIN {tables['contributors']} c "
            "USING (source, source_id) WHERE a.pmid = '99000024' "
            "AND a.source = 'pubmed' GROUP BY ALL"
        ).fetchall()
        verdict = db.execute(
            f"SELECT verdict FROM {tables['joined']} WHERE pmid = '99000024'"
        ).fetchall()
        title = db.execute(
            f"SELECT json->>'$.volume' FROM {tables['records']} "
            "WHERE source_id = '99000024'"
        ).fetchone()

    ((volume, families),) = found
    assert volume == "007"
    text = (FIXTURES / "pubmed/99000024.xml").read_text("utf-8")
    places = [text.index(f"<LastName>{name}</LastName>") for name in families]
    assert places == sorted(places)
    assert len(places) == text.count("<LastName>")
    assert verdict == [("same",)]
    assert title == ("007",)


def test_pandas(shipped: tuple[Path, Built]) -> None:
    """Pandas reads a folder, the buckets as a column."""
    articles = pd.read_parquet(folder_of(shipped, "articles"))

    assert len(articles) == rows_told(shipped[1], "articles")
    assert set(articles["source"]) == {"pubmed", "crossref"}
    assert articles.set_index("source_id").loc["99000024", "volume"] == "007"


def test_polars(shipped: tuple[Path, Built]) -> None:
    """Polars scans the files; whole numbers and flags have their types."""
    mesh = pl.scan_parquet(f"{folder_of(shipped, 'mesh')}/*/*.parquet")
    major = mesh.filter(pl.col("is_major_topic")).collect()

    assert mesh.collect().height == rows_told(shipped[1], "mesh")
    assert 0 < major.height < rows_told(shipped[1], "mesh")
    assert major.schema["position"] == pl.Int32


def test_every_table_has_every_column_in_every_file(
    shipped: tuple[Path, Built],
) -> None:
    """Files without rows have the columns too: no reader stumbles over one."""
    out, built = shipped
    for table in {part.table for part in built.manifest.parts}:
        schemas = {
            str(dataset.dataset(out / part.path).schema)
            for part in built.manifest.parts_of(table)
        }
        assert len(schemas) == 1
