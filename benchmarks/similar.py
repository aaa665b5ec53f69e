"""How well similar articles are found from texts alone, and how fast.

The order is measured on a sample of RELISH (10.1093/database/baz085): 1,000 titles and
abstracts, of which experts judged sets together for one article each. Documents that
one set holds as relevant or partly relevant are each other's answers; every document
with an answer is a query among the 1,000. TF-IDF is the cosine of counts times the
logarithm of rarity. The sample has no MeSH, references or authors: the hybrid has to
do with words there, and the weights of its other parts are not measured by it.

The time is that of this process, for queries spread over 10,000 articles of PubMed
with MeSH and authors.

Run: python benchmarks/similar.py [DATA]
"""

from __future__ import annotations

import gzip
import io
import platform
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import fmean

import msgspec

from harvester import __version__
from harvester.export.fields import abstract_text
from harvester.model import SourceRecord
from harvester.similar import ComparedArticle, Model, SimilarIndex
from harvester.sources.files import read_records

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
GAIN = 0.03
BAR_MS = 50
BAR_SECONDS = 20
MANY = 10_000
ASKED = 200

Answers = Mapping[int, frozenset[int]]


def read_texts(folder: Path) -> list[ComparedArticle]:
    """Return the documents of the sample."""
    with gzip.open(folder / "documents_1000_sample.tsv.gz", "rt", "utf-8") as lines:
        next(lines)
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return [ComparedArticle(name=int(p), title=t, abstract=a) for p, t, a in rows]


def read_answers(folder: Path, known: frozenset[int]) -> Answers:
    """Return, by document, those that some expert found relevant beside it."""
    packed = (folder / "RELISH_topics.json.gz").read_bytes()
    answers: dict[int, set[int]] = defaultdict(set)
    for topic in msgspec.json.decode(gzip.decompress(packed)):
        judged = topic["response"]
        names = {topic["pmid"], *judged["relevant"], *judged["partial"]}
        together = known & {int(name) for name in names}
        for name in together:
            answers[name] |= together - {name}
    return {name: frozenset(found) for name, found in answers.items() if found}


def precision(index: SimilarIndex, name: int, wanted: frozenset[int]) -> float:
    """Return the average precision of the whole order of neighbours of a document."""
    hits, total = 0, 0.0
    for rank, found in enumerate(index.order(name), 1):
        if found in wanted:
            hits += 1
            total += hits / rank
    return total / len(wanted)


def measure_order(folder: Path) -> bool:
    """Print the mean average precision of each model; return whether the bar holds."""
    texts = read_texts(folder)
    answers = read_answers(folder, frozenset(text.name for text in texts))
    names = sorted(answers)
    print(f"{len(texts):,} documents, {len(names)} queries; mean average precision")
    means = {}
    for model in (Model.TFIDF, Model.BM25, Model.PMRA, Model.HYBRID):
        index = SimilarIndex(texts, model)
        got = [precision(index, name, answers[name]) for name in names]
        means[model] = fmean(got)
        halves = f"halves {fmean(got[::2]):.3f}, {fmean(got[1::2]):.3f}"
        print(f"  {model:<7}{means[model]:.4f}  ({halves})")
    gain = means[Model.HYBRID] - means[Model.TFIDF]
    is_good = gain >= GAIN
    told = "" if is_good else "  BELOW THE BAR"
    print(f"  hybrid above TF-IDF by {gain:+.4f} (bar {GAIN:+.2f}){told}")
    return is_good


def read_articles(folder: Path) -> Iterator[ComparedArticle]:
    """Yield articles of PubMed with an abstract, MeSH and authors."""
    for path in sorted(folder.glob("*.xml.gz")):
        with gzip.open(path) as packed:
            stream = io.BytesIO(packed.read())
        for record in read_records(stream):
            if isinstance(record, SourceRecord) and record.abstract:
                yield compared(record)


def compared(record: SourceRecord) -> ComparedArticle:
    """Return what is compared of a record."""
    return ComparedArticle(
        name=int(record.source_id),
        title=record.title.plain if record.title else None,
        abstract=abstract_text(record.abstract) if record.abstract else None,
        headings=tuple(
            name
            for heading in record.mesh_headings
            for name in (
                heading.descriptor,
                *(f"{heading.descriptor}/{q.name}" for q in heading.qualifiers),
            )
        ),
        authors=frozenset(
            f"{person.family} {person.initials}"
            for person in record.contributors
            if person.family
        ),
    )


def measure_time(folder: Path) -> bool:
    """Print how long index and queries take; return whether the bars hold."""
    articles: dict[int, ComparedArticle] = {}
    for article in read_articles(folder):
        articles[article.name] = article
        if len(articles) == MANY:
            break
    started = time.process_time()
    index = SimilarIndex(articles.values())
    built = time.process_time() - started
    times = []
    names = sorted(articles)
    for name in names[:: max(1, len(names) // ASKED)]:
        started = time.process_time()
        index.find(name)
        times.append(1000 * (time.process_time() - started))
    times.sort()
    slow = times[int(0.95 * len(times))]
    is_good = slow <= BAR_MS and built <= BAR_SECONDS
    print(
        f"{len(index):,} articles: index {built:.1f} s (bar {BAR_SECONDS}), query "
        f"{fmean(times):.1f} ms, p95 {slow:.1f} ms, longest {times[-1]:.1f} ms "
        f"(bar {BAR_MS} at p95){'' if is_good else '  BELOW THE BAR'}"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory of the benchmark, records and index: {peak} MB")
    return is_good


def main(data: Path = DATA) -> int:
    """Print the figures; return 1 if one is below the bar."""
    is_good = measure_order(data / "eval" / "relish")
    is_fast = measure_time(data / "baseline")
    print(f"harvester {__version__}, Python {platform.python_version()}, ", end="")
    print(platform.machine())
    return 0 if is_good and is_fast else 1


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
