"""Numbers, neighbours and networks, as pages ask for them."""

from __future__ import annotations

import json
from datetime import timedelta

import msgspec
import pytest

from harvester.model import (
    Container,
    Contributor,
    Link,
    LinkKind,
    LinkSet,
    LinkState,
    MeshHeading,
    MeshQualifier,
    Text,
)
from harvester.schedule import Subject as Asked
from harvester.store import Check, Subject
from harvester.store.surroundings import SAMPLE

JOURNALS = (
    Container(
        title="Annals of Nowhere", medline_abbreviation="Ann Nowhere", nlm_id="1"
    ),
    Container(title="Journal of Liver Things", nlm_id="2"),
)


def heading(name, ui):
    qualifiers = (MeshQualifier(name="anatomy", ui="Q000033"),)
    return MeshHeading(descriptor=name, ui=ui, is_major=True, qualifiers=qualifiers)


LIVER, SURVIVAL = heading("Liver", "D008099"), heading("Survival", "D013534")


@pytest.fixture
def filled(library, article, now):
    """Three articles in two journals; Doe and Roe on two; 3 and 2 cite 1."""
    people = [(DOE, ROE), (ROE, DOE), (DOE,)]
    for place, names in enumerate(people, start=1):
        pmid = f"9900000{place}"
        made = article(
            f"pmid:{pmid}",
            sources=(("pubmed", pmid),),
            title=Text(plain=f"Title {place}"),
            year=2009 + place,
            contributors=names,
            container=JOURNALS[place == 3],
            mesh_headings=(LIVER, SURVIVAL) if place < 3 else (LIVER,),
        )
        library.save_article(made, citation=f"Work {place}.", now=now)
    run = library.begin_run("made up", now)
    links = tuple(Link(target=("pmid", f"9900000{n}"), rank=n) for n in (2, 3))
    library.save_link_set(
        LinkSet(
            owner=("pmid", "99000001"),
            kind=LinkKind.CITED_BY,
            provider="icite",
            state=LinkState.COMPLETE,
            links=links,
        ),
        run,
        now,
    )
    return library


DOE, ROE = (Contributor(family=name, given="Ann B") for name in ("Doe", "Roe"))


def named(counts):
    return [(one.name, one.count) for one in counts]


def test_the_overview_holds_what_is_shown_first(filled, now):
    """Counts, the busiest, the most cited, when the last run was."""
    seen = filled.statistics.overview(now, limit=2)

    assert seen.article_count == 3
    assert seen.years == {2010: 1, 2011: 1, 2012: 1}
    assert named(seen.journals) == [
        ("Annals of Nowhere", 2),
        ("Journal of Liver Things", 1),
    ]
    assert named(seen.authors) == [("Doe, Ann B", 3), ("Roe, Ann B", 2)]
    assert [(one.title, one.cited_by_count) for one in seen.cited] == [("Title 1", 2)]
    assert seen.fields["pmid"] == 3
    assert seen.fields["doi"] == 0
    assert seen.last_run_at == "2026-11-20T12:00:00Z"


def test_records_are_as_old_as_their_last_check(filled, now):
    """Of records, not of lists; asked again they are new, forgotten they are gone."""
    for days, subject, value in (
        (0, Asked.RECORD, "1"),
        (3, Asked.RECORD, "2"),
        (400, Asked.RECORD, "3"),
        (0, Asked.LINKS, "4"),
    ):
        asked = Check(
            source="pubmed",
            subject=subject,
            scheme="pmid",
            value=value,
            outcome="unchanged",
            rule="old",
        )
        filled.save_checks([asked], now - timedelta(days=days))

    assert filled.statistics.ages(now) == {
        "within a day": 1,
        "within a week": 1,
        "longer ago": 1,
    }
    again = msgspec.structs.replace(asked, subject=Asked.RECORD, value="3")
    filled.save_checks([again, again], now)
    filled.forget_checks("pubmed", Asked.RECORD, [("pmid", "2"), ("pmid", "9")])
    assert filled.statistics.ages(now) == {"within a day": 2}


