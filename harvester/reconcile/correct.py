"""What a person may correct, and how the value given is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from harvester.errors import CorrectionError
from harvester.model import (
    Abstract,
    AbstractSection,
    Article,
    Container,
    Correction,
    Finding,
    RecordDate,
    Text,
)
from harvester.normalize.dates import normalize_date
from harvester.normalize.languages import normalize_language
from harvester.normalize.markup import read_markup
from harvester.normalize.numbering import normalize_numbering
from harvester.normalize.pages import build_pages, normalize_pages
from harvester.reconcile.fields import FIELDS, explain_no_field, said_field
from harvester.reconcile.policy import POLICY, Rule

CORRECTED = "correction"
"""The rule of a corrected field."""

_TYPES = frozenset(
    {
        "article", "article-journal", "article-magazine", "article-newspaper", "book",
        "chapter", "dataset", "document", "entry", "entry-dictionary",
        "entry-encyclopedia", "paper-conference", "periodical", "post-weblog", "report",
        "review", "review-book", "software", "standard", "thesis", "webpage",
    }
)  # fmt: skip
"""Types of CSL that a work of PubMed or Crossref may be."""


def read_correction(field: str, printed: str) -> Any:
    """Return the value of ``field`` that a person gives as ``printed``.

    Returns:
        A value of the field's type; of ``published`` a ``RecordDate``.

    Raises:
        CorrectionError: The field is not there or cannot be corrected, or the value
            cannot be read as one; the message says what to do instead.
    """
    reader = _READERS.get(field)
    if reader is None:
        raise CorrectionError(_why_not(field))
    value = reader(" ".join(printed.split()))
    if value is None:
        raise CorrectionError(
            f"{printed!r} is no value of {said_field(field)}: "
            f"{_WANTED.get(field, 'it is empty')}"
        )
    return value


def explain_correction(field: str, printed: str) -> str:
    """Return in words what ``printed`` is read as.

    Raises:
        CorrectionError: As ``read_correction``; or a part of a date would be lost.
    """
    value = read_correction(field, printed)
    match value:
        case RecordDate():
            if _is_cut(value):
                raise CorrectionError(
                    f"{printed!r} is no value of {field}: only {value.edtf} of it can "
                    f"be read; {_WANTED[field]}"
                )
            return value.edtf or value.printed
        case Container():
            return value.title or ""
        case Abstract():
            return " ".join(section.text.plain for section in value.sections)
        case Text():
            return value.plain
        case tuple():
            return ", ".join(value)
    locator = normalize_pages(value) if field == "page" else None
    return build_pages(locator) if locator else str(value)


def check_field(field: str) -> None:
    """Raise ``CorrectionError`` where ``field`` is none that can be corrected."""
    if field not in _READERS:
        raise CorrectionError(_why_not(field))


def _why_not(field: str) -> str:
    can = ", ".join(map(said_field, CORRECTABLE))
    if field == "identifiers":
        return (
            "identifiers say which article this is and are no value to correct; "
            "`harvest why PMID identifiers` shows who gives them"
        )
    if field in {row.field for row in POLICY if row.rule is Rule.DERIVE}:
        return f"{field} is derived: correct volume and issue, or page, instead"
    if field in FIELDS:
        return (
            f"{field} cannot be corrected by hand; [policy] in config.toml chooses "
            f"whose is taken. These can: {can}"
        )
    return explain_no_field(field, CORRECTABLE)


def _plain(printed: str) -> str | None:
    return printed or None


def _volume(printed: str) -> str | None:
    return printed if normalize_numbering(printed, None) else None


def _issue(printed: str) -> str | None:
    return printed if normalize_numbering(None, printed) else None


def _page(printed: str) -> str | None:
    locator = normalize_pages(printed)
    return printed if locator and locator.rule != "unreadable" else None


def _type(printed: str) -> str | None:
    return printed if printed in _TYPES else None


def _date(printed: str) -> RecordDate | None:
    date = normalize_date(printed, CORRECTED)
    return date if date and date.edtf else None


def _is_cut(date: RecordDate) -> bool:
    """Return if something of a date was passed over, such as a thirteenth month."""
    rule = date.rule or ""
    return rule == "year-only" or "impossible" in rule


def _journal(printed: str) -> Container | None:
    title = read_markup(printed)
    return Container(title=title.plain, title_markup=title.markup) if title else None


def _abstract(printed: str) -> Abstract | None:
    text = read_markup(printed)
    return Abstract(sections=(AbstractSection(text=text),)) if text else None


def _languages(printed: str) -> tuple[str, ...] | None:
    read = [normalize_language(name) for name in printed.split(",")]
    codes = [language.value for language in read if language]
    return tuple(dict.fromkeys(codes)) if codes and len(codes) == len(read) else None


_READERS: dict[str, Callable[[str], Any]] = {
    "title": read_markup,
    "original_title": read_markup,
    "container": _journal,
    "volume": _volume,
    "issue": _issue,
    "page": _page,
    "article_number": _plain,
    "published": _date,
    "type": _type,
    "languages": _languages,
    "abstract": _abstract,
    "coi_statement": read_markup,
}
CORRECTABLE = tuple(_READERS)
"""The fields that a person can correct."""

_WANTED = {
    "page": "pages are wanted as they are printed, such as 1000-4 or e105",
    "published": "a date is wanted, such as 2024, 2024-05 or 2024-05-01",
    "type": f"a type of CSL is wanted, one of {', '.join(sorted(_TYPES))}",
    "languages": "codes of languages are wanted, such as eng or eng,ger",
}


def find_corrections(
    article_keys: Iterable[tuple[str, str]], corrections: Iterable[Correction]
) -> dict[str, Correction]:
    """Return what holds for an article, by field: of several the latest."""
    keys = set(article_keys)
    ordered = sorted(corrections, key=lambda c: (c.set_at, c.key, c.printed or ""))
    return {c.field: c for c in ordered if c.key in keys}


def find_agreement(
    article: Article, corrections: Iterable[Correction]
) -> tuple[tuple[Correction, tuple[str, ...]], ...]:
    """Return the corrections that hold for ``article``, and who agrees to each."""
    held = find_corrections(article.article_keys, corrections)
    agreeing = {o.field: o.agreeing for o in article.origins if o.rule == CORRECTED}
    return tuple(
        (correction, agreeing[field])
        for field, correction in held.items()
        if field in agreeing
    )


def build_confirmation(correction: Correction, sources: tuple[str, ...]) -> Finding:
    """Return the news that ``sources`` have come to say what a person said."""
    scheme, value = correction.key
    return Finding(
        code="correction-confirmed",
        subject=f"{scheme}:{value}",
        message=f"{' and '.join(sources)} now say{'s' * (len(sources) == 1)} what you "
        f"set on {correction.set_at[:10]}: {correction.field} {correction.printed}.",
        advice=f"`harvest unset {value} {correction.field}` takes it back, if it is "
        "no longer needed.",
    )
