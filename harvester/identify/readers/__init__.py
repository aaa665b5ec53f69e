"""The page layouts that we can read: one file and one line each."""

from __future__ import annotations

from harvester.identify.page import Page
from harvester.identify.readers.base import Reader, Reading
from harvester.identify.readers.general import GENERAL
from harvester.identify.readers.jama import JAMA
from harvester.identify.readers.medline import MEDLINE
from harvester.identify.readers.peeref import PEEREF
from harvester.identify.readers.pubmed import PUBMED
from harvester.identify.readers.rdiscovery import RDISCOVERY
from harvester.identify.readers.vivo import VIVO

__all__ = ["READERS", "Reader", "Reading", "find_reader"]

READERS: tuple[Reader, ...] = (
    MEDLINE,
    VIVO,
    PEEREF,
    RDISCOVERY,
    JAMA,
    PUBMED,
    GENERAL,
)
"""In the order in which they are asked; the last recognises every page."""


def find_reader(page: Page) -> Reader:
    """Return the first reader that recognises ``page``."""
    return next(reader for reader in READERS if reader.recognises(page))
