"""How well a citation and a work agree: part by part, then as one probability.

The whole text of the citation is asked for every part of the work, so that a style
nobody foresaw still counts; what was parsed out of it speaks only against a work. The
weights are log odds: of a part that agrees, differs, or nearly agrees.
"""

from __future__ import annotations

import math
import re
from functools import cached_property
from typing import NamedTuple

from harvester.match.profile import Person, Profile
from harvester.match.title import NOWHERE, TitleMatch, find_title
from harvester.match.words import COMMON, alike, fold_words
from harvester.model import Citation, Value
from harvester.normalize.journals import journal_key, journals_agree
from harvester.normalize.numbering import comparable_number

PRIOR = -9.0
"""Log odds that a candidate is meant before anything is compared."""
_CEILING = 0.9
"""The most that agreement without title, page or identifier can reach."""
_WHOLE_TITLE = 7.6
_NAMES = 60
"""Words among which the first author is looked for."""
_LOCATORS = re.compile(
    r"(?<![^\W_])[a-z]{0,4}-?[0-9]+(?:[a-z][0-9]+|[a-z]{0,2})(?![^\W_])"
)
_ROMAN = re.compile(r"(?<!\w)[ivxlc]+(?!\w)")
_DASHES = re.compile(r"\s*[‐-―−]\s*")


class Evidence(Value, frozen=True, kw_only=True):
    """What one part says.

    Attributes:
        part: ``title``, ``author``, ``year``, ``volume``, ``issue``, ``page``,
            ``last-page``, ``journal``, ``identifier``.
        verdict: ``agrees``, ``nearly`` or ``differs``.
        weight: Log odds.
    """

    part: str
    verdict: str
    weight: float


class Judgement(Value, frozen=True, kw_only=True):
    """What a comparison came to.

    Attributes:
        confidence: Probability that the work is what the citation means, 0 to 1.
        odds: The same as log odds, before the ceiling for want of evidence.
        evidence: Part by part; parts that either side lacks are left out.
    """

    confidence: float
    odds: float
    evidence: tuple[Evidence, ...]

    @property
    def agreeing(self) -> frozenset[str]:
        """The parts that agree."""
        return frozenset(e.part for e in self.evidence if e.verdict == "agrees")

    def weight(self, part: str) -> float:
        """Return the log odds of one part; 0 where it says nothing."""
        return sum(e.weight for e in self.evidence if e.part == part)

    @property
    def differing(self) -> frozenset[str]:
        """The parts that differ."""
        return frozenset(e.part for e in self.evidence if e.verdict == "differs")


class Reading:
    """A citation with its text folded, once for all candidates."""

    def __init__(self, citation: Citation) -> None:
        self.citation = citation
        text = _DASHES.sub("-", citation.printed)
        for identifier in citation.identifiers:
            text = text.replace(identifier.printed or identifier.value, " ")
        self.text = text
        self.words = fold_words(citation.printed)
        lower = text.casefold()
        self.numbers = [
            comparable_number(part)
            for number in _LOCATORS.findall(lower)
            for part in (number, *re.split("-", number))
            if part
        ]
        self.numbers += [comparable_number(n) for n in _ROMAN.findall(lower)]
        self.number_set = frozenset(self.numbers)
        self.title_words = fold_words(citation.title) if citation.title else ()

    @cached_property
    def years(self) -> frozenset[int]:
        """Every number of the text that may be a year."""
        if self.citation.year:
            return frozenset([int(self.citation.year)])
        found = re.findall(r"(?<!\d)((?:1[6-9]|20)\d\d)[a-z]?(?!\d)", self.text)
        return frozenset(map(int, found))


class _Weights(NamedTuple):
    agrees: float
    nearly: float
    differs: float


_WEIGHTS = {
    "title": _Weights(8.0, 4.0, -7.0),
    "title-number": _Weights(0.0, 0.0, -7.0),
    "author": _Weights(4.0, 2.0, -5.0),
    "year": _Weights(2.5, 0.0, -4.5),
    "volume": _Weights(3.0, 1.0, -4.0),
    "issue": _Weights(1.0, 0.0, -1.0),
    "page": _Weights(5.0, 1.5, -5.0),
    "last-page": _Weights(1.5, 0.0, -0.5),
    "journal": _Weights(3.0, 1.0, -2.5),
    "identifier": _Weights(9.0, 0.0, -6.0),
}


