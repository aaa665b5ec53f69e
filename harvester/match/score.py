"""How well a citation and a work agree: part by part, then as one probability.

The whole text of the citation is asked for every part of the work, so that a style
nobody foresaw still counts; what was parsed out of it speaks only against a work. The
weights are log odds: of a part that agrees, differs, or nearly agrees.
"""

from __future__ import annotations

import math
import re

from harvester.match.evidence import Evidence, Judgement, tell
from harvester.match.profile import Person, Profile
from harvester.match.reading import Reading
from harvester.match.title import NOWHERE, TitleMatch, find_title
from harvester.match.words import COMMON, alike, fold_words
from harvester.normalize.journals import journal_key, journals_agree
from harvester.normalize.numbering import comparable_number

PRIOR = -9.0
"""Log odds that a candidate is meant before anything is compared."""
_CEILING = 0.9
"""The most that agreement without title, page or identifier can reach."""
_WHOLE_TITLE = 7.6
_THESES = frozenset({"thesis", "dissertation", "diss", "dissertationes"})
_AHEAD = re.compile(
    r"ahead of print|in press|online first|forthcoming|\bepub\b(?!.{0,25}\d{4})"
)
"""What is printed before a work has its place says nothing against the final one."""
_NAMES = 60
"""Words among which the first author is looked for."""
_PLACE = frozenset({"year", "volume", "issue", "page", "last-page"})


def judge(reading: Reading, profile: Profile) -> Judgement:
    """Compare a citation with a work.

    Agreement of title, page or an identifier is needed to be sure: author, year and
    journal alone fit several works.
    """
    title, evidence = _title(reading, profile)
    evidence += _author(reading, profile, title)
    evidence += _year(reading, profile)
    evidence += _numbers(reading, profile)
    evidence += _kind(reading, profile)
    evidence += _journal(reading, profile, title)
    evidence += _identifier(reading, profile)
    if _AHEAD.search(reading.text.casefold()):
        evidence = [
            e for e in evidence if not (e.part in _PLACE and e.verdict == "differs")
        ]
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
    is_another = bool({"title-number", "identifier", "kind"} & differing)
    if is_another or len(differing - {"issue", "last-page", "journal"}) > 2:
        return False
    others = agreeing & {"author", "year", "volume", "page", "journal", "title"}
    if "identifier" in agreeing:
        return bool(others) or not differing
    if "author" in differing:
        return False  # a reply, with the title of what it answers
    if "title" in agreeing:
        # Papers of one group in one volume have titles alike: where another page
        # or volume is printed, nothing but the very title will do.
        is_whole = judgement.weight("title") >= _WHOLE_TITLE
        is_placed = not {"page", "volume"} & differing and {"author", "page"} & agreeing
        return len(others) > 1 and (is_whole or bool(is_placed))
    # Not the next letter on the page, nor the next part of a series.
    is_next = bool({"title", "last-page"} & (differing | judgement.nearly))
    return "page" in agreeing and len(others) > 3 and not is_next


def _title(reading: Reading, profile: Profile) -> tuple[TitleMatch, list[Evidence]]:
    """Return where the title stands in the text, and what that says."""
    if not profile.titles:
        return NOWHERE, []
    found = [find_title(title, reading.words) for title in profile.titles]
    best = max(found, key=lambda m: (m.share * m.purity, m.told))
    explained = _explained(reading.title_words, profile.titles)
    evidence = _title_evidence(best, explained)
    if not evidence and len(reading.title_words) >= 4 and explained < 0.5:
        journals = tuple(map(fold_words, profile.journals))
        is_journal = journals and _explained(reading.title_words, journals) > 0.8
        return NOWHERE, [] if is_journal else tell("title", "differs")
    return (best if evidence or best.share > 0.5 else NOWHERE), evidence


def _title_evidence(best: TitleMatch, explained: float) -> list[Evidence]:
    """Weigh a title that stands in the text.

    Args:
        best: Where it stands.
        explained: Share of the printed title that the work's titles have.
    """
    if best.share >= 0.6 and best.missing_numbers:
        return tell("title-number", "differs")
    if best.share >= 0.8 and best.purity >= 0.7 and explained >= 0.6:
        size = min(1.0, best.told / 5)
        if best.told < 3:
            return tell("short-title", "agrees", max(size, 0.3))
        return tell("title", "agrees", size * best.share)
    if best.share >= 0.5 and best.told >= 4 and best.purity >= 0.6:
        # A subtitle left out, or words lost.
        return tell("title", "agrees" if explained >= 0.8 else "nearly", 0.6)
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
        return tell("author", "agrees")
    if at is None and _nearly_in(first.family, opening):
        return tell("author", "nearly")
    if first.initial is None and _is_whole_name(first.family, before):
        return tell("author", "nearly")
    if any(_position(p.family, before) is not None for p in profile.people[:10]):
        return tell("author", "nearly", 0.5)  # another initial, or another order
    return tell("author", "differs")


