"""A mirror that misbehaves as the services do, by a script.

A script is a TOML or JSON file: a ``seed`` and a list of ``rule`` tables. Each
rule names a ``fault`` and says which requests it befalls; the same script gives
the same faults for the same requests. For example, every third list request
answered with 429, and one article that PubMed cannot deliver::

    seed = 7

    [[rule]]
    service = "crossref"
    endpoint = "list"
    fault = "busy"
    retry_after = "2"
    probability = 0.33

    [[rule]]
    service = "eutils"
    endpoint = "efetch"
    fault = "error-500"
    id = "99000002"
"""

from __future__ import annotations

import random
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Annotated, Protocol
from urllib.parse import quote, unquote_plus

import msgspec

from harvester.errors import HarvesterError
from harvester.mirror.answer import Answer, Asked, Served, take_apart
from harvester.mirror.fault_table import FAULTS
from harvester.mirror.mirror import locate


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which requests a fault befalls; all that is said must be so.

    Attributes:
        fault: Its name, see ``fault_table.FAULTS``.
        service: As in ``Served``; empty for any.
        endpoint: As in ``Served``; empty for any.
        nth: The requests, counted from 1 among those of the service and endpoint.
        first, last: The same as a stretch; 0 leaves that end open.
        probability: How often, of the requests that are left.
        id: Only requests that name this identifier.
        retry_after: The header with which it is sent; empty for none.
        seconds: How long the answer takes.
        instead: For ``another-record``: the identifier that is answered for.
        megabytes: For ``bomb``: what the body unpacks to.
    """

    fault: str
    service: str = ""
    endpoint: str = ""
    nth: tuple[int, ...] = ()
    first: int = 0
    last: int = 0
    probability: Annotated[float, msgspec.Meta(ge=0, le=1)] = 1.0
    id: str = ""
    retry_after: str = ""
    seconds: float = 0.0
    instead: str = ""
    megabytes: int = 300


class Script(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What goes wrong: the first rule that befalls a request decides."""

    seed: int = 0
    rule: tuple[Rule, ...] = ()


class Mirrors(Protocol):
    """A mirror, or what stands in front of one."""

    @property
    def requests(self) -> Sequence[Served]:
        """What was answered so far, in order."""
        ...

    def answer(
        self,
        method: str,
        url: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Answer one request."""
        ...


def load_script(file: Path | str) -> Script:
    """Read a script: JSON where the name ends so, else TOML.

    Raises:
        HarvesterError: It cannot be read, or asks for a fault that there is not.
    """
    file = Path(file)
    try:
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".json":
            script = msgspec.json.decode(text, type=Script)
        else:
            script = msgspec.convert(tomllib.loads(text), Script)
    except (OSError, ValueError) as error:
        raise HarvesterError(f"{file} is no script of faults: {error}") from error
    for rule in script.rule:
        if rule.fault not in FAULTS:
            raise HarvesterError(
                f"{file}: there is no fault {rule.fault!r}; known are "
                f"{', '.join(sorted(FAULTS))}"
            )
    return script


class FaultyMirror:
    """Answers as ``mirror`` does, but for what the script spoils.

    Args:
        mirror: Answers the requests.
        script: What goes wrong.

    Attributes:
        befallen: The faults that were played, in order: (service, endpoint, number
            of the request among those, fault).
    """

    def __init__(self, mirror: Mirrors, script: Script) -> None:
        self._mirror = mirror
        self._script = script
        self._lock = Lock()
        self._counts: Counter[tuple[str, str]] = Counter()
        self.befallen: list[tuple[str, str, int, str]] = []

    @property
    def requests(self) -> Sequence[Served]:
        """What was asked, as answered before it was spoiled."""
        return self._mirror.requests

    def answer(
        self,
        method: str,
        url: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Answer one request, well or badly."""
        asked = take_apart(method, url, body, headers or {})
        service, endpoint = locate(asked)
        with self._lock:
            number = self._count(service, endpoint)
            rule = self._rule(asked, service, endpoint, number)
            if rule is not None:
                self.befallen.append((service, endpoint, number, rule.fault))
        if rule is not None and rule.fault == "another-record":
            url, body = _swap(url, rule), _swap(body.decode(), rule).encode()
        answer = self._mirror.answer(method, url, body, headers)
        if rule is None:
            return answer
        spoiled = FAULTS[rule.fault](answer, service, endpoint, rule.megabytes)
        more = (("Retry-After", rule.retry_after),) if rule.retry_after else ()
        return msgspec.structs.replace(
            spoiled,
            headers=(*spoiled.headers, *more),
            delay_seconds=rule.seconds,
        )

    def _count(self, service: str, endpoint: str) -> int:
        self._counts[service, endpoint] += 1
        return self._counts[service, endpoint]

    def _rule(
        self, asked: Asked, service: str, endpoint: str, number: int
    ) -> Rule | None:
        for index, rule in enumerate(self._script.rule):
            if (
                rule.service in ("", service)
                and rule.endpoint in ("", endpoint)
                and (not rule.nth or number in rule.nth)
                and rule.first <= number <= (rule.last or number)
                and (not rule.id or _names(asked, rule.id))
                and self._chance(index, service, endpoint, number) < rule.probability
            ):
                return rule
        return None

    def _chance(self, index: int, service: str, endpoint: str, number: int) -> float:
        # Of the request alone: which others came between must not matter.
        seed = f"{self._script.seed} {index} {service} {endpoint} {number}"
        return random.Random(seed).random()  # noqa: S311 - a dice, not a secret


def _names(asked: Asked, identifier: str) -> bool:
    """Whether a request names ``identifier`` in its path or parameters."""
    said = " ".join([unquote_plus(asked.path), *(value for _, value in asked.params)])
    pattern = rf"(?<![\w.]){re.escape(identifier.lower())}(?![\w.])"
    return re.search(pattern, said.lower()) is not None


def _swap(text: str, rule: Rule) -> str:
    """Ask for ``rule.instead`` where ``rule.id`` was asked for."""
    if not rule.id:
        return text
    encoded, instead = quote(rule.id, safe=""), quote(rule.instead, safe="")
    return text.replace(rule.id, rule.instead).replace(encoded, instead)
