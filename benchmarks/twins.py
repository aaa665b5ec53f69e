"""Pages without an identifier, offered the near-twin of their article.

Run by ``matching.py``.
"""

from __future__ import annotations

from collections import Counter
from itertools import permutations

from harvester.match import (
    abstract_text,
    build_profile,
    identify_text,
    is_same_work,
    resolve_document,
)
from harvester.match.words import COMMON, fold_words
from harvester.model import Document, SourceRecord


def title_of(record: SourceRecord) -> str:
    """Return the title of a record."""
    return record.title.plain if record.title else ""


def find_twins(records: list[SourceRecord]) -> list[tuple[SourceRecord, SourceRecord]]:
    """Return pairs of one journal and year with nearly one title: other works.

    Pairs with the very same title or abstract are left out, most of them one paper
    indexed twice: nothing that a page prints tells them apart.
    """
    shelves: dict[tuple[str, str], list[tuple[SourceRecord, frozenset[str]]]] = {}
    for record in records:
        words = frozenset(fold_words(title_of(record))) - COMMON
        journal = record.container and record.container.medline_abbreviation
        date = record.date("issue")
        if len(words) >= 5 and journal and date:
            shelf = shelves.setdefault((journal, date.printed[:4]), [])
            shelf.append((record, words))
    return [
        (one, other)
        for shelf in shelves.values()
        for (one, mine), (other, theirs) in permutations(shelf, 2)
        if mine != theirs
        and len(mine & theirs) / len(mine | theirs) >= 0.7
        and not is_same_work(build_profile(one), build_profile(other))
        and not is_one_paper(one, other)
    ]


def is_one_paper(one: SourceRecord, other: SourceRecord) -> bool:
    """Whether two records have one abstract."""
    works = identify_text(abstract_text(one), [other]).works
    return bool(works) and works[0].containment >= 0.9


def as_document(record: SourceRecord, *names: str) -> Document:
    """Return a page that prints some of the parts of a record, and no identifier."""
    printed = {name: getattr(record, name) for name in names}
    page = SourceRecord(source="document", source_id="page", **printed)
    return Document(name="page", reader="general", record=page, unresolved="None.")


def measure_twins(records: list[SourceRecord]) -> int:
    """Offer the near-twin of what a page prints; return how often it is taken."""
    twins = find_twins(records)
    parts = {
        "abstract": ("abstract",),
        "title and abstract": ("title", "abstract"),
        "title, journal, date": ("title", "container", "dates"),
        "all but identifiers": (
            "title",
            "container",
            "dates",
            "abstract",
            "contributors",
        ),
    }
    taken = 0
    for told, names in parts.items():
        tally: Counter[str] = Counter()
        for one, twin in twins:
            page = as_document(one, *names)
            alone = resolve_document(page, [twin])
            tally[f"twin alone: {alone.state}"] += 1
            both = resolve_document(page, [twin, one])
            keys = {identifier.key for identifier in both.candidates}
            is_right = not keys & (set(twin.article_keys) - set(one.article_keys))
            state = both.state
            if state == "accepted":
                state = "right" if is_right else "WRONG"
            tally[f"both: {state}"] += 1
            if alone.state == "accepted" or state == "WRONG":
                taken += 1
                print(f"    {one.source_id} {title_of(one)!r}, {twin.source_id} "
                      f"{title_of(twin)!r}: {alone.evidence}")  # fmt: skip
        print(f"twins by {told}: {dict(sorted(tally.items()))}")
    print(f"  {len(twins)} twins, taken for one another: {taken} (bar 0)")
    return taken
