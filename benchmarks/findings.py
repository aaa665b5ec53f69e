"""How often each check of ``harvester.findings`` strikes, to be read by eye.

Takes PubMed XML (.xml, .xml.gz) and Crossref JSON (.json, .jsonl, .gz); records of the
two that share a DOI are one article. Prints how many articles each check notices, and
what the first of them are with --show. There is no bar: of what is printed a person
says whether it is a defect.

Run: python benchmarks/findings.py [--show N] [--only CODE] FILE_OR_FOLDER…
"""

from __future__ import annotations

import argparse
import gzip
import io
import platform
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from harvester import __version__
from harvester.changes import judge_status
from harvester.errors import HarvesterError
from harvester.findings import CHECKS, Case, find_defects
from harvester.model import Finding, SourceRecord
from harvester.reconcile import cluster_records, merge_records
from harvester.sources.files import read_records

ENDINGS = (".xml", ".xml.gz", ".json", ".json.gz", ".jsonl", ".jsonl.gz")


def records_of(paths: list[Path]) -> dict[tuple[str, str], SourceRecord]:
    """Return the records of all files, each once; other files are left out."""
    records = {}
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and file.name.endswith(ENDINGS):
                for record in _read(file):
                    records[record.source, record.source_id] = record
    return records


def _read(file: Path) -> Iterator[SourceRecord]:
    content = file.read_bytes()
    if file.name.endswith(".gz"):
        content = gzip.decompress(content)
    try:
        for entry in read_records(io.BytesIO(content)):
            if isinstance(entry, SourceRecord):
                yield entry
    except HarvesterError as error:
        print(f"left out: {file.name}: {error}", file=sys.stderr)


def find_all(records: list[SourceRecord]) -> tuple[Counter[str], dict[str, list[str]]]:
    """Return articles by the sources they have, and findings by code."""
    clusters, _ = cluster_records(records)
    kinds: Counter[str] = Counter()
    found: dict[str, list[str]] = defaultdict(list)
    for cluster in clusters:
        kinds[" + ".join(sorted({r.source for r in cluster}))] += 1
        for finding in defects_of(cluster):
            found[finding.code].append(finding.message)
    return kinds, found


def defects_of(cluster: tuple[SourceRecord, ...]) -> tuple[Finding, ...]:
    """Return what is odd about the article that some records make."""
    article = merge_records(cluster)
    judgement = judge_status([(r.source, r) for r in cluster], article.article_keys)
    return find_defects(
        Case(
            article=article,
            records=cluster,
            status=judgement.status,
            events=judgement.events,
            doubts=judgement.doubts,
            today=datetime.now(UTC).date(),
        )
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--only")
    asked = parser.parse_args()
    records = list(records_of(asked.paths).values())
    started = time.process_time()
    kinds, found = find_all(records)
    seconds = time.process_time() - started
    total = sum(kinds.values())
    print(f"{total} articles: {', '.join(f'{k} {n}' for k, n in kinds.items())}")
    for check in CHECKS:
        messages = found[check.code]
        share = 100 * len(messages) / max(total, 1)
        print(f"{check.severity:<8} {check.code:<24}{len(messages):>7} {share:6.2f} %")
        if asked.only in {None, check.code}:
            step = max(len(messages) // max(asked.show, 1), 1)
            for message in messages[::step][: asked.show]:
                print(f"    {message}")
    print(
        f"{1000 * seconds / max(total, 1):.2f} ms an article, with merging · "
        f"harvester {__version__}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}"
    )


if __name__ == "__main__":
    main()
