"""What every test may ask for, and what none may do."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in _LOOPBACK:
            pytest.fail(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of recorded replies and labelled sets beside the checkout."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the recorded data (../shared/data) is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder of the five example documents beside the checkout."""
    folder = SHARED / "documents"
    if not folder.is_dir():
        pytest.skip("the documents (../shared/documents) are not beside this checkout")
    return folder
