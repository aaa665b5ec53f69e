"""References in JATS: what journals take in their own XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harvester.export.dates import read_points
from harvester.export.elements import DECLARATION, element, escape, text_element
from harvester.export.fields import language_tag, link, printed_pages
from harvester.export.keys import citation_key
from harvester.export.markup import Marks, one_line, render, without_stop
from harvester.export.names import family_name, is_complete, named
from harvester.export.notices import build_notices
from harvester.model import Article, Container, Contributor, Text

_MARKS: Marks = {
    name: (f"<{jats}>", f"</{jats}>")
    for name, jats in (
        ("i", "italic"), ("b", "bold"), ("u", "underline"), ("sup", "sup"),
        ("sub", "sub"), ("sc", "sc"), ("tt", "monospace"),
    )
}  # fmt: skip
_TYPES = {
    "article-journal": "journal", "article-magazine": "magazine",
    "article-newspaper": "newspaper", "article": "preprint", "book": "book",
    "chapter": "book", "entry": "book", "paper-conference": "confproc",
    "report": "report", "thesis": "thesis", "dataset": "data", "software": "software",
    "standard": "standard", "webpage": "web",
}  # fmt: skip
"""CSL's type → ``publication-type`` as JATS4R recommends it; else ``other``."""
_WHOLE = {"book", "thesis", "report"}
_ENGLISH = "en"
_TITLES = {
    "chapter": "chapter-title",
    "entry": "chapter-title",
    "dataset": "data-title",
}


def write_jats(articles: Iterable[Article]) -> Iterator[str]:
    """Yield a ``ref-list`` with an ``element-citation`` for every article."""
    yield f"{DECLARATION}<ref-list>\n"
    for article in articles:
        citation = element(
            "element-citation",
            "".join(_elements(article)) or " ",
            {
                "publication-type": _TYPES.get(
                    article.type or "article-journal", "other"
                )
            },
        )
        yield f'<ref id="{citation_key(article)}">{citation}</ref>\n'
    yield "</ref-list>\n"


def _elements(article: Article) -> Iterator[str]:
    for role in ("author", "editor", "translator"):
        people = [_person(person) for person in named(article, role)]
        if people and role == "author" and not is_complete(article):
            people.append("<etal/>")
        kind = {"person-group-type": role}
        yield element("person-group", "".join(people), kind)
    yield from _titles(article)
    if article.container:
        yield from _container(article, article.container)
    yield from _dates(article)
    yield text_element("volume", article.volume)
    yield text_element("issue", article.issue)
    yield from _pages(article)
    ids = (("doi", article.doi), ("pmid", article.pmid), ("pmcid", article.pmcid))
    for kind_of_id, value in ids:
        yield text_element("pub-id", value, {"pub-id-type": kind_of_id})
    yield text_element("uri", link(article) if not article.doi else None)
    for notice in build_notices(article):
        yield text_element("comment", notice)


def _person(person: Contributor) -> str:
    family = family_name(person)
    if family is None:
        return text_element("collab", person.literal or person.given)
    return element(
        "name",
        text_element("surname", family)
        + text_element("given-names", person.given or person.initials)
        + text_element("prefix", person.prefix)
        + text_element("suffix", person.suffix),
    )


def _titles(article: Article) -> Iterator[str]:
    """Yield the title; of a work in another language the original comes first."""
    name = _TITLES.get(article.type or "", "article-title")
    if article.type in _WHOLE:
        name = "source"
    original, title = article.original_title, article.title
    language = language_tag(article)
    if original and (language != _ENGLISH or not title):
        yield element(name, _marked(original), {"xml:lang": language or "und"})
        original, title = title, None
    if title:
        yield element(name, _marked(title))
    if original:
        yield element("trans-title", _marked(original))


def _marked(text: Text) -> str:
    return render(without_stop(text), _MARKS, escape)


def _container(article: Article, container: Container) -> Iterator[str]:
    is_whole = article.type in _WHOLE
    if container.title:
        title = Text(plain=container.title, markup=container.title_markup)
        yield element("series" if is_whole else "source", _marked(title))
    yield from (text_element("series", series) for series in container.series_titles)
    yield text_element("edition", container.edition)
    yield text_element("conf-name", container.event)
    yield text_element("publisher-name", container.publisher)
    yield text_element("publisher-loc", container.publisher_place)
    issns = (("print", container.issn_print), ("electronic", container.issn_electronic))
    for kind, issn in issns:
        yield text_element("issn", issn, {"publication-format": kind})
    for issn in container.issns:
        yield text_element("issn", issn)
    for isbn in container.isbns:
        yield text_element("isbn", isbn)


def _dates(article: Article) -> Iterator[str]:
    points = read_points(article.published)
    if not points:
        year = str(article.year) if article.year else None
        yield text_element("year", year)
        return
    first = points[0]
    exact = len(points) == 1 and not first.season
    said = {"iso-8601-date": article.published or ""} if exact else None
    if len(points) > 1:
        yield text_element("date-in-citation", article.published)
    yield text_element("year", first.year, said)
    yield text_element("month", str(first.month) if first.month else None)
    yield text_element("day", str(first.day) if first.day else None)
    yield text_element("season", first.season)


def _pages(article: Article) -> Iterator[str]:
    pages, locator = printed_pages(article), article.locator
    if pages and locator:
        yield text_element("fpage", locator.first_page)
        yield text_element("lpage", locator.last_page)
    if pages:
        yield text_element("page-range", one_line(pages))
    yield text_element("elocation-id", article.article_number)
