"""How many linked articles are fetched, and what that makes of a link set."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from harvester.model import Key, LinkKind, LinkSet, LinkState, Value


class Limits(Value, frozen=True, kw_only=True):
    """How many articles of each kind of link set are fetched themselves."""

    similar: int
    cited_by: int
    references: int

    def of(self, kind: LinkKind) -> int:
        """Return the limit of one kind."""
        match kind:
            case LinkKind.SIMILAR:
                return self.similar
            case LinkKind.CITED_BY:
                return self.cited_by
            case LinkKind.REFERENCES:
                return self.references


def settle_link_sets(
    link_sets: Iterable[LinkSet],
    limits: Limits,
    home: Callable[[Key], object] = lambda owner: owner,
) -> tuple[tuple[LinkSet, ...], tuple[Key, ...]]:
    """Decide which linked articles are fetched and mark the sets that are cut.

    The limit holds for each article, kind and scheme, however many providers list
    them; the providers' order decides who is within it. All identifiers stay in the
    sets.

    Args:
        link_sets: The most telling provider first.
        limits: How many are fetched.
        home: Tells which owners are one article.

    Returns:
        The sets with their states, and the keys to fetch, each once, in order.
    """
    settled = []
    wanted: dict[Key, None] = {}
    unions: dict[object, set[Key]] = {}
    for link_set in link_sets:
        targets = [link.target for link in link_set.links if link.target is not None]
        limit = limits.of(link_set.kind)
        within = 0
        for target in targets:
            union = unions.setdefault(
                (home(link_set.owner), link_set.kind, target[0]), set()
            )
            if target in union or len(union) < limit:
                union.add(target)
                wanted[target] = None
                within += 1
        settled.append(_marked(link_set, within, len(targets)))
    return tuple(settled), tuple(wanted)


def _marked(link_set: LinkSet, within: int, count: int) -> LinkSet:
    if within == count or link_set.state is not LinkState.COMPLETE:
        return link_set
    return msgspec.structs.replace(
        link_set,
        state=LinkState.CUT,
        reason=f"{within} of {count} articles fetched (limit in config.toml)",
    )
