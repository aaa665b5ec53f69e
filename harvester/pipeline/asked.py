"""What a user asks for: an identifier, or whatever a document is about."""

from __future__ import annotations

from harvester.identify import identify_document
from harvester.model import Document, Identifier, Key, Role, Value

_NAMES = {"pmid": "PMID", "doi": "DOI", "pmcid": "PMCID"}


class Asked(Value, frozen=True, kw_only=True):
    """One input, understood.

    Attributes:
        printed: As the user gave it; the name of a document.
        took_for: What it was taken for: ``PMID``, ``DOI``, ``PMCID``, ``document``.
        wanted: Sets of identifiers, each naming one article to harvest with its
            links: one set for an identifier or a document that is an article, many
            for a list of identifiers.
        listed: Identifiers of articles that the document lists beside its own;
            these are fetched without their links.
        document: What was identified.
        content_sha256: Of the document's bytes.
    """

    printed: str
    took_for: str
    wanted: tuple[frozenset[Key], ...] = ()
    listed: tuple[frozenset[Key], ...] = ()
    document: Document | None = None
    content_sha256: str | None = None


def ask_for_identifier(printed: str, identifier: Identifier) -> Asked:
    """Return what is asked for by a single identifier."""
    return Asked(
        printed=printed,
        took_for=_NAMES[identifier.scheme],
        wanted=(frozenset([identifier.key]),),
    )


def ask_for_document(name: str, content: bytes, content_sha256: str) -> Asked:
    """Return what is asked for by a document.

    Raises:
        DocumentError: It is empty, or no text.
    """
    document = identify_document(name, content)
    own = frozenset(identifier.key for identifier in document.own)
    groups: dict[tuple[object, ...], dict[Key, None]] = {}
    roles: dict[tuple[object, ...], Role] = {}
    for index, mention in enumerate(document.mentions):
        if mention.role is Role.OWN or mention.identifier.key in own:
            continue
        # The identifiers of one list item name one article.
        item = (mention.section, mention.item) if mention.item is not None else (index,)
        groups.setdefault(item, {})[mention.identifier.key] = None
        roles[item] = mention.role
    # An article that is named twice is asked for once.
    listed, mentioned = (
        tuple(
            dict.fromkeys(
                frozenset(keys)
                for item, keys in groups.items()
                if (roles[item] is Role.MENTIONED) is is_mentioned
            )
        )
        for is_mentioned in (False, True)
    )
    # What a page that is an article mentions in passing is not asked for.
    return Asked(
        printed=name,
        took_for="document",
        wanted=(own,) if own else mentioned,
        listed=listed,
        document=document,
        content_sha256=content_sha256,
    )
