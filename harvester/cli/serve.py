"""``harvest serve``: Datasette on the library."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path

import click

from harvester.cli.options import library_options

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_ALWAYS = {"suggest_facets": "off"}
_NONE: Mapping[str, str] = {}
_PUBLIC = {
    "default_allow_sql": "off",
    "allow_download": "off",
    "allow_csv_stream": "off",
}
"""What strangers do not get: SQL of their own, the file, whole tables in one piece."""


@click.command()
@click.option(
    "--host", metavar="HOST", help="Address to listen on  [default: 127.0.0.1]"
)
@click.option("--port", type=click.IntRange(0, 65535), help="Port  [default: 8001]")
@click.option(
    "--public",
    is_flag=True,
    help="For strangers: no SQL of their own, no download of the file or of whole "
    "tables.",
)
@library_options
def serve(
    host: str | None,
    port: int | None,
    *,
    public: bool,
    db: str | None,
    config: str | None,
) -> None:
    """Browse the library with Datasette, until interrupted.

    It listens on this machine only, unless --host says otherwise. Put a server that
    speaks HTTPS before a public one.

    \b
      harvest serve
      harvest serve --public --host 0.0.0.0 --port 8080
    """
    from harvester.config import load_settings
    from harvester.store import Library
    from harvester.store.lock import is_held

    settings = load_settings(config)
    database = Path(db or settings.library.database)
    host = host or settings.serve.host
    port = settings.serve.port if port is None else port
    # A new baseline keeps writers out for hours, but no readers.
    with Library.open(database, create=False, read_only=is_held(database)):
        pass  # a file that is no library is said before a server starts
    _check_address(host, port)
    if host not in _LOOPBACK:
        can = "can read all of the library, the commands of its runs included"
        if not public:
            can += ", and run SQL queries of their own on it; --public forbids that"
        click.echo(
            f"harvest: {host} can be reached from other machines; people there {can}.",
            err=True,
        )
    run_datasette(database, host, port, _PUBLIC if public else _NONE)


def is_free(host: str, port: int) -> bool:
    """Return whether a server can listen there; port 0 is any that is free."""
    try:
        _check_address(host, port)
    except click.ClickException:
        return False
    return True


def _check_address(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {host}:{port} ({error.strerror}); choose another --port"
        ) from error


def run_datasette(
    database: Path, host: str, port: int, settings: Mapping[str, str] = _NONE
) -> None:
    """Run Datasette in its folder: it tells everybody the path that it is given.

    Args:
        database: The library.
        host: Where to listen.
        port: The same.
        settings: Of Datasette, beside those that always are.
    """
    from datasette.cli import cli as datasette

    arguments = ["serve", "--host", host, "--port", str(port)]
    for name, value in {**_ALWAYS, **settings}.items():
        arguments += ["--setting", name, value]
    os.chdir(database.parent)
    datasette.main([*arguments, "--", database.name], standalone_mode=False)
