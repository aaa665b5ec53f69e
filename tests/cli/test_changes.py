"""``harvest changes`` and alerts: what became of articles, told to people."""

from __future__ import annotations

import http.server
import json
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Harvest

PMID = "99000039"
DOI_FILE = "10.5555_jnm.2026.ahead.5.json"
TYPE = '<PublicationType UI="D016428">Journal Article</PublicationType>'
RETRACTED = '<PublicationType UI="D016441">Retracted Publication</PublicationType>'
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """The record of PubMed that is harvested, in a folder of two records."""
    for source, name in (("pubmed", f"{PMID}.xml"), ("crossref", DOI_FILE)):
        folder = tmp_path / "records" / source
        folder.mkdir(parents=True)
        shutil.copy(FIXTURES / source / name, folder / name)
    configure(tmp_path)
    return tmp_path / "records" / "pubmed" / f"{PMID}.xml"


def configure(folder: Path, **alerts: object) -> None:
    lines = ["[mirror]", 'folder = "records"', "[alerts]"]
    lines += [f"{key} = {json.dumps(value)}" for key, value in alerts.items()]
    (folder / "config.toml").write_text("\n".join(lines), encoding="utf-8")


def retract(record: Path, title: str | None = None) -> None:
    """Let PubMed say from now on that the article is retracted."""
    text = record.read_text(encoding="utf-8")
    assert TYPE in text
    if title:
        start = text.index("<ArticleTitle>") + len("<ArticleTitle>")
        text = text[:start] + title + text[text.index("</ArticleTitle>") :]
    record.write_text(text.replace(TYPE, TYPE + RETRACTED), encoding="utf-8")


def test_a_retraction_is_told_first(harvest: Harvest, record: Path) -> None:
    """Harvested again after its retraction, an article is told and flagged."""
    harvest("-q", "--pmid", PMID)
    assert "Added (1)" in harvest("changes").out
    retract(record)

    run = harvest("-q", "--pmid", PMID)
    told = harvest("changes").out
    shown = harvest("show", PMID)

    assert (run.code, run.out) == (0, "")
    assert run.err.startswith("Retracted (1)\n  Tarrowby EM. Tea, ahead of print.")
    assert told.startswith("Retracted (1)\n")
    assert "[was ok, says pubmed]" in told
    assert "Changed (1)" in told
    assert shown.out.startswith("*** RETRACTED (pubmed) ***")
    assert harvest("show", PMID, "--json").json["fate"]["status"] == "retracted"


def test_a_second_identical_run_tells_nothing(harvest: Harvest, record: Path) -> None:
    """Neither a change nor an alert is repeated."""
    retract(record)
    harvest("-q", "--pmid", PMID)

    run = harvest("-q", "--pmid", PMID)

    assert run.err == ""
    assert harvest("changes").out == "Nothing changed.\n"
    assert "RETRACTED" in harvest("changes", "--since", "1").out


def test_changes_are_narrowed_down(harvest: Harvest, record: Path) -> None:
    """By age, date, run and kind; as text, Markdown and JSON."""
    harvest("-q", "--pmid", PMID)
    retract(record)
    harvest("-q", "--pmid", PMID)

    kinds = [c["kind"] for c in harvest("changes", "--format", "json").json["changes"]]
    assert kinds == ["retracted", "changed"]
    for since in ("1h", "7d", "2w", "2026-11-01", "99999w"):
        assert "Added (1)" in harvest("changes", "--since", since).out
    assert "Added (1)" in harvest("changes", "--since", "1").out
    assert "Added (1)" not in harvest("changes", "--since", "2").out
    assert "Retracted (1)" in harvest("changes", "--since", "2").out
    assert harvest("changes", "--since", "2999-01-01").out == "Nothing changed.\n"
    only = harvest("changes", "--since", "7d", "--only", "retracted", "--format", "md")
    assert only.out.startswith("## Retracted (1)\n\n- Tarrowby EM.")
    assert "Added" not in only.out


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--since", "yesterday", "yesterday is no age"),
        ("--only", "retracted,dull", "dull"),
        ("--format", "pdf", "pdf"),
    ],
)
def test_a_bad_question_is_a_usage_error(
    harvest: Harvest, record: Path, option: str, value: str, message: str
) -> None:
    """Exit code 2 and the word that was not understood."""
    harvest("-q", "--pmid", PMID)

    run = harvest("changes", option, value)

    assert run.code == 2
    assert message in run.err


