"""Evidence → what two records are to each other.

What the form of two DOIs says comes first, then what sort of text each is, then the
sum of the evidence. Every kind but ``same`` means two works or two texts of one.
"""

from __future__ import annotations

import math

from harvester.duplicates.compare import compare, compare_headings
from harvester.duplicates.features import Features
from harvester.duplicates.nature import Nature, count_pages
from harvester.duplicates.verdict import POSSIBLE, SURE, Evidence, Kind, Verdict

PRIOR = -8.0
"""Log odds that two records that share a key are one article."""
_LIKE_TITLE = 5.0
"""Weight of a title from which on two records have the same one."""
_SHORT_TITLE = 5.5
"""Weight of a title of a few words, as columns have."""
_LONG_APART = -4.0
"""Weight of years between which nothing of one title is one work."""
_FEW_PAGES = 2
_WHOLE = 5
"""Pages from which on a text is no abstract."""
_TWO_IDENTIFIERS = -5.0
_MOST_UNSURE = 0.98


def judge_pair(one: Features, other: Features) -> Verdict:
    """Return what two records are to each other.

    The same whichever is given first. Never ``same`` below ``SURE``, nor where an
    identifier of one scheme differs within a registrant.
    """
    evidence = compare(one, other)
    pieces = {piece.part: piece for piece in evidence}
    odds = PRIOR + sum(piece.weight for piece in evidence)
    for rule in (_by_doi, _by_nature):
        if found := rule(one, other, pieces):
            kind, confidence, why = found
            return Verdict(kind=kind, confidence=confidence, evidence=evidence, why=why)
    kind, confidence, why = _by_sum(one, other, pieces, odds)
    return Verdict(
        kind=kind, confidence=round(confidence, 4), evidence=evidence, why=why
    )


_Pieces = dict[str, Evidence]
_Found = tuple[Kind, float, str]


def _by_doi(one: Features, other: Features, pieces: _Pieces) -> _Found | None:
    """Versions and parts that the DOIs tell."""
    for mine in one.registrations:
        for theirs in other.registrations:
            if mine.doi == theirs.doi:
                continue
            if mine.base == theirs.base and mine.is_part != theirs.is_part:
                return Kind.PART, 0.99, "the DOI of one is that of the other's part"
            if mine.is_part and theirs.is_part and mine.base == theirs.base:
                return Kind.DIFFERENT, 0.99, "two parts of one work"
            if mine.base == theirs.base and not pieces_differ(pieces, "title"):
                return Kind.VERSION, 0.99, "the DOIs differ in their version only"
    return None


def _by_nature(one: Features, other: Features, pieces: _Pieces) -> _Found | None:
    """A notice, comment or preprint beside the article itself."""
    natures = {one.nature, other.nature}
    is_one_place = _agree(pieces, "title", "authors", "journal", "page")
    if len(natures) == 1 or is_one_place:
        return None  # a type that only one source gives makes no second text
    if natures == {Nature.NOTICE, Nature.COMMENT} and pieces_differ(pieces, "authors"):
        return None  # both are about a third
    for nature, kind in (
        (Nature.NOTICE, Kind.ERRATUM),
        (Nature.COMMENT, Kind.COMMENT),
    ):
        if nature in natures:
            about, article = (one, other) if one.nature is nature else (other, one)
            if about.repeated and any(
                compare_headings(about.repeated, heading).weight >= _LIKE_TITLE
                for heading in article.headings
            ):
                return kind, 0.95, f"the title of one is a {nature}'s, of the other's"
    is_alike = _weight(pieces, "title") >= _LIKE_TITLE
    if Nature.PREPRINT in natures and is_alike and _weight(pieces, "authors") > 0:
        return Kind.PREPRINT, 0.95, "title and authors agree, one is a preprint"
    return None


