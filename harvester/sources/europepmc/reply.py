"""The body of a Europe PMC search → records that may be what was searched for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from harvester.errors import ProtocolError, RecordError, TransientError
from harvester.model import (
    ARTICLE_SCHEMES,
    PMCID,
    PMID,
    Abstract,
    Container,
    Contributor,
    Identifier,
    PublicationType,
    RecordDate,
    SourceRecord,
)
from harvester.model.parts import AbstractSection
from harvester.normalize.markup import read_markup
from harvester.normalize.record import normalize_record
from harvester.sources.base import Fault, Reply
from harvester.sources.json_replies import decode_reply, read_json
from harvester.sources.values import (
    child,
    objects,
    plain,
    strings,
    typed_identifier,
    words,
)
from harvester.wire import Payload

NAME = "europepmc"
_SERVICE = "Europe PMC"
_OWN = {"MED": PMID, "PMC": PMCID}
"""Collections whose own key is an identifier of ours; ``PPR`` are preprints."""
_HEADING = re.compile(r"<h4>(.*?)</h4>", re.DOTALL)
_DATES = (
    ("printPublicationDate", "print"),
    ("electronicPublicationDate", "online"),
    ("firstPublicationDate", "published"),
)


def check(payload: Payload) -> None:
    """Accept a list of results, also an empty one.

    Errors come with status 200 and ``errCode``.

    Raises:
        TransientError: A service that is busy or down (503 in plain text), or a page
            or part of a body.
        BlockedError: A block (403).
        ProtocolError: Every other status, a query that was refused (``errCode``), or
            an answer without results.
    """
    envelope = child(read_json(payload, _SERVICE, _said))
    if "errCode" in envelope:
        code = words(envelope.get("errCode")) or ""
        told = f"{_SERVICE} answered with error {code}: {_said(envelope)}"
        if code.startswith("5"):
            raise TransientError(f"{told}: try again later", source=NAME)
        raise ProtocolError(told, source=NAME)
    if "error" in envelope:
        raise TransientError(
            f"{_SERVICE} answered 200 with an error: try again later", source=NAME
        )
    if "hitCount" not in envelope:
        raise ProtocolError(f"{_SERVICE} answered without results", source=NAME)


def parse(payload: Payload) -> Reply:
    """Read the results that bear a PMID, PMCID or DOI; others lead nowhere.

    Raises:
        TransientError: The body is no JSON.
    """
    envelope = child(decode_reply(payload.body, NAME, _SERVICE))
    records: list[SourceRecord] = []
    faults: list[Fault] = []
    for result in objects(child(envelope.get("resultList")).get("result")):
        try:
            record = normalize_record(parse_result(result))
        except RecordError as error:
            faults.append(Fault(source_id=words(result.get("id")), message=str(error)))
        else:
            records += [record] if record.article_keys else []
    return Reply(records=tuple(records), faults=tuple(faults))


def parse_result(result: Mapping[str, object]) -> SourceRecord:
    """Return what a result of type ``core`` says, as far as it tells works apart.

    Args:
        result: With ``source`` (``MED``, ``PMC``, ``PPR`` …) and ``id``.

    Raises:
        RecordError: It has no ``id``.
    """
    collection, own = words(result.get("source")), words(result.get("id"))
    if own is None:
        raise RecordError("a result of Europe PMC has no id: it is left out")
    info = child(result.get("journalInfo"))
    title = words(result.get("title"))
    return SourceRecord(
        source=NAME,
        source_id=f"{collection or 'MED'}/{own}",
        type="article" if collection == "PPR" else None,
        identifiers=tuple(dict.fromkeys(_identifiers(collection, own, result))),
        title=read_markup(title) if title else None,
        container=_container(info, result),
        volume=words(info.get("volume")),
        issue=words(info.get("issue")),
        page=words(result.get("pageInfo")),
        dates=tuple(_dates(info, result)),
        languages=strings(result.get("language")),
        contributors=tuple(_authors(result)),
        abstract=_abstract(words(result.get("abstractText"))),
        publication_types=tuple(
            PublicationType(name=name)
            for name in strings(child(result.get("pubTypeList")).get("pubType"))
        ),
    )


def _identifiers(
    collection: str | None, own: str, result: Mapping[str, object]
) -> Iterator[Identifier]:
    if scheme := _OWN.get(collection or ""):
        yield Identifier(scheme=scheme, value=own)
    for scheme in ARTICLE_SCHEMES:  # their names are also the service's
        if value := words(result.get(scheme)):
            yield Identifier(scheme=scheme, value=value)


def _container(
    info: Mapping[str, object], result: Mapping[str, object]
) -> Container | None:
    journal = child(info.get("journal"))
    book = child(result.get("bookOrReportDetails"))
    container = Container(
        title=plain(journal.get("title")),
        iso_abbreviation=_either(journal, "isoabbreviation", "ISOAbbreviation"),
        medline_abbreviation=words(journal.get("medlineAbbreviation")),
        nlm_id=_either(journal, "nlmid", "NLMid"),
        issn_print=_either(journal, "issn", "ISSN"),
        issn_electronic=_either(journal, "essn", "ESSN"),
        publisher=plain(book.get("publisher")),
    )
    return container if container != Container() else None


def _either(entry: Mapping[str, object], *names: str) -> str | None:
    """Return the first value; the service has spelled its names in several ways."""
    return next(filter(None, (words(entry.get(name)) for name in names)), None)


def _dates(
    info: Mapping[str, object], result: Mapping[str, object]
) -> Iterator[RecordDate]:
    issue = _either(info, "dateOfPublication") or _either(result, "pubYear")
    if issue:
        yield RecordDate(kind="issue", printed=issue)
    for name, kind in _DATES:
        if printed := _either(info, name) or _either(result, name):
            yield RecordDate(kind=kind, printed=printed)


def _authors(result: Mapping[str, object]) -> Iterator[Contributor]:
    """Yield the authors with their parts, else the names of ``authorString``."""
    listed = objects(child(result.get("authorList")).get("author"))
    for author in listed:
        family = words(author.get("lastName"))
        stated = child(author.get("authorId"))
        orcid = typed_identifier(stated.get("type"), stated.get("value"))
        literal = _either(author, "collectiveName", "fullName")
        if family or literal:
            yield Contributor(
                family=family,
                given=words(author.get("firstName")) if family else None,
                initials=words(author.get("initials")) if family else None,
                literal=None if family else literal,
                identifiers=(orcid,) if orcid else (),
            )
    if not listed:
        names = (words(result.get("authorString")) or "").rstrip(".").split(",")
        for name in filter(None, map(str.strip, names)):
            family, _, initials = name.rpartition(" ")
            yield Contributor(family=family or name, initials=initials or None)


def _abstract(printed: str | None) -> Abstract | None:
    """Return an abstract; its headings stand between ``<h4>`` and ``</h4>``."""
    before, *rest = _HEADING.split(printed or "")
    parts = [(None, before), *zip(rest[::2], rest[1::2], strict=True)]
    sections = tuple(
        AbstractSection(text=text, label=plain(label) if label else None)
        for label, raw in parts
        if (text := read_markup(raw))
    )
    return Abstract(sections=sections) if sections else None


def _said(envelope: object) -> str:
    return words(child(envelope).get("errMsg")) or ""
