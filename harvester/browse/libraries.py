"""Which of the databases that are served are libraries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from harvester.store import is_library

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database


def find_libraries(datasette: Datasette) -> dict[str, Database]:
    """Return the databases that are libraries, by name, in the order served."""
    return {
        name: database
        for name, database in datasette.databases.items()
        if database.path and is_library(Path(database.path))
    }
