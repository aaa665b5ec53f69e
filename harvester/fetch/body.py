"""Reading the body of an answer: whole, decoded, and no larger than agreed.

The decoding is ours, since httpx takes a gzip stream that breaks off for whole.
"""

from __future__ import annotations

import zlib

import httpx

from harvester.errors import ProtocolError, TransientError

ACCEPTED_ENCODING = "gzip"
MOST_BYTES = 256 * 1024 * 1024
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_PLAIN = {"", "identity"}
_PACKED = {"gzip", "x-gzip", "deflate"}
_CHUNK_BYTES = 1 << 20


async def read_body(response: httpx.Response, source: str, most_bytes: int) -> bytes:
    """Read and decode the body of a streamed response.

    Raises:
        TransientError: It breaks off, or cannot be decoded.
        ProtocolError: It is larger than ``most_bytes``.
        httpx.TransportError: The connection fails.
    """
    if response.is_stream_consumed:  # a transport that answers with whole bodies
        return response.content
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in _PLAIN | _PACKED:
        raise TransientError(
            f"{source} sent a body encoded as {encoding!r}, which was not asked for",
            source=source,
        )
    decoder = _Decoder(source) if encoding in _PACKED else None
    body = bytearray()
    async for chunk in response.aiter_raw():
        for part in decoder.decode(chunk) if decoder else (chunk,):
            body += part
            if len(body) > most_bytes:
                raise ProtocolError(
                    f"{source} sent more than {most_bytes / 1_000_000:.0f} MB in one "
                    "answer; it was not read to its end",
                    source=source,
                )
    if decoder and not decoder.is_whole:
        raise TransientError(f"{source} sent a body that breaks off", source=source)
    return bytes(body)


class _Decoder:
    """Unpacks gzip (one member after another) and zlib, a piece at a time."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._unpack = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._is_begun = False

    @property
    def is_whole(self) -> bool:
        """Whether what was begun has come to its end; nothing at all is whole."""
        return self._unpack.eof or not self._is_begun

    def decode(self, chunk: bytes) -> list[bytes]:
        """Return the pieces that ``chunk`` unpacks to, none much above a megabyte."""
        parts = []
        try:
            while chunk:
                if self._unpack.eof:
                    self._unpack = zlib.decompressobj(_GZIP_OR_ZLIB)
                self._is_begun = True
                parts.append(self._unpack.decompress(chunk, _CHUNK_BYTES))
                chunk = self._unpack.unconsumed_tail or self._unpack.unused_data
        except zlib.error as error:
            raise TransientError(
                f"{self._source} sent a body that cannot be unpacked",
                source=self._source,
            ) from error
        return parts
