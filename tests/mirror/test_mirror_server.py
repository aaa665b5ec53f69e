"""The mirror behind real HTTP on loopback."""

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from harvester.errors import HarvesterError
from harvester.mirror.server import serve


def fetch(url: str, form: bytes | None = None):
    """Open an address of the server, by POST where there is a form."""
    return urllib.request.urlopen(url, form, timeout=5)  # noqa: S310 - loopback


@pytest.fixture
def server(records):
    """A server that runs for one test."""
    with serve(records) as running:
        yield running


def test_every_service_is_reached_by_its_path(server):
    """The services' own paths, below one address."""
    paths = {
        "/entrez/eutils/esearch.fcgi?db=pubmed&term=silver": b"<Id>99000003</Id>",
        "/tools/idconv/api/v1/articles/?ids=99000001": b'"pmcid":"PMC99000001"',
        "/works?rows=0": b'"total-results":3',
        "/works/10.5555%2Fmirror.1": b'"DOI": "10.5555/mirror.1"',
        "/v1/works/10.5555%2Fmirror.1/agency": b'"id":"crossref"',
    }
    for path, expected in paths.items():
        with fetch(server.url + path) as reply:
            assert expected in reply.read()


def test_a_posted_form_is_read(server):
    """EFetch by POST, as every client sends long lists."""
    form = urllib.parse.urlencode({"db": "pubmed", "id": "99000001,99000002"}).encode()
    url = f"{server.url}/entrez/eutils/efetch.fcgi"
    with fetch(url, form) as reply:
        assert reply.headers["X-RateLimit-Limit"] == "3"
        assert reply.read().count(b"<PubmedArticle>") == 2
    (served,) = server.mirror.requests
    assert (served.method, served.endpoint, served.id_count) == ("POST", "efetch", 2)


def test_a_connection_serves_several_requests(server):
    """HTTP/1.1 with lengths; HEAD sends no body."""
    connection = http.client.HTTPConnection(
        server.url.removeprefix("http://"), timeout=5
    )
    for method, path, status in (
        ("GET", "/works/10.5555%2Fmirror.1", 200),
        ("HEAD", "/works/10.5555%2Fmirror.1", 200),
        ("GET", "/works/10.5555%2Fno", 404),
        ("GET", "/elsewhere", 404),
    ):
        connection.request(method, path)
        reply = connection.getresponse()
        body = reply.read()
        assert reply.version == 11
        assert reply.status == status
        assert int(reply.headers["Content-Length"]) == len(body)
        assert len(reply.headers.get_all("Date")) == 1
        socket = connection.sock
    assert socket is not None
    connection.close()


def test_an_alias_is_redirected_to_this_server(server):
    """A client that follows redirects stays on this machine."""
    with fetch(f"{server.url}/works/10.5555%2Fold.1") as reply:
        assert reply.url == f"{server.url}/works/10.5555%2Fmirror.1"
        assert json.loads(reply.read())["message"]["DOI"] == "10.5555/mirror.1"


def test_errors_keep_their_status_and_body(server):
    """400 of EFetch arrives as 400 with its XML."""
    with pytest.raises(urllib.error.HTTPError) as caught:
        fetch(f"{server.url}/entrez/eutils/efetch.fcgi?id=0")
    with caught.value as error:
        assert error.code == 400
        assert b"ID list is empty!" in error.read()


def test_a_broken_record_is_named(tmp_path):
    """500 with the sentence that names the file; the server goes on."""
    (tmp_path / "pubmed").mkdir()
    (tmp_path / "pubmed" / "99000008.xml").write_text("<oops>")
    with serve(tmp_path) as server:
        url = f"{server.url}/entrez/eutils/efetch.fcgi?db=pubmed&id="
        with pytest.raises(urllib.error.HTTPError) as caught:
            fetch(f"{url}99000008")
        with caught.value as error:
            assert error.code == 500
            assert b"99000008.xml is not well-formed XML" in error.read()
        with fetch(f"{url}99000009") as reply:
            assert reply.status == 200


def test_a_body_without_length_is_refused(server):
    """Chunked forms are not read."""
    connection = http.client.HTTPConnection(
        server.url.removeprefix("http://"), timeout=5
    )
    connection.putrequest("POST", "/entrez/eutils/epost.fcgi")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    reply = connection.getresponse()
    assert reply.status == 411
    connection.close()


def test_several_clients_at_once(server):
    """Every one gets its own answer; all are counted."""

    def ask(number: int) -> bytes:
        url = f"{server.url}/entrez/eutils/epost.fcgi?db=pubmed&id={number}"
        with fetch(url) as reply:
            return reply.read()

    with ThreadPoolExecutor(8) as pool:
        bodies = set(pool.map(ask, range(1, 33)))
    assert len(bodies) == 32  # every WebEnv is another
    assert len(server.mirror.requests) == 32


def test_the_server_stops_listening(records):
    """After the block the port is free again."""
    with serve(records) as server:
        port = int(server.url.rpartition(":")[2])
    with serve(records, port=port) as again:
        assert again.url == f"http://127.0.0.1:{port}"


def test_a_taken_port_is_a_sentence(records):
    """Not a traceback of the socket library."""
    with serve(records) as server:
        port = int(server.url.rpartition(":")[2])
        with pytest.raises(HarvesterError, match=f"Cannot listen at 127.0.0.1:{port}"):
            serve(records, port=port)


def test_a_folder_that_is_none_is_refused(tmp_path):
    """The message names the folder and what it lacks."""
    with pytest.raises(HarvesterError, match="is not a folder of records"):
        serve(tmp_path)
