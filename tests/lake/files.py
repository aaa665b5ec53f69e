"""Files of PubMed and Crossref as they are distributed, and what came of them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pyarrow import parquet

from harvester.lake.build import Built, build_lake
from harvester.lake.engine import Engine, Here
from harvester.lake.manifest import Manifest
from harvester.lake.storage import Storage

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def record(
    number: int,
    title: str = "T",
    *,
    version: int = 1,
    cites: Sequence[int] = (),
    year: int = 2020,
) -> str:
    """Return a small PubmedArticle."""
    references = "".join(
        "<Reference><ArticleIdList><ArticleId IdType='pubmed'>"
        f"{pmid}</ArticleId></ArticleIdList></Reference>"
        for pmid in cites
    )
    return (
        f"<PubmedArticle><MedlineCitation><PMID Version='{version}'>{number}</PMID>"
        f"<Article><Journal><JournalIssue><PubDate><Year>{year}</Year></PubDate>"
        f"</JournalIssue></Journal><ArticleTitle>{title}</ArticleTitle></Article>"
        "</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType='pubmed'>"
        f"{number}</ArticleId></ArticleIdList><ReferenceList>{references}"
        "</ReferenceList></PubmedData></PubmedArticle>"
    )


def deletion(*numbers: int, version: int = 1) -> str:
    """Return a DeleteCitation."""
    pmids = "".join(f"<PMID Version='{version}'>{each}</PMID>" for each in numbers)
    return f"<DeleteCitation>{pmids}</DeleteCitation>"


def write_pubmed(folder: Path, number: int, *inside: str) -> Path:
    """Write a numbered file of PubMed, gzipped."""
    path = folder / f"pubmed26n{number:04}.xml.gz"
    body = f"<PubmedArticleSet>{''.join(inside)}</PubmedArticleSet>".encode()
    path.write_bytes(gzip.compress(body, mtime=0))
    return path


def write_crossref(folder: Path, name: str, *works: dict[str, Any]) -> Path:
    """Write a file of JSON lines, gzipped."""
    path = folder / name
    lines = "".join(json.dumps(work) + "\n" for work in works)
    path.write_bytes(gzip.compress(lines.encode(), mtime=0))
    return path


def write_shipped(folder: Path) -> tuple[Path, Path]:
    """Write the records that ship with the package as a file of each source."""
    articles = []
    for path in sorted((FIXTURES / "pubmed").glob("990000*.xml")):
        text = path.read_text("utf-8")
        start = text.index("<PubmedArticleSet>") + len("<PubmedArticleSet>")
        articles.append(text[start : text.rindex("</PubmedArticleSet>")])
    works = [
        json.loads(path.read_text("utf-8"))
        for path in sorted((FIXTURES / "crossref").glob("10.5555*.json"))
    ]
    pubmed = write_pubmed(folder, 1, *articles)
    return pubmed, write_crossref(folder, "0.jsonl.gz", *works)


def build(
    out: Path | str, *files: Path | str, engine: Engine | None = None, buckets: int = 3
) -> Built:
    """Build a lake in this process."""
    return build_lake(
        str(out), [str(f) for f in files], engine or Here(), bucket_count=buckets
    )


def read(out: Path | str, manifest: Manifest, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table, in the order of its files."""
    return list(_rows(Storage(str(out)), manifest, table))


def _rows(storage: Storage, manifest: Manifest, table: str) -> Iterator[dict[str, Any]]:
    for part in manifest.parts_of(table):
        with storage.filesystem.open(storage.path(part.path)) as stream:
            yield from parquet.ParquetFile(stream).read().to_pylist()


def contents(out: Path, *, but: str = "staging") -> dict[str, bytes]:
    """Return what a lake's files hold, by name; what is staged is left out."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and but not in path.relative_to(out).parts
    }
