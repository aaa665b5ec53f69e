"""Records → pairs worth comparing: those that share one of several cheap keys.

Every key alone misses pairs that another one finds. A key of very many records (a
column's title, a common name) tells nothing and is passed over, so that the work grows
with the number of records, not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from harvester.duplicates.features import Features, Heading
from harvester.match.words import COMMON

MOST = 40
"""Records that share a key up to which all of them are compared."""

_Block = tuple[str, ...]


def find_candidates(records: Sequence[Features]) -> list[tuple[int, int]]:
    """Return the pairs worth comparing, as positions, the lower first; sorted."""
    blocks: dict[_Block, list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        for key in set(build_keys(record)):
            blocks[key].append(at)
    pairs = {
        pair
        for members in blocks.values()
        if 1 < len(members) <= MOST
        for pair in combinations(members, 2)
    }
    return sorted(pairs)


def build_keys(record: Features) -> Iterator[_Block]:
    """Yield the keys of a record."""
    for scheme, value in record.profile.keys:
        yield ("id", scheme, value)
    for registration in record.registrations:
        yield ("doi", registration.base)
    years = sorted(str(year) for year in record.profile.years)
    for heading in filter(None, (*record.headings, record.repeated)):
        yield from _title_keys(heading, years)
    yield from _place_keys(record, years)
    for run in sorted(record.shingles)[:2]:
        yield ("abstract", str(run))


def _place_keys(record: Features, years: list[str]) -> Iterator[_Block]:
    """Yield keys of the place, with and without the first author."""
    profile = record.profile
    for page in profile.pages:
        if profile.volume:
            yield ("place", profile.volume, page)
        for year in years:
            yield ("year-page", year, page, profile.last_page or "")
    if record.authors:
        family = _family(record)
        yield from (("author-page", family, page) for page in profile.pages)
        yield from (("author-year", family, year) for year in years)


def _family(record: Features) -> str:
    first = record.authors[0]
    name = (first.family or first.literal or first.given or "").casefold()
    return "".join(letter for letter in name if letter.isalnum())[:6]


def _title_keys(heading: Heading, years: list[str]) -> Iterator[_Block]:
    """Yield keys of a title: whole, its beginning, its end, its longest words."""
    telling = [word for word in heading.words if word not in COMMON]
    yield ("title", heading.joined)
    for year in years:
        yield ("title-year", heading.joined, year)
    yield ("begin", *telling[:3])
    yield ("end", *telling[-3:])
    longest = sorted(set(telling), key=lambda word: (-len(word), word))
    yield ("long", *sorted(longest[:3]))
    yield ("long", *sorted(longest[1:4]))
