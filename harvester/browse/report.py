"""The pictures of a library as one file that stands alone."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from harvester.browse.explore import build, look
from harvester.browse.words import FILTERS
from harvester.store import Library


def build_report(library: Library, now: datetime) -> str:
    """Return a page of HTML with all pictures; it loads nothing from anywhere.

    Args:
        library: Of which.
        now: The clock.
    """
    seen = look(library)
    environment = Environment(
        loader=PackageLoader("harvester.browse"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(FILTERS)
    style = (files("harvester.browse") / "static" / "library.css").read_text("utf-8")
    return environment.get_template("library_report.html").render(
        **build(seen, lambda *_, **__: None),
        overview=seen.overview,
        name=library.path.stem,
        day=now.date().isoformat(),
        style=style,
    )
