"""Link sets: what they hold, when they are cut."""

from __future__ import annotations

import msgspec

from harvester.link import Limits, build_reference_set, settle_link_sets
from harvester.model import (
    Identifier,
    Link,
    LinkKind,
    LinkSet,
    LinkState,
    Reference,
    SourceRecord,
    Text,
)

OWNER = ("pmid", "99000001")


def link_set(kind: LinkKind, *pmids: str) -> LinkSet:
    return LinkSet(
        owner=OWNER,
        kind=kind,
        provider="pubmed",
        state=LinkState.COMPLETE,
        links=tuple(
            Link(target=("pmid", pmid), rank=n) for n, pmid in enumerate(pmids, 1)
        ),
    )


def test_within_the_limits_everything_is_fetched() -> None:
    """Each target is wanted once, though two sets name it; the sets stay complete."""
    sets = [
        link_set(LinkKind.SIMILAR, "99000002", "99000003"),
        link_set(LinkKind.CITED_BY, "99000003"),
    ]

    settled, wanted = settle_link_sets(
        sets, Limits(similar=2, cited_by=2, references=2)
    )

    assert [s.state for s in settled] == [LinkState.COMPLETE, LinkState.COMPLETE]
    assert wanted == (("pmid", "99000002"), ("pmid", "99000003"))


def test_the_limit_holds_for_all_providers_together() -> None:
    """What the first provider leaves of the limit is for the next; nothing adds up."""
    first = link_set(LinkKind.CITED_BY, "99000002", "99000003")
    second = msgspec.structs.replace(
        link_set(LinkKind.CITED_BY, "99000004", "99000002", "99000005"),
        provider="icite",
    )

    settled, wanted = settle_link_sets(
        [first, second], Limits(similar=9, cited_by=3, references=9)
    )

    assert [target for _, target in wanted] == ["99000002", "99000003", "99000004"]
    assert [s.state for s in settled] == [LinkState.COMPLETE, LinkState.CUT]


def test_beyond_the_limit_the_identifiers_are_kept_and_the_set_is_cut() -> None:
    """The first of the provider's order are fetched; nothing leaves the set."""
    similar = link_set(LinkKind.SIMILAR, "99000002", "99000003", "99000004")

    (cut,), wanted = settle_link_sets(
        [similar], Limits(similar=1, cited_by=9, references=9)
    )

    assert cut.state is LinkState.CUT
    assert cut.reason == "1 of 3 articles fetched (limit in config.toml)"
    assert cut.links == similar.links
    assert wanted == (("pmid", "99000002"),)


def test_an_empty_set_stays_empty() -> None:
    """A limit makes nothing of a set that has no links."""
    empty = LinkSet(
        owner=OWNER,
        kind=LinkKind.CITED_BY,
        provider="pubmed",
        state=LinkState.EMPTY,
    )

    assert settle_link_sets([empty], Limits(similar=0, cited_by=0, references=0)) == (
        (empty,),
        (),
    )


def test_references_are_linked_by_the_surest_identifier() -> None:
    """PubMed's list names PMIDs first; an entry in words only keeps its words."""
    record = SourceRecord(
        source="pubmed",
        source_id="99000001",
        references=(
            Reference(
                citation=Text(plain="First."),
                identifiers=(
                    Identifier(scheme="doi", value="10.5555/x"),
                    Identifier(scheme="pmid", value="99000009"),
                ),
            ),
            Reference(citation=Text(plain="In words only.")),
        ),
    )

    built = build_reference_set(record)

    assert built == LinkSet(
        owner=OWNER,
        kind=LinkKind.REFERENCES,
        provider="pubmed-record",
        state=LinkState.COMPLETE,
        expected_count=2,
        links=(
            Link(target=("pmid", "99000009"), rank=1, citation=Text(plain="First.")),
            Link(rank=2, citation=Text(plain="In words only.")),
        ),
    )


def test_a_count_without_entries_is_a_cut_set() -> None:
    """Crossref says 30 references and shows none: that is not an empty list."""
    record = SourceRecord(source="crossref", source_id="10.5555/a", reference_count=30)

    built = build_reference_set(record)

    assert built is not None
    assert (built.state, built.expected_count, built.links) == (LinkState.CUT, 30, ())


def test_a_silent_record_has_no_reference_set() -> None:
    """Saying nothing is not the same as having none."""
    assert build_reference_set(SourceRecord(source="pubmed", source_id="1")) is None
