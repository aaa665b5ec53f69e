"""Documents: from bytes to what they are and what they mention."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from harvester.errors import DocumentError
from harvester.identify.found import Found
from harvester.identify.head import complete_record
from harvester.identify.headings import leading_role
from harvester.identify.html import is_html, read_html
from harvester.identify.items import item_numbers
from harvester.identify.link_list import LINK_LISTS, Place, linked_places
from harvester.identify.own import decide
from harvester.identify.page import Page, Section, build_page
from harvester.identify.readers import Reader, find_reader
from harvester.identify.readers.pdf import PDF
from harvester.identify.records import Format, build_record, find_format
from harvester.identify.values import find_values
from harvester.model import Document, Identifier, Mention, Role, SourceRecord
from harvester.normalize.record import normalize_record

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_PDF_HEADER = 1024
"""Bytes in which the mark of a PDF stands; some have rubbish before it."""
_OWN_TEXT = 20_000
"""Characters of a document's own words that are kept with it."""
_EVIDENCE = 90
"""Characters of the text on each side of a mention that are kept with it."""


def identify_document(name: str, content: bytes) -> Document:
    """Return which article a document is, and every article that it mentions.

    Saved web pages, PDFs, texts and files of records (``records``) are read; which it
    is is known by the content. One record is that article, many are a list whose
    mentions carry the record's number. An identifier is the document's own only
    where such a page prints its own, never because it comes first; the articles that
    it lists as similar, citing or cited keep that role. Where two candidates
    contradict each other none is taken, and ``unresolved`` says so.

    Offsets count in the decoded text; for an HTML page in the text that
    ``read_html`` makes of it, for a PDF in that of ``read_pdf``.

    Args:
        name: What to call it: the file's name without folder, or ``-``.
        content: Its bytes: UTF-8, UTF-16 with a byte order mark, or Windows-1252.

    Raises:
        DocumentError: It is empty, or nothing that can be read.
    """
    if _is_pdf(content):
        from harvester.identify.pdf import (  # noqa: PLC0415 - most runs meet no PDF
            read_pdf,
        )

        pdf = read_pdf(name, content)
        page = build_page(
            name, pdf.text, metas=pdf.metas, body=pdf.body, keeps_lines=True
        )
        return _identify_page(page, PDF)
    text = decode(name, content)
    if form := find_format(text):
        return _identify_records(name, text, form)
    if is_html(text):
        saved = read_html(text)
        if not saved.text.strip():
            raise DocumentError(f"{name} is an HTML page without any text.")
        page = build_page(name, saved.text, metas=saved.metas, body=saved.body)
    else:
        page = build_page(name, text)
    return _identify_page(page, find_reader(page))


def _is_pdf(content: bytes) -> bool:
    """Tell whether bytes are a PDF; a text may speak of its mark."""
    mark = content.find(b"%PDF-", 0, _PDF_HEADER)
    return mark == 0 or (mark > 0 and b"endobj" in content)


def _identify_page(page: Page, reader: Reader) -> Document:
    reading = reader.read(page)
    own: tuple[Identifier, ...] = ()
    reason = reading.no_article
    if reason is None:
        own, reason = decide(reading.claims, page)
    if reason is None and not own:
        reason = _no_identifier(page)
    record = complete_record(page, reading.record)
    return Document(
        name=page.name,
        reader=reader.name,
        own=own,
        mentions=tuple(_mentions(page, own)),
        record=_record(record, own),
        values=tuple(find_values(page, record)),
        text=_own_text(page),
        unresolved=reason,
    )


def _own_text(page: Page) -> str:
    """Return the lines outside the lists of other articles, up to some pages."""
    lines = (
        text
        for section in page.sections
        if section.role is None
        for text in (section.heading, *(line.text for line in section.lines))
        if text
    )
    return "\n".join(lines)[:_OWN_TEXT]


