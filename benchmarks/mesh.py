"""How long a whole MeSH takes to load, how much memory, and how fast a look-up is.

Writes a made-up descriptor file of the size and shape of NLM's (2026: 313 MB, 31,110
records, 61,794 concepts, 267,023 terms), loads it as `harvest mesh load` does, in a
process of its own, and looks terms up.

Run: python benchmarks/mesh.py
"""

from __future__ import annotations

import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from harvester import __version__
from harvester.store import Library

RECORDS = 31_110
YEAR = 2026
LOOKUPS = 2_000
_HEAD = f"""<?xml version="1.0"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "https://www.nlm.nih.gov/databases/dtd/\
nlmdescriptorrecordset_{YEAR}0101.dtd">
<DescriptorRecordSet LanguageCode="eng">
"""
_DATE = (
    "<{0}>\n   <Year>1999</Year>\n   <Month>01</Month>\n   <Day>01</Day>\n  </{0}>\n"
)
_QUALIFIER = """   <AllowableQualifier>
    <QualifierReferredTo>
     <QualifierUI>Q{n:06}</QualifierUI>
      <QualifierName>
      <String>made-up qualifier {n}</String>
      </QualifierName>
    </QualifierReferredTo>
    <Abbreviation>{short}</Abbreviation>
   </AllowableQualifier>
"""
_TERM = """     <Term  ConceptPreferredTermYN="N"  IsPermutedTermYN="{permuted}"  \
LexicalTag="NON"  RecordPreferredTermYN="N">
      <TermUI>T{n:09}</TermUI>
      <String>{term}</String>
      {date}     <ThesaurusIDlist>
       <ThesaurusID>NLM (1975)</ThesaurusID>
      </ThesaurusIDlist>
     </Term>
"""
_SYLLABLES = tuple(part + vowel for part in "bdfghklm" for vowel in "aeiou")


def name_of(number: int) -> str:
    """Return the made-up heading of a record, three words long."""
    chooser = random.Random(number)
    words = ("".join(chooser.choices(_SYLLABLES, k=4)) for _ in range(2))
    return " ".join(words).title() + f" {number}"


def build_record(number: int) -> str:
    """Return a record of the mean size of NLM's."""
    name = name_of(number)
    qualifiers = "".join(
        _QUALIFIER.format(n=n, short=chr(65 + n % 26) + chr(65 + n // 26 % 26))
        for n in range(number % 7, number % 7 + 15)
    )
    trees = "".join(
        f"   <TreeNumber>{tree}</TreeNumber>\n" for tree in tree_numbers(number)
    )
    return f"""<DescriptorRecord DescriptorClass="1">
  <DescriptorUI>D{number:06}</DescriptorUI>
  <DescriptorName>
   <String>{name}</String>
  </DescriptorName>
  {_DATE.format("DateCreated")}  {_DATE.format("DateRevised")}\
  <AllowableQualifiersList>
{qualifiers}  </AllowableQualifiersList>
  <HistoryNote>91(75); was made up
  </HistoryNote>
  <PreviousIndexingList>
   <PreviousIndexing>Something Broader (1973-1974)</PreviousIndexing>
  </PreviousIndexingList>
  <TreeNumberList>
{trees}  </TreeNumberList>
  <ConceptList>
{build_concept(number, 0, name, 5)}{build_concept(number, 1, name, 4)}  </ConceptList>
 </DescriptorRecord>
"""


def build_concept(number: int, place: int, name: str, term_count: int) -> str:
    """Return one of the two concepts of a record."""
    terms = "".join(
        _TERM.format(
            permuted="NY"[term % 2],
            n=number * 10 + place * 5 + term,
            term=name if not place and not term else f"{name}, Form {place}{term}",
            date=_DATE.format("DateCreated"),
        )
        for term in range(term_count)
    )
    return f"""   <Concept PreferredConceptYN="{"YN"[place]}">
    <ConceptUI>M{number * 2 + place:07}</ConceptUI>
    <ConceptName>
     <String>{name}</String>
    </ConceptName>
    <ScopeNote>{"A made-up thing that is described at some length. " * 9}
    </ScopeNote>
    <ConceptRelationList>
     <ConceptRelation RelationName="NRW">
     <Concept1UI>M{number * 2:07}</Concept1UI>
     <Concept2UI>M{number * 2 + 1:07}</Concept2UI>
     </ConceptRelation>
    </ConceptRelationList>
    <TermList>
{terms}    </TermList>
   </Concept>
"""


def tree_numbers(number: int) -> Iterator[str]:
    """Yield two places of a record, seven levels deep."""
    for tree in "CD":
        digits = f"{number:05}"
        yield f"{tree}{digits[:2]}." + ".".join(f"{int(d) + 100}" for d in digits[2:])


def measured(question: Callable[[str], object], terms: list[str]) -> str:
    """Return median and 99th percentile of asking about every term."""
    times = []
    for term in terms:
        began = time.perf_counter()
        question(term)
        times.append((time.perf_counter() - began) * 1000)
    late = sorted(times)[len(times) * 99 // 100]
    return f"{statistics.median(times):.3f} ms median, {late:.3f} ms p99"


def main() -> None:
    """Write, load, look up, and print what it took."""
    print(f"harvester {__version__}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder) / f"desc{YEAR}.xml", Path(folder) / "library.db"
        with source.open("w", encoding="utf-8") as file:
            file.write(_HEAD)
            file.writelines(map(build_record, range(1, RECORDS + 1)))
            file.write("</DescriptorRecordSet>\n")
        print(f"file: {source.stat().st_size:,} bytes, {RECORDS:,} records")
        began = time.monotonic()
        subprocess.run(
            [
                *(sys.executable, "-c", "from harvester.cli import main; main()"),
                *("mesh", "load", str(source), "--db", str(library)),
            ],
            check=True,
        )
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"load: {time.monotonic() - began:.1f} s, {peak:.0f} MB at most")
        with Library.open(library, read_only=True) as opened:
            print(f"library: {library.stat().st_size / 1e6:.0f} MB")
            chooser = random.Random(1)
            numbers = chooser.choices(range(1, RECORDS), k=LOOKUPS)
            names = [f"{name_of(n)}, form 12".upper() for n in numbers]
            assert all(map(opened.find_mesh, names[:50]))  # noqa: S101
            print(f"find_mesh: {measured(opened.find_mesh, names)}")
            uis = [f"D{n:06}" for n in numbers]
            print(f"explode_mesh: {measured(opened.explode_mesh, uis)}")
            wrong = ["liver metastases"] * 25
            print(f"suggest_mesh: {measured(opened.suggest_mesh, wrong)}")


if __name__ == "__main__":
    main()
