"""What the user wants to hear of at once: printed, piped, posted."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvester.config import AlertSettings
    from harvester.store import Library


def send_alerts(
    library: Library, run_id: int, settings: AlertSettings, *, offline: bool = False
) -> None:
    """Tell of the changes that a run found, if there are some of ``[alerts]``.

    They are printed on stderr, so that cron mails them. What fails here is said and
    breaks nothing: the run is done.

    Args:
        library: What was harvested into.
        run_id: The run.
        settings: ``[alerts]``.
        offline: Use no network: leave the webhook out.
    """
    import msgspec

    from harvester.changes import ChangeKind, build_report, render_json, render_text
    from harvester.cli.terminal import printable
    from harvester.errors import HarvesterError
    from harvester.fetch import post_json

    kinds = [ChangeKind(kind) for kind in settings.on]
    if not kinds:
        return
    report = build_report(library.load_changes(run_id=run_id), kinds)
    if not report.sections:
        return
    text = render_text(report)
    click.echo(printable(text), err=True)
    if settings.command and (problem := _run(settings, text)):
        click.echo(f"harvest: alert: {problem}", err=True)
    if settings.webhook and not offline:
        body = msgspec.json.encode({"text": text, **render_json(report)})
        try:
            post_json(settings.webhook, body, timeout_seconds=settings.timeout_seconds)
        except HarvesterError as error:
            click.echo(f"harvest: alert: {error}", err=True)


def _run(settings: AlertSettings, text: str) -> str | None:
    """Run the user's command, without a shell; return why it failed, or None.

    What sources say reaches it by standard input only, never as an argument.
    """
    command: Sequence[str] = settings.command
    try:
        done = subprocess.run(  # noqa: S603 - the user's own program, no shell
            command,
            input=text.encode() + b"\n",
            timeout=settings.timeout_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{command[0]} took more than {settings.timeout_seconds:g} s; stopped"
    except (OSError, ValueError) as error:
        return f"{command[0]} cannot be run ({error})"
    if done.returncode:
        return f"{command[0]} failed with exit code {done.returncode}"
    return None
