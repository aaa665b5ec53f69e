"""Find pairs of the library that may be one article: compare → propose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from harvester.duplicates import (
    Features,
    build_features,
    find_candidates,
    judge_pair,
)
from harvester.store import Library, PairState


def propose_duplicates(library: Library, now: datetime) -> int:
    """Compare all articles of the library; return how many proposals are news.

    Proposals that no longer hold are taken back; what a person decided stays.
    """
    numbers = library.article_numbers()
    records = [build_features(library.load_article(number)) for number in numbers]
    pairs = {(numbers[a], numbers[b]) for a, b in find_candidates(records)}
    pairs |= {
        (pair.article_id, pair.other_article_id)
        for pair in library.load_pairs([PairState.PROPOSED])
    }
    by_number = dict(zip(numbers, records, strict=True))
    with library.transaction():
        return sum(
            library.save_verdict(
                pair, judge_pair(by_number[pair[0]], by_number[pair[1]]), now
            )
            for pair in sorted(pairs)
        )


def propose_duplicates_of(
    library: Library, changed: Iterable[int], now: datetime
) -> int:
    """Compare articles that are new or changed with the library.

    Returns:
        How many proposals are news.
    """
    loaded: dict[int, Features] = {}

    def features(number: int) -> Features:
        if number not in loaded:
            loaded[number] = build_features(library.load_article(number))
        return loaded[number]

    compared: set[tuple[int, int]] = set()
    for number in changed:
        for other in library.find_partners(number):
            compared.add((min(number, other), max(number, other)))
    with library.transaction():
        return sum(
            library.save_verdict(pair, judge_pair(*map(features, pair)), now)
            for pair in sorted(compared)
        )
