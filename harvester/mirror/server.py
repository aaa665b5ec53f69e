"""The mirror behind HTTP on this machine, for any client that speaks to services."""

from __future__ import annotations

import socket
import struct
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

from harvester.errors import HarvesterError
from harvester.mirror import datacite, doira, europepmc
from harvester.mirror.answer import TEXT, Answer
from harvester.mirror.faults import Mirrors
from harvester.mirror.mirror import (
    CROSSREF,
    DATACITE,
    DOI_ORG,
    EBI,
    EUTILS,
    ICITE,
    OPENCITATIONS,
    PMC,
    Mirror,
)

# Beginning of a path -> the host that answers it.
_HOSTS = {
    "/entrez/eutils/": EUTILS,
    "/tools/idconv/": PMC,
    "/works": CROSSREF,
    "/api/pubs": ICITE,
    "/index/v2/": OPENCITATIONS,
    "/v1/works": CROSSREF,
    datacite.PATH: DATACITE,
    doira.PATH: DOI_ORG,
    europepmc.PATH: EBI,
}
_LONGEST_SILENCE_SECONDS = 120
_MAX_BODY = 16 * 1024 * 1024


class Server:
    """A mirror that listens; in a ``with`` block it runs in a thread of its own.

    Args:
        mirror: Answers the requests.
        host: Address to listen at; loopback unless the caller wants otherwise.
        port: 0 takes a free one.

    Attributes:
        mirror: The mirror, whose ``requests`` say what was asked.

    Raises:
        HarvesterError: The address cannot be listened at.
    """

    def __init__(self, mirror: Mirrors, *, host: str, port: int) -> None:
        self.mirror = mirror
        try:
            self._http = _Listener((host, port), _Handler)
        except OSError as error:
            raise HarvesterError(
                f"Cannot listen at {host}:{port}: {error.strerror}. "
                "Choose another port; 0 takes a free one."
            ) from error
        self._http.mirror = mirror
        self._thread: Thread | None = None

    @property
    def url(self) -> str:
        """The base address, without a slash at its end."""
        host, port = self._http.server_address[:2]
        return f"http://{host!s}:{port}"

    def serve_forever(self) -> None:
        """Answer until ``close`` is called from another thread."""
        self._http.serve_forever(poll_interval=0.05)

    def close(self) -> None:
        """Stop listening, after the requests under way are answered."""
        if self._thread is not None:
            self._http.shutdown()
            self._thread.join()
            self._thread = None
        self._http.server_close()

    def __enter__(self) -> Self:
        self._thread = Thread(target=self.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def serve(folder: Path | str, host: str = "127.0.0.1", port: int = 0) -> Server:
    """Open a server for a folder of records.

    Paths are those of the services: ``/entrez/eutils/…``, ``/tools/idconv/…``,
    ``/works…``, ``/v1/works…``, ``/api/pubs``, ``/index/v2/…``.

    Raises:
        HarvesterError: The folder is no folder of records, or the address is taken.
    """
    return Server(Mirror(folder), host=host, port=port)


class _Listener(ThreadingHTTPServer):
    """Idle connections do not keep the program from ending."""

    daemon_threads = True
    block_on_close = False
    mirror: Mirrors


class _Handler(BaseHTTPRequestHandler):
    """Passes requests to the mirror; connections stay open."""

    protocol_version = "HTTP/1.1"
    timeout = 30
    disable_nagle_algorithm = True  # else head and body wait for each other, 40 ms
    server: _Listener

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answer a HEAD."""
        self._answer()

    def do_POST(self) -> None:
        """Answer a POST."""
        self._answer()

    def _answer(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdecimal():
            self.send_error(411)
            return
        if int(length) > _MAX_BODY:
            self.send_error(413)
            return
        body = self.rfile.read(int(length))
        try:
            answer = self.server.mirror.answer(
                self.command, _service_url(self.path), body, dict(self.headers.items())
            )
        except HarvesterError as error:
            # A record of the folder cannot be read: say which.
            answer = Answer(
                status=500,
                headers=(("Content-Type", TEXT),),
                body=f"{error}\n".encode(),
            )
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        """Send an answer, or fail as it asks for."""
        if answer.delay_seconds:
            time.sleep(answer.delay_seconds)
        if answer.failure == "timeout":
            self.connection.settimeout(_LONGEST_SILENCE_SECONDS)
            with suppress(OSError):
                self.connection.recv(1)  # until the client has had enough
        if answer.failure in ("refused", "dropped", "timeout"):
            self.close_connection = True
            return
        self.send_response_only(answer.status)
        self.send_header("Date", self.date_time_string())
        for name, value in answer.headers:
            here = name.lower() == "location"
            self.send_header(name, _local(value) if here else value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if answer.failure:  # "reset" or "cut"
            self._break_off(answer)
        elif self.command != "HEAD":
            self.wfile.write(answer.body)

    def _break_off(self, answer: Answer) -> None:
        """Send half of the body; ``reset`` the connection, or just close it."""
        self.wfile.write(answer.body[: len(answer.body) // 2])
        self.wfile.flush()
        if answer.failure == "reset":
            # Closing without lingering makes the system send a reset.
            at_once = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.close_connection = True

    def version_string(self) -> str:
        """Name the mirror; Python's version is nobody's business."""
        return "harvester-mirror"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited
        """Say nothing: ``mirror.requests`` is the log."""


def _service_url(path: str) -> str:
    """Return the service's own address for a path here; unknown keeps no host."""
    for beginning, host in _HOSTS.items():
        if path.startswith(beginning):
            return f"https://{host}{path}"
    return f"https://unknown{path}"


def _local(location: str) -> str:
    """Turn a redirect to Crossref into one to this server."""
    return location.removeprefix(f"https://{CROSSREF}")
