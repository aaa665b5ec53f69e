"""What clients do that take one identifier a call; run by the peers' Python.

Run: python -P benchmarks/one_by_one.py PEER ADDRESS SCHEME < [[PMID, DOI], …]

The records of all identifiers (``pmid`` or ``doi``) and their links, as each peer gets
them: through its own calls, with a key and at its own pace, from the mirror at an
address. Prints how many articles and link sets came, failures, and seconds.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from urllib.request import Request, urlopen

KEY = "made-up"
EMAIL = "me@example.org"
UTILITIES = "https://eutils.ncbi.nlm.nih.gov"
LINK_NAMES = ("pubmed_pubmed", "pubmed_pubmed_citedin", "pubmed_pubmed_refs")
Get = Callable[[str, str], tuple[int, int]]
"""Gets what there is of an article, by PMID and DOI; returns articles and link sets."""


def biopython(address: str, scheme: str) -> Get:
    """``Bio.Entrez``: ESearch for a DOI, EFetch, ELink by kind of link."""
    from Bio import Entrez  # noqa: PLC0415 - each peer by itself

    def redirected(request: Request) -> object:
        request.full_url = request.full_url.replace(UTILITIES, address)
        return urlopen(request)  # noqa: S310 - on this machine

    Entrez.urlopen = redirected
    Entrez.api_key, Entrez.email = KEY, EMAIL

    def get(pmid: str, doi: str) -> tuple[int, int]:
        if scheme == "doi":
            found = Entrez.read(Entrez.esearch(db="pubmed", term=f'"{doi}"[doi]'))
            (pmid,) = found["IdList"]
        read = Entrez.read(Entrez.efetch(db="pubmed", id=pmid, retmode="xml"))
        links = 0
        for name in LINK_NAMES:
            linked = Entrez.elink(
                dbfrom="pubmed", db="pubmed", id=pmid, linkname=name, cmd="neighbor"
            )
            links += len(Entrez.read(linked)[0]["LinkSetDb"])
        return len(read["PubmedArticle"]), links

    return get


def metapub(address: str, scheme: str) -> Get:
    """``PubMedFetcher``: a query for a DOI, the article, all its links in one."""
    os.environ["NCBI_API_KEY"] = KEY
    from metapub import PubMedFetcher  # noqa: PLC0415 - each peer by itself
    from metapub.ncbi_client import NCBIClient  # noqa: PLC0415 - the same

    NCBIClient.BASE_URL = NCBIClient.BASE_URL.replace(UTILITIES, address)
    fetcher = PubMedFetcher(cachedir=tempfile.mkdtemp())

    def get(pmid: str, doi: str) -> tuple[int, int]:
        if scheme == "doi":
            (pmid,) = fetcher.pmids_for_query(f'"{doi}"[doi]')
        article = fetcher.article_by_pmid(pmid)
        return int(article.pmid == pmid), len(fetcher.related_pmids(pmid))

    return get


def habanero(address: str, _: str) -> Get:
    """``Crossref.works``. It has no pace of its own: ten a second, as Crossref asks."""
    from habanero import Crossref  # noqa: PLC0415 - each peer by itself

    crossref = Crossref(base_url=address, mailto=EMAIL)
    due = time.monotonic()

    def get(_: str, doi: str) -> tuple[int, int]:
        nonlocal due
        time.sleep(max(0.0, due - time.monotonic()))
        due = time.monotonic() + 0.101
        answer = crossref.works(ids=doi)
        return int(answer["message"]["DOI"].lower() == doi), 0

    return get


PEERS = {"biopython": biopython, "metapub": metapub, "habanero": habanero}


def main(peer: str, address: str, scheme: str) -> None:
    """Get all articles, one after the other."""
    get = PEERS[peer](address, scheme)
    asked = json.load(sys.stdin)
    articles = links = 0
    began = time.perf_counter()
    for pmid, doi in asked:
        # A peer that is refused or finds nothing raises whatever it raises.
        with suppress(Exception):
            found = get(pmid, doi)
            articles, links = articles + found[0], links + found[1]
    seconds = time.perf_counter() - began
    print(json.dumps({"articles": articles, "links": links, "seconds": seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
