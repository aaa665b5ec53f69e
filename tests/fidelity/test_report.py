"""The fidelity report: counts by field, and an error where no reason is known."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from tests.fidelity.tally import Tally

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "fidelity.py"


@pytest.fixture(scope="module")
def benchmark():
    """The benchmark as a module."""
    spec = importlib.util.spec_from_file_location("benchmark_fidelity", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_error_is_counted_under_its_field(benchmark):
    """One of two volumes differs: half of the volumes, a quarter of all fields."""
    tally = Tally()
    tally.compare(
        "99000001", {"volume": "007", "issue": "1"}, {"volume": "7", "issue": "1"}
    )
    tally.compare(
        "99000002", {"volume": "8", "issue": "2"}, {"volume": "8", "issue": "2"}
    )

    report, share = benchmark.build_report([("A judge", tally)])

    assert share == 0.25
    assert "2 records, 4 fields, 0 explained, 1 errors (25.0000%)." in report
    assert "| volume | 2 | 0 | 1 | 50.00% |" in report
    assert "('99000001', 'volume', '007', '7')" in report


def test_what_has_a_reason_is_no_error(benchmark):
    """An explained difference is counted and told, and is no error."""
    tally = Tally()
    tally.compare("1", {"doi": "X"}, {"doi": "x"}, lambda *_: "we print lower case")

    report, share = benchmark.build_report([("A judge", tally)])

    assert share == 0
    assert "| doi | 1 | 1 | 0 | 0.00% |" in report
    assert "* doi: we print lower case" in report
