"""Harvest and normalise bibliographic metadata into one SQLite library.

``from harvester import Library`` is what most programs need; see ``harvester.api``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harvester.api import Library
    from harvester.errors import HarvesterError
    from harvester.model import Article

__version__ = "0.1.0"
__all__ = ["Article", "HarvesterError", "Library", "__version__"]

_HOMES = {
    "Article": "harvester.model",
    "HarvesterError": "harvester.errors",
    "Library": "harvester.api",
}
"""Imported when they are asked for: the command line starts without them."""


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
