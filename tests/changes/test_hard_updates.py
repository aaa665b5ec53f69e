"""The hard cases of updates: retractions, notices, sources that disagree."""

from __future__ import annotations

import pytest

from harvester.changes import Event, judge_status
from harvester.model import (
    Identifier,
    Key,
    PublicationType,
    Relation,
    SourceRecord,
    Text,
)
from harvester.normalize.titles import normalize_title, title_key

PAPER = (("doi", "10.1016/s0140-6736(97)11096-0"), ("pmid", "9500320"))
CORRECTION = "10.1016/s0140-6736(04)15715-2"
RETRACTION = "10.1016/s0140-6736(10)60175-4"
TITLE = "Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive "


def keys(*pairs: Key) -> tuple[Identifier, ...]:
    return tuple(Identifier(scheme=scheme, value=value) for scheme, value in pairs)


def watched(update: str, doi: str, date: str) -> Relation:
    return Relation(
        kind="updated_by",
        update_type=update,
        identifiers=keys(("doi", doi)),
        asserted_by="retraction-watch",
        date=date,
    )


def pubmed(*relations: Relation, types: tuple[str, ...] = ()) -> SourceRecord:
    return SourceRecord(
        source="pubmed",
        source_id="9500320",
        identifiers=keys(*PAPER),
        relations=relations,
        publication_types=tuple(PublicationType(name=name) for name in types),
    )


def crossref(*relations: Relation, title: str = TITLE) -> SourceRecord:
    return SourceRecord(
        source="crossref",
        source_id=PAPER[0][1],
        identifiers=keys(PAPER[0]),
        title=Text(plain=title),
        relations=relations,
    )


def told(kind: str, words: str, *pmids: str) -> Relation:
    """Return a relation as PubMed gives it."""
    return Relation(
        kind=kind,
        citation=Text(plain=words),
        identifiers=keys(*(("pmid", pmid) for pmid in pmids)),
    )


def judge(*records: SourceRecord):
    return judge_status([(r.source, r) for r in records], PAPER)


WATCHED = (
    watched("correction", CORRECTION, "2004-3-6"),
    watched("retraction", RETRACTION, "2010-2-6"),
)


def test_two_events_of_one_paper() -> None:
    """The paper of 1998: corrected in 2004, retracted in 2010; it is retracted."""
    judgement = judge(
        pubmed(
            told("retraction_in", "Lancet. 2010 Feb 6;375(9713):445", "20137807"),
            told("erratum_in", "Lancet. 2004 Mar 6;363(9411):750"),
            types=("Journal Article", "Retracted Publication"),
        ),
        crossref(*WATCHED),
    )
    sources = ("pubmed", "crossref (retraction-watch)")
    assert judgement.status == "retracted"
    assert set(judgement.sources) == set(sources)
    assert judgement.events == (
        Event(
            kind="correction",
            date="2004-03-06",
            notices=(("doi", CORRECTION),),
            citation="Lancet. 2004 Mar 6;363(9411):750",
            sources=sources,
        ),
        Event(
            kind="retraction",
            date="2010-02-06",
            notices=(("doi", RETRACTION), ("pmid", "20137807")),
            citation="Lancet. 2010 Feb 6;375(9713):445",
            sources=sources,
        ),
    )


def test_the_mark_before_the_title_is_evidence_not_title() -> None:
    """Titles are compared without it; by itself it retracts nothing, but is told."""
    marked = f"RETRACTED: {TITLE}"
    assert title_key(marked) == title_key(TITLE)
    title = normalize_title(marked)
    assert title is not None
    assert title.marks == ("RETRACTED",)
    judgement = judge(pubmed(), crossref(title=marked))
    assert judgement.status == "unverified"
    assert judgement.doubts == ("crossref prints “RETRACTED” before the title",)
    assert judge(pubmed(), crossref(*WATCHED, title=marked)).status == "retracted"


@pytest.mark.parametrize(
    "notice",
    [
        pubmed(types=("Retraction of Publication",)),
        pubmed(types=("Journal Article", "Retraction Notice")),
        pubmed(types=("Published Erratum",)),
        pubmed(types=("Expression of Concern",)),
        pubmed(told("retraction_of", "Lancet. 1998 Feb 28;351(9103):637", "99000001")),
        crossref(
            Relation(
                kind="update_to",
                update_type="retraction",
                identifiers=keys(("doi", "10.5555/paper")),
            )
        ),
    ],
)
def test_a_notice_has_the_role_of_a_notice(notice: SourceRecord) -> None:
    """It is never retracted itself, whichever source tells what it is."""
    judgement = judge(notice)
    assert (judgement.status, judgement.events) == ("notice", ())
    assert judgement.sources == (notice.source,)


def test_a_notice_that_shares_the_doi_of_the_paper() -> None:
    """What Crossref says of that DOI is the paper's; PubMed knows it for a notice."""
    judgement = judge(
        pubmed(types=("Retraction of Publication",)), crossref(*WATCHED[1:])
    )
    assert (judgement.status, judgement.sources) == ("notice", ("pubmed",))
    assert judgement.events == ()
    assert judgement.doubts == (
        (
            "crossref (retraction-watch) says retraction of an identifier that the "
            "notice shares with the paper"
        ),
    )