def _identify_records(name: str, text: str, form: Format) -> Document:
    """Return a file of records: one is that article, many are a list."""
    try:
        entries = tuple(form.read(text))
    except ValueError as error:
        raise DocumentError(f"{name} is a {form.called}, but {error}") from error
    own: tuple[Identifier, ...] = ()
    record = None
    reason: str | None = f"It is a {form.called} of {len(entries)} records."
    if len(entries) == 1:
        own = tuple(found.identifier for found in entries[0].found)
        record = build_record(name, entries[0])
        reason = None if own else "Its one record has no DOI, PMID or PMCID."
    return Document(
        name=name,
        reader=form.name,
        own=own,
        mentions=tuple(
            Mention(
                identifier=found.identifier,
                role=Role.OWN if own else Role.MENTIONED,
                offset=found.offset,
                label=found.label,
                item=None if own else number,
                evidence=_evidence(text, found),
                alternatives=found.alternatives,
            )
            for number, entry in enumerate(entries, start=1)
            for found in entry.found
        ),
        record=_record(record, own),
        values=tuple(find_values(build_page(name, text), record)) if record else (),
        unresolved=reason,
    )


def decode(name: str, content: bytes) -> str:
    """Return the text of a document.

    Raises:
        DocumentError: It is empty, or not text.
    """
    if not content.strip():
        raise DocumentError(f"{name} is empty.")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError as error:
                raise DocumentError(
                    f"{name} is not text: it begins like {encoding}, but breaks off."
                ) from error
            break
    else:
        text = _without_mark(name, content)
    if not text.strip("\ufeff \t\r\n"):
        raise DocumentError(f"{name} is empty.")
    return text


def _without_mark(name: str, content: bytes) -> str:
    if b"\x00" in content:
        raise DocumentError(f"{name} is not text (it holds zero bytes).")
    try:
        return content.decode()
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    control = sum(c < " " and c not in "\t\n\r\f\v" for c in text) + text.count(
        "\ufffd"
    )
    if control * 50 > len(text):
        raise DocumentError(f"{name} is not text in any encoding that is understood.")
    return text


def _no_identifier(page: Page) -> str:
    if page.found:
        return "It prints no identifier of its own article, only those of others."
    return "It prints no identifier at all."


def _record(
    record: SourceRecord | None, own: tuple[Identifier, ...]
) -> SourceRecord | None:
    if record is None:
        return None
    return normalize_record(msgspec.structs.replace(record, identifiers=own))


def _mentions(page: Page, own: tuple[Identifier, ...]) -> Iterator[Mention]:
    keys = {identifier.key for identifier in own}
    places = _places(page)
    for found in page.found:
        heading, role, item = places.get(found.offset, (None, Role.MENTIONED, None))
        yield Mention(
            identifier=found.identifier,
            role=Role.OWN if found.identifier.key in keys else role,
            offset=found.offset,
            label=found.label,
            section=heading,
            item=item,
            evidence=_evidence(page.text, found),
            alternatives=found.alternatives,
        )


def _places(page: Page) -> dict[int, Place]:
    """Return section, role and list entry of every identifier, by its offset."""
    places: dict[int, Place] = {}
    for section in page.sections:
        for found, role, item in _entries(section):
            places[found.offset] = (section.heading, role, item)
    for section in page.sections:
        if section.key in LINK_LISTS:
            places.update(linked_places(page, section, places))
    for meta in page.metas:
        if meta.name == "citation_reference":
            for found in page.found_within(meta.offset, meta.end):
                places[found.offset] = (meta.name, Role.REFERENCE, None)
    return places


def _entries(section: Section) -> Iterator[tuple[Found, Role, int | None]]:
    """Yield the identifiers of a section: role, and of a list the entry's number."""
    if section.role is not None:
        for found, item in item_numbers(section):
            yield found, section.role, item
        return
    for line in section.lines:
        if line.found:
            role = leading_role(line.text) or Role.MENTIONED
            yield from ((found, role, None) for found in line.found)


def _evidence(text: str, found: Found) -> str:
    """Return the words around an identifier, on one line."""
    start = max(0, found.offset - _EVIDENCE)
    return " ".join(text[start : found.end + _EVIDENCE].split())
