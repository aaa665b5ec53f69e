"""DataCite's words: types of resources, and names in camel case.

The lists are those of the DataCite Metadata Schema 4.6, appendix 1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from harvester.sources.values import words

_CSL_TYPES = {
    "Audiovisual": "motion_picture",
    "Book": "book",
    "BookChapter": "chapter",
    "Collection": "collection",
    "ComputationalNotebook": "software",
    "ConferencePaper": "paper-conference",
    "ConferenceProceeding": "book",
    "DataPaper": "article-journal",
    "Dataset": "dataset",
    "Dissertation": "thesis",
    "Event": "event",
    "Image": "graphic",
    "Journal": "periodical",
    "JournalArticle": "article-journal",
    "PeerReview": "review",
    "Poster": "speech",
    "Preprint": "article",
    "Presentation": "speech",
    "Report": "report",
    "Software": "software",
    "Sound": "song",
    "Standard": "standard",
}
"""``resourceTypeGeneral`` → CSL 1.0.2; what CSL has no type for is a ``document``."""

_VAGUE = frozenset({"Text", "Other"})
_TOLD = frozenset({
    "article-journal", "article-magazine", "article-newspaper", "book", "chapter",
    "dataset", "paper-conference", "post-weblog", "report", "review", "software",
    "thesis", "webpage",
})  # fmt: skip
"""Types of ``citeproc`` that say more than that something is a text. ``article`` is
what DataCite puts where it does not know."""

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def csl_type(types: Mapping[str, object]) -> str | None:
    """Return the CSL type; None where the general type is not given.

    Of a text without further type, as before version 4.4, DataCite's own guess
    ``citeproc`` is taken, which goes by the free words of ``resourceType``.

    Examples:
        >>> csl_type({"resourceTypeGeneral": "Preprint", "citeproc": "article"})
        'article'
        >>> csl_type({"resourceTypeGeneral": "Text", "citeproc": "article-journal"})
        'article-journal'
        >>> csl_type({"resourceTypeGeneral": "Text", "citeproc": "article"})
        'document'
        >>> csl_type({"resourceTypeGeneral": "Instrument"}), csl_type({})
        ('document', None)
    """
    general = words(types.get("resourceTypeGeneral"))
    guess = words(types.get("citeproc"))
    if general in _VAGUE or general is None:
        return guess if guess in _TOLD else general and "document"
    return _CSL_TYPES.get(general, "document")


def snake(name: str) -> str:
    """Return a word of DataCite's lists in snake case.

    Examples:
        >>> snake("IsNewVersionOf"), snake("ContactPerson"), snake("DOI")
        ('is_new_version_of', 'contact_person', 'doi')
    """
    return _WORD.sub("_", name.strip()).replace(" ", "_").lower()
