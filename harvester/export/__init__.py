"""Article → the forms that other people read."""

from harvester.export.citation import build_citation
from harvester.export.formats import FORMATS, Format, write, write_bytes
from harvester.export.keys import citation_key
from harvester.export.losses import Loss, find_losses
from harvester.export.notices import JudgedArticle, Notice

__all__ = [
    "FORMATS",
    "Format",
    "JudgedArticle",
    "Loss",
    "Notice",
    "build_citation",
    "citation_key",
    "find_losses",
    "write",
    "write_bytes",
]
