"""How many identifiers are found in texts, and which are taken for the page's own.

Over ../shared: DOIs in thirteen contexts, DOIs broken by line ends, the collected hard
cases, the five documents, numbers that are no PMIDs; pages printed from records of a
baseline file in five layouts, as browsers, text browsers and printers give them; and
articles confirmed against other databases' descriptions of them.

Run: python benchmarks/identify.py [SHARED [PAGES]]
"""

from __future__ import annotations

import csv
import html
import json
import platform
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

from benchmarks.pages import (
    load,
    measure_confirmation,
    measure_pages,
)
from benchmarks.result import Result
from harvester import __version__
from harvester.identify import find_identifiers, identify_document
from harvester.match import Index, match_citation, parse_citation
from harvester.model import Document, SourceRecord
from harvester.normalize.identifiers import normalize_doi

ROOT = Path(__file__).resolve().parents[1]


def contexts(doi: str) -> tuple[str, ...]:
    """Return thirteen ways in which texts print ``doi``."""
    slash, cut = doi.index("/") + 1, len(doi) * 2 // 3
    return (
        f"Surgery. 2021;1:2. doi: {doi}. Epub 2020 May 27.",
        f"see the trial ({doi}), which",
        f"as reported [doi:{doi}]; however",
        f"available at https://doi.org/{doi} (accessed)",
        f"available at https://doi.org/{quote(doi, safe='/')} (accessed)",
        f'<a href="https://dx.doi.org/{html.escape(doi)}">{html.escape(doi)}</a>',
        f"DOI {doi}; PMID 123456",
        f"{doi}, and others",
        f"“{doi}”",
        f"doi:{doi}PMID: 22752376",
        f"https://onlinelibrary.wiley.com/doi/{doi}/abstract",
        f"doi: {doi[:slash]}\n{doi[slash:]}. Next",
        f"doi: {doi[:cut]}\n{doi[cut:]}. Next",
    )


def first_doi(text: str) -> str | None:
    """Return the first DOI found in a text."""
    found = (f.identifier for f in find_identifiers(text))
    return next((i.value for i in found if i.scheme == "doi"), None)


def adjudicated(gold: str) -> str:
    """Return a gold DOI as it is registered: one in the set is percent-encoded."""
    return normalize_doi(unquote(gold)) or gold


def measure_contexts(shared: Path) -> Iterator[Result]:
    """DOIs in thirteen contexts; the bars are those of facts/matching.md."""
    file = shared / "data/eval/doi-extraction/doi_strings.json"
    sets = json.loads(file.read_text(encoding="utf-8"))
    for kind, bar in (("normal", 99.5), ("parens", 99.5), ("odd", 99.0)):
        misses = [
            f"{text!r} -> {first_doi(text)}"
            for doi in sets[kind]
            for text in contexts(doi)
            if (first_doi(text) or "").casefold() != adjudicated(doi).casefold()
        ]
        total = 13 * len(sets[kind])
        right = total - len(misses)
        yield Result(f"{kind} DOIs in 13 contexts", right, total, bar, tuple(misses))
    encoded = [d for dois in sets.values() for d in dois if unquote(d) != d]
    print(f"adjudicated as percent-encoded: {encoded}")


def measure_broken(shared: Path) -> Result:
    """DOIs that real line ends break."""
    file = shared / "data/eval/doi-extraction/broken_across_lines.json"
    cases = json.loads(file.read_text(encoding="utf-8"))
    misses = [
        f"{case['text'][-80:]!r} -> {first_doi(case['text'])}, gold {case['doi']}"
        for case in cases
        if first_doi(case["text"]) != case["doi"].lower()
    ]
    bar = 100 * 78 / 79
    right = len(cases) - len(misses)
    return Result("line-broken DOIs", right, len(cases), bar, tuple(misses))


def measure_hard_cases(shared: Path) -> Result:
    """Every identifier of the collected cases, and no other."""
    rows = read_rows(shared, "A_identifiers.tsv")
    misses = []
    for row in rows:
        wanted = row["wanted"].partition(" (")[0].split()
        text = row["text"].replace("\\n", "\n")
        found = [str(f.identifier) for f in find_identifiers(text)]
        if found != wanted:
            misses.append(f"{text!r} -> {found}, wanted {wanted}")
    right = len(rows) - len(misses)
    return Result("A_identifiers.tsv", right, len(rows), 100.0, tuple(misses))


