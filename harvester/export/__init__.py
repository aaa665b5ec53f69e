"""Article → the forms that other people read."""

from harvester.export.citation import build_citation
from harvester.export.formats import FORMATS, Format, write
from harvester.export.keys import citation_key
from harvester.export.losses import Loss, find_losses

__all__ = [
    "FORMATS",
    "Format",
    "Loss",
    "build_citation",
    "citation_key",
    "find_losses",
    "write",
]
