"""XML, written piece by piece."""

from __future__ import annotations

import html
from collections.abc import Mapping

from harvester.export.markup import one_line

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def escape(text: str) -> str:
    """Return a text as content of an element or an attribute."""
    return html.escape(text, quote=True)


def element(
    name: str, content: str | None, attributes: Mapping[str, str] | None = None
) -> str:
    """Return an element around content that is XML already; ``""`` without content."""
    if not content:
        return ""
    said = "".join(f' {key}="{escape(v)}"' for key, v in (attributes or {}).items())
    return f"<{name}{said}>{content}</{name}>"


def text_element(
    name: str, text: str | None, attributes: Mapping[str, str] | None = None
) -> str:
    """Return an element around a text; ``""`` where there is none."""
    return element(name, escape(one_line(text)) if text else None, attributes)
