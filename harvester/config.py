"""config.toml and the environment → Settings."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from harvester.errors import ConfigError

Count = Annotated[int, msgspec.Meta(ge=0)]
Days = Annotated[int, msgspec.Meta(ge=1, le=36500)]
Seconds = Annotated[float, msgspec.Meta(gt=0)]
_WORDS = re.compile(r"Expected `str` matching regex '\^\(([\w|]+)\)\$'")
AlertKind = Literal[
    "retracted",
    "withdrawn",
    "expression-of-concern",
    "reinstated",
    "deleted",
    "merged",
    "split",
    "restored",
    "corrected",
    "notice",
    "added",
    "issued",
    "indexed",
    "identified",
    "cited",
    "changed",
]
"""The kinds of changes; a test holds them to ``harvester.changes``."""
Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of config.toml; an unknown key is an error."""


class LibrarySettings(_Section, frozen=True, kw_only=True):
    """``[library]``."""

    database: str = "literature.db"


class ContactSettings(_Section, frozen=True, kw_only=True):
    """``[contact]``. The key is kept out of every repr."""

    tool: str = "harvester"
    email: str = ""
    crossref_mailto: str = ""
    ncbi_api_key: str = ""

    def __repr__(self) -> str:
        key = "set" if self.ncbi_api_key else "not set"
        return f"ContactSettings(tool={self.tool!r}, ncbi_api_key={key})"


class FetchSettings(_Section, frozen=True, kw_only=True):
    """``[fetch]``."""

    connect_timeout_seconds: Seconds = 15.0
    read_timeout_seconds: Seconds = 60.0
    total_timeout_seconds: Seconds = 300.0
    attempts: Annotated[int, msgspec.Meta(ge=1, le=20)] = 4
    pubmed_per_day: Count = 0
    crossref_per_day: Count = 0
    pubmed_in_peak_hours: Count = 0


class LinkSettings(_Section, frozen=True, kw_only=True):
    """``[links]``."""

    similar: Count = 20
    cited_by: Count = 200
    references: Count = 50
    indexes: tuple[Literal["icite", "opencitations"], ...] = ("icite",)


class RefreshSettings(_Section, frozen=True, kw_only=True):
    """``[refresh]``: intervals in days, and how much one run may do."""

    watched_days: Days = 1
    ahead_of_print_days: Days = 3
    in_process_days: Days = 7
    no_mesh_days: Days = 7
    young_days: Days = 14
    old_days: Days = 90
    links_young_days: Days = 30
    links_old_days: Days = 180
    retry_days: Days = 1
    retry_most_days: Days = 64
    max_articles: Count = 0
    max_requests: Count = 5000


class ArticleSettings(_Section, frozen=True, kw_only=True):
    """``[articles]``."""

    year: Literal["issue", "online"] = "issue"


class FieldPolicySettings(_Section, frozen=True, kw_only=True):
    """A field of ``[policy]``: sources in their order of trust, and a rule."""

    order: tuple[str, ...] = ()
    rule: str | None = None


class KeepSettings(_Section, frozen=True, kw_only=True):
    """A source under ``[bulk]``: what is kept of the records of its files."""

    keep: Annotated[str, msgspec.Meta(pattern="^(reference|bytes)$")] = "reference"


class BulkSettings(_Section, frozen=True, kw_only=True):
    """``[bulk]``."""

    pubmed: KeepSettings = KeepSettings()
    crossref: KeepSettings = KeepSettings()

    def keeps_bytes(self, source: str) -> bool:
        """Whether the records of a source's files are kept as they stood there."""
        return {"pubmed": self.pubmed, "crossref": self.crossref}[
            source
        ].keep == "bytes"


class MirrorSettings(_Section, frozen=True, kw_only=True):
    """``[mirror]``."""

    folder: str = ""
    url: str = ""


class ServeSettings(_Section, frozen=True, kw_only=True):
    """``[serve]``."""

    host: str = "127.0.0.1"
    port: Port = 8001


