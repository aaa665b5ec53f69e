"""Where Datasette 0.65 and the 1.0 alphas differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import hookspecs

if TYPE_CHECKING:
    from datasette.app import Datasette

ASKS_FOR_METADATA = hasattr(hookspecs, "get_metadata")
"""0.65 asks plugins for metadata and queries; 1.0 is told both when it starts."""


async def ensure_may_view(datasette: Datasette, actor: Any, database: str) -> None:
    """Raise Datasette's ``Forbidden`` for who may not look at a database."""
    if hasattr(datasette, "ensure_permissions"):
        wanted = [("view-database", database), "view-instance"]
        await datasette.ensure_permissions(actor, wanted)
        return
    from datasette.resources import DatabaseResource  # noqa: PLC0415 - of 1.0 only

    await datasette.ensure_permission(
        action="view-database", resource=DatabaseResource(database), actor=actor
    )
