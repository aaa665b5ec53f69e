"""The command line: arguments in, exit code out."""

from __future__ import annotations

from harvester.cli.main import main

__all__ = ["main"]
