"""Whole articles, one JSON object a line: nothing is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from harvester.model import Article


def write_jsonl(articles: Iterable[Article]) -> Iterator[str]:
    """Yield every article as it is stored, with the origin of every field.

    From a library also what it knows of its fate: ``is_retracted`` and ``notices``.
    """
    for article in articles:
        yield msgspec.json.encode(article).decode() + "\n"
