"""A network to move about: a picture at once, a script where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harvester.browse.figures import Figure, build_network
from harvester.plots import place_nodes
from harvester.store import Library, Network

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page

DRAWN = 60
_KINDS = {
    # kind: the title, the heads of the table, the path of a node's page
    "authors": (
        "Who writes with whom",
        ("Author", "With", "Articles together"),
        "-/author/{}",
    ),
    "citations": ("Who cites whom", ("Citing", "Cited", "Ties"), "articles/{}"),
}


async def view(page: Page) -> Response:
    """Return the network of a kind: of the whole library, or around one node."""
    kind = page.argument("kind")
    kind = kind if kind in _KINDS else "citations"
    around = _number(page.argument("around"), 18)
    years = (_number(page.argument("from"), 4), _number(page.argument("to"), 4))
    network = await page.read(lambda library: _load(library, kind, around, years))
    figure = _draw(page, kind, network)
    context = {
        "kind": kind,
        "around": around,
        "first": years[0],
        "last": years[1],
        "figure": figure,
        "network": network,
        "drawn": _describe(page, kind, network),
    }
    return await page.render("library_network.html", context, title=figure.title)


def _number(text: str, digits: int) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if is_number else None


def _load(
    library: Library,
    kind: str,
    around: int | None,
    years: tuple[int | None, int | None],
) -> Network:
    if kind == "authors":
        return library.networks.coauthors(limit=DRAWN, around=around)
    return library.networks.citations(limit=DRAWN, around=around, years=years)


def _draw(page: Page, kind: str, network: Network) -> Figure:
    title, heads, path = _KINDS[kind]
    return build_network(
        ("network", title),
        network,
        lambda number: page.url(path.format(number)),
        heads=heads,
    )


def _describe(page: Page, kind: str, network: Network) -> dict[str, Any]:
    """Return what the script draws: the picture's nodes, where they lie there."""
    points = place_nodes(network.nodes, network.ties)
    path = _KINDS[kind][2]
    return {
        "directed": kind == "citations",
        "nodes": [
            {
                "id": f"n{node.key}",
                "label": node.label,
                "words": node.words,
                "count": node.count,
                "year": node.year,
                "href": page.url(path.format(node.key)),
                "x": points[node.key][0],
                "y": points[node.key][1],
            }
            for node in network.nodes
        ],
        "ties": [
            {"source": f"n{tie.source}", "target": f"n{tie.target}", "count": tie.count}
            for tie in network.ties
        ],
    }
