"""Running ``harvest`` as a user does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest


class Run(msgspec.Struct, frozen=True):
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


Harvest = Callable[..., Run]


@pytest.fixture
def harvest(tmp_path: Path) -> Harvest:
    """Run ``harvest`` in an empty folder, in a process of its own."""

    def run(*arguments: str, stdin: bytes = b"", **environment: str) -> Run:
        known = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("NCBI_", "ENTREZ_", "CROSSREF_", "HARVEST_"))
        }
        done = subprocess.run(  # noqa: S603 - our own command
            [
                sys.executable,
                "-c",
                "from harvester.cli import main; main()",
                *arguments,
            ],
            cwd=tmp_path,
            env={
                **known,
                "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
                **environment,
            },
            input=stdin,
            capture_output=True,
            check=False,
            timeout=60,
        )
        result = Run(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in result.err
        return result

    return run