def test_lists_are_narrowed_down_and_turned(filled):
    """By words of a title or abbreviation; a page begins where the last one ended."""
    statistics = filled.statistics

    assert named(statistics.journals("ann no", limit=5)) == [("Annals of Nowhere", 2)]
    assert named(statistics.journals("of things", limit=5)) == [
        ("Journal of Liver Things", 1)
    ]
    assert named(statistics.journals(limit=1, skipped=1)) == [
        ("Journal of Liver Things", 1)
    ]
    assert named(statistics.headings("surv", limit=5)) == [("Survival", 2)]


def test_authors_begin_so(filled):
    """By surname, with initials or without; accents and case do not count."""
    find = filled.authors.beginning

    assert [one.name for one in find("", limit=5)] == ["Doe, Ann B", "Roe, Ann B"]
    assert [one.name for one in find("DÖ", limit=5)] == ["Doe, Ann B"]
    assert [one.name for one in find("roe a", limit=5)] == ["Roe, Ann B"]
    assert find("roe b", limit=5) == ()
    assert find("%", limit=5) == ()


def test_works_share_people_headings_and_journals(filled):
    """Of an author's works, a journal's, a heading's; none counts itself."""
    around = filled.surroundings
    doe = around.sample(Subject.AUTHOR, 1)

    assert [one.title for one in around.works(doe, limit=2)] == ["Title 3", "Title 2"]
    assert named(around.shared(doe, Subject.AUTHOR, limit=5)) == [("Roe, Ann B", 2)]
    assert named(around.shared(doe, Subject.JOURNAL, limit=1)) == [
        ("Annals of Nowhere", 2)
    ]
    assert around.author_years(1) == {2010: 1, 2011: 1, 2012: 1}
    liver = around.sample(Subject.HEADING, "D008099")
    assert named(around.shared(liver, Subject.HEADING, limit=1)) == [("Survival", 2)]
    annals = around.sample(Subject.JOURNAL, 1)
    assert annals.works == (2, 1)
    assert not annals.is_cut


def test_a_sample_is_bounded(filled, select):
    """However many works there are, some hundreds are looked at."""
    filled._db.execute(
        "INSERT INTO articles (journal_id, year) SELECT 1, 1900 + value "
        "FROM json_each(?)",
        (json.dumps([n % 90 for n in range(SAMPLE + 5)]),),
    )
    sample = filled.surroundings.sample(Subject.JOURNAL, 1)

    assert (len(sample.works), sample.is_cut) == (SAMPLE, True)
    assert sample.works[:2] == (2, 1)
    filled._db.execute("DELETE FROM articles WHERE citation IS NULL")


def ends(network):
    return [(tie.source, tie.target, tie.count) for tie in network.ties]


def test_the_network_of_authors_keeps_the_strongest_ties(filled):
    """Only who is tied; around somebody, also one who wrote alone."""
    network = filled.networks.coauthors(limit=5)

    assert ends(network) == [(1, 2, 2)]
    assert [(n.label, n.count) for n in network.nodes] == [("Doe AB", 3), ("Roe AB", 2)]
    assert filled.networks.coauthors(limit=1).nodes == ()
    alone = filled.networks.coauthors(limit=1, around=2)
    assert [node.key for node in alone.nodes] == [2]


def test_the_network_of_citations_leads_to_the_cited(filled):
    """From the citing to the cited article, the most cited first."""
    network = filled.networks.citations(limit=5)

    assert ends(network) == [(2, 1, 1), (3, 1, 1)]
    assert [(n.key, n.count, n.year) for n in network.nodes] == [
        (1, 2, 2010),
        (2, 0, 2011),
        (3, 0, 2012),
    ]
    assert ends(filled.networks.citations(limit=5, years=(None, 2011))) == [(2, 1, 1)]
    assert ends(filled.networks.citations(limit=5, around=3)) == [(3, 1, 1)]
