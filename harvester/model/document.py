"""Documents that people give us, and what they mention."""

from __future__ import annotations

from enum import StrEnum

from harvester.model.identifier import Identifier
from harvester.model.record import SourceRecord
from harvester.model.value import Value


class Role(StrEnum):
    """What a mentioned article is to the document."""

    OWN = "own"
    SIMILAR = "similar"
    CITED_BY = "cited-by"
    REFERENCE = "reference"
    CORRECTION = "correction"
    RECOMMENDED = "recommended"
    LISTED = "listed"
    MENTIONED = "mentioned"


class Mention(Value, frozen=True, kw_only=True):
    """An identifier that stands in a document.

    Attributes:
        identifier: In its canonical form; ``printed`` where that differs.
        role: What it is to the document.
        offset: Index of its first character in the document's text.
        label: The label before it (``PMID:``), as printed.
        section: The heading that it stands under.
        item: Number of the list item that it stands in, from 1, within its
            section: the identifiers of one item name one article.
        evidence: The words around it, on one line.
        alternatives: Other readings of the same place, the likelier first: a line
            end can break a DOI or end it.
    """

    identifier: Identifier
    role: Role
    offset: int
    label: str | None = None
    section: str | None = None
    item: int | None = None
    evidence: str | None = None
    alternatives: tuple[Identifier, ...] = ()


class DocumentValue(Value, frozen=True, kw_only=True):
    """What a document prints of its article, and where.

    Attributes:
        field: ``title``, ``journal``, ``publisher``, ``issn``, ``volume``, ``issue``,
            ``pages``, ``article_number``, ``date``, ``author``, ``affiliation``,
            ``keyword``, ``abstract``, ``type``; one that has several values repeats.
        value: As printed; an abstract without its labels, a paragraph a line.
        offset: Index of its first character in the document's text; None where the
            text does not hold it in these words.
        evidence: The words around it, on one line.
    """

    field: str
    value: str
    offset: int | None = None
    evidence: str | None = None


class Resolution(Value, frozen=True, kw_only=True):
    """How the article of a document was sought, or what it prints compared with it.

    Attributes:
        state: Of a document without identifiers ``accepted``; ``ask`` (a person must
            decide), ``ambiguous`` (several fit), ``unresolved`` (none does). Of one
            that names its article ``confirmed``, ``unconfirmed`` (too little to
            compare) or ``contradicted``: it prints another one.
        evidence: What speaks for the article, or for each candidate, and against it.
        candidates: Identifiers of the works that may be meant, the likeliest first;
            of an accepted or confirmed one, its own.
        tried: The questions that were asked of the services.
    """

    state: str
    evidence: tuple[str, ...] = ()
    candidates: tuple[Identifier, ...] = ()
    tried: tuple[str, ...] = ()


class Document(Value, frozen=True, kw_only=True):
    """What a document is and what it mentions.

    Attributes:
        name: File name or ``-``; never a whole path.
        reader: The page reader that understood it (``pubmed``, ``vivo``, …,
            ``general``).
        own: Identifiers of the article that the document is; ``()`` when it
            names none.
        mentions: Everything found, in the order of the text, own ones included.
        record: What the page itself says about its article, as a source record
            of source ``document``.
        values: The same field by field, each with its place.
        text: Its own words, outside its lists, cut after a few pages: by these its
            article is confirmed.
        unresolved: Why the document's own article is not known; None where it is.
        resolution: How its article was sought by its text, or compared with what was
            fetched, where that was done.
    """

    name: str
    reader: str
    own: tuple[Identifier, ...] = ()
    mentions: tuple[Mention, ...] = ()
    record: SourceRecord | None = None
    values: tuple[DocumentValue, ...] = ()
    text: str = ""
    unresolved: str | None = None
    resolution: Resolution | None = None
