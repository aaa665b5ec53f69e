"""A figure that gets worse shows: what the suite of benchmarks compares."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

suite = pytest.importorskip(
    "benchmarks.__main__", reason="the benchmarks are not beside this checkout"
)


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("ratio reading: 1.10", None),  # noise
        ("ratio reading: 0.99", "WORSE reading: 0.99, was 2.00"),
        ("exact ratio requests: 19.1 (bar 20)", None),
        (
            "exact ratio requests: 19.0 (bar 20)",
            "WORSE exact requests: 19.00, was 20.00",
        ),
        ("ratio something new: 0.01", None),
    ],
)
def test_a_ratio_that_got_worse_is_told(
    printed: str,
    told: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Half of the median noted on such a machine; of what is counted, a twentieth."""
    known = [
        {"reading": 2.0, "exact requests": 20.0},
        {"reading": 9.0, "exact requests": 20.0},
        {"reading": 1.9, "exact requests": 20.0},
    ]
    results = tmp_path / "results.jsonl"
    lines = [{"machine": "this", "quick": True, "ratios": one} for one in known]
    elsewhere = {"machine": "other", "quick": True, "ratios": {"something new": 9.0}}
    results.write_text("".join(json.dumps(one) + "\n" for one in [*lines, elsewhere]))
    monkeypatch.setattr(suite, "RESULTS", results)
    monkeypatch.setattr(suite, "describe_machine", lambda: "this")
    monkeypatch.setattr(suite, "run", lambda *_: (f"a table\n{printed}\n", 0))
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--quick", "startup"])

    code = suite.main()

    worse = [line for line in capsys.readouterr().out.splitlines() if "WORSE" in line]
    assert worse == ([told] if told else [])
    assert code == (1 if told else 0)
    assert len(results.read_text().splitlines()) == 5  # noted beside the others


def test_a_benchmark_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever it printed before."""
    monkeypatch.setattr(suite, "RESULTS", tmp_path / "results.jsonl")
    monkeypatch.setattr(suite, "run", lambda *_: ("Traceback …\n", 1))
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--quick", "startup"])

    assert suite.main() == 1
    assert "FAILED startup" in capsys.readouterr().out
