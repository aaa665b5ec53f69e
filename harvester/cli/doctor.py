"""``harvest doctor``: is everything in order, and what to do if not."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvester.cli.exits import DONE, FAILED
from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.config import Settings
    from harvester.fetch import Client, Probe
    from harvester.sources.base import Source
    from harvester.store import Library

Line = tuple[str, str, str]
"""ok, warn or fail; what was looked at; what was found and what to do."""

_OLDEST_SQLITE = (3, 35)
_BORN = datetime(2026, 1, 1, tzinfo=UTC)
_TIGHT = 500_000_000
_FULL = 20_000_000
_SLOW_SECONDS = 10
_KNOWN = {"pubmed": "38689169", "crossref": "10.1245/s10434-024-15316-7"}
"""An identifier that each service is sure to know, in its best scheme."""


@click.command()
@click.option("--online", is_flag=True, help="Also ask every service, once.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def doctor(online: bool, as_json: bool, db: str | None, config: str | None) -> int:
    """Check configuration, clock, disk, library and, with --online, the services.

    Exit codes: 0 in order, or warnings only · 1 something fails.

    \b
      harvest doctor
      harvest doctor --online --json
    """
    from harvester.config import load_settings
    from harvester.errors import ConfigError

    try:
        settings = load_settings(config)
    except ConfigError as error:
        lines: Iterable[Line] = [("fail", "configuration", str(error))]
    else:
        path = Path(db or settings.library.database)
        lines = _examine(settings, path, config, online=online)
    states = list(_print(lines, as_json=as_json))
    return FAILED if "fail" in states else DONE


def _print(lines: Iterable[Line], *, as_json: bool) -> Iterator[str]:
    """Print what was found, at once where people read it; yield every state."""
    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable

    told = []
    for state, subject, found in lines:
        told.append({"state": state, "subject": subject, "found": found})
        if not as_json:
            click.echo(printable(f"{state:<4}  {subject}: {found}"))
        yield state
    if as_json:
        write_json(told)


def _examine(
    settings: Settings, path: Path, config: str | None, *, online: bool
) -> Iterator[Line]:
    yield _configuration(config)
    yield from _contact(settings)
    yield _clock()
    yield _disk(path)
    yield _sqlite()
    yield from _library(path)
    if online:
        yield from _services(settings)


def _configuration(config: str | None) -> Line:
    from harvester.config import DEFAULT_FILE

    file = Path(config or DEFAULT_FILE)
    told = f"{file} is read" if file.is_file() else "no config.toml here: defaults"
    return "ok", "configuration", told


def _contact(settings: Settings) -> Iterator[Line]:
    contact = settings.contact
    if contact.email or contact.crossref_mailto:
        yield "ok", "contact", "an address is set"
    else:
        advice = (
            "set email under [contact], so that services can write before they "
            "block, and for Crossref's faster pool"
        )
        yield "warn", "contact", f"no address is set; {advice}"
    if contact.ncbi_api_key:
        yield "ok", "API key", "set: 10 requests a second to NCBI"
    else:
        yield "ok", "API key", "not set: 3 requests a second to NCBI, enough for most"


def _clock() -> Line:
    now = datetime.now(UTC)
    if now < _BORN:
        return "fail", "clock", f"it says {now:%Y-%m-%d}; set the clock of this machine"
    return "ok", "clock", f"{now:%Y-%m-%d %H:%M} UTC"


def _disk(path: Path) -> Line:
    from harvester.cli.status import in_words

    folder = path.absolute().parent
    if not folder.is_dir():
        return "fail", "disk", f"the folder {folder} does not exist; make it"
    free = shutil.disk_usage(folder).free
    size = path.stat().st_size if path.is_file() else 0
    told = f"{in_words(free)} free"
    if free < _FULL:
        return "fail", "disk", f"{told}; make room"
    if free < max(_TIGHT, size):
        return "warn", "disk", f"{told}; make room: a backup needs {in_words(size)}"
    return "ok", "disk", told


def _sqlite() -> Line:
    from harvester.store.upkeep import sqlite_features

    version, has_search = sqlite_features()
    numbers = tuple(int(part) for part in version.split("."))
    if numbers < _OLDEST_SQLITE or not has_search:
        told = f"{version}, full-text search {'' if has_search else 'not '}there"
        advice = "use a Python with SQLite 3.35 or newer and FTS5"
        return "fail", "SQLite", f"{told}; {advice}"
    return "ok", "SQLite", f"{version} with full-text search (FTS5)"


def _library(path: Path) -> Iterator[Line]:
    from harvester.errors import LibraryError
    from harvester.store import Library
    from harvester.store.upkeep import find_writer

    if not path.exists():
        yield "ok", "library", f"{path} is not there yet; the first harvest makes it"
        return
    try:
        with Library.open(path, create=False, read_only=True) as library:
            yield from _contents(library)
        writer = find_writer(path)
    except LibraryError as error:
        yield "fail", "library", str(error)
        return
    if writer:
        yield "ok", "lock", f"{writer} is writing to {path}"
    else:
        yield "ok", "lock", "nobody is writing"


def _contents(library: Library) -> Iterator[Line]:
    damage = library.find_damage()
    for problem in damage:
        yield "fail", "library", f"{problem}; restore {library.path} from a backup"
    if not damage:
        count = library.counts()["articles"]
        yield "ok", "library", f"{library.path} is sound: {count} articles"
    now = datetime.now(UTC)
    for run in library.load_runs(limit=1):
        if run.started_at and datetime.fromisoformat(run.started_at) > now:
            told = f"the last run began at {run.started_at}, later than now"
            yield "fail", "clock", f"{told}; set the clock of this machine"


def _services(settings: Settings) -> Iterator[Line]:
    import asyncio

    from harvester.pipeline.client import build_client
    from harvester.sources.registry import SOURCES

    async def ask() -> list[Line]:
        async with build_client(settings, offline=False) as client:
            return [
                await _service(client, source, settings)
                for source in SOURCES.values()
                if source.name in _KNOWN
            ]

    yield from asyncio.run(ask())


async def _service(client: Client, source: Source, settings: Settings) -> Line:
    from harvester.errors import SourceError

    flow, *_ = source.lookup(source.accepts[0], [_KNOWN[source.name]])
    try:
        probe = await client.probe(next(flow), source)
    except SourceError as error:
        advice = "check the network, a proxy or firewall, and try again later"
        return "fail", source.name, f"{error}; {advice}"
    finally:
        flow.close()
    return _judge(source.name, probe, settings)


def _judge(name: str, probe: Probe, settings: Settings) -> Line:
    pool = f", pool {probe.pool}" if probe.pool else ""
    told = f"HTTP {probe.status} in {probe.seconds:.1f} s{pool}"
    if probe.status >= 400:
        return "fail", name, f"{told}; try again later"
    has_address = settings.contact.crossref_mailto or settings.contact.email
    if has_address and probe.pool and not probe.pool.startswith(("polite", "plus")):
        return "warn", name, f"{told}, though an address is set; is it a valid one?"
    if probe.seconds > _SLOW_SECONDS:
        return "warn", name, f"{told}; that is slow"
    return "ok", name, told
