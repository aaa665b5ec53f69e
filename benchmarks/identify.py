"""How many identifiers are found in texts, and which are taken for the page's own.

Over ../shared: DOIs in thirteen contexts, DOIs broken by line ends, the collected hard
cases, the five documents, numbers that are no PMIDs, articles confirmed against other
databases' descriptions; and pages printed from records of
a baseline file in five layouts as browsers, text browsers and printers give them.

Run: python benchmarks/identify.py [SHARED [PAGES]]
"""

from __future__ import annotations

import csv
import gzip
import html
import json
import platform
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from harvester import __version__  # noqa: E402 - after the path is set
from harvester.identify import find_identifiers, identify_document  # noqa: E402
from harvester.match import (  # noqa: E402
    Index,
    confirm_document,
    match_citation,
    parse_citation,
)
from harvester.model import (  # noqa: E402
    Container,
    Contributor,
    Document,
    RecordDate,
    SourceRecord,
    Text,
)
from harvester.normalize.identifiers import normalize_doi  # noqa: E402
from harvester.normalize.record import normalize_record  # noqa: E402
from harvester.sources.files import read_records  # noqa: E402
from tests.layouts import (  # noqa: E402 - the tests share the layouts
    LAYOUTS,
    NOISES,
    OWN,
    RENDERINGS,
    ROLES,
    Lists,
    Printed,
)

SHOWN = 12


