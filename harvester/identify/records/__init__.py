"""The file formats of bibliographic records: one file and one line each."""

from __future__ import annotations

from harvester.identify.records.base import Entry, Format
from harvester.identify.records.bibtex import BIBTEX
from harvester.identify.records.describe import build_record
from harvester.identify.records.medline_list import MEDLINE_LIST
from harvester.identify.records.pubmed_xml import PUBMED_XML
from harvester.identify.records.ris import RIS
from harvester.identify.records.table import TABLE, TITLED_TABLE
from harvester.identify.records.works_json import CROSSREF, CSL_JSON

__all__ = ["FORMATS", "Entry", "Format", "build_record", "find_format"]

FORMATS: tuple[Format, ...] = (
    PUBMED_XML,
    CROSSREF,
    CSL_JSON,
    MEDLINE_LIST,
    RIS,
    BIBTEX,
    TABLE,
)
"""In the order in which they are asked."""


def find_format(text: str, *, is_titled: bool = False) -> Format | None:
    """Return the format of a text of records; None for any other text.

    Args:
        text: The text.
        is_titled: Take a table without identifiers, too, that names titles.
    """
    forms = (*FORMATS, TITLED_TABLE) if is_titled else FORMATS
    return next((form for form in forms if form.recognises(text)), None)
