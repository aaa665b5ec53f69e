"""Running ``harvest`` as a user does."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from harvester.cli import main

_OURS = ("NCBI_", "ENTREZ_", "CROSSREF_", "HARVEST_")


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
    """Run ``harvest`` in an empty folder, in this process."""

    def run(*arguments: str, stdin: bytes = b"", **environment: str) -> Run:
        streams = {name: io.BytesIO() for name in ("stdout", "stderr")}
        with pytest.MonkeyPatch.context() as patch:
            for name in os.environ:
                if name.startswith(_OURS):
                    patch.delenv(name)
            state = tmp_path.with_name(f"{tmp_path.name}.state")
            patch.setenv("XDG_STATE_HOME", str(state))
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.chdir(tmp_path)
            patch.setattr(sys, "argv", ["harvest", *arguments])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
            for name, stream in streams.items():
                writer = io.TextIOWrapper(stream, "utf-8", write_through=True)
                patch.setattr(sys, name, writer)
            with pytest.raises(SystemExit) as ended:
                main()
            out, err = (stream.getvalue().decode() for stream in streams.values())
        assert isinstance(ended.value.code, int)
        assert "unexpected" not in err, err
        return Run(ended.value.code, out, err)

    return run


@pytest.fixture
def process(tmp_path: Path) -> Harvest:
    """Run ``harvest`` in an empty folder, in a process of its own."""

    def run(*arguments: str, stdin: bytes = b"", **environment: str) -> Run:
        known = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(_OURS)
        }
        code = "from harvester.cli import main; main()"
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-c", code, *arguments],
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
