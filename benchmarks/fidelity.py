"""Fields of PubMed's records compared with independent readings: the error rate.

Four judges that share nothing with our parser: Biopython with NLM's DTDs over records
of two large files and over every recorded reply, Zotero's expected results, and the
rows of iCite. The report is the same on every machine: ``docs/fidelity.md`` is the
quick one.

Run: python benchmarks/fidelity.py [--quick] [--check FILE]
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from harvester.sources.pubmed.parse import parse_stream
from tests.fidelity import judge
from tests.fidelity.oracles import (
    REASONS,
    icite_forms,
    zotero_forms,
)
from tests.fidelity.tally import (
    LARGE,
    Explain,
    Form,
    Tally,
    compare,
    compare_recorded,
    compare_sample,
    take_sample,
)

ROOT = Path(__file__).resolve().parents[1]
BAR = 0.0001
"""Share of fields that may be wrong, that is: differ for no known reason."""
HEAD = """# Fidelity

What our reading of PubMed's records says, field by field, beside independent readings
of the same bytes. *Explained* differences have a reason that is written down in
`tests/fidelity/`; an *error* is a difference without one. Made by
`python benchmarks/fidelity.py --quick`; `bash .ci/run` makes it again and compares.
"""


def measure(shared: Path, *, quick: bool) -> Iterator[tuple[str, Tally]]:
    """Yield the name of every judge with what it found."""
    data = shared / "data"
    if quick:
        sample = compare_sample(take_sample(data))
        yield "Biopython, every 140th record of two files", sample
    else:
        for name in LARGE:
            path = data / "baseline" / name
            with gzip.open(path) as stream:
                theirs = judge.judge_body(gzip.decompress(path.read_bytes()))
                found = compare(theirs, parse_stream(stream), Tally())
            yield f"Biopython, all of {name}", found
    recorded, unread = compare_recorded(data / "efetch")
    recorded.unexplained += [(name, "*", None, "no DTD") for name in unread]
    yield "Biopython, every recorded EFetch reply", recorded
    yield "Zotero's expected results", tally_of(zotero_forms(data / "efetch/zotero"))
    yield "iCite's table", tally_of(icite_forms(data))


def tally_of(forms: Iterable[tuple[str, Form, Form]]) -> Tally:
    """Compare forms of the same records; the reasons are those of the tests."""
    tally = Tally()
    for pmid, theirs, mine in forms:
        tally.compare(pmid, theirs, mine, _reasons_of(pmid))
    return tally


def _reasons_of(pmid: str) -> Explain:
    return lambda field, _theirs, _mine: REASONS.get((pmid, field))


def build_report(found: Iterable[tuple[str, Tally]]) -> tuple[str, float]:
    """Return the report as Markdown, and the share of fields that are wrong."""
    parts = [HEAD]
    compared = wrong = 0
    for name, tally in found:
        errors = Counter(field for _, field, _, _ in tally.unexplained)
        reasons = Counter[str]()
        for (field, _), count in tally.explained.items():
            reasons[field] += count
        total = tally.fields.total()
        compared, wrong = compared + total, wrong + errors.total()
        parts.append(
            f"## {name}\n\n{tally.records} records, {total} fields, "
            f"{reasons.total()} explained, {errors.total()} errors "
            f"({errors.total() / total:.4%}).\n\n"
            "| field | compared | explained | errors | error rate |\n"
            "|---|--:|--:|--:|--:|"
        )
        parts[-1] += "".join(
            f"\n| {field} | {count} | {reasons[field]} | {errors[field]} | "
            f"{errors[field] / count:.2%} |"
            for field, count in sorted(tally.fields.items())
        )
        told = sorted({f"* {field}: {why}" for field, why in tally.explained})
        told += [f"* **{one}**" for one in tally.unexplained[:20]]
        parts.append("\n".join(told))
    share = wrong / compared
    parts.append(
        f"## Together\n\n{compared} fields, {wrong} errors: {share:.4%} "
        f"(bar {BAR:.2%})."
    )
    return "\n\n".join(part.strip() for part in parts if part) + "\n", share


def _last(report: str) -> str:
    return report.splitlines()[-1]


def main() -> int:
    """Measure, print the report, and tell whether it is the one that is kept."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", nargs="?", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--quick", action="store_true", help="A sample: a minute.")
    parser.add_argument("--check", type=Path, help="Fail if FILE is not this report.")
    options = parser.parse_args()
    if not (options.shared / "data").is_dir():
        print("the recorded data is not beside this checkout: nothing to compare")
        return 0
    report, share = build_report(measure(options.shared, quick=options.quick))
    sys.stdout.write(report if options.check is None else f"{_last(report)}\n")
    if share > BAR:
        print("THE BAR IS MISSED")
        return 1
    if options.check and options.check.read_text(encoding="utf-8") != report:
        print(f"{options.check} is of another reading: make it again and look why")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
