"""``harvest serve``: Datasette on the library."""

from __future__ import annotations

import json
import socket
import tempfile
from pathlib import Path

import click

from harvester.cli.options import library_options

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@click.command()
@click.option(
    "--host", metavar="HOST", help="Address to listen on  [default: 127.0.0.1]"
)
@click.option("--port", type=click.IntRange(0, 65535), help="Port  [default: 8001]")
@library_options
def serve(
    host: str | None, port: int | None, db: str | None, config: str | None
) -> None:
    """Browse the library with Datasette, until interrupted."""
    from harvester.config import load_settings
    from harvester.store import Library
    from harvester.store.describe import datasette_metadata

    settings = load_settings(config)
    database = db or settings.library.database
    host = host or settings.serve.host
    port = settings.serve.port if port is None else port
    with Library.open(database, create=False):
        pass  # a file that is no library is said before a server starts
    _check_address(host, port)
    if host not in _LOOPBACK:
        click.echo(
            f"harvest: {host} can be reached from other machines; whoever reaches it "
            "can read the library and run SQL queries on it.",
            err=True,
        )
    with tempfile.TemporaryDirectory() as folder:
        metadata = Path(folder) / "metadata.json"
        # Datasette prints the columns' descriptions above the rows: too much to scroll.
        described = datasette_metadata(Path(database).stem, with_columns=False)
        metadata.write_text(json.dumps(described), encoding="utf-8")
        _run_datasette(database, host, port, metadata)


def _check_address(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {host}:{port} ({error.strerror}); choose another --port"
        ) from error


def _run_datasette(database: str, host: str, port: int, metadata: Path) -> None:
    from datasette.cli import cli as datasette

    arguments = ["serve", database, "--host", host, "--port", str(port)]
    arguments += ["--metadata", str(metadata), "--setting", "suggest_facets", "off"]
    datasette.main(arguments, standalone_mode=False)
