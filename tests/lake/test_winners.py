"""Files thrown by dice, beside a plain replay of what they say."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.lake.files import build, deletion, read, record, write_pubmed


@pytest.mark.parametrize("seed", range(12))
def test_as_a_replay_of_the_files(tmp_path: Path, seed: int) -> None:
    """Records, versions and deletions in any succession end as read one by one."""
    dice = random.Random(seed)
    known: dict[tuple[int, int], str] = {}
    files = []
    for number in range(1, 5):
        inside = []
        for place in range(dice.randrange(1, 12)):
            pmid, version = dice.randrange(99000001, 99000006), dice.randrange(1, 4)
            if dice.random() < 0.3:
                known.pop((pmid, version), None)
                inside.append(deletion(pmid, version=version))
            else:
                known[pmid, version] = f"{number}.{place}"
                inside.append(record(pmid, f"{number}.{place}", version=version))
        files.append(write_pubmed(tmp_path, number, *inside))
    expected = {
        str(pmid): (version, title) for (pmid, version), title in sorted(known.items())
    }
    dice.shuffle(files)
    out = tmp_path / "lake"

    rows = read(out, build(out, *files, buckets=2).manifest, "articles")

    assert {r["source_id"]: (r["version"], r["title"]) for r in rows} == expected
    assert len(rows) == len(expected)
