"""How often a printed citation, or an abstract alone, is answered rightly.

Takes the first records of a PubMed baseline file, prints citations of some of them in
six styles with the faults that citations have (slips, parts left out, other
abbreviations, broken lines; seeded), and asks what each means: of all records, and of
all but the one that is meant, where the right answer is none. Then pages without an
identifier are offered the near-twin of their article. Milliseconds are the processor's.

Run: python benchmarks/matching.py FILE.xml.gz [RECORDS [CITATIONS]]
"""

from __future__ import annotations

import gzip
import os
import platform
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from anyascii import anyascii

from benchmarks.twins import measure_twins
from harvester import __version__
from harvester.match import (
    Answer,
    Index,
    MatchState,
    ShingleIndex,
    TextState,
    abstract_text,
    build_profile,
    is_same_work,
    match_citation,
    parse_citation,
)
from harvester.model import SourceRecord
from harvester.sources.files import read_records

SHOWN = 12
BARS = {"precision": 0.995, "recall": 0.97, "milliseconds": 20.0}
ABSTRACT_BAR = 0.995
CALIBRATION_BAR = 0.02


class Citations(NamedTuple):
    """Figures of the citations."""

    precision: float
    recall: float
    milliseconds: float

    @property
    def is_good(self) -> bool:
        """Whether all bars hold."""
        return (
            self.precision >= BARS["precision"]
            and self.recall >= BARS["recall"]
            and self.milliseconds <= BARS["milliseconds"]
        )


class Abstracts(NamedTuple):
    """Figures of the abstracts: the share of whole ones answered rightly; all wrong."""

    share: float
    wrong: int

    @property
    def is_good(self) -> bool:
        """Whether both bars hold."""
        return self.wrong == 0 and self.share >= ABSTRACT_BAR


class Parts:
    """The parts of a record that citations are printed from."""

    def __init__(self, record: SourceRecord) -> None:
        held = record.container
        self.people = [(a.family, a.initials or "") for a in record.authors if a.family]
        self.title = (record.title.plain if record.title else "").strip("[]. ")
        self.names = [
            name
            for name in (
                held and held.medline_abbreviation,
                held and held.iso_abbreviation,
                held and held.title,
            )
            if name
        ]
        self.journal = self.names[0] if self.names else ""
        self.volume, self.issue = record.volume or "", record.issue or ""
        self.page = record.page or ""
        date = record.date("issue")
        self.year = date.printed[:4] if date and date.printed[:4].isdigit() else ""

    @property
    def is_citable(self) -> bool:
        """Whether there is enough to print."""
        return bool(
            self.people and self.title and self.journal and self.year and self.page
            and self.volume
        )  # fmt: skip


def slip(word: str, chooser: random.Random) -> str:
    """Return a word with one slip of a typist."""
    if len(word) < 4:
        return word
    at = chooser.randrange(1, len(word) - 1)
    match chooser.randrange(3):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case _:
            return word[:at] + chooser.choice("aeinrst") + word[at + 1 :]


def spoil(parts: Parts, chooser: random.Random, *, has_title: bool) -> None:
    """Put in the faults of one citation."""
    chance = chooser.random
    parts.title = spoilt_title(parts.title, chooser)
    parts.journal = chooser.choice(parts.names)
    if chance() < 0.04:
        family, initials = parts.people[0]
        parts.people[0] = (slip(family, chooser), initials)
    if chance() < 0.15:
        parts.issue = ""
    if chance() < 0.03:
        parts.year = str(int(parts.year) + chooser.choice((-1, 1)))
    # Without a title the page is all that singles the work out: it stays.
    if has_title and chance() < 0.12:
        parts.page = ""
    if has_title and chance() < 0.03:
        parts.year = ""
    if chance() < (0.08 if has_title else 0.05):
        parts.volume = parts.issue = ""
    if chance() < 0.3:
        parts.page = parts.page.split("-")[0]


def spoilt_title(title: str, chooser: random.Random) -> str:
    """Return a title with slips, without its subtitle, or in other capitals."""
    words = title.split()
    if chooser.random() < 0.4:
        for _ in range(chooser.randint(1, 3)):
            at = chooser.randrange(len(words))
            words[at] = slip(words[at], chooser)
    title = " ".join(words)
    if chooser.random() < 0.06 and ": " in title:
        title = title.partition(": ")[0]
    return title.title() if chooser.random() < 0.15 else title


def dotted(initials: str) -> str:
    """Return ``A. B.``."""
    return " ".join(f"{letter}." for letter in initials if letter.isalpha())


def style_vancouver(p: Parts, most: int) -> str:
    """Smith AB, Jones C. Title. J Abbr. 2006;141(10):1000-4."""
    names = ", ".join(f"{f} {i}".strip() for f, i in p.people[:most])
    names += ", et al" if len(p.people) > most else ""
    issue = f"({p.issue})" if p.issue else ""
    place = f";{p.volume}{issue}" if p.volume else ""
    place += f":{p.page}" if p.page else ""
    return f"{names}. {p.title}. {p.journal}. {p.year}{place}."