def read_rows(shared: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a table of hard cases."""
    path = shared / "data/eval/hard-cases" / name
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def measure_documents(shared: Path) -> Result:
    """The five documents: own identifiers as facts.json has them, roles as S_seed."""
    facts = json.loads((shared / "documents/facts.json").read_text(encoding="utf-8"))
    given = [set(map(str, i.values())) for i in facts["given_in_documents"].values()]
    misses = []
    for row in read_rows(shared, "S_seed_roles.tsv"):
        (path,) = (shared / "documents").glob(f"{row['seed']}_*")
        document = identify_document(path.name, path.read_bytes())
        wanted = seed_wanted(row["wanted"])
        found = documents_roles(document)
        own = {value for value in found.get("own", set()) if value[:3] != "PMC"}
        if found != wanted or (own and own not in given):
            misses.append(f"{path.name}: {found}, wanted {wanted}")
    return Result("the five documents", 5 - len(misses), 5, 100.0, tuple(misses))


def seed_wanted(told: str) -> dict[str, set[str]]:
    """Return role → identifiers of a row of S_seed_roles.tsv; PMIDs of the listed."""
    wanted: dict[str, set[str]] = {}
    for part in told.strip('"').split("; "):
        name, _, rest = part.partition(":")
        if name == "self" and "none" not in rest:
            wanted["own"] = set(re.findall(r"10\.\d{4,}/\S+|\b\d{8}\b", rest))
            wanted["own"] = {value.rstrip(",;") for value in wanted["own"]}
        elif name in {"similar", "cited_by"}:
            wanted[name.replace("_", "-")] = set(re.findall(r"\d{8}", rest))
    return wanted


def documents_roles(document: Document) -> dict[str, set[str]]:
    """Return role → identifiers; of listed articles the PMIDs."""
    roles: dict[str, set[str]] = {}
    for mention in document.mentions:
        if mention.role.value == "own" or mention.identifier.scheme == "pmid":
            roles.setdefault(mention.role.value, set()).add(mention.identifier.value)
    return roles


NO_PMIDS = (
    "Scopus Document Identifier\n  • {0}",
    "Scopus ID: {0}",
    "eid=2-s2.0-{0}",
    "International Standard Serial Number (ISSN)\n  • {1}",
    "ISSN {1} (print)",
    "ClinicalTrials.gov NCT{0}",
    "ClinicalTrials.gov identifier: NCT{0}; PubMed was searched",
    "Of {0} patients n = {0} were followed (P = .{0})",
    "We searched PubMed: {2} articles and {3} reviews",
    "Grant R01 CA{0} from NIH; ISRCTN{0}",
    "PubMed Central 2020;{2}:{3}-{3}",
    "UMI Order No. {0}; PII S{0}",
)


def measure_no_pmids() -> Result:
    """Numbers of other kinds, of many lengths, beside words that PMIDs stand with."""
    chooser = random.Random(22)
    texts = [
        form.format(
            chooser.randrange(10**7, 10**8),
            f"{chooser.randrange(1000, 9999)}-{chooser.randrange(1000, 9999)}",
            chooser.randrange(10, 999),
            chooser.randrange(1000, 99_999),
        )
        for form in NO_PMIDS
        for _ in range(50)
    ]
    found = [
        (text, [str(f.identifier) for f in find_identifiers(text)]) for text in texts
    ]
    misses = tuple(f"{text!r} -> {ids}" for text, ids in found if ids)
    right = len(texts) - len(misses)
    return Result("numbers that are no PMIDs", right, len(texts), 100.0, misses)


def measure_citations(shared: Path, records: Sequence[SourceRecord]) -> Result:
    """Ask for the citations of B_resolution.tsv among records that are all others."""
    index = Index(records)
    rows = read_rows(shared, "B_resolution.tsv")
    misses = []
    for row in rows:
        text = row["citation_or_document"].replace("\\n", "\n")
        citation = parse_citation(text)
        answer = match_citation(citation, index.candidates(citation))
        if answer.work is not None:
            misses.append(f"{text!r} -> {sorted(answer.work.article_keys)}")
    right = len(rows) - len(misses)
    name = f"B_resolution.tsv among {len(records)} others: none taken"
    return Result(name, right, len(rows), 100.0, tuple(misses))


def main() -> None:
    """Measure everything and print what came of it."""
    shared = Path(sys.argv[1]) if sys.argv[1:] else ROOT.parent / "shared"
    count = int(sys.argv[2]) if sys.argv[2:] else 1_000
    print(f"harvester {__version__}, Python {platform.python_version()}")
    began = time.perf_counter()
    single: tuple[Callable[[Path], Result], ...] = (
        measure_broken,
        measure_hard_cases,
        measure_documents,
    )
    results = [
        *measure_contexts(shared),
        *(measure(shared) for measure in single),
        measure_no_pmids(),
    ]
    records = load(shared / "data/baseline/pubmed20n0014.xml.gz", 1_500)
    results.append(measure_citations(shared, records))
    results += measure_pages(records, count)
    results += measure_confirmation(shared)
    for result in results:
        print(result)
    print(f"{time.perf_counter() - began:.1f} s on {platform.machine()}")
    good = all(result.is_good for result in results)
    print("every bar is met" if good else "A BAR IS MISSED")


if __name__ == "__main__":
    main()