def _by_sum(one: Features, other: Features, pieces: _Pieces, odds: float) -> _Found:
    confidence = 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))
    if doubt := find_doubt(pieces):
        confidence = min(confidence, _MOST_UNSURE)
    if confidence >= SURE:
        return Kind.SAME, confidence, "the parts agree"
    if _is_column(pieces):
        return Kind.DIFFERENT, 0.95, "a short title that recurs in another issue"
    if related := _related(one, other, pieces):
        return related
    if confidence >= POSSIBLE:
        return Kind.UNSURE, confidence, doubt or "too little agrees to be sure"
    return Kind.DIFFERENT, 1 - confidence, doubt or "too little agrees"


def _is_column(pieces: _Pieces) -> bool:
    """Whether the title is that of a column: short, and printed again elsewhere."""
    is_again = any(pieces_differ(pieces, p) for p in ("year", "volume", "issue"))
    is_short = 0 < _weight(pieces, "title") < _SHORT_TITLE
    return is_short and is_again and not _agree(pieces, "abstract")


def find_doubt(pieces: _Pieces) -> str | None:
    """Return what forbids to call two records one article, or None."""
    identifier = pieces.get("identifier")
    if pieces_differ(pieces, "title", "authors"):
        return "title and authors differ"
    if identifier is not None and identifier.verdict == "agrees":
        return None
    if identifier is not None and identifier.weight < _TWO_IDENTIFIERS:
        return "two identifiers of one scheme"
    return _doubt_text(pieces) or _doubt_place(pieces)


def _doubt_text(pieces: _Pieces) -> str | None:
    """What of title and byline forbids it."""
    others = [p for p in pieces.values() if p.part != "title"]
    is_one_text = _agree(pieces, "abstract", "authors", "journal")
    if pieces_differ(pieces, "title") and not (
        ("place" in pieces and not pieces_differ(pieces, "journal"))
        or (is_one_text and all(piece.verdict != "differs" for piece in others))
    ):
        return "the titles differ"
    if pieces_differ(pieces, "authors") and not _agree(pieces, "abstract"):
        return "the authors differ"
    if pieces_differ(pieces, "page") and not _agree(pieces, "title", "authors"):
        return "another page, and title or authors are not quite the same"
    return None


def _doubt_place(pieces: _Pieces) -> str | None:
    """What of the place forbids it."""
    is_placed = _agree(pieces, "page") or _agree(pieces, "abstract")
    differing = [p for p in ("volume", "page", "year") if pieces_differ(pieces, p)]
    is_one_journal = is_placed and (
        _agree(pieces, "journal") or "journal" not in pieces
    )
    if len(differing) > 1 or (pieces_differ(pieces, "volume") and not is_one_journal):
        return f"another {' and '.join(differing)}"
    if pieces_differ(pieces, "issue", "page"):
        return "another issue and page"
    if pieces_differ(pieces, "page") and _agree(pieces, "issue"):
        return "two pages of one issue"
    is_telling = _weight(pieces, "title") > _SHORT_TITLE
    if pieces_differ(pieces, "issue") and not (is_placed and is_telling):
        return "another issue, and the title may be that of a column"
    if pieces_differ(pieces, "journal") and not (
        is_placed or _agree(pieces, "volume", "issue", "year", "title", "authors")
    ):
        return "another journal"
    return None


def _related(one: Features, other: Features, pieces: _Pieces) -> _Found | None:
    """The relation of two texts of one title and byline that are not one article."""
    is_alike = _weight(pieces, "title") >= _LIKE_TITLE
    if not is_alike or _weight(pieces, "authors") < 2:
        return None
    apart = pieces.get("year")
    if apart is not None and apart.weight < _LONG_APART:
        return None
    for rule in (_find_later_note, _find_abstract):
        if found := rule(one, other, pieces):
            return found
    is_again = _agree(pieces, "title", "authors", "year") and pieces_differ(
        pieces, "page"
    )
    is_elsewhere = pieces_differ(pieces, "journal") and (
        not pieces_differ(pieces, "abstract") or _is_title_held(one, other)
    )
    if is_elsewhere or is_again or _agree(pieces, "abstract"):
        return (
            Kind.REPUBLICATION,
            0.8,
            "title and authors agree, the place differs",
        )
    return None


