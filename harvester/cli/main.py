"""The ``harvest`` command: its subcommands, and the last line of defence."""

from __future__ import annotations

import sys
from typing import Any

import click

from harvester.cli.exits import FAILED, INTERRUPTED, exit_code
from harvester.cli.lazy import LazyGroup
from harvester.cli.terminal import printable
from harvester.errors import HarvesterError

COMMANDS = {
    "get": ("harvester.cli.get", "get"),
    "demo": ("harvester.cli.demo", "demo"),
    "refresh": ("harvester.cli.refresh", "refresh"),
    "watch": ("harvester.cli.watch", "watch"),
    "unwatch": ("harvester.cli.watch", "unwatch"),
    "show": ("harvester.cli.show", "show"),
    "links": ("harvester.cli.links", "links"),
    "similar": ("harvester.cli.similar", "similar"),
    "why": ("harvester.cli.why", "why"),
    "quarantine": ("harvester.cli.quarantine", "quarantine"),
    "settle": ("harvester.cli.quarantine", "settle"),
    "set": ("harvester.cli.correct", "set_value"),
    "unset": ("harvester.cli.correct", "unset"),
    "corrections": ("harvester.cli.correct", "corrections"),
    "policy": ("harvester.cli.policy", "policy"),
    "search": ("harvester.cli.search", "search"),
    "export": ("harvester.cli.export", "export"),
    "list": ("harvester.cli.list", "list_articles"),
    "authors": ("harvester.cli.authors", "authors"),
    "changes": ("harvester.cli.changes", "changes"),
    "open": ("harvester.cli.open", "open_page"),
    "serve": ("harvester.cli.serve", "serve"),
    "findings": ("harvester.cli.findings", "findings"),
    "stats": ("harvester.cli.stats", "stats"),
    "report": ("harvester.cli.report_page", "report"),
    "status": ("harvester.cli.status", "status"),
    "runs": ("harvester.cli.runs", "runs"),
    "doctor": ("harvester.cli.doctor", "doctor"),
    "backup": ("harvester.cli.backup", "backup"),
    "rebuild": ("harvester.cli.rebuild", "rebuild"),
    "match": ("harvester.cli.match", "match"),
    "duplicates": ("harvester.cli.duplicates", "duplicates"),
    "mesh": ("harvester.cli.mesh", "mesh"),
    "journals": ("harvester.cli.journals", "journals"),
    "bulk": ("harvester.cli.bulk", "bulk"),
    "lake": ("harvester.cli.lake", "lake"),
    "identify": ("harvester.cli.identify", "identify"),
    "parse": ("harvester.cli.parse", "parse"),
    "normalize": ("harvester.cli.normalize", "normalize"),
    "completion": ("harvester.cli.completion", "completion"),
    "mirror": ("harvester.cli.mirror", "mirror"),
}
"""Command → where it lives. They are imported when they are called."""


DEFAULT = "get"
_OWN_OPTIONS = {"-h", "--help", "--version"}


class Commands(LazyGroup):
    """``get`` is what a first argument that names no command means."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command first where no command stands there."""
        # A shell that completes the first word asks for the commands.
        is_completing = not args and ctx.resilient_parsing
        first = args[0] if args else None
        if not is_completing and first not in COMMANDS.keys() | _OWN_OPTIONS:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=Commands,
    places=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@click.version_option(package_name="harvester", prog_name="harvest")
def harvest() -> None:
    """Harvest bibliographic metadata from PubMed and Crossref into one SQLite file.

    Give it PMIDs, DOIs, PMCIDs, their URLs, or files that mention them: what is no
    command is something to get.

    \b
      harvest 38689169 10.1155/2012/782672 PMC3272804
      harvest saved-page.html notes.txt
      harvest --offline --pmid 38689169
      harvest show 38689169
      harvest serve

    \b
    Exit codes: 0 done (also: nothing to do) · 1 failed · 2 usage · 3 done in part ·
    75 the library is busy · 78 configuration · 130 interrupted.
    """


def main() -> None:
    """Run the command line and exit with its code; no traceback reaches a user."""
    sys.exit(_run())


def _run() -> int:
    try:
        code: Any = harvest.main(prog_name="harvest", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("interrupted; what was stored until now is kept", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        _show(error)
        return error.exit_code
    except HarvesterError as error:
        click.echo(printable(f"harvest: {error}"), err=True)
        return exit_code(error)
    except BrokenPipeError:
        # The reader of our output went away (`harvest … | head`): nothing is lost.
        sys.stderr.close()
        return FAILED
    except Exception as error:  # noqa: BLE001 - the last line of defence
        click.echo(
            f"harvest: unexpected {type(error).__name__}: {error}\n"
            "This is a fault of the program, not of your input. Nothing stored before "
            "is lost. Set HARVEST_TRACEBACK=1 for the details to report.",
            err=True,
        )
        _details()
        return FAILED
    return code if isinstance(code, int) else 0


def _show(error: click.ClickException) -> None:
    """Print an error: of the command line with its usage, others as all of ours."""
    if isinstance(error, click.UsageError):
        error.show()
    else:
        click.echo(printable(f"harvest: {error.format_message()}"), err=True)


def _details() -> None:
    import os
    import traceback

    if os.environ.get("HARVEST_TRACEBACK"):
        traceback.print_exc()
