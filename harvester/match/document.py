"""A document without identifiers → the article that it is, where that is sure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from harvester.match.confirm import judge_parts
from harvester.match.decide import Answer, MatchState, is_same_work, match_citation
from harvester.match.parts import Verdict, compare_parts
from harvester.match.profile import Profile, build_profile
from harvester.match.shingles import (
    Held,
    TextState,
    abstract_text,
    find_phrases,
    identify_text,
)
from harvester.match.words import COMMON, fold_words
from harvester.model import (
    ARTICLE_SCHEMES,
    Citation,
    Document,
    Identifier,
    Resolution,
    SourceRecord,
    Work,
)

_WHOLE_ABSTRACT = 0.9
"""Containment from which on a title with slips is no other one."""
_TITLE_SHARE = 0.8
"""Share of a title's words in a text from which a work without abstract is named."""
_TELLING = 4
_KEYWORDS = 14
_NAMED = 5


def build_search(document: Document) -> Citation | None:
    """Return what to search for: title and phrases of the abstract, or None.

    A document without a title is printed as the words that its abstract repeats.
    """
    record = document.record
    if record is None:
        return None
    text = abstract_text(record)
    title = record.title.plain if record.title else None
    if not text and not title:
        return None
    return Citation(
        printed=_as_citation(record) if title else " ".join(_frequent_words(text)),
        authors=tuple(a.family for a in record.authors[:3] if a.family),
        title=title,
        phrases=find_phrases(text),
    )


def resolve_document(document: Document, candidates: Iterable[Work]) -> Resolution:
    """Return which of the candidates a document is.

    By its abstract: accepted where one work holds at least half of its runs of words
    and neither title, authors, year nor place speak against it. By its title where the
    abstract cannot be compared: accepted if it is the very title, with author, year or
    journal beside it. A work without
    abstract whose title's words stand in the text is only named, for a person to
    decide: a near-twin has the same words.
    """
    record = document.record
    if record is None:
        return Resolution(state="unresolved")
    works = _each_once(candidates)
    text = abstract_text(record)
    answer = identify_text(text, [profile.work for profile in works])
    against = [_against(record, held) for held in answer.works]
    if answer.state is TextState.ACCEPTED and against[0] is None:
        return _resolution(
            "accepted", [(answer.works[0].work, _shared(answer.works[0]))]
        )
    named = [
        (held.work, f"{_shared(held)}, but {reason}" if reason else _shared(held))
        for held, reason in zip(answer.works, against, strict=True)
    ]
    # What has an abstract of its own was asked by it already.
    rest = [p for p in works if not (text and abstract_text(p.work))]
    if not named and (resolution := _by_title(record, rest)):
        return resolution
    named += _by_words(text, rest)
    if not named:
        return Resolution(state="unresolved")
    state = "ambiguous" if answer.state is TextState.AMBIGUOUS else "ask"
    return _resolution(state, named[:_NAMED])


def _each_once(works: Iterable[Work]) -> list[Profile]:
    """Return profiles, of works that share an identifier the one with an abstract."""
    kept: list[Profile] = []
    ordered = sorted(
        map(build_profile, works),
        key=lambda p: (not abstract_text(p.work), str(p.work.article_keys)),
    )
    for profile in ordered:
        if not any(profile.keys & other.keys for other in kept):
            kept.append(profile)
    return kept


def _shared(held: Held) -> str:
    return f"its abstract holds {held.containment:.0%} of the document's runs of words"


def _against(record: SourceRecord, held: Held) -> str | None:
    """Return what the document says that cannot be true of the work, or None.

    Parts of a series share much of their abstracts and most of their titles.
    """
    parts = compare_parts(record, held.work)
    verdicts = {part.name: part.verdict for part in parts}
    allowed = {Verdict.AGREES, None}
    if held.containment >= _WHOLE_ABSTRACT:
        allowed.add(Verdict.NEARLY)
    for name in ("title", "year", "authors"):
        is_other = verdicts[name] is Verdict.DIFFERS
        if is_other or (name == "title" and verdicts[name] not in allowed):
            return f"the {name.rstrip('s')}s differ"
    return "its place differs" if judge_parts(parts) == "contradicted" else None


