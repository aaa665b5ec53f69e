"""The services' limits, enforced: too many requests are answered with 429."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from harvester.mirror.answer import JSON, Answer, Served, take_apart
from harvester.mirror.faults import Mirrors
from harvester.mirror.mirror import locate

Limits = Mapping[str, tuple[int, float]]
"""Route class (``eutils``, ``crossref single``, ``crossref list``, else the service) →
requests in any stretch of so many seconds. What doi.org and Europe PMC allow, nobody
has printed."""

POLITE: Limits = {
    "eutils": (10, 1.0),
    "idconv": (3, 1.0),
    "icite": (3, 1.0),
    "opencitations": (180, 60.0),
    "crossref single": (10, 1.0),
    "crossref list": (3, 1.0),
    "datacite": (1_000, 300.0),
    "doira": (1, 1.0),
    "europepmc": (5, 1.0),
}
"""For a caller with a key and a contact address."""
PUBLIC: Limits = {
    "eutils": (3, 1.0),
    "idconv": (3, 1.0),
    "icite": (3, 1.0),
    "opencitations": (180, 60.0),
    "crossref single": (5, 1.0),
    "crossref list": (1, 1.0),
    "datacite": (500, 300.0),
    "doira": (1, 1.0),
    "europepmc": (5, 1.0),
}
_RETRY_AFTER_SECONDS = "2"


class RateEnforcer:
    """Answers as ``mirror`` does, within limits.

    Requests that are refused count as well: who goes on asking goes on being
    refused.

    Args:
        mirror: Answers the requests.
        limits: What is allowed; a route class that is not named is not limited.
        clock: Monotonic seconds.

    Attributes:
        violations: Requests refused, by route class.
        arrivals: When requests arrived, by route class.
    """

    def __init__(
        self,
        mirror: Mirrors,
        limits: Limits = POLITE,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._mirror = mirror
        self._limits = limits
        self._clock = clock
        self._lock = Lock()
        self.violations: Counter[str] = Counter()
        self.arrivals: dict[str, deque[float]] = {
            route: deque(maxlen=100_000) for route in limits
        }

    @property
    def requests(self) -> Sequence[Served]:
        """What was answered; what was refused is not among it."""
        return self._mirror.requests

    def answer(
        self,
        method: str,
        url: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Answer one request, or refuse it."""
        service, endpoint = locate(take_apart(method, url, body, headers or {}))
        route = service if service != "crossref" else f"crossref {_class(endpoint)}"
        if route in self._limits and self._is_too_many(route):
            return _refusal(service, *self._limits[route])
        return self._mirror.answer(method, url, body, headers)

    def _is_too_many(self, route: str) -> bool:
        count, seconds = self._limits[route]
        with self._lock:
            now = self._clock()
            arrivals = self.arrivals[route]
            arrivals.append(now)
            if len(arrivals) <= count or now - arrivals[-count - 1] >= seconds:
                return False
            self.violations[route] += 1
            return True


def _class(endpoint: str) -> str:
    return "list" if endpoint == "list" else "single"


def _refusal(service: str, count: int, seconds: float) -> Answer:
    if service == "crossref":
        return Answer(
            status=429,
            headers=(
                ("x-rate-limit-limit", str(count)),
                ("x-rate-limit-interval", f"{seconds:.0f}s"),
            ),
        )
    return Answer(
        status=429,
        headers=(("Content-Type", JSON), ("Retry-After", _RETRY_AFTER_SECONDS)),
        body=b'{"error":"API rate limit exceeded","api-key":"127.0.0.1",'
        b'"count":"%d","limit":"%d"}' % (count + 1, count),
    )
