"""Pages about articles in the five layouts, as browsers and people save them.

A page is a list of blocks, whatever the article; a rendering turns blocks into what a
browser saves, a text browser dumps, somebody copies, or a printer makes of it; a
noise is what happens to text on its way.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Sequence
from typing import NamedTuple

_LINK = re.compile(r"\[\[([^|\]]*)\|([^\]]*)\]\]")

Block = tuple[str, str]
"""Kind (``h1``, ``h2``, ``p``, ``li``, ``ol``, ``dt``), and text; ``[[text|href]]``
is a link."""


class Printed(NamedTuple):
    """What pages print of an article."""

    title: str
    names: tuple[str, ...]
    journal: str
    year: str
    volume: str
    issue: str
    page: str
    doi: str
    pmid: str
    abstract: tuple[tuple[str, str], ...]
    keywords: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """``J Made Up. 2020 Jan;7(2):5-9.``."""
        issue = f"({self.issue})" if self.issue else ""
        return f"{self.journal}. {self.year};{self.volume}{issue}:{self.page}."

    @property
    def entry(self) -> str:
        """As PubMed lists it, glued as copying does."""
        doi = f" doi: {self.doi}." if self.doi else ""
        address = f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return (
            f"[[{self.title}|{address}]] {self.place}{doi} {self.journal}. "
            f"{self.year}. PMID: {self.pmid}"
        )

    @property
    def cited(self) -> str:
        """As a reference list prints it."""
        return f"Doe J, Roe R. {self.title}. {self.place} doi:{self.doi}"


class Lists(NamedTuple):
    """The articles that a page lists, by role."""

    similar: Sequence[Printed] = ()
    cited_by: Sequence[Printed] = ()
    references: Sequence[Printed] = ()
    recommended: Sequence[Printed] = ()


def pubmed(own: Printed, lists: Lists) -> list[Block]:
    """PubMed's page of an article."""
    return [
        ("p", "[[Skip to main page content|#main]]"),
        ("p", "An official website of the United States government"),
        *(("li", f"[[{name}|#{name}]]") for name in ("Abstract", "Similar articles")),
        *(("li", f"[[{name}|#{name}]]") for name in ("Cited by", "References")),
        ("p", f"{own.journal}"),
        ("p", f". {own.year};{own.volume}({own.issue}):{own.page}. doi: {own.doi}."),
        ("h1", own.title),
        ("p", ", ".join(f"{name} ^1" for name in own.names)),
        ("h3", "Affiliation"),
        ("p", "1 Department of Made-up Things, University of Nowhere, Town, Land."),
        ("li", f"PMID: {own.pmid}"),
        ("li", f"DOI: [[{own.doi}|https://doi.org/{own.doi}]]"),
        ("h2", "Abstract"),
        *(("p", f"{label}: {text}" if label else text) for label, text in own.abstract),
        *([("p", f"Keywords: {'; '.join(own.keywords)}.")] if own.keywords else []),
        ("p", "PubMed Disclaimer"),
        ("h2", "Similar articles"),
        *(("li", one.entry) for one in lists.similar),
        ("h2", "Cited by"),
        *(("li", one.entry) for one in lists.cited_by),
        ("h2", "References"),
        *(("ol", one.entry) for one in lists.references),
        ("h2", "MeSH terms"),
        ("li", "Humans"),
        ("h2", "LinkOut - more resources"),
        ("h3", "Full Text Sources"),
    ]


def vivo(own: Printed, _: Lists) -> list[Block]:
    """VIVO's page of an article."""
    return [
        ("p", "[[Home|/]] [[People|/people]] [[Research|/research]]"),
        ("h1", f"{own.title} Academic Article uri icon"),
        ("h2", "Overview"),
        ("h3", "abstract"),
        ("li", " ".join(f"{a.upper()}: {b}" if a else b for a, b in own.abstract)),
        ("h3", "authors"),
        *(("li", f"[[{name}|/individual/{i}]]") for i, name in enumerate(own.names)),
        ("h3", "publication date"),
        ("li", own.year),
        ("h3", "published in"),
        ("li", f"[[{own.journal}|/individual/journal]]"),
        ("h2", "Research"),
        ("h3", "keywords"),
        *(("li", word) for word in own.keywords or ("Humans",)),
        ("h2", "Identity"),
        ("h3", "Scopus Document Identifier"),
        ("li", "84876469818"),
        ("h3", "International Standard Serial Number (ISSN)"),
        ("li", "1234-5679"),
        ("h3", "Digital Object Identifier (DOI)"),
        ("li", own.doi),
        ("h3", "PubMed ID"),
        ("li", own.pmid),
        ("h2", "Additional Document Info"),
        ("h3", "start page"),
        ("li", own.page.split("-")[0]),
        ("h3", "volume"),
        ("li", own.volume),
        ("h3", "issue"),
        ("li", own.issue or "1"),
    ]


