"""What the README shows, made by running it."""

from __future__ import annotations

import re
import shlex
import tempfile
from pathlib import Path

import msgspec
from click.testing import CliRunner

from harvester.cli.main import COMMANDS, harvest
from harvester.config import RefreshSettings
from harvester.reconcile import POLICY
from harvester.schedule.due import LINK_RULES, RULES
from harvester.store.describe import describe_tables


def shown(command: str) -> str:
    """Return ``command`` and what it prints, as a code block; times are left out."""
    arguments = shlex.split(command)[1:]
    with tempfile.TemporaryDirectory() as folder:
        library = ["--db", str(Path(folder) / "literature.db")]
        if "normalize" in arguments:
            library = []
        result = CliRunner().invoke(
            harvest, [*arguments, *library], catch_exceptions=False
        )
    output = result.stdout.replace(folder + "/", "")
    output = re.sub(r"\d+\.\d+ s\b", "0.3 s", output)
    return f"```\n$ {command}\n{output.rstrip()}\n```"


def asked(command: str, *, of: str) -> str:
    """Return ``command`` and what it prints in a library that holds ``of``."""
    arguments = shlex.split(command)[1:]
    with tempfile.TemporaryDirectory() as folder:
        library = ["--db", str(Path(folder) / "literature.db")]
        for words in (["--offline", "--no-links", of], arguments):
            result = CliRunner().invoke(
                harvest, [*words, *library], catch_exceptions=False
            )
    output = re.sub(r"\d{4}-\d\d-\d\d", "2026-11-28", result.stdout)
    return f"```\n$ {command}\n{output.rstrip()}\n```"


def helped() -> str:
    """Return the help of ``harvest`` and of every command."""
    names = [[], *([name] for name in COMMANDS)]
    blocks = []
    for name in names:
        result = CliRunner().invoke(
            harvest, [*name, "--help"], prog_name="harvest", catch_exceptions=False
        )
        command = " ".join(["harvest", *name, "--help"])
        blocks.append(f"```\n$ {command}\n{result.stdout.rstrip()}\n```")
    summary = "<details><summary>All options</summary>"
    return "\n\n".join([summary, *blocks, "</details>"])


def schema() -> str:
    """Return a table of the library's tables."""
    tables = describe_tables()
    rows = [
        f"| `{name}` | {table['description']} |"
        for name, table in tables.items()
        if not table.get("hidden")
    ]
    return "\n".join(["| table | holds |", "|---|---|", *rows])


def intervals() -> str:
    """Return the rules of refreshing with their default intervals."""
    settings = msgspec.structs.asdict(RefreshSettings())
    rows = [
        f"| {rule.meaning} | `{rule.setting}` | {settings[rule.setting]} |"
        for rule in (*RULES, *LINK_RULES)
    ]
    return "\n".join(["| what | key | days |", "|---|---|---|", *rows])


def policy() -> str:
    """Return who is believed by default, fields of one rule and order together."""
    fields: dict[tuple[str, str], list[str]] = {}
    for row in POLICY:
        key = (row.rule, ", ".join(row.order) or "-")
        fields.setdefault(key, []).append(f"`{row.field}`")
    rows = [
        f"| {rule} | {order} | {' '.join(names)} |"
        for (rule, order), names in fields.items()
    ]
    head = ["| rule | believed first to last | fields |", "|---|---|---|"]
    return "\n".join([*head, *rows])
