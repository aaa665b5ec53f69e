"""A record as the finder of duplicates sees it: its parts folded, once."""

from __future__ import annotations

import re

from harvester.duplicates.nature import (
    Nature,
    Registration,
    find_nature,
    read_doi,
    without_notice,
)
from harvester.match import Profile, abstract_text, build_profile, build_shingles
from harvester.match.words import COMMON, fold_words
from harvester.model import DOI, Contributor, Value, Work
from harvester.normalize.titles import normalize_title

_NOBODY = re.compile(
    r"\W*(?:anonymous|anon|unknown|&?na;?|n/a|nil|none|no authors?(?: listed)?"
    r"|\[?no authors? listed\]?|author unknown)\W*",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"\W*(?:unknown|untitled|no title(?: available)?|\[?not available\]?|n/a|\.?)\W*",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"(?<=\S)\s*(?:\[[^\[\]]{1,40}\]|\((?:proceedings|author['’]s transl)\))\s*\.?$",
    re.IGNORECASE,
)
"""What databases add: ``[Chinese]``, ``[Review] [33 refs]``, ``(proceedings)``."""
_DISSERTATION = re.compile(
    r"dissertation abstracts|\bdissertations?\b|\bthes[ie]s\b|\bph\.? ?d\b",
    re.IGNORECASE,
)
_NUMBERING = re.compile(
    r"\d+|i{1,3}|iv|vi{0,3}|ix|first|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|ninth|tenth"
)


class Heading(Value, frozen=True, kw_only=True):
    """A title.

    Attributes:
        words: Folded, all of them.
        telling: Those that tell titles apart, numbers included.
        numbers: Numbers among them, Roman and ordinal ones too.
        joined: All letters and digits in one, so that hyphens do not count.
    """

    words: tuple[str, ...]
    telling: frozenset[str]
    numbers: frozenset[str]
    joined: str


class Features(Value, frozen=True, kw_only=True):
    """What of a record is compared.

    Attributes:
        profile: Its folded parts.
        headings: Its titles, the main one first; none that only repeats the journal's.
        repeated: The title that a notice or comment repeats.
        authors: The byline without "Anonymous".
        nature: What sort of text it is.
        is_dissertation: It is a dissertation, or its listing in a journal of abstracts.
        registrations: Its DOIs.
        shingles: Runs of words of the abstract.
    """

    profile: Profile
    headings: tuple[Heading, ...] = ()
    repeated: Heading | None = None
    authors: tuple[Contributor, ...] = ()
    nature: Nature = Nature.ARTICLE
    is_dissertation: bool = False
    registrations: tuple[Registration, ...] = ()
    shingles: frozenset[int] = frozenset()


def build_features(work: Work) -> Features:
    """Return what of a record is compared."""
    profile = build_profile(work)
    printed = [work.title, work.original_title, *work.other_titles]
    texts = [text.plain for text in printed if text]
    if work.title and work.subtitles:
        texts.append(f"{work.title.plain} {work.subtitles[0].plain}")
    names = [word for name in profile.journals for word in fold_words(name)]
    headings = tuple(
        heading
        for text in dict.fromkeys(texts)
        if (heading := build_heading(text)) and not heading.telling <= set(names)
    )
    nature = find_nature(profile)
    is_about = nature in {Nature.NOTICE, Nature.COMMENT}
    return Features(
        profile=profile,
        headings=headings,
        repeated=build_heading(without_notice(texts[0]))
        if is_about and texts
        else None,
        authors=tuple(person for person in work.authors if not _is_nobody(person)),
        nature=nature,
        is_dissertation=_is_dissertation(profile),
        registrations=tuple(
            read_doi(value) for scheme, value in work.article_keys if scheme == DOI
        ),
        shingles=build_shingles(abstract_text(work)),
    )


def build_heading(text: str) -> Heading | None:
    """Return a title folded; None for none ("Unknown")."""
    if _NO_TITLE.fullmatch(text):
        return None
    while (bare := _BRACKETED.sub("", text)) != text:
        text = bare
    title = normalize_title(text)
    words = fold_words(title.value) if title else ()
    if not words:
        return None
    telling = frozenset(w for w in words if w not in COMMON or w.isdigit())
    return Heading(
        words=words,
        telling=telling or frozenset(words),
        numbers=frozenset(w for w in words if _NUMBERING.fullmatch(w)),
        joined="".join(words),
    )


def _is_dissertation(profile: Profile) -> bool:
    work = profile.work
    place = " ".join(filter(None, (*profile.journals, work.volume, work.page)))
    return work.type in {"thesis", "dissertation"} or bool(_DISSERTATION.search(place))


def _is_nobody(person: Contributor) -> bool:
    name = person.literal or person.family or person.given or ""
    return not name or bool(_NOBODY.fullmatch(name))
