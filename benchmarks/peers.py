"""The programs that ours is set beside, in an environment of their own.

Run: python benchmarks/peers.py   (once; makes the environment anew)

Where it is missing, benchmarks say so and measure ours alone.
"""

from __future__ import annotations

import subprocess
import tempfile
import venv
from pathlib import Path

PEERS = (
    "alexandria3k==3.6.2",
    "biopython==1.88",
    "habanero==2.9.2",
    "metapub==0.7.5",
    "pubmed_parser==0.5.1",
)
ENVIRONMENT = Path(tempfile.gettempdir()) / "harvester-benchmark-peers"


def program(name: str) -> Path:
    """Return where a program of the environment is, ``python`` among them."""
    return ENVIRONMENT / "bin" / name


def are_installed() -> bool:
    """Whether there are peers to measure."""
    return (ENVIRONMENT / "installed").exists()


def describe() -> str:
    """Return which peers there are, with their versions, or how to get them."""
    if are_installed():
        return "peers: " + ", ".join(peer.replace("==", " ") for peer in PEERS)
    return "the peers are not installed (python benchmarks/peers.py): harvester alone"


def install() -> None:
    """Make the environment."""
    venv.create(ENVIRONMENT, with_pip=True, clear=True)
    pip = [program("python"), "-m", "pip", "install", "-q"]
    subprocess.run([*pip, *PEERS], check=True)
    (ENVIRONMENT / "installed").touch()


if __name__ == "__main__":
    install()
    print(describe(), f"in {ENVIRONMENT}")
