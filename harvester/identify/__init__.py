"""Documents → mentions of identifiers with their role → which article this is."""

from harvester.identify.arguments import (
    explain_not_identifier,
    read_argument,
    read_identifier,
)
from harvester.identify.documents import identify_document
from harvester.identify.find import Found, find_identifiers
from harvester.identify.works import read_works

__all__ = [
    "Found",
    "explain_not_identifier",
    "find_identifiers",
    "identify_document",
    "read_argument",
    "read_identifier",
    "read_works",
]
