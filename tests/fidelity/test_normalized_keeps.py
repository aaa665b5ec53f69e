"""Normalising loses nothing: what was printed can be read back, on real records."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.model import (
    Contributor,
    Identifier,
    RecordDate,
    Reference,
    Relation,
    SourceRecord,
)
from harvester.normalize.record import normalize_record
from harvester.sources.base import Fault
from harvester.sources.pubmed.parse import Entry, parse_articles, parse_stream

FAULTS = {
    "biopython/journals.xml": "this is no PubmedArticleSet",
    "biopython/pubmed3.html": "this is no PubmedArticleSet",
    "biopython/serialset.xml": "this is no PubmedArticleSet",
    "fatcat/pubmedsample_no_pmid_2019.xml.gz": "PubmedArticle: the record has no PMID",
}
Check = Callable[[SourceRecord, SourceRecord], bool]
DERIVED: dict[str, Any] = dict.fromkeys(("edtf", "precision", "rule"))
PARTS = ("family", "given", "initials", "suffix", "dropping_particle", "literal")


def printed_identifiers(identifiers: tuple[Identifier, ...]) -> set[tuple[str, str]]:
    """Scheme and printed form; of equal ones normalising keeps one."""
    return {(i.scheme, i.printed or i.value) for i in identifiers}


def printed_name(person: Contributor) -> dict[str, str | None]:
    """The parts of a name as printed, without those that were derived."""
    kept = dict(person.printed)
    if person.rule is None:
        return {part: getattr(person, part) for part in PARTS}
    return {part: kept.get(part, getattr(person, part)) for part in PARTS}


def lost(before: SourceRecord, after: SourceRecord) -> list[str]:
    """Name what of ``before`` cannot be read back from ``after``."""
    changed = [
        name
        for name in before.__struct_fields__
        if getattr(before, name) != getattr(after, name)
    ]
    return [name for name in changed if not READ_BACK[name](before, after)]


def _identifiers(before: SourceRecord, after: SourceRecord) -> bool:
    wanted = printed_identifiers(before.identifiers)
    return wanted <= printed_identifiers(after.identifiers)


def _dates(before: SourceRecord, after: SourceRecord) -> bool:
    bare = [msgspec.structs.replace(date, **DERIVED) for date in after.dates]
    return bare == list(before.dates)


def _person(one: Contributor, other: Contributor) -> bool:
    names = {part: value for part, value in printed_name(other).items() if value}
    return (
        one.role == other.role
        and one.is_valid == other.is_valid
        and one.affiliations == other.affiliations
        and printed_identifiers(one.identifiers)
        <= printed_identifiers(other.identifiers)
        and names.items()
        >= {part: getattr(one, part) for part in PARTS if getattr(one, part)}.items()
    )


def _tied(one: Reference | Relation, other: Reference | Relation) -> bool:
    bare = [msgspec.structs.replace(each, identifiers=()) for each in (one, other)]
    return bare[0] == bare[1] and printed_identifiers(
        one.identifiers
    ) <= printed_identifiers(other.identifiers)


def _each(field: str, same: Callable[[Any, Any], bool]) -> Check:
    def check(before: SourceRecord, after: SourceRecord) -> bool:
        pairs = zip(getattr(before, field), getattr(after, field), strict=True)
        return all(same(*pair) for pair in pairs)

    return check


READ_BACK: dict[str, Check] = {
    # The parser knows the element alone; the publication types say more.
    "type": lambda b, a: b.type == "article-journal" and a.type is not None,
    "identifiers": _identifiers,
    "dates": _dates,
    "contributors": _each("contributors", _person),
    "personal_name_subjects": _each("personal_name_subjects", _person),
    "references": _each("references", _tied),
    "relations": _each("relations", _tied),
    "locator": lambda b, _: b.locator is None,
    "numbering": lambda b, _: b.numbering is None,
}
"""Fields that normalising may change, and how what was printed is found again."""


def kept(entries: Iterator[Entry]) -> Iterator[str]:
    """Normalise every record; yield what got lost, and what the second time changes."""
    for entry in entries:
        if isinstance(entry, SourceRecord):
            once = normalize_record(entry)
            yield from (f"{entry.source_id}: {name}" for name in lost(entry, once))
            if normalize_record(once) != once:
                yield f"{entry.source_id}: changes the second time"


def body_of(path: Path) -> bytes:
    """The decompressed content of a file."""
    body = path.read_bytes()
    return gzip.decompress(body) if path.suffix == ".gz" else body


def test_every_recorded_reply_is_read_and_kept(shared_data):
    """Four replies are no records; in the others there is no fault and no loss."""
    folder, faults, losses = shared_data / "efetch", {}, []
    for path in sorted(folder.rglob("*.*")):
        if path.suffix not in {".xml", ".gz", ".html"}:
            continue
        entries = list(parse_articles(body_of(path)))
        losses += kept(iter(entries))
        for entry in entries:
            if isinstance(entry, Fault):
                faults[path.relative_to(folder).as_posix()] = entry.message

    assert faults == FAULTS
    assert losses == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["pubmed20n0014.xml.gz", "pubmed21n1298.part-a.xml.gz"]
)
def test_every_record_of_the_large_files_is_kept(shared_data, name):
    """Of tens of thousands of records nothing is lost, nor changed a second time."""
    with gzip.open(shared_data / "baseline" / name) as stream:
        assert list(kept(parse_stream(stream))) == []


WORDS = st.text(max_size=12) | st.sampled_from(
    [
        "SMITH",
        "van der Berg",
        "Müller Jr",
        "3rd",
        "J. R.",
        "Study Group",
        "&amp;",
        "III",
    ]
)


@given(
    st.lists(st.tuples(st.sampled_from(["doi", "pmid", "orcid", "pii"]), WORDS)),
    st.lists(st.tuples(*[st.none() | WORDS] * 5), max_size=3),
    st.lists(WORDS, max_size=3),
)
def test_any_record_is_kept(identifiers, names, dates):
    """Whatever the texts, what was printed can be read back."""
    record = SourceRecord(
        source="pubmed",
        source_id="99000001",
        identifiers=tuple(Identifier(scheme=s, value=v) for s, v in identifiers if v),
        contributors=tuple(
            Contributor(family=f, given=g, initials=i, suffix=s, literal=t)
            for f, g, i, s, t in names
        ),
        dates=tuple(RecordDate(kind="issue", printed=one) for one in dates if one),
    )

    assert lost(record, normalize_record(record)) == []


def test_a_loss_is_noticed():
    """Of each kind that may change, a value that is not printed before is a loss."""
    one = SourceRecord(
        source="pubmed",
        source_id="99000001",
        identifiers=(Identifier(scheme="doi", value="10.5555/A"),),
        contributors=(Contributor(family="Vest"),),
        dates=(RecordDate(kind="issue", printed="1979"),),
    )
    other = msgspec.structs.replace(
        one,
        identifiers=(Identifier(scheme="doi", value="10.5555/a"),),
        contributors=(Contributor(family="West", rule="guess"),),
        dates=(RecordDate(kind="issue", printed="1980"),),
    )

    assert lost(one, other) == ["identifiers", "dates", "contributors"]