def style_apa(p: Parts, most: int) -> str:
    """Smith, A. B., & Jones, C. (2006). Title. Journal, 141(10), 1000–1004."""
    names = [f"{f}, {dotted(i)}" for f, i in p.people[:most]]
    joined = ", ".join(names[:-1]) + (", & " if names[1:] else "") + names[-1]
    joined += ", et al." if len(p.people) > most else ""
    issue = f"({p.issue})" if p.issue else ""
    place = f", {p.volume}{issue}" if p.volume else ""
    place += f", {p.page.replace('-', '–')}" if p.page else ""
    year = f" ({p.year})." if p.year else ""
    return f"{joined}{year} {p.title}. {p.journal}{place}."


def style_springer(p: Parts, most: int) -> str:
    """Smith AB, Jones C (2006) Title. J Abbr 141:1000–1004."""
    names = ", ".join(f"{f} {i}".strip() for f, i in p.people[:most])
    names += " et al" if len(p.people) > most else ""
    year = f" ({p.year})" if p.year else "."
    place = f" {p.volume}" if p.volume else ""
    place += f":{p.page.replace('-', '–')}" if p.page else ""
    return f"{names}{year} {p.title}. {p.journal}{place}"


def style_ieee(p: Parts, most: int) -> str:
    """A. B. Smith and C. Jones, “Title,” J. Abbr., vol. 141, no. 10, pp. 1000–1004."""
    names = " and ".join(f"{dotted(i)} {f}" for f, i in p.people[:most])
    names += " et al." if len(p.people) > most else ""
    parts = [
        p.journal,
        f"vol. {p.volume}" if p.volume else "",
        f"no. {p.issue}" if p.issue else "",
        f"pp. {p.page}" if p.page else "",
        p.year,
    ]
    return f"{names}, “{p.title},” {', '.join(filter(None, parts))}."


def style_harvard(p: Parts, most: int) -> str:
    """Smith, A.B. and Jones, C., 2006. Title. Journal, 141(10), pp.1000-1004."""
    names = [f"{f}, {dotted(i).replace(' ', '')}" for f, i in p.people[:most]]
    joined = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    joined += " et al." if len(p.people) > most else ""
    issue = f"({p.issue})" if p.issue else ""
    place = f", {p.volume}{issue}" if p.volume else ""
    place += f", pp.{p.page}" if p.page else ""
    return f"{joined}, {p.year}. {p.title}. {p.journal}{place}."


def style_short(p: Parts, _: int) -> str:
    """Smith AB, et al. J Abbr 2006;141:1000-4: no title."""
    family, initials = p.people[0]
    names = f"{family} {initials}".strip() + (", et al." if p.people[1:] else ".")
    place = f";{p.volume}" if p.volume else ""
    return f"{names} {p.journal} {p.year}{place}:{p.page}"


STYLES = {
    "vancouver": style_vancouver,
    "apa": style_apa,
    "springer": style_springer,
    "ieee": style_ieee,
    "harvard": style_harvard,
    "short": style_short,
}


def print_citation(record: SourceRecord, style: str, chooser: random.Random) -> str:
    """Return a citation of a record as somebody may have typed it."""
    parts = Parts(record)
    spoil(parts, chooser, has_title=style != "short")
    most = chooser.choice((1, 3, 6, 6, 30))
    text = STYLES[style](parts, most)
    if chooser.random() < 0.3:
        text = anyascii(text)
    if chooser.random() < 0.1:
        words = text.split()
        at = chooser.randrange(len(words))
        if len(words[at]) > 8 and words[at].isalpha():
            words[at] = f"{words[at][:5]}-\n{words[at][5:]}"
        text = " ".join(words)
    return text


def load(path: Path, count: int) -> list[SourceRecord]:
    """Return the first records of a baseline file, each PMID once."""
    records: dict[str, SourceRecord] = {}
    with gzip.open(path) as stream:
        for entry in read_records(stream):
            if isinstance(entry, SourceRecord):
                records[entry.source_id] = entry
                if len(records) == count:
                    break
    return list(records.values())


