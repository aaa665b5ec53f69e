"""The programs that ours is set beside, in an environment of their own.

Run: python benchmarks/peers.py   (once; nothing where these versions are there)

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
_INSTALLED = ENVIRONMENT / "installed"


def program(name: str) -> Path:
    """Return where a program of the environment is, ``python`` among them."""
    return ENVIRONMENT / "bin" / name


def are_installed() -> bool:
    """Whether the peers, of these versions, are there to be measured."""
    return _INSTALLED.exists() and _INSTALLED.read_text().split() == list(PEERS)


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
    _INSTALLED.write_text("\n".join(PEERS))


if __name__ == "__main__":
    if not are_installed():
        install()
    print(describe(), f"in {ENVIRONMENT}")
