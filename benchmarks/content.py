"""What the content of alexandria3k's database takes in the tables of a library.

Run: python benchmarks/peers.py   (once: the peers' own environment)
     python benchmarks/content.py [--records N] [FILE.xml.gz …]

A library says more than alexandria3k: the article as JSON with origins, one-line forms
for people, all qualifiers, counts, history, indexes, full-text search. So what both
have is copied out of a library that the file was loaded into: the same tables with the
same keys and values, without the other columns and indexes. What a library has in the
article's JSON alone becomes a column of ``articles``. Both files are compacted.
"""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import msgspec

from benchmarks import peers
from benchmarks.bulk import load, populate
from benchmarks.files import ROOT, choose, shorten
from harvester.store.schema import table_named
from harvester.store.schema.base import build_table, text

PLACE = ("article_id", "position")
KEPT = {
    "articles": (
        *("id", "pmid", "pmcid", "doi", "title", "original_title", "journal_id"),
        *("volume", "issue", "pages", "language", "status", "abstract"),
    ),
    "journals": table_named("journals").column_names,
    "identifiers": ("scheme", "value", "article_id", "is_valid"),
    "contributors": (
        *(*PLACE, "role", "family", "given", "initials", "suffix", "literal", "orcid"),
        *("affiliation_positions", "is_valid"),
    ),
    "article_affiliations": table_named("article_affiliations").column_names,
    "article_headings": table_named("article_headings").column_names,
    "mesh_names": table_named("mesh_names").column_names,
    "keywords": (*PLACE, "keyword", "owner", "is_major"),
    "publication_types": (*PLACE, "name", "ui"),
    "dates": (*PLACE, "kind", "edtf", "printed", "time"),
    "relations": (*PLACE, "kind", "identifiers", "citation", "note"),
    "funding": (*PLACE, "agency", "awards", "country"),
    "chemicals": (*PLACE, "name", "ui", "registry_number"),
}
"""Table → the columns that are copied."""

IN_JSON = {
    "publication_model": "w.json ->> '$.publication_model'",
    "citation_subset": "w.json ->> '$.citation_subsets[0]'",
    "indexing_status": "w.json ->> '$.indexing_status'",
    "indexing_method": "w.json ->> '$.indexing_method'",
    "owner": "w.json ->> '$.owner'",
    "country": "w.json ->> '$.container.country'",
    "medium": "w.json ->> '$.container.medium'",
    "copyright": "w.json ->> '$.abstract.copyright'",
    "coi_statement": "w.json ->> '$.coi_statement.plain'",
    "categories": "(SELECT group_concat(s.value ->> '$.category') "
    "FROM json_each(w.json, '$.abstract.sections') s)",
    "other_abstracts": "w.json ->> '$.other_abstracts'",
    "data_banks": "w.json ->> '$.data_banks'",
    "supplementary_concepts": "w.json ->> '$.supplementary_concepts'",
    "acronyms": "(SELECT group_concat(f.value ->> '$.acronym') "
    "FROM json_each(w.json, '$.funding') f)",
}
"""Column of ``articles`` → what is said of it in the article's JSON alone."""

OTHERWISE = {
    # alexandria3k has the first qualifier of a heading; and what a column of articles
    # says, or a date in digits, is not said twice.
    "article_headings": ("qualifier_position <= 1", {}),
    "identifiers": ("scheme NOT IN ('pmid', 'pmcid', 'doi')", {}),
    "dates": (
        "TRUE",
        {
            "printed": "CASE WHEN edtf IS NULL OR precision NOT IN "
            "('day', 'month', 'year') THEN printed END"
        },
    ),
}
REFERENCES = """
    CREATE TABLE cited_works (article_id, position, citation, doi, pmid, pmcid,
      PRIMARY KEY (article_id, position)) WITHOUT ROWID;
    INSERT INTO cited_works
    SELECT a.id, r.key + 1, r.value ->> '$.citation.plain',
      max(iif(i.value ->> '$.scheme' = 'doi', i.value ->> '$.value', NULL)),
      max(iif(i.value ->> '$.scheme' = 'pmid', i.value ->> '$.value', NULL)),
      max(iif(i.value ->> '$.scheme' = 'pmcid', i.value ->> '$.value', NULL))
    FROM whole.articles a, json_each(a.json, '$.references') r
      LEFT JOIN json_each(r.value, '$.identifiers') i GROUP BY 1, 2;
"""


def copy(library: Path, out: Path) -> None:
    """Write what both have out of a library into a file of its own."""
    with closing(sqlite3.connect(out, isolation_level=None)) as db:
        db.execute("ATTACH ? AS whole", (str(library),))
        db.execute("BEGIN")
        for name, kept in KEPT.items():
            table = table_named(name)
            columns = tuple(c for c in table.columns if c.name in kept)
            condition, values = OTHERWISE.get(name, ("TRUE", {}))
            if name == "articles":
                columns += tuple(text(more, "") for more in IN_JSON)
                values = IN_JSON
            db.execute(build_table(msgspec.structs.replace(table, columns=columns)))
            chosen = ", ".join(values.get(c.name, f'"{c.name}"') for c in columns)
            db.execute(
                f'INSERT INTO "{name}" SELECT {chosen} FROM whole."{name}" w '
                f"WHERE {condition}"
            )
        db.execute("COMMIT")
        db.executescript(REFERENCES)
        db.execute("DETACH whole")
        db.execute("VACUUM")


def compact(path: Path) -> int:
    """Return the bytes of a database without free pages."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("VACUUM")
    return path.stat().st_size


def compare(path: Path, folder: Path) -> None:
    """Print what both take for a file."""
    library, ours, theirs = (folder / f"{n}.db" for n in ("library", "ours", "a3k"))
    # A process of its own: SQLite's caches would stay.
    subprocess.run(
        [sys.executable, __file__, "--load", library, path],
        check=True,
        cwd=ROOT,
    )
    copy(library, ours)
    with closing(sqlite3.connect(ours)) as db:
        (records,) = db.execute("SELECT count(*) FROM articles").fetchone()
        sizes = db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY 1 ORDER BY 2")
        for name, size in reversed(sizes.fetchall()):
            if size >= records:
                print(f"  {name:<22}{size / records:>8,.0f}")
    size = compact(ours)
    print(f"{path.name}: {size / records:,.0f} bytes a record of equal content")
    if peers.are_installed():
        populate(path, theirs)
        other = compact(theirs)
        sign = "ok" if size < other else "MISSED"
        print(f"{path.name}: {other / records:,.0f} alexandria3k")
        words = f"exact ratio {path.name} bytes, alexandria3k/harvester"
        print(f"{words}: {other / size:.2f} (bar 1) {sign}", flush=True)


def main() -> None:
    """Print what both take for every file."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--records", type=int, help="the first of each file only")
    arguments.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.load:
        load(given.files[0], given.load, 2)
        return
    print(peers.describe(), flush=True)
    for path in choose(given.files):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            compare(shorten(path, folder, given.records), folder)


if __name__ == "__main__":
    main()
