"""EFetch of the mirror."""

import pytest
from lxml import etree

EUTILS = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"


def pmids(body: bytes) -> list[str]:
    """Return the PMIDs of a set, articles and books."""
    paths = ("MedlineCitation/PMID", "BookDocument/PMID")
    root = etree.fromstring(body)
    return [
        record.findtext(path)
        for record in root
        for path in paths
        if record.find(path) is not None
    ]


def test_records_come_in_the_order_asked_and_unknown_ones_are_left_out(eutils):
    """Bare, wrapped and book records are put into one set; the unknown is silent."""
    answer = eutils("efetch", "db=pubmed&id=99000003,98765432,99000001")
    assert answer.status == 200
    assert answer.header("content-type") == "text/xml; charset=UTF-8"
    assert pmids(answer.body) == ["99000003", "99000001"]


def test_the_set_names_the_dtd_of_2025(eutils):
    """The DOCTYPE is the one that EFetch prints today."""
    doc = etree.fromstring(eutils("efetch", "db=pubmed&id=99000001").body).getroottree()
    assert doc.docinfo.public_id == "-//NLM//DTD PubMedArticle, 1st January 2025//EN"
    assert (
        doc.docinfo.system_url
        == "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd"
    )


def test_a_record_keeps_markup_and_loses_the_note_beside_it(eutils):
    """Inline elements and references stay; comments of the file do not travel."""
    body = eutils("efetch", "db=pubmed&id=99000001").body.decode()
    assert "A first <i>trial</i> of curved mirrors." in body
    assert "Ångström" in body
    assert "note" not in body


def test_unknown_ids_give_an_empty_set(eutils):
    """A well-formed PMID that nobody has is no error."""
    answer = eutils("efetch", "db=pubmed&id=98765432")
    assert answer.status == 200
    assert len(answer.body) == 206
    assert pmids(answer.body) == []


@pytest.mark.parametrize("ids", ["0", "00000000", "abc,x1", ""])
def test_a_list_without_one_pmid_is_refused(eutils, ids):
    """400 with the sentence of the service."""
    answer = eutils("efetch", f"db=pubmed&id={ids}")
    assert answer.status == 400
    assert (
        b"<ERROR>ID list is empty! Possibly it has no correct IDs.</ERROR>"
        in answer.body
    )


def test_what_is_no_pmid_is_skipped_beside_one_that_is(eutils):
    """One malformed id does not spoil the others; zeros in front are dropped."""
    answer = eutils("efetch", "db=pubmed&id=abc,099000002")
    assert pmids(answer.body) == ["99000002"]


def test_repeated_id_parameters_are_one_list(eutils):
    """EFetch takes ``id=1&id=2`` as ``id=1,2``, each record once."""
    answer = eutils("efetch", "db=pubmed&id=99000002&id=99000001&id=99000002")
    assert pmids(answer.body) == ["99000002", "99000001"]


def test_uilist_is_one_pmid_per_line(eutils):
    """``rettype=uilist`` gives text."""
    answer = eutils(
        "efetch", "db=pubmed&id=99000002,99000001&rettype=uilist&retmode=text"
    )
    assert answer.body == b"99000002\n99000001\n"


def test_an_unknown_rettype_is_answered_with_nothing(eutils):
    """PubMed says 200 and sends no body."""
    answer = eutils("efetch", "db=pubmed&id=99000001&rettype=full")
    assert (answer.status, answer.body) == (200, b"")


def test_text_formats_that_the_mirror_lacks_are_refused_openly(eutils):
    """MEDLINE text exists at PubMed but not here: 501, not an empty body."""
    assert (
        eutils("efetch", "db=pubmed&id=99000001&rettype=medline&retmode=text").status
        == 501
    )


def test_a_posted_list_is_fetched_in_pages(eutils):
    """EPost, then EFetch with WebEnv, query_key, retstart and retmax."""
    posted = etree.fromstring(
        eutils("epost", "db=pubmed&id=99000003,99000002,99000001").body
    )
    history = (
        f"WebEnv={posted.findtext('WebEnv')}&query_key={posted.findtext('QueryKey')}"
    )
    first = eutils("efetch", f"db=pubmed&{history}&retstart=0&retmax=2")
    second = eutils("efetch", f"db=pubmed&{history}&retstart=2&retmax=2")
    assert pmids(first.body) == ["99000003", "99000002"]
    assert pmids(second.body) == ["99000001"]


def test_an_unknown_history_is_an_empty_list(eutils):
    """A WebEnv that was never given is refused like an empty list."""
    assert eutils("efetch", "db=pubmed&WebEnv=MCID_x&query_key=1").status == 400


def test_a_get_with_too_many_ids_is_too_long(mirror):
    """300 PMIDs in an address are 414 and HTML; 200 are answered."""
    many = "%2C".join(str(98000000 + number) for number in range(300))
    refused = mirror.answer("GET", f"{EUTILS}/efetch.fcgi?db=pubmed&id={many}")
    assert refused.status == 414
    assert b"<title>Submitted URI too large!</title>" in refused.body
    few = "%2C".join(str(98000000 + number) for number in range(200))
    assert (
        mirror.answer("GET", f"{EUTILS}/efetch.fcgi?db=pubmed&id={few}").status == 200
    )


def test_the_rate_is_printed_on_every_answer(eutils):
    """3 a second without a key, 10 with one."""
    assert eutils("efetch", "db=pubmed&id=0").header("X-RateLimit-Limit") == "3"
    keyed = eutils("efetch", "db=pubmed&id=99000001&api_key=k")
    assert keyed.header("x-ratelimit-limit") == "10"
    assert keyed.header("x-ratelimit-remaining") == "9"


def test_other_databases_are_refused(eutils):
    """The mirror is PubMed only."""
    assert b"Invalid db name specified: pmc" in eutils("efetch", "db=pmc&id=1").body
