"""Bibliographies for people: Markdown and HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from harvester.export.citation import NAMED_AUTHORS, build_byline, build_place
from harvester.export.elements import escape
from harvester.export.fields import link
from harvester.export.keys import citation_key
from harvester.export.markup import HTML_MARKS, Marks, one_line, render, without_stop
from harvester.export.notices import build_notices
from harvester.model import Article, Text

_MARKDOWN: Marks = {
    "i": ("*", "*"),
    "b": ("**", "**"),
    "sup": ("<sup>", "</sup>"),
    "sub": ("<sub>", "</sub>"),
}
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~^$&@])")
_LIST = re.compile(r"(\d*)([-+.)])(?=\s)")
"""What would begin a list within the item."""
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'">
<title>Bibliography</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto;
    padding: 0 1rem; }
  li { margin-block: .75rem; overflow-wrap: anywhere; }
  .notice { font-weight: bold; border-inline-start: .25rem solid;
    padding-inline: .5rem; }
</style>
</head>
<body>
<main>
<h1>Bibliography</h1>
<ol>
"""
_TAIL = "</ol>\n</main>\n</body>\n</html>\n"


def write_markdown(articles: Iterable[Article]) -> Iterator[str]:
    """Yield a numbered list, one article an item; all that is special is escaped."""
    for article in articles:
        shown = [
            _stopped(_escaped(_byline(article))),
            _stopped(render(_title(article), _MARKDOWN, _escaped)),
            _stopped(_escaped(one_line(build_place(article)))),
        ]
        for label, url in _links(article):
            shown.append(f"[{_escaped(label)}](<{url}>)")
        shown += [
            f"**{_escaped(one_line(notice))}**" for notice in build_notices(article)
        ]
        item = " ".join(filter(None, shown))
        if begins := _LIST.match(item):
            item = f"{begins[1]}\\{item[begins.start(2) :]}"
        yield f"1. {item}\n"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def write_html(articles: Iterable[Article]) -> Iterator[str]:
    """Yield a page without scripts; of markup only inline tags are let through."""
    yield _HEAD
    for article in articles:
        shown = [
            _stopped(escape(_byline(article))),
            _stopped(render(_title(article), HTML_MARKS, escape)),
            _stopped(escape(one_line(build_place(article)))),
        ]
        for label, url in _links(article):
            shown.append(f'<a href="{escape(url)}">{escape(label)}</a>')
        notices = (
            f'<span class="notice">{escape(one_line(notice))}</span>'
            for notice in build_notices(article)
        )
        content = " ".join(filter(None, (*shown, *notices)))
        yield f'<li id="{citation_key(article)}">{content}</li>\n'
    yield _TAIL


def _byline(article: Article) -> str:
    return one_line(build_byline(article, named=NAMED_AUTHORS))


def _title(article: Article) -> Text:
    title = article.title or article.original_title
    return without_stop(title) if title else Text(plain="[no title]")


def _stopped(text: str) -> str:
    return text if not text or text[-1] in ".?!]" else f"{text}."


def _links(article: Article) -> Iterator[tuple[str, str]]:
    if article.doi and (url := link(article)):
        yield f"doi:{article.doi}", url
    if article.pmid:
        yield f"PMID {article.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{article.pmid}/"
    if article.pmcid:
        yield article.pmcid, f"https://pmc.ncbi.nlm.nih.gov/articles/{article.pmcid}/"
