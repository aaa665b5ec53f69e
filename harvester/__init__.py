"""Harvest and normalise bibliographic metadata into one SQLite library."""

__version__ = "0.1.0"