def measure_citations(records: list[SourceRecord], count: int) -> Citations:
    """Ask for citations of records, and print the figures and the misses."""
    chooser = random.Random(20)
    index = Index(records)
    citable = [record for record in records if Parts(record).is_citable]
    asked = chooser.sample(citable, min(count, len(citable)))
    tally: Counter[str] = Counter()
    by_style: Counter[tuple[str, str]] = Counter()
    open_set: Counter[str] = Counter()
    misses: list[str] = []
    sure: list[tuple[float, bool]] = []
    seconds = 0.0
    for number, record in enumerate(asked):
        style = list(STYLES)[number % len(STYLES)]
        text = print_citation(record, style, chooser)
        began = time.process_time()
        citation = parse_citation(text)
        candidates = index.candidates(citation)
        answer = match_citation(citation, candidates)
        seconds += time.process_time() - began
        verdict = verdict_of(answer, record)
        tally[verdict] += 1
        by_style[style, verdict] += 1
        if answer.candidates:
            best = build_profile(answer.candidates[0].work)
            sure.append((answer.confidence, is_same_work(best, build_profile(record))))
        if verdict != "right":
            misses.append(f"{verdict} [{style}] {text!r} -> {told(answer)}")
        others = [c for c in candidates if not is_same_work(c, build_profile(record))]
        without = match_citation(citation, others)
        open_set[without.state.value] += 1
        if without.state is MatchState.MATCHED:
            misses.append(f"OPEN [{style}] {text!r} -> {told(without)}")
    result = Citations(
        precision=tally["right"] / (tally["right"] + tally["WRONG"]),
        recall=tally["right"] / len(asked),
        milliseconds=seconds * 1000 / len(asked),
    )
    print(f"{len(records)} records, {len(asked)} citations: {dict(tally)}")
    for style in STYLES:
        print(
            f"  {style}: { ({v: n for (s, v), n in by_style.items() if s == style}) }"
        )
    print(f"  the record left out: {dict(open_set)}")
    print(
        f"  expected calibration error: {calibration(sure):.4f} (bar {CALIBRATION_BAR})"
    )
    for name, figure in result._asdict().items():
        print(f"  {name}: {figure:.4f} (bar {BARS[name]})")
    for miss in misses[:SHOWN]:
        print(f"    {miss}")
    return result


def verdict_of(answer: Answer, record: SourceRecord) -> str:
    """Return ``right``, ``WRONG``, ``ambiguous`` or ``unmatched``."""
    if answer.work is None:
        return answer.state.value
    named = build_profile(answer.work)
    return "right" if is_same_work(named, build_profile(record)) else "WRONG"


def told(answer: Answer) -> str:
    """Return the best candidates in a few words."""
    return "; ".join(
        f"{c.judgement.odds} {sorted(c.work.article_keys)[:1]} "
        + ",".join(f"{e.part}={e.verdict}" for e in c.judgement.evidence)
        for c in answer.candidates[:2]
    )


def calibration(answers: list[tuple[float, bool]]) -> float:
    """Return the expected calibration error over twenty bins of confidence."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, is_right in answers:
        bins.setdefault(int(confidence * 20), []).append((confidence, is_right))
    gaps = (
        abs(sum(confidence for confidence, _ in held) - sum(right for _, right in held))
        for held in bins.values()
    )
    return sum(gaps) / (len(answers) or 1)


def cut(words: list[str], part: str, chooser: random.Random) -> list[str]:
    """Return the part of an abstract that is asked for."""
    match part:
        case "first third":
            return words[: len(words) // 3]
        case "first 25 words":
            return words[:25]
        case "one word in twenty lost":
            return [word for word in words if chooser.random() > 0.05]
        case _:
            return words


def measure_abstracts(records: list[SourceRecord], count: int) -> Abstracts:
    """Ask for abstracts alone, whole and in part, and print the figures."""
    chooser = random.Random(21)
    held = [record for record in records if len(abstract_text(record).split()) > 60]
    index = ShingleIndex(held)
    asked = chooser.sample(held, min(count, len(held)))
    shares, wrong = [], 0
    for part in ("whole", "first third", "first 25 words", "one word in twenty lost"):
        tally: Counter[str] = Counter()
        began = time.process_time()
        for record in asked:
            text = " ".join(cut(abstract_text(record).split(), part, chooser))
            answer = index.ask(text)
            verdict = answer.state.value
            if answer.state is TextState.ACCEPTED:
                verdict = "right" if answer.works[0].work is record else "WRONG"
            tally[verdict] += 1
            tally["left out: " + index.ask(text, without=record).state.value] += 1
        pace = (time.process_time() - began) * 500 / len(asked)
        shares.append(tally["right"] / len(asked))
        wrong += tally["WRONG"]
        print(f"abstracts, {part}: {dict(tally)}, {shares[-1]:.4f}, {pace:.1f} ms")
    print(f"  whole: {shares[0]:.4f} (bar {ABSTRACT_BAR}), wrong: {wrong} (bar 0)")
    return Abstracts(share=shares[0], wrong=wrong)


def main() -> None:
    """Load, ask, and print what came of it."""
    path = Path(sys.argv[1])
    count = int(sys.argv[2]) if sys.argv[2:] else 20_000
    queries = int(sys.argv[3]) if sys.argv[3:] else 3_000
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    print(f"harvester {__version__}, Python {platform.python_version()}, {machine}")
    records = load(path, count)
    citations = measure_citations(records, queries)
    abstracts = measure_abstracts(records, min(queries, 2_000))
    taken = measure_twins(records)
    good = citations.is_good and abstracts.is_good and not taken
    print("every bar is met" if good else "A BAR IS MISSED")


if __name__ == "__main__":
    main()
