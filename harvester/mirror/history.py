"""The history server: lists of PMIDs under a WebEnv and a query key."""

from __future__ import annotations

from threading import Lock

_PREFIX = "MCID_"


class History:
    """Lists that EPost, ESearch and ELink store and the others read.

    A WebEnv holds several lists under the keys ``1``, ``2`` …; none expires.
    """

    def __init__(self) -> None:
        self._lists: dict[str, list[tuple[str, ...]]] = {}
        self._lock = Lock()

    def store(self, pmids: tuple[str, ...], web_env: str = "") -> tuple[str, str]:
        """Keep a list and return its WebEnv and query key.

        Args:
            pmids: In the order in which they will be given back.
            web_env: Where to add it; unknown or empty opens a new one.
        """
        with self._lock:
            if web_env not in self._lists:
                web_env = f"{_PREFIX}{len(self._lists) + 1:024x}"
                self._lists[web_env] = []
            self._lists[web_env].append(pmids)
            return web_env, str(len(self._lists[web_env]))

    def recall(self, web_env: str, query_key: str) -> tuple[str, ...] | None:
        """Return a list, or None where there is no such list."""
        lists = self._lists.get(web_env, [])
        if not query_key.isdecimal() or not 1 <= int(query_key) <= len(lists):
            return None
        return lists[int(query_key) - 1]
