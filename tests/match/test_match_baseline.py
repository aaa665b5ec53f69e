"""Citations and abstracts of real records, as the benchmark prints them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "matching.py"


@pytest.fixture(scope="module")
def benchmark():
    """The benchmark as a module."""
    spec = importlib.util.spec_from_file_location("benchmark_matching", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def baseline(shared_data):
    """A file of PubMed's baseline."""
    return shared_data / "baseline" / "pubmed20n0014.xml.gz"


def test_citations_of_real_records_are_answered_rightly(benchmark, baseline):
    """Of 240 citations in six styles none is wrong and 97 of 100 are found."""
    result = benchmark.measure_citations(benchmark.load(baseline, 1_500), 240)

    assert result.precision >= 0.995
    assert result.recall >= 0.97


def test_abstracts_of_real_records_are_answered_rightly(benchmark, baseline):
    """Whole and in part, no abstract is given to another record."""
    result = benchmark.measure_abstracts(benchmark.load(baseline, 1_500), 200)

    assert result.wrong == 0
    assert result.share >= 0.99


@pytest.mark.slow
def test_the_bars_hold_on_twenty_thousand_records(benchmark, baseline):
    """Precision 99.5 %, recall 97 %; 99.5 % of whole abstracts, none wrong."""
    records = benchmark.load(baseline, 20_000)
    citations = benchmark.measure_citations(records, 3_000)
    abstracts = benchmark.measure_abstracts(records, 2_000)

    assert citations.precision >= 0.995
    assert citations.recall >= 0.97
    assert abstracts.wrong == 0
    assert abstracts.share >= 0.995
