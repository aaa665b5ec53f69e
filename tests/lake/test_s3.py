"""A lake in an object store that speaks S3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from moto.server import ThreadedMotoServer

from harvester.errors import LakeError
from harvester.lake.engine import open_engine
from harvester.lake.manifest import load_manifest
from harvester.lake.reading import Lake
from harvester.lake.storage import Storage
from tests.lake.files import build, contents, record, write_pubmed


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[fsspec.AbstractFileSystem]:
    """A store of our own on this machine, with the bucket ``lakes``."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "made-up")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    filesystem = fsspec.filesystem("s3")
    filesystem.makedirs("lakes", exist_ok=True)
    yield filesystem
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    server.stop()


def test_build_and_read_in_s3(tmp_path: Path, s3: fsspec.AbstractFileSystem) -> None:
    """Inputs, checksums and lake lie in the store; two processes make it; all is found.

    The tables are byte for byte those that are made on a disk.
    """
    files = [write_pubmed(tmp_path, n, record(99000000 + n, f"T{n}")) for n in (1, 2)]
    build(tmp_path / "lake", *files)
    for path in files:
        s3.pipe_file(f"lakes/in/{path.name}", path.read_bytes())

    with open_engine("local", 2, None) as engine:
        first = build("s3://lakes/out", "s3://lakes/in/*.xml.gz", engine=engine)
    second = build("s3://lakes/out", "s3://lakes/in")

    held = {
        name.removeprefix("lakes/out/"): s3.cat_file(name)
        for name in s3.find("lakes/out")
        if "/staging/" not in name
    }
    assert held == contents(tmp_path / "lake")
    assert (first.is_news, second.is_news, second.reused_count) == (True, False, 2)
    assert {one.source_id for one in Lake("s3://lakes/out").records()} == {
        "99000001",
        "99000002",
    }


def test_no_lake_in_s3(s3: fsspec.AbstractFileSystem) -> None:
    """A bucket or folder that is not there is told as such."""
    for url in ("s3://lakes/nothing", "s3://absent/lake"):
        with pytest.raises(LakeError, match=r"is no lake|cannot be read"):
            load_manifest(Storage(url))