def _is_title_held(one: Features, other: Features) -> bool:
    """Whether a title of one is, or begins or ends, a title of the other.

    Studies of one group with words of their own in both titles are two works.
    """
    titles = ((a.joined, b.joined) for a in one.headings for b in other.headings)
    return any(a in b or b in a for a, b in titles)


def _find_later_note(one: Features, other: Features, pieces: _Pieces) -> _Found | None:
    """Return what a single page is that repeats an article later in its journal.

    Abstracts are printed before the article, elsewhere, or run on to a second page; a
    notice comes behind the article, and so does a letter of its authors.
    """
    brief, whole = sorted((one, other), key=lambda side: count_pages(side.profile) or 0)
    if (
        Nature.MEETING_ABSTRACT in {one.nature, other.nature}
        or count_pages(brief.profile) != 1
        or (count_pages(whole.profile) or 0) < _WHOLE
        or not (_agree(pieces, "journal") and _is_behind(brief, whole))
    ):
        return None
    kinds = {kind.name.casefold() for kind in brief.profile.work.publication_types}
    kind = Kind.COMMENT if "letter" in kinds else Kind.ERRATUM
    return kind, 0.7, "a page repeats the article later in its journal"


def _is_behind(later: Features, earlier: Features) -> bool:
    """Whether one was printed in a later year, volume or issue than the other."""
    for mine, theirs in zip(_when(later), _when(earlier), strict=True):
        if mine != theirs and None not in {mine, theirs}:
            return (mine or 0) > (theirs or 0)
    return False


def _when(side: Features) -> tuple[int | None, ...]:
    """Return year, volume and issue; None where absent or no number."""
    profile = side.profile
    numbers = (
        int(n) if n and n.isdecimal() else None for n in (profile.volume, profile.issue)
    )
    return (max(profile.years, default=None), *numbers)


def _find_abstract(one: Features, other: Features, pieces: _Pieces) -> _Found | None:
    """Return that one is the meeting abstract of the other, or both are of one talk."""
    if _is_abstract_of(one, other, pieces):
        why = "title and authors agree, the place differs; one is a meeting abstract"
        return Kind.MEETING_ABSTRACT, 0.9, why
    if pieces_differ(pieces, "journal") and _is_slight(one) and _is_slight(other):
        why = "title and authors agree; neither journal has pages of a whole article"
        return Kind.MEETING_ABSTRACT, 0.7, why
    return None


def _is_abstract_of(one: Features, other: Features, pieces: _Pieces) -> bool:
    """Whether one is a meeting abstract: marked, on lettered pages, or a page or two.

    The other is a whole article of another issue, or a page or two of another meeting,
    thus of another volume.
    """
    if Nature.MEETING_ABSTRACT in {one.nature, other.nature}:
        return True
    lengths = [count_pages(side.profile) or 0 for side in (one, other)]
    if not 0 < min(lengths) <= _FEW_PAGES:
        return False
    is_one_volume = _agree(pieces, "journal", "volume")
    if max(lengths) >= _WHOLE:
        return not (is_one_volume and _agree(pieces, "issue"))
    return max(lengths) <= _FEW_PAGES and not is_one_volume


def _is_slight(side: Features) -> bool:
    """Whether a record has a volume, but no article number nor more than two pages.

    So databases list the abstracts of a supplement.
    """
    profile = side.profile
    length = count_pages(profile) if profile.pages else 0
    return bool(profile.volume) and length is not None and 0 <= length <= _FEW_PAGES


def pieces_differ(pieces: _Pieces, *parts: str) -> bool:
    """Whether all these parts differ."""
    return all(p in pieces and pieces[p].verdict == "differs" for p in parts)


def _agree(pieces: _Pieces, *parts: str) -> bool:
    return all(p in pieces and pieces[p].verdict == "agrees" for p in parts)


def _weight(pieces: _Pieces, part: str) -> float:
    return pieces[part].weight if part in pieces else 0.0
