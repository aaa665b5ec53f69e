"""EndNote XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harvester.export.dates import date_in_words
from harvester.export.elements import DECLARATION, element, escape, text_element
from harvester.export.fields import (
    abstract_text,
    container_title,
    issns,
    link,
    printed_pages,
    short_container_title,
    subject_terms,
)
from harvester.export.keys import citation_key
from harvester.export.markup import runs_of, without_stop
from harvester.export.names import addresses, named, sorted_form
from harvester.export.notices import build_notices
from harvester.model import Article, Contributor, Text

_TYPES = {
    "article-journal": ("Journal Article", 17),
    "article-magazine": ("Magazine Article", 19),
    "article-newspaper": ("Newspaper Article", 23),
    "article": ("Unpublished Work", 34),
    "book": ("Book", 6),
    "chapter": ("Book Section", 5),
    "entry": ("Encyclopedia", 53),
    "paper-conference": ("Conference Paper", 47),
    "report": ("Report", 27),
    "thesis": ("Thesis", 32),
    "dataset": ("Dataset", 59),
    "software": ("Computer Program", 9),
    "standard": ("Standard", 58),
    "webpage": ("Web Page", 12),
    "post-weblog": ("Blog", 56),
}
"""CSL's type → EndNote's reference type; what is not here is generic."""
_GENERIC = ("Generic", 13)
_FACES = {
    "i": "italic", "b": "bold", "u": "underline", "sup": "superscript",
    "sub": "subscript",
}  # fmt: skip


_FONT = {"font": "default", "size": "100%"}


def write_endnote(articles: Iterable[Article]) -> Iterator[str]:
    """Yield a document with a record for every article."""
    yield f"{DECLARATION}<xml><records>\n"
    for article in articles:
        yield f"<record>{''.join(_elements(article))}</record>\n"
    yield "</records></xml>\n"


def _elements(article: Article) -> Iterator[str]:
    """Yield the parts of a record in the order of EndNote's DTD."""
    container = article.container
    kind, number = _TYPES.get(article.type or "article-journal", _GENERIC)
    yield text_element("ref-type", str(number), {"name": kind})
    yield element("contributors", "".join(_contributors(article)))
    yield text_element("auth-address", "; ".join(addresses(article)))
    yield element("titles", "".join(_titles(article)))
    yield element("periodical", "".join(_periodical(article)))
    yield text_element("pages", printed_pages(article))
    yield text_element("volume", article.volume)
    yield text_element("number", article.issue)
    yield text_element("edition", container.edition if container else None)
    terms = (text_element("keyword", term) for term in subject_terms(article))
    yield element("keywords", "".join(terms))
    yield element("dates", "".join(_dates(article)))
    if container:
        yield text_element("pub-location", container.publisher_place)
        yield text_element("publisher", container.publisher)
        yield text_element("isbn", "; ".join((*issns(article), *container.isbns)))
    yield text_element("accession-num", article.pmid)
    yield text_element("electronic-resource-num", article.doi)
    if article.abstract:
        yield text_element("abstract", abstract_text(article.abstract))
    yield text_element("label", citation_key(article))
    yield text_element("notes", ". ".join(build_notices(article)))
    kinds = "; ".join(kind.name for kind in article.publication_types)
    yield text_element("work-type", kinds)
    yield text_element("remote-database-name", "PubMed" if article.pmid else None)
    yield text_element("language", "; ".join(article.languages))
    url = text_element("url", link(article))
    yield element("urls", element("related-urls", url))
    yield text_element("custom2", article.pmcid)
    yield text_element("custom3", container.event if container else None)
    yield text_element("custom7", article.article_number)


def _contributors(article: Article) -> Iterator[str]:
    groups = (
        ("authors", article.authors),
        ("secondary-authors", named(article, "editor")),
        ("subsidiary-authors", named(article, "translator")),
    )
    for name, people in groups:
        yield element(name, "".join(_author(person) for person in people))


def _author(person: Contributor) -> str:
    """Return an author; a comma behind a group's name keeps it whole."""
    name = sorted_form(person)
    if person.family is None:
        # EndNote takes what stands before the first comma for a surname.
        name = f"{name.replace(',', ',,', 1)}{'' if ',' in name else ','}"
    return text_element("author", name)


def _titles(article: Article) -> Iterator[str]:
    title = article.title or article.original_title
    container = article.container
    yield element("title", _styled(without_stop(title)) if title else None)
    yield text_element("secondary-title", container_title(article))
    if container:
        yield text_element("tertiary-title", "; ".join(container.series_titles))
    yield text_element("alt-title", short_container_title(article))
    if article.title and article.original_title:
        original = _styled(without_stop(article.original_title))
        yield element("translated-title", original)


def _periodical(article: Article) -> Iterator[str]:
    if article.type in {None, "article-journal"}:
        yield text_element("full-title", container_title(article))
        yield text_element("abbr-1", short_container_title(article))


def _dates(article: Article) -> Iterator[str]:
    yield text_element("year", str(article.year) if article.year else None)
    date = text_element("date", date_in_words(article.published))
    yield element("pub-dates", date)


def _styled(text: Text) -> str:
    """Return a text in runs of one face each, as EndNote writes them."""
    faces: list[str] = []
    runs: list[tuple[str, str]] = []
    for mark, content in runs_of(text):
        shown = " ".join(dict.fromkeys(faces)) or "normal"
        if runs and runs[-1][0] == shown:
            runs[-1] = (shown, runs[-1][1] + content)
        elif content:
            runs.append((shown, content))
        face = _FACES.get(mark.removeprefix("/"))
        if face and mark.startswith("/"):
            faces.remove(face)
        elif face:
            faces.append(face)
    return "".join(
        element("style", escape(run), {"face": face, **_FONT}) for face, run in runs
    )
