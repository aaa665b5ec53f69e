"""What sort of text a record is: a notice, a meeting abstract, a preprint, a part."""

from __future__ import annotations

import re
from enum import StrEnum

from harvester.match import Profile
from harvester.model import Value, Work

_NOTICE = re.compile(
    r"^\W*(?:(?:published|publisher|author)['’]?s?\s+)?"
    r"(?:erratum|errata|corrigend(?:um|a)|corrections?|addendum|retraction"
    r"|expression of concern)(?:\s+(?:notice|note))?"
    r"(?:\s*(?:to|for|of|in)\b|\s*[:.–—-]|\W*$)"
    r"|[\[(](?:erratum|corrigendum|correction|addendum)[\])]\W*$"
    r"|[:.–—-]\s*(?:erratum|corrigendum|correction|addendum)\W*$",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"^\W*(?:(?:invited|editorial)\s+)?(?:re|comments?|commentary|reply|response"
    r"|authors?['’]?s?\s+(?:reply|response)|letter|discussion)"
    r"(?:\s*(?:to|on|by|regarding)\b|\s*:|\W*$)"
    r"|[:.;,–—-]\s*(?:(?:the\s+)?authors?['’]?s?\s+)?(?:reply|response|comments?"
    r"|discussion)\W*$",
    re.IGNORECASE,
)
_ABSTRACT_TYPES = frozenset({"meeting abstract", "meeting abstracts"})
_PROCEEDINGS = re.compile(
    r"[\[(](?:proceedings|(?:meeting |conference )?abstract)[\])]\W*$", re.IGNORECASE
)
"""How MEDLINE marked the titles of abstracts before it had a type for them."""
_NOTICE_TYPES = frozenset(
    {
        *("published erratum", "retraction of publication", "retraction notice"),
        *("expression of concern", "correction", "corrigendum", "erratum"),
    }
)
_COMMENT_TYPES = frozenset({"comment"})
_LETTERED = re.compile(
    r"(?:s|p|a|ps|po|ab|abs|w|t|m|th|tu|we|mo|fr|o|oc|pp)-?\d+|\d+[as]"
)
_ONLINE_PAGE = re.compile(r"e\d{1,3}")
"""Article numbers are longer."""
_MOST_PAGES = 2
"""An abstract fills no more."""
_SUPPLEMENT = re.compile(r"suppl|\bs\d|\d\s*s\b|abstr|meeting", re.IGNORECASE)
_PREPRINT_SERVER = re.compile(
    r"10\.(?:1101/\d|21203/rs\.|48550/arxiv|2139/ssrn|20944/preprints|36227/techrxiv"
    r"|(?:31234|26434|31219|35542|31235|55277|64898|31223|31222)/)"
)
"""Registrants of preprints; Cold Spring Harbor's journals have a letter behind."""
_PREPRINT_JOURNAL = re.compile(
    r"\w+rxiv\b|\bssrn\b|\bresearch square\b|\bpreprints?\b", re.IGNORECASE
)
_VERSION = re.compile(
    r"(?P<base>10\.\S+?)(?:(?<=[\w)])\.pub(?P<a>\d{1,2})|/v(?P<b>\d{1,3})"
    r"|\.v(?P<c>\d{1,3})|(?<=\d)v(?P<d>\d{1,3}))"
)
_COCHRANE = re.compile(r"10\.1002/14651858\.(?:cd|mr|ed)\d{6}")
_PART = re.compile(
    r"(?P<base>10\.\S+?)(?:[./](?:[sgte]\d{3}|suppl?\w*(?:/\S*)?|fig\w*|tab\w*"
    r"|table\w*|component\w*)|-supp\w*|_si_\w+)"
)


class Nature(StrEnum):
    """What sort of text a record is."""

    ARTICLE = "article"
    NOTICE = "notice"
    COMMENT = "comment"
    MEETING_ABSTRACT = "meeting-abstract"
    PREPRINT = "preprint"


