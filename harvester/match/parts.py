"""Two descriptions of an article, part by part: what a page says and what a source."""

from __future__ import annotations

from enum import StrEnum

from harvester.match.profile import Profile, build_profile
from harvester.match.shingles import (
    ACCEPT,
    FEWEST,
    abstract_text,
    build_shingles,
    find_containment,
)
from harvester.match.title import find_title
from harvester.match.words import COMMON, fold_words
from harvester.model import SourceRecord, Value, Work
from harvester.normalize.journals import issns_of, journal_key, journals_agree

_WHOLE = 0.99
_NEAR = 0.8
_OTHER = 0.5
"""Share of a title's telling words: the very title, one alike, another one."""
_TELLING = 3
_ELSEWHERE = 0.1
"""Containment below which an abstract is another one."""
_LONG = 30
"""Runs of words that both abstracts need before one can be called another."""
_LONG_PARTS = frozenset({"title", "abstract", "authors", "keywords"})
_TOP = 300
"""Words on top of a page among which its authors stand."""


class Verdict(StrEnum):
    """What a part of two descriptions says about their being of one article."""

    AGREES = "agrees"
    NEARLY = "nearly"
    DIFFERS = "differs"


class Part(Value, frozen=True, kw_only=True):
    """One part of two descriptions.

    Attributes:
        name: ``title``, ``abstract``, ``authors``, ``journal``, ``year``,
            ``volume``, ``issue``, ``pages``, ``keywords``.
        verdict: Whether they agree; None where that cannot be told.
        mine: What the document says, in short; None where it is silent.
        theirs: What the other says; the same.
    """

    name: str
    verdict: Verdict | None = None
    mine: str | None = None
    theirs: str | None = None

    def __str__(self) -> str:
        """Return the part in a few words: ``volume 19, not 20``."""
        is_one = self.name in _LONG_PARTS or (self.mine == self.theirs)
        if is_one:
            verdict = str(self.verdict or "unknown")
            # Authors and pages agree, a title agrees.
            plain = verdict.rstrip("s") if self.name.endswith("s") else verdict
            return f"{self.name} {plain}"
        word = {Verdict.AGREES: "as", Verdict.DIFFERS: "not"}.get(
            self.verdict or Verdict.NEARLY, "nearly"
        )
        return f"{self.name} {self.mine}, {word} {self.theirs}"


def compare_parts(record: SourceRecord, work: Work, text: str = "") -> tuple[Part, ...]:
    """Compare what a document says of its article with what a source, or we, say.

    A part that one of them lacks has no verdict; neither has one that may be the same
    in another form (a page range beside an article number).

    Args:
        record: What the document says.
        work: The other description.
        text: The document's own words: a title or abstract that stands there as a
            whole agrees, wherever it was not recognised.
    """
    mine, theirs = build_profile(record), build_profile(work)
    verdicts = {
        "title": _title(mine, theirs, text),
        "abstract": _abstract(record, work, text),
        "authors": _authors(record, theirs, text),
        "journal": _journal(mine, theirs),
        "year": _year(mine, theirs),
        "volume": _number(mine.volume, theirs.volume),
        "issue": _number(mine.issue, theirs.issue),
        "pages": _pages(mine, theirs),
        "keywords": _keywords(record, work),
    }
    said, other = _told(record, mine), _told(work, theirs)
    return tuple(
        Part(name=name, verdict=verdict, mine=said[name], theirs=other[name])
        for name, verdict in verdicts.items()
    )


def _told(work: Work, profile: Profile) -> dict[str, str | None]:
    """Return the parts of a work in short, as printed."""
    names = [a.family or a.literal or "" for a in work.authors]
    container = work.container
    return {
        "title": work.title.plain if work.title else None,
        "abstract": abstract_text(work) or None,
        "authors": ", ".join(filter(None, names)) or None,
        "journal": profile.journals[0] if container and profile.journals else None,
        "year": ", ".join(map(str, sorted(profile.years))) or None,
        "volume": work.volume,
        "issue": work.issue,
        "pages": work.page or work.start_page or work.article_number,
        "keywords": "; ".join(word.text.plain for word in work.keywords) or None,
    }


def _title(mine: Profile, theirs: Profile, text: str) -> Verdict | None:
    """Tell whether the titles are one, or theirs stands in the text.

    A title of few words (``Editorial``) agrees with too many articles to say anything,
    and a title in brackets is NLM's translation of another one.
    """
    own, telling = (
        [t for t in each.titles if sum(word not in COMMON for word in t) >= _TELLING]
        for each in (mine, theirs)
    )
    joined = f" {' '.join(fold_words(text))} "
    if any(f" {' '.join(title)} " in joined for title in telling):
        return Verdict.AGREES
    printed = theirs.work.title
    is_translated = printed is not None and printed.plain.startswith("[")
    pairs = [(a, b) for a in own for b in telling]
    if not pairs:
        is_absent = telling and _is_absent(telling, fold_words(text))
        return Verdict.DIFFERS if is_absent and not is_translated else None
    shares = [(find_title(a, b).share, find_title(b, a).share) for a, b in pairs]
    if max(map(min, shares)) >= _WHOLE:
        return Verdict.AGREES
    best = max(map(max, shares))
    if best >= _NEAR:
        return Verdict.NEARLY
    return None if best >= _OTHER or is_translated else Verdict.DIFFERS