def _by_title(record: SourceRecord, works: Sequence[Profile]) -> Resolution | None:
    """Match what the document says of itself as if it were a citation."""
    if record.title is None:
        return None
    citation = Citation(
        printed=_as_citation(record),
        authors=tuple(a.family for a in record.authors if a.family),
        title=record.title.plain,
        journal=record.container.title if record.container else None,
    )
    answer = match_citation(citation, works)
    if answer.state is MatchState.UNMATCHED:
        return None
    is_it = answer.state is MatchState.MATCHED and _is_the_very(record, answer)
    state = "accepted" if is_it else "ask"
    chosen = answer.candidates[:1] if state == "accepted" else answer.candidates
    if state == "ask" and any(
        is_same_work(build_profile(c.work), build_profile(answer.candidates[0].work))
        for c in answer.candidates[1:]
    ):
        state = "ambiguous"
    return _resolution(
        state, [(c.work, _agreement(answer, n)) for n, c in enumerate(chosen)]
    )


def _is_the_very(record: SourceRecord, answer: Answer) -> bool:
    """Tell whether the best candidate bears the very title, and nothing differs.

    A citation may have slips; a page prints the title of its article, and a title
    that is nearly that is a twin's.
    """
    parts = compare_parts(record, answer.candidates[0].work)
    titles = {part.verdict for part in parts if part.name == "title"}
    return titles == {Verdict.AGREES} and judge_parts(parts) == "confirmed"


def _agreement(answer: Answer, number: int) -> str:
    judgement = answer.candidates[number].judgement
    told = [f"{piece.part} {piece.verdict}" for piece in judgement.evidence]
    return f"{', '.join(told)} (confidence {judgement.confidence:.2f})"


def _by_words(text: str, works: Sequence[Profile]) -> list[tuple[Work, str]]:
    """Return works without abstract whose titles consist of words of the text."""
    held = set(fold_words(text))
    found = []
    for profile in works:
        for title in profile.titles[:1]:
            telling = {word for word in title if word not in COMMON}
            share = len(telling & held) / len(telling) if telling else 0.0
            if share >= _TITLE_SHARE and len(telling) >= _TELLING:
                told = f"{share:.0%} of the words of its title stand in the text, and "
                found.append((share, len(telling), profile.work, told))
    found.sort(key=lambda one: (-one[0], -one[1], str(one[2].article_keys)))
    return [
        (work, f"{told}it has no abstract to compare") for _, _, work, told in found
    ]


def _resolution(state: str, named: Sequence[tuple[Work, str]]) -> Resolution:
    identifiers = [_identifiers(work) for work, _ in named]
    return Resolution(
        state=state,
        evidence=tuple(
            f"{own[0] if own else work.title and work.title.plain}: {told}"
            for own, (work, told) in zip(identifiers, named, strict=True)
        ),
        candidates=tuple(
            identifier
            for own in identifiers
            for identifier in (own if state == "accepted" else own[:1])
        ),
    )


def _identifiers(work: Work) -> tuple[Identifier, ...]:
    return tuple(
        Identifier(scheme=scheme, value=value)
        for scheme in ARTICLE_SCHEMES
        if (value := work.identifier(scheme))
    )


def _as_citation(record: SourceRecord) -> str:
    names = ", ".join(a.family for a in record.authors[:6] if a.family)
    title = record.title.plain if record.title else ""
    journal = (record.container and record.container.title) or ""
    dates = " ".join(date.printed for date in record.dates[:1])
    return ". ".join(
        part.strip(" .") for part in (names, title, journal, dates) if part
    )


def _frequent_words(text: str) -> list[str]:
    words = [w for w in re.findall(r"[^\W\d_]{4,}", text.lower()) if w not in COMMON]
    return [word for word, _ in Counter(words).most_common(_KEYWORDS)]
