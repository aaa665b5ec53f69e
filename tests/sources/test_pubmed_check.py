"""The errors that the E-utilities hide; texts as recorded and reported."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from harvester.errors import NotFoundError, ProtocolError, TransientError
from harvester.sources.pubmed import PUBMED
from harvester.wire import Payload, Request

XML = '<?xml version="1.0" encoding="UTF-8" ?>\n'


def reply(utility, status, body, *, params=(), asked=("pmid:99000001",)) -> Payload:
    """Return a payload of a utility."""
    return Payload(
        request=Request(
            source="pubmed",
            route="eutils",
            method="POST",
            url=f"https://eutils.ncbi.nlm.nih.gov/entrez/eutils/{utility}.fcgi",
            params=params,
            asked=asked,
        ),
        status=status,
        body=body if isinstance(body, bytes) else body.encode(),
        content_type="",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def error(root: str, text: str) -> str:
    """Return a reply with one ERROR."""
    return f"{XML}<{root}><ERROR>{text}</ERROR></{root}>"


TRANSIENT = [
    (
        "efetch",
        400,
        error(
            "eFetchResult",
            "Error: CEFetchPApplication::proxy_stream(): Failed to connect to PubOne "
            "service. Try again later.",
        ),
    ),
    (
        "efetch",
        400,
        "Error: CEFetchPApplication::proxy_stream(): <html><head><title>502 Server "
        "Error</title></head><body>Please try again in 30 seconds." + " " * 500,
    ),
    (
        "efetch",
        400,
        error(
            "eFetchResult",
            "Error: CEFetchPApplication::proxy_stream(): &lt;html&gt;&lt;head&gt;"
            "&lt;title&gt;502 Server Error&lt;/title&gt;",
        ),
    ),
    (
        "efetch",
        400,
        "Error: External viewer error: Empty Response. Bytes read: 0 Status: Timeout",
    ),
    (
        "efetch",
        200,
        "Error: External viewer error: Empty Response. Bytes read: 0 Status: Timeout",
    ),
    ("efetch", 200, ""),
    ("efetch", 200, f"{XML}<PubmedArticleSet><PubmedArticle><MedlineCi"),
    ("efetch", 200, "<html><body>down_bethesda</body></html>"),
    ("efetch", 200, "<!DOCTYPE HTML PUBLIC '-//W3C//DTD'><HTML><body/></HTML>"),
    ("efetch", 502, "<html><body>Bad Gateway</body></html>"),
    ("efetch", 503, ""),
    (
        "esearch",
        429,
        (
            '{"error":"API rate limit exceeded","api-key":"203.0.113.7","count":"4",'
            '"limit":"3"}\n'
        ),
    ),
    (
        "esearch",
        200,
        (
            '{"error":"API rate limit exceeded","api-key":"203.0.113.7","count":"4",'
            '"limit":"3"}\n'
        ),
    ),
    (
        "esearch",
        200,
        (
            '{"error":"/lbsm/eutils_lb -> Neg","api-key":"203.0.113.7","type":"ip",'
            '"status":"ok"}'
        ),
    ),
    (
        "esearch",
        500,
        "<head><title>NCBI/eutils202 - WWW Error 500 Diagnostic</title></head>",
    ),
    (
        "esearch",
        200,
        error(
            "eSearchResult",
            "Search Backend failed: Unable to open connection to "
            "#PMQuerySrv?dbaf=taxonomy",
        ),
    ),
    (
        "esearch",
        200,
        error(
            "eSearchResult", "Search Backend failed: Database is not supported: pubmed"
        ),
    ),
    (
        "esearch",
        200,
        "Unable to route request!\n\nservice name: /http/service/ratecontrol\ndtab:\n",
    ),
    (
        "elink",
        200,
        error(
            "eLinkResult", "Couldn't resolve #exLinkSrv2, the address table is empty."
        ),
    ),
    (
        "elink",
        200,
        (
            '{"linksets":[],"ERROR":"NCBI C++ Exception:\\n '
            'TXCLIENT(CException::eUnknown) --- Read failed: EOF, peer: "}'
        ),
    ),
    ("elink", 200, f'{XML}<!DOCTYPE eLinkResult PUBLIC "-//NLM//DTD" "elink.dtd">\n'),
    ("elink", 200, f"{XML}<eLinkResult><LinkSet><DbFrom>pub"),
    (
        "elink",
        200,
        (
            "<eLinkResult><LinkSet><LinkSetDb><ERROR>TXCLIENT failed</ERROR>"
            "</LinkSetDb></LinkSet></eLinkResult>"
        ),
    ),
    ("elink", 200, error("eLinkResult", "Something that nobody has seen yet")),
    (
        "esummary",
        200,
        error(
            "eSummaryResult",
            'NCBI C++ Exception: Error: EUTILSAPP(CException::eInvalid) "x.cpp"',
        ),
    ),
]

PROTOCOL = [
    ("efetch", 414, "<html><title>Submitted URI too large!</title></html>"),
    ("efetch", 404, "not here"),
    ("efetch", 403, "<html>blocked</html>"),
    ("efetch", 418, "tea"),
    ("efetch", 400, "Mandatory parameter: db - is omitted"),
    ("efetch", 400, error("eFetchResult", "Something else")),
    ("esearch", 400, '{"error":"API key invalid","api-key":"secret","type":"api"}'),
    ("efetch", 200, '{"result":{}}'),
    (
        "esearch",
        200,
        error(
            "eSearchResult",
            "Search Backend failed: Exception:\n'retstart' cannot be larger than 9998.",
        ),
    ),
    (
        "esearch",
        200,
        (
            '{"esearchresult":{"ERROR":"Search Backend failed: Exception:\n'
            "'retstart' cannot be larger than 9998.\"}}"
        ),
    ),
    (
        "esearch",
        200,
        error(
            "eSearchResult",
            "Search Backend failed: Exception:\nPosition 15000 is out of acceptable "
            "range [9999,9998]",
        ),
    ),
    ("esearch", 200, error("eSearchResult", "Invalid db name specified: nonsense_db")),
    (
        "elink",
        200,
        (
            "<eLinkResult><LinkSet><ERROR>Exception:\nllinkslib command not supported"
            "</ERROR></LinkSet></eLinkResult>"
        ),
    ),
    ("esummary", 200, error("eSummaryResult", "Neither query_key nor id specified")),
    ("esummary", 200, '{"esummaryresult":["Empty id list - nothing todo"]}'),
    (
        "esummary",
        200,
        '{"error":"Invalid uid NC_999999999 at position= 0","result":{"uids":[]}}',
    ),
    (
        "epost",
        200,
        (
            f"{XML}<ePostResult><ERROR>Empty ID list; Nothing to store</ERROR><ERROR>"
            "Some IDs have invalid value and were omitted.</ERROR></ePostResult>"
        ),
    ),
]

NOT_FOUND = [
    (
        "efetch",
        200,
        "id: 32816848 Error occurred: The following PMID is not available: 32816848",
    ),
    (
        "efetch",
        200,
        "Error occurred: PMID 33890651 is a duplicate of PMID 31311831",
    ),
    (
        "esummary",
        200,
        error("eSummaryResult", "UID=99999999: cannot get document summary"),
    ),
    (
        "esummary",
        200,
        (
            '<eSummaryResult><DocumentSummarySet status="OK"><DocumentSummary uid="9">'
            "<error>cannot get document summary</error></DocumentSummary>"
            "</DocumentSummarySet></eSummaryResult>"
        ),
    ),
    (
        "esummary",
        200,
        (
            '{"result":{"uids":["40482261"],"40482261":{"uid":"40482261",'
            '"error":"cannot get document summary"}}}'
        ),
    ),
]

GOOD = [
    ("efetch", 200, "<PubmedArticleSet></PubmedArticleSet>", ()),
    ("efetch", 200, "<PubmedArticleSet/>", ()),
    (
        "efetch",
        200,
        (
            "<PubmedArticleSet><PubmedArticle>ERROR &lt;error&gt; try again"
            "</PubmedArticle></PubmedArticleSet>\n\n"
        ),
        (),
    ),
    (
        "efetch",
        400,
        (
            "<eFetchResult><ERROR>ID list is empty! Possibly it has no correct IDs."
            "</ERROR></eFetchResult>"
        ),
        (),
    ),
    (
        "esearch",
        200,
        (
            "<eSearchResult><Count>0</Count><IdList/><ErrorList><PhraseNotFound>x"
            "</PhraseNotFound></ErrorList><WarningList><OutputMessage>No items found."
            "</OutputMessage></WarningList></eSearchResult>"
        ),
        (),
    ),
    (
        "elink",
        200,
        "<eLinkResult><LinkSet><IdList><Id>1</Id></IdList></LinkSet></eLinkResult>",
        (),
    ),
    (
        "esummary",
        200,
        (
            "<eSummaryResult><DocSum><Id>1</Id></DocSum><ERROR>UID=9: cannot get "
            "document summary</ERROR></eSummaryResult>"
        ),
        (),
    ),
    (
        "esummary",
        200,
        (
            '{"result":{"uids":["1","2"],"1":{"uid":"1"},"2":{"uid":"2",'
            '"error":"cannot get document summary"}}}'
        ),
        (("retmode", "json"),),
    ),
    ("esearch", 200, '{"esearchresult":{"count":"0"}}', (("retmode", "json"),)),
]


@pytest.mark.parametrize(("utility", "status", "body"), TRANSIENT)
def test_try_again_later(utility, status, body):
    """Overload, outages and cut replies may be gone in a while."""
    with pytest.raises(TransientError, match=f"PubMed {utility}: ") as caught:
        PUBMED.check(reply(utility, status, body))
    assert caught.value.source == "pubmed"


@pytest.mark.parametrize(("utility", "status", "body"), PROTOCOL)
def test_asking_again_does_not_help(utility, status, body):
    """Requests that the service does not understand are not repeated."""
    with pytest.raises(ProtocolError, match=f"PubMed {utility}: "):
        PUBMED.check(reply(utility, status, body))


@pytest.mark.parametrize(("utility", "status", "body"), NOT_FOUND)
def test_unknown_id(utility, status, body):
    """A reply about one id alone may say that it is unknown."""
    with pytest.raises(NotFoundError, match="does not know the id"):
        PUBMED.check(reply(utility, status, body))


@pytest.mark.parametrize(("utility", "status", "body", "params"), GOOD)
def test_good_replies_pass(utility, status, body, params):
    """Answers pass: also empty ones, and those with the word error in their text."""
    PUBMED.check(reply(utility, status, body, params=params))


def test_unsupported_rettype():
    """EFetch answers an unknown rettype with nothing at all."""
    with pytest.raises(ProtocolError, match="no such rettype"):
        PUBMED.check(reply("efetch", 200, "", params=(("rettype", "full"),)))


def test_pause_that_the_service_asks_for():
    """The seconds to wait are read from the text where it says so."""
    with pytest.raises(TransientError) as caught:
        PUBMED.check(
            reply("efetch", 400, "502 Server Error. Please try again in 30 seconds.")
        )
    assert caught.value.retry_after == 30


def test_message_names_what_was_asked_and_said():
    """A message says what failed, for which ids, and in the service's own words."""
    body = error("eLinkResult", "Couldn't resolve #exLinkSrv2, the address table")
    with pytest.raises(TransientError) as caught:
        PUBMED.check(reply("elink", 200, body, asked=("pmid:1", "pmid:2", "pmid:3")))
    assert str(caught.value) == (
        "PubMed elink: a server of NCBI is not to be reached (asked for pmid:1 and 2 "
        'more): "Couldn\'t resolve #exLinkSrv2, the address table"'
    )