def _services(one: Printed) -> str:
    return (
        f"[[PubMed|https://pubmed.ncbi.nlm.nih.gov/{one.pmid}/]] [[Google Scholar|#]] "
        f"[[Crossref|https://doi.org/{one.doi}]]"
    )


def jama(own: Printed, lists: Lists) -> list[Block]:
    """An article at the JAMA Network."""
    place = f"{own.year[:4]};{own.volume}({own.issue or '1'}):{own.page}"
    return [
        ("p", "[[[Skip to Content]|#top]]"),
        ("p", "Access to paid content on this site is currently suspended"),
        ("p", "Original Article"),
        ("p", "October 1, 2006"),
        ("h1", own.title),
        ("p", ", ".join(f"{name}, MD" for name in own.names)),
        ("h3", "Author Affiliations"),
        ("p", "Author Affiliations: Department of Surgery, University of Nowhere."),
        ("p", f"Arch Surg. {place}. doi:{own.doi}"),
        *(("p", f"{a or 'Background'}\u00a0 {b}") for a, b in own.abstract),
        ("h2", "References"),
        *(("ol", f"{one.cited} {_services(one)}") for one in lists.references),
        ("h2", "Others Also Liked"),
        *(
            ("li", f"[[{one.title}|https://doi.org/{one.doi}]] doi:{one.doi}")
            for one in lists.recommended
        ),
    ]


def rdiscovery(own: Printed, lists: Lists) -> list[Block]:
    """An article at R Discovery."""
    return [
        ("h1", own.title),
        ("p", f"Journal: {own.journal} | Publication Date: {own.year}"),
        ("p", f"DOI: [[{own.doi}|https://doi.org/{own.doi}]]"),
        ("h2", "Abstract"),
        *(("p", f"{a} {b}".strip()) for a, b in own.abstract),
        ("h2", "Highlights"),
        ("li", "Touzios et al [10] reported 5year survivals [11,12,13]"),
        ("p", "Read more"),
        ("h2", "Summary"),
        ("p", "Up to 75% of 12345678 walls present with moss [7,8,9]."),
        ("h2", "Similar Papers"),
        *(
            ("li", f"{one.title} {one.journal} {one.year} doi: {one.doi}")
            for one in lists.similar
        ),
        ("h2", "Talk to us"),
        ("p", "Join us for a 30 min session where you can share your feedback"),
        ("p", "Schedule a call"),
    ]


def peeref(own: Printed, lists: Lists) -> list[Block]:
    """An article at Peeref."""
    return [
        ("p", "4.7 Article"),
        ("h1", own.title),
        ("h3", "Journal"),
        ("p", own.journal.upper()),
        (
            "p",
            f"Volume {own.volume}, Issue {own.issue or '1'}, Pages {own.page}",
        ),
        ("h3", "Publisher"),
        ("p", "SPRINGER"),
        ("p", f"DOI: {own.doi}"),
        ("h3", "Keywords"),
        ("p", "; ".join(own.keywords) or "-"),
        ("h3", "Ask authors/readers for more resources"),
        ("p", " ".join(f"{a}. {b}" if a else b for a, b in own.abstract)),
        ("h3", "Authors"),
        ("p", "I am an author on this paper"),
        ("h3", "Reviews"),
        ("h3", "Primary Rating"),
        ("p", "4.7"),
        ("h3", "Secondary Ratings"),
        ("p", "Novelty"),
        ("h3", "Recommended"),
        *(
            ("li", f"{one.title} {one.journal} ({one.year}) DOI: {one.doi}")
            for one in lists.recommended
        ),
    ]


LAYOUTS: dict[str, Callable[[Printed, Lists], list[Block]]] = {
    "pubmed": pubmed,
    "vivo": vivo,
    "jama": jama,
    "rdiscovery": rdiscovery,
    "peeref": peeref,
}


def _shown(text: str) -> str:
    return _LINK.sub(r"\1", text)


def as_html(blocks: Sequence[Block]) -> str:
    """What a browser saves as HTML: minified on few lines, with scripts."""
    tags = {"ol": "li"}
    body = []
    for kind, text in blocks:
        linked = _LINK.sub(
            r'<a href="\2"><span>\1</span></a>', html.escape(text, quote=False)
        )
        tag = tags.get(kind, kind)
        body.append(f"<{tag}>{linked}</{tag}>")
    return (
        "<!DOCTYPE html>\n<!-- saved from url=(0040)https://example.org/page -->\n"
        '<html lang="en"><head><meta charset="utf-8"><title>Page</title>'
        '<script>var ids = "doi:10.5555/script.1 PMID: 99009999";</script></head>'
        f"<body><div>{''.join(body)}</div></body></html>"
    )


