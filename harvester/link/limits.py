"""How many linked articles are fetched, and what that makes of a link set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    link_sets: Iterable[LinkSet], limits: Limits
) -> tuple[tuple[LinkSet, ...], tuple[Key, ...]]:
    """Decide which linked articles are fetched and mark the sets that are cut.

    The limit holds for each article, kind and provider; the provider's order
    decides who is within it. All identifiers stay in the sets.

    Returns:
        The sets with their states, and the keys to fetch, each once, in order.
    """
    settled = []
    wanted: dict[Key, None] = {}
    for link_set in link_sets:
        targets = [link.target for link in link_set.links if link.target is not None]
        limit = limits.of(link_set.kind)
        wanted.update(dict.fromkeys(targets[:limit]))
        settled.append(_marked(link_set, targets, limit))
    return tuple(settled), tuple(wanted)


def _marked(link_set: LinkSet, targets: Sequence[Key], limit: int) -> LinkSet:
    if len(targets) <= limit or link_set.state is not LinkState.COMPLETE:
        return link_set
    return msgspec.structs.replace(
        link_set,
        state=LinkState.CUT,
        reason=f"{limit} of {len(targets)} articles fetched (limit in config.toml)",
    )