def _is_absent(titles: list[tuple[str, ...]], text: tuple[str, ...]) -> bool:
    """Tell whether a long text lacks most words of every title of an article.

    A paper uses the words of its title, even where the title itself is a picture.
    """
    held = set(text)
    words = [{word for word in title if word not in COMMON} for title in titles]
    shares = [len(each & held) / len(each) for each in words]
    return len(text) >= _TOP and max(shares) < _OTHER


def _abstract(record: SourceRecord, work: Work, text: str) -> Verdict | None:
    """Tell whether one abstract holds half of the other, or the text half of theirs."""
    theirs = build_shingles(abstract_text(work))
    mine = build_shingles(abstract_text(record))
    for part, whole in (
        (mine, theirs),
        (theirs, mine),
        (theirs, build_shingles(text)),
    ):
        shared = find_containment(part, whole)
        if shared >= ACCEPT and len(part & whole) >= FEWEST:
            return Verdict.AGREES
    if min(len(mine), len(theirs)) < _LONG or work.other_abstracts:
        return None
    shared = find_containment(mine, theirs)
    return Verdict.DIFFERS if shared < _ELSEWHERE else None


def _authors(record: SourceRecord, theirs: Profile, text: str) -> Verdict | None:
    """Tell whether any author is common to both; a page may not mark its authors."""
    names = [a.family or a.literal or a.given or "" for a in record.authors]
    names += [value for name, value in record.other if name.startswith("surname_")]
    words = {word for name in names for word in fold_words(name)}
    if not theirs.people:
        return None
    if any(set(person.family) <= words for person in theirs.people):
        return Verdict.AGREES
    if words:
        return Verdict.DIFFERS
    top = set(fold_words(text)[:_TOP])
    first = set(theirs.people[0].family)
    return Verdict.AGREES if first <= top else None


def _journal(mine: Profile, theirs: Profile) -> Verdict | None:
    held, other = mine.work.container, theirs.work.container
    if held and other and set(issns_of(held)) & set(issns_of(other)):
        return Verdict.AGREES
    if not mine.journals or not theirs.journals:
        return None
    pairs = [(a, b) for a in mine.journals for b in theirs.journals]
    if any(journals_agree(a, b) for a, b in pairs):
        return Verdict.AGREES
    keys = [(journal_key(a).split(), journal_key(b).split()) for a, b in pairs]
    is_part = any(set(a) <= set(b) or set(b) <= set(a) for a, b in keys)
    is_acronym = any(_initials(a, b) or _initials(b, a) for a, b in keys)
    return Verdict.NEARLY if is_part or is_acronym else Verdict.DIFFERS


def _initials(short: list[str], long: list[str]) -> bool:
    return "".join(word[0] for word in long) in short


def _year(mine: Profile, theirs: Profile) -> Verdict | None:
    if not mine.years or not theirs.years:
        return None
    apart = min(abs(a - b) for a in mine.years for b in theirs.years)
    if apart > 1:
        return Verdict.DIFFERS
    return Verdict.NEARLY if apart else Verdict.AGREES


def _number(mine: str | None, theirs: str | None) -> Verdict | None:
    if mine is None or theirs is None:
        return None
    return Verdict.AGREES if mine == theirs else Verdict.DIFFERS


def _pages(mine: Profile, theirs: Profile) -> Verdict | None:
    """Tell whether the first pages are one; ``1-6`` and ``e42`` may be one place."""
    if not mine.pages or not theirs.pages:
        return None
    if set(mine.pages) & set(theirs.pages):
        return Verdict.AGREES
    both = (mine.pages, theirs.pages)
    is_counted = any("1" in pages for pages in both)
    kinds = [{page.isdigit() for page in pages} for pages in both]
    return None if is_counted or kinds[0] != kinds[1] else Verdict.DIFFERS


def _keywords(record: SourceRecord, work: Work) -> Verdict | None:
    """Tell whether a page's keywords are the other's, or MeSH headings there."""
    mine = {fold_words(word.text.plain) for word in record.keywords}
    theirs = {fold_words(word.text.plain) for word in work.keywords}
    theirs |= {fold_words(heading.descriptor) for heading in work.mesh_headings}
    if not mine or not theirs:
        return None
    if mine <= theirs:
        return Verdict.AGREES
    return Verdict.NEARLY if mine & theirs else Verdict.DIFFERS