def as_copy(blocks: Sequence[Block]) -> str:
    """What copying and pasting gives: a line a block, bullets on lines of their own."""
    marks = {"li": "- ", "ol": "- "}
    return "\n".join(marks.get(kind, "") + _shown(text) for kind, text in blocks)


def as_bare(blocks: Sequence[Block]) -> str:
    """What some browsers copy: no bullets, an empty line between blocks."""
    return "\n\n".join(_shown(text) for _, text in blocks)


def as_lynx(blocks: Sequence[Block]) -> str:
    """``lynx -dump``: numbered links, 80 columns, the addresses at the end."""
    addresses: list[str] = []

    def numbered(match: re.Match[str]) -> str:
        addresses.append(match[2])
        return f"[{len(addresses)}]{match[1]}"

    lines = []
    number = 0
    for kind, text in blocks:
        number = number + 1 if kind == "ol" else 0
        first = {"li": "     * ", "ol": f"    {number}. "}.get(kind, "   ")
        first = "" if kind in {"h1", "h2"} else first
        words = _LINK.sub(numbered, text)
        later = " " * (7 if kind in {"li", "ol"} else 3)
        lines.append(
            textwrap.fill(
                words, 79, initial_indent=first, subsequent_indent=later,
                break_long_words=False, break_on_hyphens=False,
            )
        )  # fmt: skip
    links = [f"{at:>4}. {address}" for at, address in enumerate(addresses, 1)]
    return (
        "\n\n".join(lines) + "\n\nReferences\n\n   Visible links:\n" + "\n".join(links)
    )


def as_w3m(blocks: Sequence[Block]) -> str:
    """``w3m -dump``: 80 columns, bullets, no addresses."""
    lines = []
    number = 0
    for kind, text in blocks:
        number = number + 1 if kind == "ol" else 0
        first = {"li": "  • ", "ol": f" {number}. "}.get(kind, "")
        lines.append(
            textwrap.fill(
                _shown(text), 79, initial_indent=first,
                subsequent_indent=" " * len(first), break_on_hyphens=False,
            )
        )  # fmt: skip
    return "\n\n".join(lines)


def as_markdown(blocks: Sequence[Block]) -> str:
    """What converters from HTML to Markdown give."""
    marks = {"h1": "# ", "h2": "## ", "h3": "### ", "li": "* ", "ol": "1. "}
    return "\n\n".join(
        marks.get(kind, "") + _LINK.sub(r"[\1](\2)", text) for kind, text in blocks
    )


def as_print(blocks: Sequence[Block]) -> str:
    """A page printed to PDF, as text: running heads and feet, form feeds."""
    lines: list[str] = []
    for kind, text in blocks:
        mark = {"li": "• ", "ol": "1. "}.get(kind, "")
        lines += [*textwrap.wrap(mark + _shown(text), 95, break_on_hyphens=False), ""]
    pages = [lines[at : at + 40] for at in range(0, len(lines), 40)]
    return "\f".join(
        "\n".join(
            [
                "11/28/25, 10:12 AM    A page - Some Site",
                *page,
                f"https://example.org/some/page    {number}/{len(pages)}",
            ]
        )
        for number, page in enumerate(pages, 1)
    )


RENDERINGS: dict[str, Callable[[Sequence[Block]], str]] = {
    "html": as_html,
    "copy": as_copy,
    "bare": as_bare,
    "lynx": as_lynx,
    "w3m": as_w3m,
    "markdown": as_markdown,
    "print": as_print,
}

_LONG_WORD = re.compile(r"\b([a-z]{5})([a-z]{4,})\b")

NOISES: dict[str, Callable[[str], str]] = {
    "none": lambda text: text,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "no-break spaces": lambda text: re.sub(r"(?<=[:.;]) ", "\u00a0", text),
    "soft hyphens": lambda text: _LONG_WORD.sub("\\1\u00ad\\2", text),
    "zero-width": lambda text: text.replace("PMID: ", "PMID: \u200b").replace(
        "doi", "\u200bdoi"
    ),
    "byte order mark": lambda text: "\ufeff" + text,
    "indented": lambda text: re.sub(r"(?m)^", "    ", text),
    "blank lines": lambda text: text.replace("\n", "\n \n"),
}

# What each layout prints of its own article and of others.
OWN: dict[str, tuple[str, ...]] = {
    "pubmed": ("pmid", "doi"),
    "vivo": ("pmid", "doi"),
    "jama": ("doi",),
    "rdiscovery": ("doi",),
    "peeref": ("doi",),
}
ROLES: dict[str, dict[str, str]] = {
    "pubmed": {
        "similar": "similar",
        "cited_by": "cited-by",
        "references": "reference",
    },
    "vivo": {},
    "jama": {"references": "reference", "recommended": "recommended"},
    "rdiscovery": {"similar": "similar"},
    "peeref": {"recommended": "recommended"},
}
"""Layout → list of ``Lists`` → role of its articles."""
