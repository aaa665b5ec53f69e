"""The headings of article pages, and what the articles under them are."""

from __future__ import annotations

import re

from harvester.identify.translations import TRANSLATIONS
from harvester.model import Role

_BY_ROLE: dict[Role | None, str] = {
    Role.SIMILAR: """
        similar articles; similar papers; similar publications; similar works
        similar literature; related articles; related papers; related publications
        related documents; related works; related content; related research
        see also; similar articles in pubmed; related articles in pubmed
        """,
    Role.CITED_BY: """
        cited by; citing articles; cited by other articles; citing literature
        citing papers; citing publications; articles citing this article
        articles citing this; cited by articles; cited-by; this article is cited by
        papers citing this; cited by papers; cited by publications
        """,
    Role.REFERENCE: """
        references; reference; reference list; bibliography; literature cited
        works cited; cited references; literature; references and notes; notes
        list of references; cited literature; article references
        """,
    Role.CORRECTION: """
        erratum in; erratum for; correction; corrections; corrected and republished in
        corrected and republished from; retraction in; retraction of; retracted in
        retracted article; expression of concern in; expression of concern for
        republished in; republished from; update in; update of; correction in
        correction for; partial retraction in; partial retraction of; corrigendum
        retracted and republished in; retracted and republished from; erratum
        """,
    Role.RECOMMENDED: """
        recommended; recommended articles; recommended papers; recommended for you
        others also liked; you may also like; people also read; more from this journal
        readers also read; trending; trending articles; most read; most viewed
        most cited; latest articles; suggested articles; suggested reading
        discover more; more like this; customers also viewed; top articles
        similar content being viewed by others; more from this author
        people also looked at; read next; continue reading; explore further
        more papers; articles you may be interested in; recommended publications
        non-cme articles; latest from this journal; featured articles; popular papers
        what other readers are viewing; promoted; also of interest; further reading
        see more about; more articles; others also read; recommended reading
        """,
    Role.LISTED: """
        publications; selected publications; publication list; list of publications
        featured publications; research outputs; scholarly works; academic articles
        academic article; selected articles; articles; recent publications
        journal articles; conference papers; book chapters; top publications
        all publications; my publications
        """,
    Role.MENTIONED: """
        comment in; comment on; comments; commentary; invited commentary; editorial
        editorial comment; comment & response; summary for patients in; cites
        original report in; author reply; dataset described in; associated data
        visible links; hidden links; links
        related clinical trial; listen to this article; companion article
        """,
    None: """
        abstract; summary; highlights; introduction; overview; methods
        materials and methods; patients and methods; results; discussion; conclusion
        conclusions; background; keywords; key words; author keywords; authors
        author; author information; author affiliations; affiliations; affiliation
        publication types; publication type; mesh terms; substances
        supplementary concepts; grants and funding; grants; funding; figures; figure
        tables; linkout - more resources; linkout; full text sources
        other literature sources; medical; research materials; miscellaneous
        molecular biology databases; related information; conflict of interest statement
        conflict of interest; conflict of interest disclosures; disclosures
        acknowledgements; acknowledgments; acknowledgment; article information
        additional information; supplementary material; supplementary information
        data availability; full text; full text links; findings; talk to us
        reviews; primary rating; secondary ratings; journal; publisher; category
        identity; research; additional document info; publication date; volume; issue
        digital object identifier (doi); pubmed id; pubmedcentral id
        scopus document identifier; published in; start page; end page; pagination
        ask authors/readers for more resources; actions; share; page navigation
        title & authors; pubmed disclaimer; copyright; copyright information
        rights and permissions; about this article; cite this article; metrics
        how to cite; how to cite this article; cite as; cite this paper
        suggested citation; recommended citation; citation
        read more; more resources; positions; contact; teaching; awards and honors
        education and training; research areas; background and education
        """,
}


def _headings() -> dict[str, Role | None]:
    table: dict[str, Role | None] = {}
    for role, words in _BY_ROLE.items():
        for word in words.replace("\n", ";").split(";"):
            if word.strip():
                table[word.strip()] = role
    return table


HEADINGS = _headings()
"""Heading in lower case → role of the articles under it; None: the article's own."""

ARTICLE_TYPES = frozenset(
    {
        "commentary", "invited commentary", "editorial", "editorial comment",
        "correction", "corrections", "corrigendum", "erratum", "retracted article",
        "comment & response", "author reply", "articles", "academic article",
        "reference", "review", "reviews", "notes", "literature", "summary",
    }
)  # fmt: skip
"""Headings that on top of a page name the type of its article instead."""

_COUNT = re.compile(
    r"\s*(?:\(\s*\d[\d,.]*\+?\s*\)|\[\s*\d[\d,.]*\+?\s*\]"
    r"|\d[\d,.]*\+?\s*(?:articles?|papers?|references?|publications?|results?))$"
)
# "Cited by 12" is a number in the head of a page, no heading.
# Text browsers number the links: "[12]Similar articles".
_NUMBER = re.compile(r"^(?:#{1,6}\s*|\[\d{1,4}\]|\d{1,2}(?:\.\d{1,2}){0,2}\.?\s+)")
_LONGEST = 60
_LEADING = 6


def heading_key(line: str) -> str:
    """Return a line as it would stand in ``HEADINGS``; ``""`` for a longer text.

    A heading in another language is returned as the English one.

    Examples:
        >>> heading_key("Similar articles (5)"), heading_key("## References:")
        ('similar articles', 'references')
        >>> heading_key("Cited by 12 articles"), heading_key("3. Results")
        ('cited by', 'results')
        >>> heading_key("Ähnliche Artikel (5)")
        'similar articles'
    """
    if len(line) > _LONGEST:
        return ""
    key = line.casefold().strip(" :*_=—–\u2026.>▸▾▼⌄")
    key = _NUMBER.sub("", key)
    key = _COUNT.sub("", key).strip(" :：*_")
    return TRANSLATIONS.get(key, key)


def leading_role(line: str) -> Role | None:
    """Return the role that the first words of a line give to the articles in it.

    Only what is corrected, retracted or updated is named so in running lines; None
    for any other line.

    Examples:
        >>> leading_role("Erratum in: J Made Up. 2020;7:9. doi: 10.5555/e.1")
        <Role.CORRECTION: 'correction'>
    """
    words = line.split()[:_LEADING]
    for count in range(len(words), 1, -1):
        if HEADINGS.get(heading_key(" ".join(words[:count]))) is Role.CORRECTION:
            return Role.CORRECTION
    return None
