"""``harvest mirror``: the services' interfaces from a folder of records."""

from __future__ import annotations

import click


@click.group()
def mirror() -> None:
    """Answer for PubMed, Crossref and the others from a folder of records."""


@mirror.command()
@click.argument("folder", required=False, metavar="[FOLDER]")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8002,
    show_default=True,
    help="Port; 0 takes a free one.",
)
@click.option("--later", metavar="FOLDER", help="Later states of some of the records.")
@click.option("--faults", metavar="FILE", help="Misbehave by this script.")
@click.option("--limits", is_flag=True, help="Refuse requests beyond the limits.")
def serve(
    folder: str | None,
    host: str,
    port: int,
    later: str | None,
    faults: str | None,
    limits: bool,
) -> None:
    """Serve FOLDER over HTTP; without it, the records that ship with the package.

    Any E-utilities or Crossref client can talk to it; `harvest` does with
    HARVEST_MIRROR_URL=http://127.0.0.1:8002 or `url` under [mirror] in config.toml.

    \b
      harvest mirror serve
      harvest mirror serve records/ --port 8002
    """
    from harvester.mirror import Mirror, shipped_folder
    from harvester.mirror.enforcer import RateEnforcer
    from harvester.mirror.faults import FaultyMirror, Mirrors, load_script
    from harvester.mirror.server import Server

    place = folder or shipped_folder()
    answering: Mirrors = Mirror(place, later=later)
    if faults:
        answering = FaultyMirror(answering, load_script(faults))
    if limits:
        answering = RateEnforcer(answering)
    server = Server(answering, host=host, port=port)
    click.echo(f"mirror of {place} on {server.url}  (Ctrl-C stops it)", err=True)
    try:
        server.serve_forever()
    finally:
        server.close()