def test_a_notice_that_was_itself_retracted() -> None:
    """PubMed says both of one record: it is a notice, and it was retracted."""
    judgement = judge(
        pubmed(
            told("retraction_in", "Lancet. 2010 Feb 6;375(9713):445", "99000001"),
            types=("Retraction of Publication",),
        )
    )
    assert judgement.status == "retracted"


def test_pubmed_says_it_and_crossref_does_not() -> None:
    """Retracted, by PubMed's word alone; Crossref's silence is kept beside it."""
    judgement = judge(
        pubmed(told("retraction_in", "Lancet. 2010 Feb 6;375(9713):445", "20137807")),
        crossref(),
    )
    assert (judgement.status, judgement.sources) == ("retracted", ("pubmed",))
    (event,) = judgement.events
    assert (event.sources, event.silent) == (("pubmed",), ("crossref",))


def test_crossref_says_it_and_pubmed_does_not() -> None:
    """Retracted, by Retraction Watch at Crossref; PubMed's silence is kept."""
    judgement = judge(pubmed(types=("Journal Article",)), crossref(WATCHED[1]))
    assert judgement.status == "retracted"
    assert judgement.sources == ("crossref (retraction-watch)",)
    (event,) = judgement.events
    assert event.silent == ("pubmed",)


def test_a_source_that_was_not_asked_is_not_silent() -> None:
    """Without a record of Crossref there is nothing for it to disagree with."""
    (event,) = judge(pubmed(told("retraction_in", "X. 2010;1:1", "1"))).events
    assert event.silent == ()


def test_two_errata_of_one_year_are_two() -> None:
    """What one source tells apart is not joined for want of identifiers."""
    judgement = judge(
        pubmed(
            told("erratum_in", "Lancet. 2004 Mar 6;363(9411):750"),
            told("erratum_in", "Lancet. 2004 Mar 13;363(9412):889"),
        )
    )
    assert [event.date for event in judgement.events] == ["2004-03-06", "2004-03-13"]
    assert judgement.status == "corrected"


def test_notices_that_differ_are_not_joined() -> None:
    """Two DOIs are two notices, even of one month."""
    judgement = judge(
        crossref(WATCHED[1], watched("retraction", "10.5555/other", "2010-2-20")),
    )
    assert len(judgement.events) == 2


def test_what_names_both_identifiers_joins_what_names_one() -> None:
    """PubMed gives the PMID of the notice, Crossref its DOI, the notice both."""
    both = (("doi", RETRACTION), ("pmid", "20137807"))
    judgement = judge_status(
        [
            ("pubmed", pubmed(told("retraction_in", "Lancet. 2010;375:1", "20137807"))),
            ("crossref", crossref(WATCHED[1])),
        ],
        PAPER,
        [Event(kind="retraction", date="2010-02", notices=both, sources=("pubmed",))],
    )
    (event,) = judgement.events
    assert (event.date, event.notices, event.silent) == ("2010-02-06", both, ())


def test_a_doi_in_words_is_the_notice_too() -> None:
    """PubMed prints the DOI of a notice beside its PMID; Crossref has the DOI only."""
    words = f"Lancet. 2010 Jun;375:1. doi: {RETRACTION.upper()}."
    judgement = judge(
        pubmed(told("retraction_in", words, "20137807")), crossref(WATCHED[1])
    )
    (event,) = judgement.events
    assert event.notices == (("doi", RETRACTION), ("pmid", "20137807"))
    assert event.silent == ()


def test_the_type_alone_is_a_retraction_of_unknown_date() -> None:
    """The publication type names no notice; with one it is no second event."""
    (event,) = judge(pubmed(types=("Retracted Publication",))).events
    assert event == Event(kind="retraction", sources=("pubmed",))


@pytest.mark.parametrize("update", ["correction", "expression_of_concern"])
def test_what_is_corrected_or_of_concern_is_not_retracted(update: str) -> None:
    """The type of the update decides, not that there is one."""
    status = judge(crossref(watched(update, CORRECTION, "2004-3-6"))).status
    assert status == update.replace("correction", "corrected").replace("_", "-")


def test_what_its_notice_says_counts_for_the_paper() -> None:
    """A record of the paper may be silent where that of the notice is not."""
    event = Event(
        kind="retraction",
        date="2010-02-06",
        notices=(("doi", RETRACTION),),
        sources=("crossref",),
    )
    judgement = judge_status([("crossref", crossref())], PAPER, [event])
    assert (judgement.status, judgement.events) == ("retracted", (event,))


@pytest.mark.parametrize("times", [1, 2])
def test_the_order_of_the_records_does_not_count(times: int) -> None:
    """The status and the events are the same from either end."""
    records = [
        pubmed(
            told("retraction_in", "Lancet. 2010 Feb 6;375(9713):445", "20137807"),
            types=("Retracted Publication",),
        ),
        crossref(*WATCHED),
    ] * times
    one, other = judge(*records), judge(*reversed(records))
    assert one.status == other.status
    assert [(e.kind, e.date, e.notices, set(e.sources)) for e in one.events] == [
        (e.kind, e.date, e.notices, set(e.sources)) for e in other.events
    ]
