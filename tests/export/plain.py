"""What is expected of a reader: an article in words that no format changes."""

from __future__ import annotations

import re
import unicodedata

from harvester.model import Article, Contributor


def folded(text: object) -> str:
    """Return a text without blanks, braces and typographic variants.

    LaTeX has one sign for several dashes and quotes; blanks around commands vary.
    """
    if text is None:
        return ""
    found = unicodedata.normalize("NFKD", str(text).replace("˜", "~"))
    found = re.sub("[‐‑‒–—―−]|-+", "-", found)
    found = re.sub("[‘’‚‛`´′]|''", "'", found)
    found = re.sub('[“”„‟"″]', "'", found).replace("''", "'")
    return re.sub(r"[\s{}]", "", found.replace("ˆ", "^"))


def title(article: Article) -> str | None:
    """Return the title without the full stop at its end."""
    text = article.title or article.original_title
    if text is None:
        return None
    ends = text.plain.endswith(".") and not text.plain.endswith(("..", " ."))
    return text.plain[:-1] if ends else text.plain


def pages(article: Article) -> str | None:
    """Return the pages as printed, None where they are the article number."""
    printed = article.page
    if printed is None and article.start_page:
        printed = "-".join(filter(None, (article.start_page, article.end_page)))
    return None if printed == article.article_number else printed


def abstract(article: Article) -> str | None:
    """Return the abstract, labels before their sections."""
    if article.abstract is None:
        return None
    return " ".join(
        f"{s.label}: {s.text.plain}" if s.label else s.text.plain
        for s in article.abstract.sections
    )


def name_of(person: Contributor) -> tuple[str, str, str]:
    """Return surname with particles (or a group's name), given names, suffix.

    Initials alone are written with stops; here all given names are without.
    """
    if person.family is None:
        return person.literal or person.given or "", "", ""
    family = " ".join(filter(None, (person.dropping_particle, person.family)))
    given = person.given or person.initials or ""
    return family, given.replace(".", ""), person.suffix or ""