class Result(NamedTuple):
    """How many of what was asked was answered rightly, and what was not."""

    name: str
    right: int
    total: int
    bar: float
    misses: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The share answered rightly, in percent."""
        return 100 * self.right / self.total

    @property
    def is_good(self) -> bool:
        """Whether the bar holds."""
        return self.share >= self.bar

    def __str__(self) -> str:
        """Return figure, bar and the first misses."""
        sign = "" if self.is_good else "  BELOW THE BAR"
        head = (
            f"{self.name}: {self.right} of {self.total} = {self.share:.2f} % "
            f"(bar {self.bar:.2f} %){sign}"
        )
        return "\n".join([head, *(f"    {miss}" for miss in self.misses[:SHOWN])])


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
    chooser = random.Random(22)  # noqa: S311 - no secret
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


def load(path: Path, count: int) -> list[SourceRecord]:
    """Return records of a baseline file that have all that pages print."""
    records = []
    with gzip.open(path) as stream:
        for entry in read_records(stream):  # type: ignore[arg-type]
            if isinstance(entry, SourceRecord) and _is_printable(entry):
                records.append(entry)
                if len(records) == count:
                    break
    return records


def _is_printable(record: SourceRecord) -> bool:
    whole = record.title and record.abstract and record.authors and record.volume
    parts = record.title.plain.split() if record.title else []
    return bool(whole and record.page and record.doi and 4 <= len(parts) <= 30)


def as_printed(record: SourceRecord) -> Printed:
    """Return what pages print of a record."""
    date = record.date("issue")
    container = record.container
    sections = record.abstract.sections if record.abstract else ()
    return Printed(
        title=(record.title.plain if record.title else "").rstrip("."),
        names=tuple(
            f"{a.given or a.initials or ''} {a.family or a.literal}".strip()
            for a in record.authors
        ),
        journal=(container and container.medline_abbreviation) or "J Made Up",
        year=date.printed if date else "2020",
        volume=record.volume or "",
        issue=record.issue or "1",
        page=record.page or "",
        doi=record.doi or "",
        pmid=record.source_id,
        abstract=tuple((s.label or "", s.text.plain) for s in sections),
        keywords=tuple(word.text.plain for word in record.keywords),
    )


class Pages(NamedTuple):
    """Figures of the pages."""

    own_right: int
    own_wrong: int
    own_wanted: int
    roles: Counter[str]
    misses: tuple[str, ...]


def measure_pages(records: Sequence[SourceRecord], count: int) -> Iterator[Result]:
    """Print pages of records, read them, and compare own identifiers and roles."""
    chooser = random.Random(23)  # noqa: S311 - no secret
    pages = _read_pages(records, count, chooser)
    total = pages.own_right + pages.own_wrong
    name = f"own identifiers of {count} pages"
    yield Result(f"{name}, precision", pages.own_right, total, 100.0, pages.misses)
    yield Result(f"{name}, recall", pages.own_right, pages.own_wanted, 99.0)
    right, wrong, missed = (pages.roles[n] for n in ("right", "wrong", "missed"))
    yield Result(
        "roles of listed articles, F1", 2 * right, 2 * right + wrong + missed, 99
    )


def _read_pages(
    records: Sequence[SourceRecord], count: int, chooser: random.Random
) -> Pages:
    right = wrong = wanted_count = 0
    roles: Counter[str] = Counter()
    misses = []
    for number in range(count):
        layout = list(LAYOUTS)[number % len(LAYOUTS)]
        rendering = chooser.choice(list(RENDERINGS))
        noise = chooser.choice(list(NOISES))
        own, *others = map(as_printed, chooser.sample(list(records), 12))
        if layout == "jama":
            own = own._replace(doi=f"10.1001/jama.2020.{number:05d}", year="2020")
        lists = Lists(others[:4], others[4:6], others[6:9], others[9:])
        text = NOISES[noise](RENDERINGS[rendering](LAYOUTS[layout](own, lists)))
        document = identify_document("page", text.encode())
        wanted = {f"{s}:{getattr(own, s)}".lower() for s in OWN[layout]}
        found = {str(identifier) for identifier in document.own}
        right += len(found & wanted)
        wrong += len(found - wanted)
        wanted_count += len(wanted)
        faults = compare_roles(document, lists, ROLES[layout], roles)
        if found != wanted or faults:
            told = f"{document.unresolved or sorted(found ^ wanted)} {faults[:3]}"
            misses.append(f"{layout}, {rendering}, {noise}, {own.pmid}: {told}")
    return Pages(right, wrong, wanted_count, roles, tuple(misses))


def compare_roles(
    document: Document, lists: Lists, named: dict[str, str], tally: Counter[str]
) -> list[str]:
    """Count DOIs of listed articles with the right role, another one, or none."""
    found = {
        m.identifier.value: m.role.value
        for m in document.mentions
        if m.identifier.scheme == "doi"
    }
    faults = []
    for name, role in named.items():
        for one in getattr(lists, name):
            said = found.get(one.doi.lower())
            verdict = "right" if said == role else "wrong" if said else "missed"
            tally[verdict] += 1
            if verdict != "right":
                faults.append(f"{one.doi} is {said}, not {role}")
    return faults


SETS = ("stroke", "cytology_screening", "digital_work")
OTHERS = 2_000


def as_described(row: dict[str, str]) -> SourceRecord:
    """Return a row of a set of duplicates as what a page says of its article."""
    names = [name.strip() for name in row["author"].split(" and ") if name.strip()]
    return normalize_record(
        SourceRecord(
            source="document",
            source_id=row["ID"],
            title=Text(plain=row["title"]) if row["title"] else None,
            container=Container(title=row["journal"]) if row["journal"] else None,
            volume=row["volume"] or None,
            page=row["pages"] or None,
            dates=(RecordDate(kind="published", printed=row["year"]),)
            if row["year"]
            else (),
            contributors=tuple(
                Contributor(family=name.partition(",")[0])
                if "," in name
                else Contributor(literal=name)
                for name in names
            ),
        )
    )


def measure_confirmation(shared: Path) -> Iterator[Result]:
    """Confirm articles against other databases' descriptions of them, and of others.

    Of the pairs of the sets some are no duplicates by our definition (an erratum, a
    congress abstract): they are among the misses printed.
    """
    chooser = random.Random(24)  # noqa: S311 - no secret
    same: list[tuple[SourceRecord, SourceRecord]] = []
    others: list[tuple[SourceRecord, SourceRecord]] = []
    for name in SETS:
        folder = shared / "data/eval/dedup-benchmarks" / name
        text = (folder / "records_pre_merged.csv").read_text(encoding="utf-8")
        rows = {r["ID"]: as_described(r) for r in csv.DictReader(text.splitlines())}
        text = (folder / "merged_record_ids.csv").read_text(encoding="utf-8")
        group_of = dict.fromkeys(rows, "")
        for line in csv.DictReader(text.splitlines()):
            members = [m for m in line["merged_ids"].split(";") if m in rows]
            group_of.update(dict.fromkeys(members, line["merged_ids"]))
            same += [(rows[a], rows[b]) for a, b in combinations(members, 2)]
        for _ in range(OTHERS):
            one, other = chooser.sample(sorted(rows), 2)
            if not group_of[one] or group_of[one] != group_of[other]:
                others.append((rows[one], rows[other]))
    for told, pairs, wanted, bar in (
        ("articles confirmed", same, {"confirmed"}, 99.0),
        ("other articles refused", others, {"contradicted", "unconfirmed"}, 100.0),
    ):
        found = [(a, b, confirm_document(_page_of(a), b)) for a, b in pairs]
        misses = tuple(
            f"{title_of(a)!r}, {title_of(b)!r}: {', '.join(r.evidence)}"
            for a, b, r in found
            if r.state not in wanted
        )
        right = len(pairs) - len(misses)
        yield Result(told, right, len(pairs), bar, misses)


def _page_of(record: SourceRecord) -> Document:
    return Document(name="page", reader="general", record=record)


def title_of(record: SourceRecord) -> str:
    """Return the title of a record."""
    return record.title.plain if record.title else ""


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
