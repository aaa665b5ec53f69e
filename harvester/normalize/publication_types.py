"""Publication types of PubMed: CSL's type, and what they say about retraction."""

from __future__ import annotations

from collections.abc import Iterable

from harvester.model import PublicationType
from harvester.normalize.derived import Derived

RETRACTED_PUBLICATION = "D016441"
"""The article itself has been retracted."""

_NOTICE_UIS = frozenset({"D016440", "D016425", "D000075742"})
"""The record is the notice of a retraction, a correction or a concern."""

_TYPES = {
    "preprint": "article",
    "dataset": "dataset",
    "academic dissertation": "thesis",
    "newspaper article": "article-newspaper",
    "journal article": "article-journal",
    "review": "article-journal",
    "letter": "article-journal",
    "editorial": "article-journal",
    "comment": "article-journal",
    "case reports": "article-journal",
    "published erratum": "article-journal",
    "retraction of publication": "article-journal",
    "retraction notice": "article-journal",
    "expression of concern": "article-journal",
    "news": "article-journal",
}
"""Name in lower case → type of CSL 1.0.2, the most telling first."""

_BY_UI = {"D000076942": "preprint", "D016428": "journal article"}
_RETRACTED_NAMES = frozenset({"retracted publication"})
_NOTICE_NAMES = frozenset(
    {
        "retraction notice",
        "retraction of publication",
        "published erratum",
        "expression of concern",
    }
)


def normalize_publication_type(printed: str) -> Derived | None:
    """Return CSL's type of one publication type, given by name or MeSH identifier.

    Most types say how a study was made and nothing of the kind of text: None.

    Examples:
        >>> normalize_publication_type("Preprint")
        Derived(value='article', rule='by-name')
        >>> normalize_publication_type("Randomized Controlled Trial") is None
        True
    """
    key = printed.strip()
    name = _BY_UI.get(key)
    kind = _TYPES.get(name or key.casefold())
    return Derived(value=kind, rule="by-ui" if name else "by-name") if kind else None


def csl_type(types: Iterable[PublicationType]) -> str | None:
    """Return CSL's type of a record of PubMed, None where its types do not say.

    A preprint that is also called a journal article is a preprint.
    """
    names = {_BY_UI.get(kind.ui or "", kind.name.strip().casefold()) for kind in types}
    return next((kind for name, kind in _TYPES.items() if name in names), None)


def is_retracted(types: Iterable[PublicationType]) -> bool:
    """Whether a record's types say that the work has been retracted."""
    return _has(types, frozenset({RETRACTED_PUBLICATION}), _RETRACTED_NAMES)


def is_notice(types: Iterable[PublicationType]) -> bool:
    """Whether a record's types say that it is an editorial notice.

    It is itself none of what it announces. MeSH renamed "Retraction of Publication"
    to "Retraction Notice"; the identifier stayed.
    """
    return _has(types, _NOTICE_UIS, _NOTICE_NAMES)


def _has(
    types: Iterable[PublicationType], uis: frozenset[str], names: frozenset[str]
) -> bool:
    return any(
        kind.ui in uis or (kind.ui is None and kind.name.casefold() in names)
        for kind in types
    )
