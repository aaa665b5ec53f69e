"""Citation keys: the same for an article in every export."""

from __future__ import annotations

import base64
import hashlib
import re

from harvester.export.names import family_name, named
from harvester.model import Article
from harvester.normalize.name_words import fold_name

_NAMED_AFTER = "pubmed"
_LENGTH = 24
_OTHER = re.compile(r"[^a-z0-9]+")


def citation_key(article: Article) -> str:
    """Return the key under which an article is cited, ``vanderberg2020-38689169``.

    It is the first author's surname (of a group its name, without authors the first
    editor's, else ``anon``) in ASCII lower case, the year (``nd`` where unknown), and
    what makes it unique: the PMID, else eight letters made from the source and key of
    the first record. A record belongs to one article only, hence the key depends on
    nothing else that is exported; it changes if first author, year, or PMID do.
    """
    people = article.authors or named(article, "editor")
    first = people[0] if people else None
    name = first and (family_name(first) or first.literal or first.given)
    folded = _OTHER.sub("", fold_name(name or ""))[:_LENGTH] or "anon"
    year = str(article.year) if article.year else "nd"
    return f"{folded}{year}-{_mark(article)}"


def _mark(article: Article) -> str:
    for source, source_id in article.sources:
        if source == _NAMED_AFTER:
            return _OTHER.sub("-", source_id.lower())
    name = ":".join(article.sources[0])
    digest = hashlib.sha256(name.encode()).digest()
    return base64.b32encode(digest)[:8].decode().lower()