@pytest.mark.parametrize("status", [200, 400, 429])
def test_message_never_repeats_key_or_address(status):
    """The api-key of an error, which may be a key or an address, is left out."""
    body = '{"error":"API rate limit exceeded","api-key":"secret","limit":"3"}'
    with pytest.raises((TransientError, ProtocolError)) as caught:
        PUBMED.check(reply("esearch", status, body))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "elink/biopython/elink1.xml",
        "elink/biopython/elink9.xml",
        "esearch/biopython/esearch8.xml",
        "esummary/biopython/esummary9.xml",
        "efetch/metapub/37909814.xml",
    ],
)
def test_recorded_answers_pass(shared_data, name):
    """Recorded answers are no errors."""
    PUBMED.check(reply(name.partition("/")[0], 200, (shared_data / name).read_bytes()))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("epost/biopython/epost2.xml", ProtocolError),
        ("epost/biopython/epost3.xml", ProtocolError),
        ("esummary/biopython/esummary8.xml", ProtocolError),
        ("esearch/quoted/retstart_9999_error_http200.trimmed.json", ProtocolError),
        ("efetch/biopython/pubmed3.html", TransientError),
    ],
)
def test_recorded_errors(shared_data, name, kind):
    """Recorded errors are found."""
    with pytest.raises(kind):
        PUBMED.check(
            reply(name.partition("/")[0], 200, (shared_data / name).read_bytes())
        )


@pytest.mark.parametrize("body", [b"[" * 5000, b'{"a":' * 5000])
def test_json_nested_beyond_reason_is_refused(body):
    """A reply that no service would send is an error of the service, not a crash."""
    with pytest.raises(ProtocolError, match="nested beyond reason"):
        PUBMED.check(reply("esearch", 200, body))