def judge(reading: Reading, profile: Profile) -> Judgement:
    """Compare a citation with a work.

    Agreement of title, page or an identifier is needed to be sure: author, year and
    journal alone fit several works.
    """
    title, evidence = _title(reading, profile)
    evidence += _author(reading, profile, title)
    evidence += _year(reading, profile)
    evidence += _numbers(reading, profile)
    evidence += _journal(reading, profile, title)
    evidence += _identifier(reading, profile)
    odds = PRIOR + sum(piece.weight for piece in evidence)
    confidence = 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))
    judgement = Judgement(
        confidence=round(confidence, 4), odds=round(odds, 2), evidence=tuple(evidence)
    )
    if _is_enough(judgement):
        return judgement
    return Judgement(
        confidence=min(judgement.confidence, _CEILING),
        odds=judgement.odds,
        evidence=judgement.evidence,
    )


def _is_enough(judgement: Judgement) -> bool:
    """Whether what agrees can single out one work, and nothing speaks loudly against.

    The title and one more part; or the page and three more parts; or an identifier
    and one more part.
    """
    agreeing, differing = judgement.agreeing, judgement.differing
    if "title-number" in differing or {"author", "year"} <= differing:
        return False
    if len(differing - {"issue", "last-page", "journal"}) > 2:
        return False
    others = agreeing & {"author", "year", "volume", "page", "journal", "title"}
    if "identifier" in agreeing:
        return bool(others)
    if "title" in agreeing:
        # Papers of one group in one volume have titles alike: where another page
        # or volume is printed, nothing but the very title will do.
        is_whole = judgement.weight("title") >= _WHOLE_TITLE
        return len(others) > 1 and (is_whole or not {"page", "volume"} & differing)
    return "page" in agreeing and len(others) > 3


def _told(part: str, verdict: str, share: float = 1.0) -> list[Evidence]:
    weight = getattr(_WEIGHTS[part], verdict) * share
    return [Evidence(part=part, verdict=verdict, weight=round(weight, 2))]


def _title(reading: Reading, profile: Profile) -> tuple[TitleMatch, list[Evidence]]:
    """Return where the title stands in the text, and what that says."""
    if not profile.titles:
        return NOWHERE, []
    found = [find_title(title, reading.words) for title in profile.titles]
    best = max(found, key=lambda m: (m.share * m.purity, m.told))
    explained = _explained(reading.title_words, profile.titles)
    evidence = _title_evidence(best, explained)
    if not evidence and len(reading.title_words) >= 4 and explained < 0.5:
        return NOWHERE, _told("title", "differs")
    return (best if evidence or best.share > 0.5 else NOWHERE), evidence


def _title_evidence(best: TitleMatch, explained: float) -> list[Evidence]:
    """Weigh a title that stands in the text.

    Args:
        best: Where it stands.
        explained: Share of the printed title that the work's titles have.
    """
    if best.share >= 0.6 and best.missing_numbers:
        return _told("title-number", "differs")
    if best.share >= 0.8 and best.purity >= 0.7 and explained >= 0.6:
        size = min(1.0, best.told / 5)
        if best.told < 3:
            return _told("title", "nearly", max(size, 0.3))
        return _told("title", "agrees", size * best.share)
    if best.share >= 0.5 and best.told >= 4 and best.purity >= 0.6:
        # A subtitle left out, or words lost.
        return _told("title", "agrees" if explained >= 0.8 else "nearly", 0.6)
    return []


def _explained(printed: tuple[str, ...], titles: tuple[tuple[str, ...], ...]) -> float:
    """Share of the telling words of the printed title that the work's titles have."""
    telling = [word for word in printed if word not in COMMON]
    if not telling:
        return 1.0
    held = {word for title in titles for word in title}
    found = sum(
        word in held or any(alike(word, other) for other in held if other[0] == word[0])
        for word in telling
    )
    whole = "".join(telling)
    if any(whole == "".join(w for w in t if w not in COMMON) for t in titles):
        return 1.0
    return found / len(telling)


def _author(reading: Reading, profile: Profile, title: TitleMatch) -> list[Evidence]:
    """Ask for the first author where the names stand, before the title."""
    names_end = title.start if title.told else len(reading.words)
    before = reading.words[: min(names_end, _NAMES)]
    if not profile.people or not any(w.isalpha() and len(w) > 1 for w in before):
        return []  # a text that begins with the title names nobody
    first = profile.people[0]
    opening = before[: len(first.family) + 5]
    at = _position(first.family, opening)
    if at is not None and _initial_fits(first, before, at):
        return _told("author", "agrees")
    if at is None and _nearly_in(first.family, opening):
        return _told("author", "nearly")
    if any(_position(p.family, before) is not None for p in profile.people[:10]):
        return _told("author", "nearly", 0.5)  # another initial, or another order
    return _told("author", "differs")


def _nearly_in(family: tuple[str, ...], opening: tuple[str, ...]) -> bool:
    """Whether a surname stands there with a slip, or glued to another word."""
    joined = "".join(family)
    return _position(family, opening, slips=True) is not None or (
        len(joined) > 4 and joined in "".join(opening)
    )


