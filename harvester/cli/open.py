"""``harvest open``: an article in the browser."""

from __future__ import annotations

import threading
from pathlib import Path

import click

from harvester.cli.exits import DONE
from harvester.cli.options import library_options


@click.command("open")
@click.argument("identifier", metavar="PMID|DOI|PMCID|URL")
@click.option("--print", "only_print", is_flag=True, help="Print the address only.")
@click.option("--host", metavar="HOST", help="Of `harvest serve`  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), help="Port  [default: 8001]")
@library_options
def open_page(
    identifier: str,
    *,
    only_print: bool,
    host: str | None,
    port: int | None,
    db: str | None,
    config: str | None,
) -> int:
    """Open the browser at an article of the library.

    Where `harvest serve` is running on the port, its page is opened. Where nothing
    is, the library is served until interrupted, as by `harvest serve`.

    \b
      harvest open 38689169
      harvest open 38689169 --print

    \b
    Exit codes: 0 done · 1 not in the library, or the port belongs to another program
    · 2 no identifier.
    """
    from harvester.cli.serve import is_free, run_datasette
    from harvester.cli.show import open_article
    from harvester.config import load_settings
    from harvester.fetch import has_page

    settings = load_settings(config)
    host = host or settings.serve.host
    port = port or settings.serve.port
    with open_article(identifier, db, config) as (library, number):
        database = library.path
    address = _address(database, number, host, port)
    click.echo(address)
    if only_print:
        return DONE
    if is_free(host, port):
        threading.Thread(target=_launch_later, args=(address,), daemon=True).start()
        run_datasette(database, host, port)
    elif has_page(address):
        _launch(address)
    else:
        raise click.ClickException(
            f"{host}:{port} does not serve {database}; choose another --port"
        )
    return DONE


def _address(database: Path, number: int, host: str, port: int) -> str:
    """Return where Datasette shows an article."""
    from datasette.utils import tilde_encode

    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/{tilde_encode(database.stem)}/articles/{number}"


def _launch_later(address: str) -> None:
    """Open the browser as soon as the page is there; the server is starting."""
    from harvester.fetch import has_page

    if has_page(address, attempts=60):
        _launch(address)


def _launch(address: str) -> None:
    if click.launch(address):
        click.echo("harvest: no browser can be opened; go to the address", err=True)
