"""Words of a vocabulary: the key by which they are equal, headings with qualifiers."""

from __future__ import annotations

import re
import unicodedata

from harvester.model import MeshHeading, MeshQualifier

_DASHES_AND_QUOTES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u02bc\u2032", "'")
    | dict.fromkeys("\u201c\u201d\u2033", '"')
)


def fold_term(term: str) -> str:
    """Return the key of a term: two terms are the same one if their keys are equal.

    Folded away are upper and lower case, runs of white space, accents, and the
    typographic forms of hyphen and quotation marks. Nothing else is: the order of
    words, commas, hyphens, plurals and spelling all count, for NLM lists their
    variants as terms of their own.

    Examples:
        >>> for term in (" Liver  Neoplasms", "Neoplasms, Liver", "Ménière’s Disease",
        ...              "A–23187", "A 23187"):
        ...     print(fold_term(term))
        liver neoplasms
        neoplasms, liver
        meniere's disease
        a-23187
        a 23187
    """
    if term.isascii():
        return " ".join(term.lower().split())
    apart = unicodedata.normalize("NFKD", term.translate(_DASHES_AND_QUOTES))
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def split_heading(printed: str) -> MeshHeading | None:
    """Take a heading with its qualifiers and stars apart.

    The descriptor stands first, its qualifiers behind slashes; a star before or
    behind a term marks it as a major topic.

    Returns:
        Descriptor and qualifiers as printed; None where a part is empty.

    Examples:
        >>> heading = split_heading("Liver Neoplasms / secondary* / *surgery")
        >>> heading.descriptor, heading.is_major
        ('Liver Neoplasms', False)
        >>> [(qualifier.name, qualifier.is_major) for qualifier in heading.qualifiers]
        [('secondary', True), ('surgery', True)]
        >>> split_heading("Liver Neoplasms /")
    """
    parts = [_starred(part) for part in printed.split("/")]
    if not all(name for name, _ in parts):
        return None
    (descriptor, is_major), *rest = parts
    return MeshHeading(
        descriptor=descriptor,
        is_major=is_major,
        qualifiers=tuple(
            MeshQualifier(name=name, is_major=star) for name, star in rest
        ),
    )


_STARRED = re.compile(r"\s*(?P<before>\*?)(?P<name>.*?)(?P<behind>\*?)\s*", re.DOTALL)


def _starred(part: str) -> tuple[str, bool]:
    match = _STARRED.fullmatch(part)
    if match is None:
        return part.strip(), False
    return match["name"].strip(), bool(match["before"] or match["behind"])
