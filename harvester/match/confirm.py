"""Whether a document is the article that its identifiers name."""

from __future__ import annotations

from collections.abc import Iterable

from harvester.match.parts import Part, Verdict, compare_parts
from harvester.model import Document, Resolution, Work

_PLACE = frozenset({"volume", "pages"})
_SINGLING = frozenset({"journal", "authors", *_PLACE})
"""What singles an article out. A year or an issue alone may be a slip of the pen."""
_ENOUGH = 2


def confirm_document(document: Document, work: Work) -> Resolution:
    """Compare a document with the article that its identifiers led to.

    A template's DOI, a publisher's cover page, or a tag that was copied with the page
    around it name another article than the one that is printed. Title and abstract
    decide, journal, volume, pages and authors where those are missing or in doubt; one
    of these alone that differs is evidence of how careful the page is, no more.

    Returns:
        ``confirmed``; ``contradicted`` where the document is another article;
        ``unconfirmed`` where the two have too little in common to tell. The evidence
        names the parts that agree, then those that differ.
    """
    if document.record is None:
        return Resolution(state="unconfirmed")
    parts = compare_parts(document.record, work, document.text)
    return Resolution(state=judge_parts(parts), evidence=_evidence(parts))


def judge_parts(parts: Iterable[Part]) -> str:
    """Return ``confirmed``, ``contradicted`` or ``unconfirmed``; see above."""
    known = {part.name: part.verdict for part in parts if part.verdict}
    title, abstract = known.get("title"), known.get("abstract")
    agreeing = {name for name in _SINGLING if known.get(name) is Verdict.AGREES}
    differing = {name for name in _SINGLING if known.get(name) is Verdict.DIFFERS}
    if _is_elsewhere(agreeing, differing):
        return "contradicted"
    if abstract is Verdict.AGREES:
        return "confirmed"
    is_doubted = abstract is Verdict.DIFFERS or "authors" in differing
    if title is Verdict.AGREES:
        # A reply bears the title of what it answers.
        return "contradicted" if is_doubted and not agreeing & _PLACE else "confirmed"
    if title is Verdict.NEARLY:
        # Twins have titles alike; one other part that differs tells them apart.
        is_twin = is_doubted or differing & _PLACE
        return "contradicted" if is_twin else "confirmed"
    if len(agreeing) >= _ENOUGH and not differing:
        return "confirmed"
    is_other = is_doubted or title is Verdict.DIFFERS
    is_displaced = differing & _PLACE and not agreeing & _PLACE
    return "contradicted" if is_other or is_displaced else "unconfirmed"


def _is_elsewhere(agreeing: set[str], differing: set[str]) -> bool:
    """Tell whether the same words stand in another place: in another article.

    What a journal is called differs from page to page; with another volume or page
    it is another journal.
    """
    displaced = differing & _PLACE
    if displaced == _PLACE or ("journal" in differing and displaced):
        return True
    return "authors" in differing and bool(differing - {"authors"}) and not agreeing


def _evidence(parts: tuple[Part, ...]) -> tuple[str, ...]:
    known = [part for part in parts if part.verdict]
    agreeing = [str(part) for part in known if part.verdict is not Verdict.DIFFERS]
    differing = [str(part) for part in known if part.verdict is Verdict.DIFFERS]
    return (*agreeing, *differing)
