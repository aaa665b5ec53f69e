"""SVG, element by element; text of unknown origin stays text.

Lengths across are shares of the width, lengths down are pixels: a picture is as wide
as its place, and its words keep the size of the page's. Colours are the style sheet's.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape


def tag(name: str, *children: str, **attributes: object) -> Markup:
    """Return an element.

    Args:
        name: Of the element.
        children: Elements, or text, which is escaped.
        attributes: ``_`` is written ``-``, but for one at the end (``class_``); None
            is left out.

    Examples:
        >>> str(tag("text", "a < b", class_="note", font_size=None))
        '<text class="note">a &lt; b</text>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(map(escape, children))
    return Markup(f"<{name}{given}>{inner}</{name}>")  # noqa: S704 - escaped above


def _is_named(words: str, children: Iterable[Markup]) -> bool:
    return any("<text" in child for child in children) or not words


def link(
    href: str | None, words: str, *children: Markup, is_stop: bool = True
) -> Markup:
    """Return shapes that lead somewhere; without an address, only named.

    Args:
        href: Where to.
        words: What they show, in words.
        children: The shapes.
        is_stop: The tabulator key stops here.
    """
    title = tag("title", words)
    if href is None:
        return tag("g", title, *children)
    return tag(
        "a",
        title,
        *children,
        href=href,
        tabindex=None if is_stop else -1,
    )


def picture(
    title: str,
    *children: Markup,
    height: int,
    kind: str,
    is_linked: bool,
    width: int | None = None,
) -> Markup:
    """Return a whole picture.

    Args:
        title: What is seen, in words.
        children: In the order painted.
        height: In pixels.
        kind: Its class in the style sheet, beside ``chart``.
        is_linked: Something in it leads somewhere: a reader is let in.
        width: In pixels; None: that of its place.
    """
    return tag(
        "svg",
        *children,
        class_=f"chart {kind}",
        role="group" if is_linked else "img",
        aria_label=title,
        width=width or "100%",
        height=height,
        xmlns="http://www.w3.org/2000/svg",
    )


def percent(share: float) -> str:
    """Return a share of the width.

    Examples:
        >>> percent(1 / 3), percent(1)
        ('33.33%', '100%')
    """
    return f"{round(100 * share, 2):g}%"


def shade(count: int, most: int) -> int:
    """Return how dark a count is, from 0 (none) to 5.

    Examples:
        >>> [shade(count, 10) for count in (0, 1, 4, 10)]
        [0, 1, 2, 5]
    """
    return 0 if count <= 0 or most <= 0 else max(1, -(-5 * count // most))
