"""Article → the forms that other people read."""

from harvester.export.citation import build_citation

__all__ = ["build_citation"]