class Registration(Value, frozen=True, kw_only=True):
    """What the form of a DOI tells.

    Attributes:
        doi: In lower case.
        base: The DOI without its version or without the mark of a part.
        version: As registered (``2`` of ``.pub2`` and of ``/v2``); ``1`` of a
            Cochrane review without one; None where the form has none.
        is_part: It names a supplement, figure or table of ``base``.
    """

    doi: str
    base: str
    version: str | None = None
    is_part: bool = False

    @property
    def registrant(self) -> str:
        """The prefix, ``10.1016``."""
        return self.doi.partition("/")[0]


def read_doi(doi: str) -> Registration:
    """Return what the form of a DOI tells of versions and parts.

    Examples:
        >>> for doi in ("10.1002/14651858.cd002273.pub3", "10.21203/rs.2.18406/v1",
        ...             "10.1021/acssynbio.7b00412.s001", "10.1016/j.cell.2020.01.001"):
        ...     read = read_doi(doi)
        ...     print(read.base, read.version, read.is_part)
        10.1002/14651858.cd002273 3 False
        10.21203/rs.2.18406 1 False
        10.1021/acssynbio.7b00412 None True
        10.1016/j.cell.2020.01.001 None False
    """
    if part := _PART.fullmatch(doi):
        return Registration(doi=doi, base=part["base"], is_part=True)
    if version := _VERSION.fullmatch(doi):
        number = next(filter(None, version.group("a", "b", "c", "d")))
        return Registration(doi=doi, base=version["base"], version=number.lstrip("0"))
    if _COCHRANE.fullmatch(doi):
        return Registration(doi=doi, base=doi, version="1")
    return Registration(doi=doi, base=doi)


def find_nature(profile: Profile) -> Nature:
    """Return what sort of text a record is, by its types, its title and its place."""
    work = profile.work
    kinds = {kind.name.casefold() for kind in work.publication_types}
    title = work.title.plain if work.title else ""
    if kinds & _NOTICE_TYPES or _NOTICE.search(title):
        return Nature.NOTICE
    if _is_preprint(profile, kinds):
        return Nature.PREPRINT
    is_marked = bool(_PROCEEDINGS.search(title))
    if kinds & _ABSTRACT_TYPES or is_marked or _is_in_supplement(profile):
        return Nature.MEETING_ABSTRACT
    if kinds & _COMMENT_TYPES or _COMMENT.search(title):
        return Nature.COMMENT
    return Nature.ARTICLE


def without_notice(title: str) -> str:
    """Return the title that a notice or comment repeats, without its own words.

    Examples:
        >>> without_notice("Erratum to: Surgery of the liver")
        'Surgery of the liver'
    """
    return _COMMENT.sub("", _NOTICE.sub("", title, count=1), count=1).strip(" :.–—-")


def _is_preprint(profile: Profile, kinds: set[str]) -> bool:
    doi = profile.work.doi or ""
    return (
        "preprint" in kinds
        or (bool(_PREPRINT_SERVER.match(doi)) and not profile.journals)
        or any(_PREPRINT_JOURNAL.search(name) for name in profile.journals)
    )


def _is_in_supplement(profile: Profile) -> bool:
    """Whether it stands on a page or two of a supplement of abstracts."""
    length = count_pages(profile)
    if length is None or length > _MOST_PAGES:
        return False
    is_lettered = any(_LETTERED.fullmatch(page) for page in profile.pages)
    return is_lettered or bool(_SUPPLEMENT.search(_place(profile.work)))


def count_pages(profile: Profile) -> int | None:
    """Return how many pages a record fills, 1 where it names one; None for none.

    None, too, for an article number, which counts no pages; but ``e618`` is a page that
    a printed journal has online only.
    """
    locator = profile.work.locator
    if not profile.pages:
        return None
    if locator and locator.article_number:
        return 1 if _ONLINE_PAGE.fullmatch(profile.pages[0]) else None
    first, last = profile.pages[0], profile.last_page or profile.pages[0]
    ends = [re.sub(r"\D", "", page) for page in (first, last)]
    if not all(ends) or re.sub(r"\d", "", first) != re.sub(r"\d", "", last):
        return None
    return int(ends[1]) - int(ends[0]) + 1


def _place(work: Work) -> str:
    return " ".join(filter(None, (work.volume, work.issue)))