def test_an_alert_runs_a_program_without_a_shell(
    harvest: Harvest, record: Path, tmp_path: Path
) -> None:
    """The report comes by standard input; nothing of a title is obeyed."""
    keep = "import sys; open('got.txt', 'w').write(sys.stdin.read())"
    evil = "Tea; touch pwned1 `touch pwned2` $(touch pwned3) &amp; | touch pwned4"
    configure(
        tmp_path, command=[sys.executable, "-c", keep, "$(touch pwned5); touch pwned6"]
    )
    harvest("-q", "--pmid", PMID)
    retract(record, evil)

    run = harvest("-q", "--pmid", PMID)

    assert run.code == 0
    got = (tmp_path / "got.txt").read_text(encoding="utf-8")
    assert got.startswith("Retracted (1)\n  Tarrowby EM. Tea; touch pwned1 `touch")
    assert not list(tmp_path.glob("pwned*"))


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["no-such-program"], "no-such-program cannot be run"),
        ([sys.executable, "-c", "raise SystemExit(7)"], "failed with exit code 7"),
        ([sys.executable, "-c", "import time; time.sleep(60)"], "took more than 0.2 s"),
    ],
)
def test_an_alert_that_fails_breaks_no_run(
    harvest: Harvest, record: Path, tmp_path: Path, command: list[str], message: str
) -> None:
    """The run is done and says so; what failed is said on stderr."""
    configure(tmp_path, on=["added"], command=command, timeout_seconds=0.2)

    run = harvest("-q", "--pmid", PMID)

    assert run.code == 0
    assert "Added (1)" in run.err
    assert message in run.err


@pytest.fixture
def hook() -> Iterator[tuple[str, list[bytes]]]:
    """An address that keeps what is posted to it; /no refuses."""
    got: list[bytes] = []

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(500 if self.path == "/no" else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Hook) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", got
        server.shutdown()
        thread.join()


def test_an_alert_is_posted(
    harvest: Harvest, record: Path, tmp_path: Path, hook: tuple[str, list[bytes]]
) -> None:
    """A webhook gets text and changes as JSON, once per run that found some."""
    address, got = hook
    configure(tmp_path, on=["added"], webhook=f"{address}/secret-part")

    first = harvest("-q", "--pmid", PMID)
    harvest("-q", "--pmid", PMID)

    assert first.code == 0
    (body,) = map(json.loads, got)
    assert body["text"].startswith("Added (1)")
    assert [change["pmid"] for change in body["changes"]] == [PMID]


def test_nothing_is_posted_offline(
    harvest: Harvest, tmp_path: Path, hook: tuple[str, list[bytes]]
) -> None:
    """--offline means no network, for alerts too."""
    address, got = hook
    (tmp_path / "config.toml").write_text(
        f'[alerts]\non = ["added"]\nwebhook = "{address}"\n', encoding="utf-8"
    )

    run = harvest("--offline", "-q", "--no-links", "--pmid", PMID)

    assert "Added (1)" in run.err
    assert got == []


@pytest.mark.parametrize("path", ["/no", None])
def test_a_webhook_that_fails_is_named_by_its_host(
    harvest: Harvest, record: Path, tmp_path: Path, hook: tuple[str, list[bytes]],
    path: str | None,
) -> None:  # fmt: skip
    """The rest of the address may be a secret; the run is done."""
    address = f"{hook[0]}{path}" if path else "http://127.0.0.1:9/secret-part"
    configure(tmp_path, on=["added"], webhook=address)

    run = harvest("-q", "--pmid", PMID)

    assert run.code == 0
    assert "alert: the webhook at 127.0.0.1 " in run.err
    assert "secret-part" not in run.err
