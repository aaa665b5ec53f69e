"""NLM's list of serials (XML) → values, one journal at a time.

The list of serials indexed for MEDLINE and PubMed; what a first year is:
https://www.nlm.nih.gov/databases/dtd/nlmserials_080101.dtd
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from harvester.errors import DocumentError
from harvester.vocabulary.elements import Element, read_elements
from harvester.vocabulary.files import root_name
from harvester.vocabulary.values import Serial
from harvester.xml import text

_YEAR = re.compile(r"\d{4}")
_ROOT = "SerialsSet"
_ADVICE = "load NLM's list of serials, XML whose root element is SerialsSet"


def check_serials(head: bytes) -> None:
    """Make sure that a file is a list of serials.

    Args:
        head: Its first ``files.HEAD_BYTES``, unpacked.

    Raises:
        DocumentError: It is none.
    """
    if not head.strip():
        raise DocumentError("is empty")
    root = root_name(head)
    if root != _ROOT:
        found = f"XML of another kind ({root})" if root else "no XML"
        raise DocumentError(f"is {found}; {_ADVICE}")


def read_serials(stream: IO[bytes]) -> Iterator[Serial]:
    """Yield every ``Serial`` of a ``SerialsSet`` that has a number.

    Raises:
        DocumentError: The file ends or breaks before its end tag.
    """
    return read_elements(stream, "Serial", _serial)


def _serial(record: Element) -> Serial | None:
    nlm_id = text(record.find("NlmUniqueID"))
    if nlm_id is None:
        return None
    issns = {
        issn.get("IssnType"): text(issn) for issn in reversed(record.findall("ISSN"))
    }
    return Serial(
        nlm_id=nlm_id,
        title=text(record.find("Title")),
        medline_abbreviation=text(record.find("MedlineTA")),
        issn_print=issns.get("Print"),
        issn_electronic=issns.get("Electronic"),
        issn_linking=text(record.find("ISSNLinking")),
        first_year=_year(record, "PublicationFirstYear"),
        last_year=_year(record, "PublicationEndYear"),
    )


def _year(record: Element, name: str) -> int | None:
    """Return a year; one that NLM does not know whole (``19uu``) is None."""
    printed = text(record.find(f"PublicationInfo/{name}")) or ""
    return int(printed) if _YEAR.fullmatch(printed) else None
