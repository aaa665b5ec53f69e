"""The same lake from this process, from others, and from a Dask cluster."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cloudpickle
import pytest
from distributed import Client, LocalCluster

from harvester.errors import LakeError
from harvester.lake.engine import Cluster, Engine, open_engine
from tests.lake import dying
from tests.lake.files import build, contents, record, write_pubmed


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [
        write_pubmed(
            tmp_path,
            number,
            *(
                record(99000000 + 3 * number + i, f"In {number}", cites=[99000003 + i])
                for i in range(6)
            ),
        )
        for number in range(1, 5)
    ]


@pytest.fixture
def expected(tmp_path: Path, files: list[Path]) -> dict[str, bytes]:
    build(tmp_path / "here", *files)
    return contents(tmp_path / "here")


@contextmanager
def quiet_cluster(workers: int) -> Iterator[Engine]:
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address=None,
            silence_logs=50,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield Cluster(client)


def test_two_processes(
    tmp_path: Path, files: list[Path], expected: dict[str, bytes]
) -> None:
    """Two processes make byte for byte what one makes."""
    with open_engine("local", 2, None) as engine:
        build(tmp_path / "lake", *files, engine=engine)

    assert contents(tmp_path / "lake") == expected


def test_a_cluster_that_runs_already(
    tmp_path: Path, files: list[Path], expected: dict[str, bytes]
) -> None:
    """It is found by its address, and makes the same."""
    with (
        LocalCluster(
            n_workers=2,
            processes=False,
            protocol="tcp",
            threads_per_worker=1,
            dashboard_address=None,
        ) as cluster,
        open_engine("dask", 1, cluster.scheduler_address) as engine,
    ):
        build(tmp_path / "lake", *files, engine=engine)

    assert contents(tmp_path / "lake") == expected


def test_a_dask_cluster_of_two_workers(
    tmp_path: Path, files: list[Path], expected: dict[str, bytes]
) -> None:
    """Without an address, a cluster of this machine is started and ended."""
    with open_engine("dask", 2, None) as engine:
        build(tmp_path / "lake", *files, engine=engine)

    assert contents(tmp_path / "lake") == expected


@pytest.mark.slow
def test_a_dask_worker_is_killed_in_every_step(
    tmp_path: Path, files: list[Path], expected: dict[str, bytes]
) -> None:
    """Its tasks are done again by others; nobody notices but the clock."""
    cloudpickle.register_pickle_by_value(dying)
    with quiet_cluster(2) as engine:
        build(tmp_path / "lake", *files, engine=dying.Deadly(engine, tmp_path))

    assert len(list(tmp_path.glob("died-of-*"))) == 3
    assert contents(tmp_path / "lake") == expected


@pytest.mark.slow
def test_a_process_is_killed_in_every_step(
    tmp_path: Path, files: list[Path], expected: dict[str, bytes]
) -> None:
    """Without Dask the build stops and says how to go on; the next runs do."""
    for _ in range(3):
        with (
            open_engine("local", 2, None) as engine,
            pytest.raises(LakeError, match="run the same command again"),
        ):
            build(tmp_path / "lake", *files, engine=dying.Deadly(engine, tmp_path))
        assert not (tmp_path / "lake/manifest.json").exists()
    with open_engine("local", 2, None) as engine:
        build(tmp_path / "lake", *files, engine=dying.Deadly(engine, tmp_path))

    assert len(list(tmp_path.glob("died-of-*"))) == 3
    assert contents(tmp_path / "lake") == expected


@pytest.mark.parametrize("address", ["nowhere", "foo://127.0.0.1:1", ":::"])
def test_an_address_that_is_none(address: str) -> None:
    """What is no address of a scheduler is told, with an example of one."""
    with (
        pytest.raises(LakeError, match=r"looks like tcp://host:8786"),
        open_engine("dask", 1, address),
    ):
        pass


def test_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler that does not answer in time is told by its address."""
    monkeypatch.setattr("harvester.lake.engine._TIMEOUT_SECONDS", 0.2)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with (
            pytest.raises(LakeError, match=f"no Dask scheduler answers at {address}"),
            open_engine("dask", 1, address),
        ):
            pass
