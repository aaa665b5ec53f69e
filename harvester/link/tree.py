"""Who cites whom in turn: links followed within the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from harvester.model import Value

CYCLE = "cycle"
AGAIN = "again"
DEPTH = "depth"


class Branch(Value, frozen=True, kw_only=True):
    """A work in a tree of links.

    Attributes:
        article_id: Its number; None where it is not in the library.
        identifiers: As ``scheme:value``.
        citation: In one line, where it is here or described.
        providers: Who says that it belongs below its parent.
        branches: What it is tied to itself, in order.
        end: Why there are none although it has some: ``cycle``, it stands above
            itself; ``again``, they are shown elsewhere, as near to the root or nearer;
            ``depth``, they are too far from the root. None: it has none.
    """

    article_id: int | None = None
    identifiers: tuple[str, ...] = ()
    citation: str | None = None
    providers: tuple[str, ...] = ()
    branches: tuple[Branch, ...] = ()
    end: str | None = None


def grow_tree(
    root: Branch, find_ties: Callable[[int], Sequence[Branch]], *, depth: int
) -> Branch:
    """Return ``root`` with what it is tied to, and that in turn.

    An article is followed once, where it is nearest to the root.

    Args:
        root: An article.
        find_ties: The number of an article → what it is tied to, without branches.
        depth: How many generations.
    """
    ties, parents = _follow(root, find_ties, depth)

    def end_of(branch: Branch, above: tuple[int | None, ...]) -> str | None:
        if branch.article_id in above:
            return CYCLE
        if above and parents[branch.article_id] != above[-1]:
            return AGAIN
        return None if branch.article_id in ties else DEPTH

    def grow(branch: Branch, above: tuple[int | None, ...]) -> Branch:
        number = branch.article_id
        if number is None:
            return branch
        below = ties[number] if number in ties else find_ties(number)
        end = end_of(branch, above) if below else None
        path = (*above, number)
        branches = () if end else tuple(grow(one, path) for one in below)
        return msgspec.structs.replace(branch, branches=branches, end=end)

    return grow(root, ())


def _follow(
    root: Branch, find_ties: Callable[[int], Sequence[Branch]], depth: int
) -> tuple[dict[int, Sequence[Branch]], dict[int | None, int | None]]:
    """Return the ties of all that are followed, and below whom each work stands."""
    ties: dict[int, Sequence[Branch]] = {}
    parents: dict[int | None, int | None] = {root.article_id: None}
    generation = [root.article_id] if root.article_id is not None else []
    for _ in range(depth):
        following = []
        for number in generation:
            ties[number] = find_ties(number)
            for one in ties[number]:
                if one.article_id is not None and one.article_id not in parents:
                    parents[one.article_id] = number
                    following.append(one.article_id)
        generation = following
    return ties, parents
