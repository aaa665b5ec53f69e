"""Dates of PubMed as printed: of the issue, online, of the record's history."""

from __future__ import annotations

from harvester.model import RecordDate
from harvester.sources.pubmed.draft import Draft, Element, Reader
from harvester.xml import text

_CLOCK = frozenset({"Hour", "Minute", "Second"})


def date_into(kind: str) -> Reader:
    """Return a reader of an element with ``Year Month Day`` or the like below.

    ``Year`` with ``Month`` and ``Day``, ``Year`` with ``Season``, or a
    ``MedlineDate``: the texts are joined by a space, so that EFetch, which makes
    ``Year`` and ``Season`` of a ``MedlineDate``, and the baseline files agree.
    """

    def read(element: Element, draft: Draft) -> None:
        printed = printed_date(element)
        if printed:
            draft.many["dates"].append(RecordDate(kind=kind, printed=printed))

    return read


def printed_date(element: Element) -> str:
    """Return the parts of a date in order, joined by a space; ``""`` for none."""
    return " ".join([part for child in element if (part := text(child))])


def read_article_date(element: Element, draft: Draft) -> None:
    """Read ``ArticleDate``; the DTD fixes its ``DateType`` to ``Electronic``."""
    kind = element.get("DateType", "Electronic")
    date_into("online" if kind == "Electronic" else kind.lower())(element, draft)


def read_history(element: Element, draft: Draft) -> None:
    """Read ``History``: each date under the word of its ``PubStatus``.

    The time of day is brought to two digits each, since the files print
    ``<Minute>0</Minute>`` where EFetch prints ``00``.
    """
    dates = draft.many["dates"]
    for status in element:
        day, clock = [], []
        for child in status:
            part = text(child)
            if part is None:
                continue
            if child.tag in _CLOCK:
                clock.append(part.zfill(2))
            else:
                day.append(part)
        if day:
            dates.append(
                RecordDate(
                    kind=status.get("PubStatus", "history"),
                    printed=" ".join(day),
                    time=":".join(clock) or None,
                )
            )
