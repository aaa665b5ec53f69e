"""Which identifiers are the document's own, and which it merely mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

from harvester.identify.found import Found
from harvester.identify.page import Line, Page, Section
from harvester.model import ARTICLE_SCHEMES, Identifier, Value


class Rank(IntEnum):
    """How well a claim is supported, the best first."""

    STATED = 1
    """The head of the HTML page, or a field of the page, says so."""
    BLOCK = 2
    """It stands where such pages print their own identifiers."""
    WEAK = 3
    """It stands alone and labelled in a part that lists no other articles."""


class Claim(Value, frozen=True, kw_only=True):
    """That an identifier is the document's own."""

    found: Found
    rank: Rank


_LABEL_WORDS = frozenset(
    re.findall(
        r"\w+",
        """doi pmid pmcid pmc id identifier digital object pubmed https http www dx org
        ncbi nlm nih gov pubmedcentral central free article indexed for medline url
        permalink link copy crossref google scholar full text view available from in
        the as supplied by publisher process articles europepmc med abstract html epub
        nihmsid nihms mid version
        citation_doi citation_pmid""",
    )
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_CITATION = re.compile(
    r"\b(?:1[89]|20)\d\d\b[^;:]{0,40}[;:(]\s*[A-Za-z]?\d|published online|\bepub\b"
    r"|\bvol(?:ume|\.)?\s?\d|online ahead of print|\bJ\b.{0,60}\b(?:1[89]|20)\d\d\b",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"\b(?:erratum|corrigendum|correct(?:ion|s|ed)\b|retract\w+|comment\w* (?:in|on)\b"
    r"|related|update (?:in|of|to)|see also|supplement(?:al|ary) |preprint|cite[sd] by"
    r"|previous version|reply|data ?(?:set|from)|expression of concern|references?\b"
    r"|see\b|cf\b|compare\b)",
    re.IGNORECASE,
)
_MOST_WORDS = 45

_META_NAMES = re.compile(
    r"(?:citation|bepress_citation|wkhealth|eprints)[._](?:doi|pmid|pmcid|id_number)"
    r"|(?:dc|dcterms|dcterm)\.(?:identifier(?:\..*)?|relation\.ispartof\.doi)|prism\.doi"
    r"|doi|pmid|json-ld\.(?:@id|identifier|sameas|url|doi)|canonical|og:url|publication_doi"
)


def is_identifier_line(line: Line) -> bool:
    """Tell whether a line holds identifiers and their labels and nothing else."""
    return not any(
        word.casefold() not in _LABEL_WORDS
        for word in _WORD.findall(without_identifiers(line))
    )


def _names_one_article(line: Line) -> bool:
    """Tell whether a line is about its identifiers: at most two other words."""
    words = _WORD.findall(without_identifiers(line))
    return sum(word.casefold() not in _LABEL_WORDS for word in words) <= 2


def is_citation_line(line: Line) -> bool:
    """Tell whether a line cites an article (``Surgery. 2021;169(1):168. doi:…``)."""
    return len(line.text.split()) <= _MOST_WORDS and bool(_CITATION.search(line.text))


def meta_claims(page: Page) -> Iterator[Claim]:
    """Yield what the head of an HTML page states as its own identifiers."""
    for meta in page.metas:
        if _META_NAMES.fullmatch(meta.name):
            yield from (
                Claim(found=found, rank=Rank.STATED)
                for found in page.found_within(meta.offset, meta.end)
            )


def section_claims(
    sections: Iterable[Section], rank: Rank, *, citations: bool = True
) -> Iterator[Claim]:
    """Yield the identifiers on lines of their own, or in citation lines.

    A line that speaks of another article (an erratum, a comment) claims nothing.
    """
    for section in sections:
        for line in section.lines:
            if (
                line.found
                and not ELSEWHERE.search(without_identifiers(line))
                and (_names_one_article(line) or (citations and is_citation_line(line)))
            ):
                yield from (Claim(found=found, rank=rank) for found in line.found)


def without_identifiers(line: Line) -> str:
    """Return what else a line says, labels included."""
    parts, position = [], 0
    for found in line.found:
        parts.append(line.raw[position : found.offset - line.offset])
        position = found.end - line.offset
    return " ".join([*parts, line.raw[position:]])


def decide(
    claims: Sequence[Claim], page: Page
) -> tuple[tuple[Identifier, ...], str | None]:
    """Return the document's own identifiers, or why they are not known.

    Weak claims count only beside a stronger one that they stand next to, or where
    there is no stronger one at all. Two different candidates of one scheme: none
    is taken.

    Returns:
        The identifiers, PMID first, one per scheme; and None, or a sentence.
    """
    strong = [claim for claim in claims if claim.rank < Rank.WEAK]
    weak = [claim for claim in claims if claim.rank == Rank.WEAK]
    chosen = [*strong, *_beside(strong, weak, page)] if strong else weak
    own: dict[str, Identifier] = {}
    for scheme in ARTICLE_SCHEMES:
        candidates = _candidates(
            [c for c in chosen if c.found.identifier.scheme == scheme]
        )
        if len(candidates) > 1:
            named = " and ".join(
                sorted(f"{scheme.upper()} {value}" for value in candidates)
            )
            return (), f"Its own article is in doubt: it claims {named}."
        own.update((scheme, identifier) for identifier in candidates.values())
    return tuple(own.values()), None


def _candidates(claims: Sequence[Claim]) -> dict[str, Identifier]:
    """Return the different identifiers claimed.

    A doubtful reading yields where another place prints its alternative plainly.
    """
    plain = {c.found.identifier.value for c in claims if not c.found.alternatives}
    return {
        claim.found.identifier.value: claim.found.identifier
        for claim in claims
        if claim.found.identifier.value in plain
        or plain.isdisjoint(other.value for other in claim.found.alternatives)
    }


def _beside(
    strong: Sequence[Claim], weak: Sequence[Claim], page: Page
) -> Iterator[Claim]:
    """Yield the weak claims in a block of identifiers that repeats a strong one."""
    keys = {claim.found.identifier.key for claim in strong}
    block: list[Claim] = []
    end = -1
    for claim in [*weak, None]:
        between = page.text[end : claim.found.offset] if claim and end >= 0 else ""
        apart = any(w.casefold() not in _LABEL_WORDS for w in _WORD.findall(between))
        if claim is None or apart:
            if any(each.found.identifier.key in keys for each in block):
                yield from block
            block = []
        if claim is not None:
            block.append(claim)
            end = claim.found.end
