"""Titles, abstracts and other text that did not come through whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvester.findings.base import TITLED, Case
from harvester.model import SourceRecord
from harvester.normalize.publication_types import is_notice
from harvester.normalize.titles import title_key

_LETTERS = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_OPEN_ENDS = frozenset(
    {"a", "an", "and", "during", "into", "its", "of", "or", "the", "their", "toward"}
    | {"towards", "versus", "via", "whose", "within", "without"}
)
"""Words that no title ends with; "from", "in" or "on" may belong to a verb."""
_BRACKETS = {"(": ")", "[": "]"}
_GARBLED = re.compile(
    "[\x80-\x9f\ufffd\xc3-\xc5â\xef]"  # in one set, which is searched for quickly
    "(?:(?<=[\x80-\x9f\ufffd])"
    "|(?<=[\xc3-\xc5])[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|(?<=â)€|(?<=\xef)\xbf\xbd)"
)
_MARKUP_LEFT = re.compile(
    r"</?(?:i|b|em|sub|sup|p|jats:\w+|span|inline-formula|tex-math|mml:\w+)[ />]"
    r"|&(?:lt|gt|amp|nbsp|quot|#x?[0-9a-f]+);|\\(?:documentclass|usepackage|alpha|beta)",
    re.IGNORECASE,
)
_NO_TITLE = {"not available", "in process citation", "no title", "untitled", "title"}
_TRUNCATED = re.compile(r"\(ABSTRACT TRUNCATED(?: AT \d+ WORDS)?\)\s*$", re.IGNORECASE)
_RESEARCH = frozenset(
    {
        "clinical trial",
        "comparative study",
        "controlled clinical trial",
        "evaluation study",
        "meta-analysis",
        "multicenter study",
        "observational study",
        "randomized controlled trial",
        "review",
        "systematic review",
        "validation study",
    }
)
"""Publication types of what has an abstract: reports and reviews, not letters."""
_ABSTRACTS_SINCE = 1990
"""Before, PubMed took no abstract of many journals that print one."""


def _titles(case: Case) -> Iterator[tuple[SourceRecord, str]]:
    for record in case.records:
        if record.title:
            yield record, record.title.plain


def find_no_title(case: Case) -> str | None:
    """Notice an article that no source gives a title to, or only a filler."""
    title = case.article.title
    if case.article.type not in TITLED:
        return None
    if title is None:
        return "It has no title."
    bare = re.sub(r"[^\w ]", "", title.plain).strip().casefold()
    if bare in _NO_TITLE or not bare:
        return f"Its title is a filler: {title.plain!r}."
    return None


def find_capitals(case: Case) -> str | None:
    """Notice a title of two words and more that is wholly in capitals."""
    for record, title in _titles(case):
        if not title.isupper():
            continue
        words = [word for word in _WORD.findall(title) if len(word) > 3]
        if len(words) > 2 and len(_LETTERS.findall(title)) > 15:
            return f"{record.source} prints the title in capitals."
    return None


def find_cut(case: Case) -> str | None:
    """Notice a title that ends in the middle of a phrase.

    ``Part A`` and ``vitamin A`` end with a letter, not with an article.
    """
    for record, title in _titles(case):
        *before, last = re.sub(r"[\s.\])]+$", "", title).split() or [""]
        is_word = last.casefold() in _OPEN_ENDS and last not in {"A", "AN"}
        if before and is_word and not title.endswith("..."):
            return f"The title in {record.source} ends with “{last}”."
    return None


def find_open_bracket(case: Case) -> str | None:
    """Notice a title with a bracket that is never closed."""
    for record, title in _titles(case):
        for opening, closing in _BRACKETS.items():
            is_last = title.rfind(opening) > title.rfind(closing)
            if is_last and title.count(opening) > title.count(closing):
                return f"A bracket is never closed in the title in {record.source}."
    return None


def find_shorter(case: Case) -> str | None:
    """Notice a title that is the beginning of another source's, in midsentence.

    Where the other goes on after a colon, dash or stop it has a subtitle, which is no
    cut; nor is it one where the shorter record has the rest as its subtitle.
    """
    for record, title in _titles(case) if len(case.records) > 1 else ():
        key = title_key(title)
        whole = title_key(" ".join([title, *(s.plain for s in record.subtitles)]))
        for other, longer in _titles(case):
            rest = title_key(longer).removeprefix(key)
            if not key or len(key) < 10 or not rest.startswith(" ") or whole != key:
                continue
            if len(rest.split()) >= 2 and not _goes_on_anew(longer, len(key.split())):
                return (
                    f"The title in {record.source} is the beginning of that in "
                    f"{other.source}, which goes on “{rest.strip()[:60]}”."
                )
    return None


def _goes_on_anew(title: str, word_count: int) -> bool:
    """Whether a mark that parts titles stands after the first words of one."""
    words = list(re.finditer(r"[^\W_]+(?:[-‐‑'’][^\W_]+)*", title))
    if word_count > len(words):
        return True
    between = title[words[word_count - 1].end() :][:4]
    return bool(re.match(r"[^\w]*[:.?!;(\[–—/-]", between))


def find_garbled(case: Case) -> str | None:
    """Notice letters that were read in the wrong encoding."""
    for record in case.records:
        for name, text in _texts(record):
            # ASCII is the same in every encoding.
            if not text.isascii() and (found := _GARBLED.search(text)):
                around = text[max(found.start() - 10, 0) : found.end() + 10]
                return f"The {name} in {record.source} is garbled: “{around}”."
    return None


def find_markup(case: Case) -> str | None:
    """Notice markup that was taken for text."""
    for record in case.records:
        for name, text in _texts(record):
            is_marked = "<" in text or "&" in text or "\\" in text
            if is_marked and (found := _MARKUP_LEFT.search(text)):
                return f"Markup stands in the {name} in {record.source}: {found[0]}."
    return None


def _texts(record: SourceRecord) -> Iterator[tuple[str, str]]:
    if record.title:
        yield "title", record.title.plain
    if record.container and record.container.title:
        yield "journal's name", record.container.title
    for section in record.abstract.sections if record.abstract else ():
        yield "abstract", section.text.plain


def find_no_abstract(case: Case) -> str | None:
    """Notice a report or review, since 1990, of which no source has an abstract."""
    article = case.article
    if (
        article.abstract
        or article.other_abstracts
        or is_notice(article.publication_types)
    ):
        return None
    kinds = {kind.name.casefold() for kind in article.publication_types}
    is_report = bool(kinds & _RESEARCH) and "letter" not in kinds
    if is_report and (article.year or 0) >= _ABSTRACTS_SINCE:
        return "It has no abstract, though its kind of article has one."
    return None


def find_truncated(case: Case) -> str | None:
    """Notice an abstract that NLM cut off, as it did until 2000."""
    abstract = case.article.abstract
    if abstract and _TRUNCATED.search(abstract.sections[-1].text.plain):
        return "The abstract was cut off by NLM, which once kept only the first words."
    return None