def _nearly_in(family: tuple[str, ...], opening: tuple[str, ...]) -> bool:
    """Whether a surname stands there with a slip, or glued to another word."""
    joined = "".join(family)
    return _position(family, opening, slips=True) is not None or (
        len(joined) > 4 and joined in "".join(opening)
    )


def _is_whole_name(words: tuple[str, ...], before: tuple[str, ...]) -> bool:
    """Whether what a record has for a surname, "Qiang Li", is cited as "Li Q"."""
    person = Person(family=words[-1:], initial=words[0][0])
    at = _position(person.family, before[:6])
    return len(words) > 1 and at is not None and _initial_fits(person, before, at)


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
        return tell("year", "agrees")
    apart = min(abs(a - b) for a in years for b in profile.years)
    is_near = apart == 1 or bool(reading.mentioned_years & profile.years)
    return tell("year", "nearly" if is_near else "differs")


def _numbers(reading: Reading, profile: Profile) -> list[Evidence]:
    """Ask for volume, issue and pages among the numbers of the text."""
    citation, evidence = reading.citation, []
    if profile.volume:
        evidence += _number(reading, "volume", profile.volume, citation.volume)
    if profile.issue and citation.issue:
        same = comparable_number(citation.issue) == profile.issue
        bare = re.sub(r"\D", "", citation.issue) == re.sub(r"\D", "", profile.issue)
        if same or not bare:
            evidence += tell("issue", "agrees" if same else "differs")
    for page in profile.pages:
        found = _page(reading, page)
        if found:
            evidence += tell("page", found)
            break
    else:
        if profile.pages and citation.first_page:
            evidence += tell("page", "differs")
    if profile.last_page and citation.last_page and profile.pages:
        full = profile.last_page
        short = citation.last_page.casefold()
        evidence += tell("last-page", "agrees" if full.endswith(short) else "differs")
    return evidence


def _number(
    reading: Reading, part: str, held: str, printed: str | None
) -> list[Evidence]:
    if printed is not None and comparable_number(printed) == held:
        return tell(part, "agrees")
    is_year = held.isdigit() and int(held) in reading.years
    if held in reading.number_set and not is_year:
        return tell(part, "agrees" if printed is None else "nearly")
    if is_year:
        return []  # a volume counted by years
    return tell(part, "differs") if printed is not None else []


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


def _kind(reading: Reading, profile: Profile) -> list[Evidence]:
    """Ask whether a thesis is cited and the work is none, which may share its title."""
    is_thesis = not _THESES.isdisjoint(reading.words) and not any(
        not _THESES.isdisjoint(title) for title in profile.titles
    )
    if is_thesis and profile.work.type not in {None, "thesis", "dissertation"}:
        return tell("kind", "differs")
    return []


def _journal(reading: Reading, profile: Profile, title: TitleMatch) -> list[Evidence]:
    if not profile.journals:
        return []
    printed = reading.citation.journal
    if printed and any(journals_agree(printed, name) for name in profile.journals):
        return tell("journal", "agrees")
    words = reading.words
    outside = (words[: title.start], words[title.end :]) if title.told else (words,)
    for name in profile.journals:
        key = tuple(journal_key(name).split())
        if any(_holds_journal(stretch, key, name) for stretch in outside):
            return tell("journal", "agrees")
    short = fold_words(printed) if printed else ()
    if not short or (title.told and set(short) <= set(words[title.start : title.end])):
        return []  # what was taken for a journal is the title
    acronyms = {"".join(w[0] for w in journal_key(n).split()) for n in profile.journals}
    if short[0] in acronyms or "".join(w[0] for w in short) in acronyms:
        return tell("journal", "nearly")
    return tell("journal", "differs")


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
        return tell("identifier", "agrees")
    schemes = {scheme for scheme, _ in profile.keys}
    return tell("identifier", "differs") if any(s in schemes for s, _ in named) else []