class AlertSettings(_Section, frozen=True, kw_only=True):
    """``[alerts]``. The address, which may hold a secret, is kept out of every repr."""

    on: tuple[AlertKind, ...] = (
        "retracted",
        "withdrawn",
        "expression-of-concern",
        "reinstated",
        "deleted",
        "merged",
    )
    command: tuple[str, ...] = ()
    webhook: Annotated[str, msgspec.Meta(pattern=r"^(https?://.+)?$")] = ""
    timeout_seconds: Seconds = 30.0

    def __repr__(self) -> str:
        webhook = "set" if self.webhook else "not set"
        return f"AlertSettings(on={self.on!r}, webhook={webhook})"


class Settings(_Section, frozen=True, kw_only=True):
    """The whole configuration, checked."""

    library: LibrarySettings = LibrarySettings()
    contact: ContactSettings = ContactSettings()
    fetch: FetchSettings = FetchSettings()
    links: LinkSettings = LinkSettings()
    refresh: RefreshSettings = RefreshSettings()
    articles: ArticleSettings = ArticleSettings()
    policy: dict[str, tuple[str, ...] | FieldPolicySettings] = {}
    bulk: BulkSettings = BulkSettings()
    mirror: MirrorSettings = MirrorSettings()
    serve: ServeSettings = ServeSettings()
    alerts: AlertSettings = AlertSettings()


ENVIRONMENT: Mapping[str, tuple[str, str]] = {
    "ENTREZ_EMAIL": ("contact", "email"),
    "NCBI_EMAIL": ("contact", "email"),
    "CROSSREF_MAILTO": ("contact", "crossref_mailto"),
    "ENTREZ_API_KEY": ("contact", "ncbi_api_key"),
    "NCBI_API_KEY": ("contact", "ncbi_api_key"),
    "HARVEST_DATABASE": ("library", "database"),
    "HARVEST_MIRROR_URL": ("mirror", "url"),
}
"""Variable → (table, key); of two for the same key the later one wins."""

DEFAULT_FILE = "config.toml"


def load_settings(
    path: str | None, environment: Mapping[str, str] = os.environ
) -> Settings:
    """Read the configuration.

    Args:
        path: The file named by the user; None reads ``./config.toml`` if there
            is one, and else takes the defaults.
        environment: Overrides of single keys, see ``ENVIRONMENT``.

    Raises:
        ConfigError: The named file is missing, no file, no TOML, or has an unknown
            key or a value of the wrong type or range.
    """
    file = Path(path or DEFAULT_FILE)
    tables: dict[str, Any] = {}
    if path is not None or file.is_file():
        tables = _read(file)
    for variable, (table, key) in ENVIRONMENT.items():
        if (value := environment.get(variable)) and isinstance(
            section := tables.setdefault(table, {}), dict
        ):
            section[key] = value
    _check_policy(file, tables.get("policy"))
    try:
        return msgspec.convert(tables, Settings)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{file}: {_in_words(str(error))}") from error


def _check_policy(file: Path, policy: Any) -> None:
    """Raise for a field of the policy with a bare word; msgspec names no field."""
    for field, said in policy.items() if isinstance(policy, dict) else ():
        if not isinstance(said, list | dict):
            raise ConfigError(
                f"{file}: policy.{field}: a list of sources is wanted, such as "
                '["crossref"], or a table'
            )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(
            f"{file}: there is no such file; leave --config out to use the defaults"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read as text ({error})") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: not valid TOML: {error}") from error


def _in_words(message: str) -> str:
    """Turn msgspec's ``… - at `$.links.similar``` into ``links.similar: …``.

    A pattern that lists words becomes these words.
    """
    problem, _, place = message.partition(" - at `$")
    place = place.strip("`.")
    if words := _WORDS.fullmatch(problem):
        problem = f"it can be {words[1].replace('|', ' or ')}"
    return f"{place}: {problem}" if place else problem
