"""EFetch: records, or a list of their PMIDs."""

from __future__ import annotations

from harvester.mirror import eutils
from harvester.mirror.answer import TEXT, XML, Answer, Asked
from harvester.mirror.eutils import Desk

_DOCTYPE = (
    "<!DOCTYPE PubmedArticleSet PUBLIC "
    '"-//NLM//DTD PubMedArticle, 1st January 2025//EN"'
    ' "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">'
)
_ERROR_DOCTYPE = (
    '<!DOCTYPE eEfetchResult PUBLIC "-//NLM//DTD efetch 20131226//EN"'
    f' "{eutils.DTD}/20131226/efetch.dtd">'
)
_TEXT_TYPES = ("medline", "abstract", "summary", "docsum")


def efetch(asked: Asked, desk: Desk) -> Answer:
    """Answer EFetch.

    Records that the folder does not hold are left out without a word; a list
    without a single PMID is refused with 400. A ``rettype`` that PubMed does not
    know is answered with nothing at all, as PubMed does; those that it knows and
    the mirror does not offer are refused with 501.
    """
    message = eutils.bad_database(asked)
    if message is not None:
        return _refused(asked, message)
    pmids, _ = eutils.asked_ids(asked, desk)
    if not pmids:
        return _refused(asked, "ID list is empty! Possibly it has no correct IDs.")
    rettype = asked.get("rettype").lower()
    if rettype == "uilist":
        return eutils.text(asked, "".join(f"{pmid}\n" for pmid in pmids))
    if rettype in _TEXT_TYPES and asked.get("retmode").lower() != "xml":
        return _not_offered(asked, rettype)
    if rettype not in ("", "xml", "full_xml", *_TEXT_TYPES):
        return eutils.text(asked, "")
    return eutils.answer(asked, XML, _record_set(pmids, desk))


def _record_set(pmids: tuple[str, ...], desk: Desk) -> bytes:
    """Put the records into a set, in the order asked."""
    held = (desk.folder.record(pmid) for pmid in pmids)
    records = b"\n".join(record for record in held if record is not None)
    prolog = f'<?xml version="1.0" ?>\n{_DOCTYPE}\n<PubmedArticleSet>\n'
    return prolog.encode() + records + b"</PubmedArticleSet>"


def _refused(asked: Asked, message: str) -> Answer:
    root = eutils.error("eFetchResult", message)
    return eutils.xml(asked, root, _ERROR_DOCTYPE, 400)


def _not_offered(asked: Asked, rettype: str) -> Answer:
    body = f"The mirror offers records as XML only, not rettype={rettype}.\n"
    return eutils.answer(asked, TEXT, body.encode(), 501)