def _position(
    family: tuple[str, ...], words: tuple[str, ...], *, slips: bool = False
) -> int | None:
    size = len(family)
    for at in range(len(words) - size + 1):
        window = words[at : at + size]
        if window == family or (slips and all(map(alike, window, family))):
            return at
    return None


def _initial_fits(person: Person, words: tuple[str, ...], at: int) -> bool:
    """Whether an initial beside the surname is the person's, or none stands there."""
    end = at + len(person.family)
    beside = [*words[max(at - 2, 0) : at], *words[end : end + 1]]
    initials = [word[0] for word in beside if word.isalpha()]
    if person.initial is None or not initials:
        return True
    return person.initial in initials or words[end : end + 2] == ("et", "al")


def _year(reading: Reading, profile: Profile) -> list[Evidence]:
    years = reading.years
    if not years or not profile.years:
        return []
    if years & profile.years:
        return _told("year", "agrees")
    apart = min(abs(a - b) for a in years for b in profile.years)
    return _told("year", "nearly" if apart == 1 else "differs")


def _numbers(reading: Reading, profile: Profile) -> list[Evidence]:
    """Ask for volume, issue and pages among the numbers of the text."""
    citation, evidence = reading.citation, []
    if profile.volume:
        evidence += _number(reading, "volume", profile.volume, citation.volume)
    if profile.issue and citation.issue:
        same = comparable_number(citation.issue) == profile.issue
        bare = re.sub(r"\D", "", citation.issue) == re.sub(r"\D", "", profile.issue)
        if same or not bare:
            evidence += _told("issue", "agrees" if same else "differs")
    for page in profile.pages:
        found = _page(reading, page)
        if found:
            evidence += _told("page", found)
            break
    else:
        if profile.pages and citation.first_page:
            evidence += _told("page", "differs")
    if profile.last_page and citation.last_page and profile.pages:
        full = profile.last_page
        short = citation.last_page.casefold()
        evidence += _told("last-page", "agrees" if full.endswith(short) else "differs")
    return evidence


def _number(
    reading: Reading, part: str, held: str, printed: str | None
) -> list[Evidence]:
    if printed is not None and comparable_number(printed) == held:
        return _told(part, "agrees")
    is_year = held.isdigit() and int(held) in reading.years
    if held in reading.number_set and not is_year:
        return _told(part, "agrees" if printed is None else "nearly")
    if is_year:
        return []  # a volume counted by years
    return _told(part, "differs") if printed is not None else []


def _page(reading: Reading, page: str) -> str | None:
    printed = (reading.citation.first_page or "").casefold()
    if printed and comparable_number(printed) == comparable_number(page):
        return "agrees"
    if comparable_number(page) in reading.number_set and not (
        page.isdigit() and int(page) in reading.years
    ):
        return "agrees" if not printed and len(page) > 1 else "nearly"
    bare = re.sub(r"\D", "", page)
    if bare and bare == re.sub(r"\D", "", printed):
        return "nearly"
    return None


def _journal(reading: Reading, profile: Profile, title: TitleMatch) -> list[Evidence]:
    if not profile.journals:
        return []
    printed = reading.citation.journal
    if printed and any(journals_agree(printed, name) for name in profile.journals):
        return _told("journal", "agrees")
    words = reading.words
    outside = (words[: title.start], words[title.end :]) if title.told else (words,)
    for name in profile.journals:
        key = tuple(journal_key(name).split())
        if any(_holds_journal(stretch, key, name) for stretch in outside):
            return _told("journal", "agrees")
    short = fold_words(printed) if printed else ()
    if not short or (title.told and set(short) <= set(words[title.start : title.end])):
        return []  # what was taken for a journal is the title
    acronyms = {"".join(w[0] for w in journal_key(n).split()) for n in profile.journals}
    if short[0] in acronyms or "".join(w[0] for w in short) in acronyms:
        return _told("journal", "nearly")
    return _told("journal", "differs")


def _holds_journal(words: tuple[str, ...], key: tuple[str, ...], name: str) -> bool:
    """Whether a journal's name, or an abbreviation of it, stands among the words."""
    words = tuple(word for word in words if word not in COMMON)
    size = len(key)
    if size == 0 or size > len(words):
        return False
    if size == 1:
        return key[0] in words
    for at in range(len(words) - size + 1):
        window = words[at : at + size]
        if window == key:
            return True
        fits = all(a[0] == b[0] for a, b in zip(window, key, strict=True))
        if fits and journals_agree(" ".join(window), name):
            return True
    return False


def _identifier(reading: Reading, profile: Profile) -> list[Evidence]:
    named = {identifier.key for identifier in reading.citation.identifiers}
    if not named:
        return []
    if named & profile.keys:
        return _told("identifier", "agrees")
    schemes = {scheme for scheme, _ in profile.keys}
    return _told("identifier", "differs") if any(s in schemes for s, _ in named) else []
