"""Relations from both ends, editorial status, and as of when it holds."""

from __future__ import annotations

import msgspec
import pytest

from harvester.model import Identifier, Relation
from harvester.reconcile import merge_records
from harvester.schedule import Subject
from harvester.store import Check
from harvester.store.related import _RELATED as RELATED
from harvester.store.status import _CHECKED as CHECKED

PAPER, NOTICE = ("crossref", "10.5555/paper"), ("crossref", "10.5555/notice")


@pytest.fixture
def save(library, record, now):
    """Save an article of one record, as a harvest does."""

    def save(source, source_id, *relations, scheme="doi"):
        made = record(source, source_id, f"{scheme}:{source_id}", relations=relations)
        library.save_record(made, None, now)
        article = merge_records([made])
        return library.save_article(article, citation=f"Cited {source_id}.", now=now)

    return save


def updates(kind, doi, update_type="retraction", date="2010-2-6"):
    return Relation(
        kind=kind,
        update_type=update_type,
        identifiers=(Identifier(scheme="doi", value=doi),),
        asserted_by="publisher",
        date=date,
    )


@pytest.mark.parametrize("notice_first", [True, False])
def test_a_tie_is_seen_from_both_ends(library, save, notice_first):
    """What one record says stands on both articles, whichever came first."""
    notice = (*NOTICE, updates("update_to", PAPER[1]))
    order = [notice, PAPER] if notice_first else [PAPER, notice]
    numbers = {given[1]: save(*given)[0] for given in order}
    paper, other = numbers[PAPER[1]], numbers[NOTICE[1]]

    (seen,) = library.load_related(paper)
    assert (seen.tie, seen.direction, seen.article_id) == ("retraction", "by", other)
    assert (seen.citation, seen.said_here) == ("Cited 10.5555/notice.", ())
    assert seen.said_there == ("crossref",)
    (stated,) = library.load_related(other)
    assert (stated.tie, stated.direction, stated.article_id) == (
        *("retraction", "of"),
        paper,
    )
    assert (stated.said_here, stated.said_there) == (("crossref",), ())
    assert stated.identifiers == ("doi:10.5555/paper",)


@pytest.mark.parametrize("notice_first", [True, False])
def test_a_notice_retracts_the_paper_that_it_names(library, save, notice_first):
    """The paper's own record is silent; the notice is none of what it announces."""
    notice = (*NOTICE, updates("update_to", PAPER[1]))
    order = [notice, PAPER] if notice_first else [PAPER, notice]
    numbers = {given[1]: save(*given)[0] for given in order}

    fate = library.load_fate(numbers[PAPER[1]])
    assert (fate.status, fate.status_sources) == ("retracted", ("crossref",))
    (event,) = fate.events
    assert (event.kind, event.date) == ("retraction", "2010-02-06")
    assert event.notices == (("doi", "10.5555/notice"),)
    assert library.load_fate(numbers[NOTICE[1]]).status == "notice"


def test_a_notice_that_comes_later_is_a_change_of_the_paper(library, save):
    """Its status is told as a change, once."""
    number, _ = save(*PAPER)
    for _ in range(2):
        save(*NOTICE, updates("update_to", PAPER[1]))
    told = [c for c in library.load_changes() if c.change.field == "retraction_status"]
    assert [(c.article_id, c.change.old, c.change.new) for c in told] == [
        (number, "ok", "retracted")
    ]


def test_what_a_notice_no_longer_says_is_taken_back(library, save):
    """The notice was about another paper after all."""
    number, _ = save(*PAPER)
    save(*NOTICE, updates("update_to", PAPER[1]))
    save(*NOTICE, updates("update_to", "10.5555/other"))
    assert library.load_fate(number).status == "ok"
    assert library.load_fate(number).events == ()
    assert library.load_related(number) == ()


@pytest.mark.parametrize(
    ("one", "other", "tie"),
    [
        ("erratum_in", "erratum_for", "correction"),
        ("update_in", "update_of", "update"),
        ("comment_in", "comment_on", "comment"),
        ("republished_in", "republished_from", "republication"),
        ("has_preprint", "is_preprint_of", "preprint"),
        ("has_version", "is_version_of", "version"),
    ],
)
def test_both_ends_make_one_tie(library, save, one, other, tie):
    """What both records say is one tie from either side, said here and there."""

    def tied(kind, value):
        identifier = Identifier(scheme="doi", value=value)
        return Relation(kind=kind, identifiers=(identifier,))

    first, _ = save(*PAPER, tied(one, NOTICE[1]))
    second, _ = save(*NOTICE, tied(other, PAPER[1]))
    for number, direction in ((first, "by"), (second, "of")):
        (seen,) = library.load_related(number)
        assert (seen.tie, seen.direction) == (tie, direction)
        assert (seen.said_here, seen.said_there) == (("crossref",), ("crossref",))


def test_a_work_that_is_not_here_is_tied_by_its_identifier(library, save):
    """And one that is only described, by its words."""
    number, _ = save(*PAPER, updates("updated_by", "10.5555/elsewhere"))
    (seen,) = library.load_related(number)
    assert (seen.article_id, seen.identifiers) == (None, ("doi:10.5555/elsewhere",))


def test_a_tie_to_itself_is_none(library, save):
    """A new version that points at its own DOI is no other article."""
    number, _ = save(*PAPER, updates("updated_by", PAPER[1], "new_version"))
    assert library.load_related(number) == ()


def test_ok_is_as_of_when_the_sources_were_last_asked(library, save, now, later):
    """Being asked again moves the date, and changes nothing else."""
    number, _ = save("pubmed", "99000001", scheme="pmid")
    assert library.load_fate(number).as_of == {"pubmed": "2026-11-20T12:00:00Z"}
    before = library.load_article(number)
    changes = library.load_changes()
    check = Check(
        source="pubmed",
        subject=Subject.RECORD,
        scheme="pmid",
        value="99000001",
        outcome="unchanged",
        rule="old",
    )
    library.save_checks([check], later)
    assert save("pubmed", "99000001", scheme="pmid") == (number, "unchanged")
    assert library.load_fate(number).as_of == {"pubmed": "2026-11-21T12:00:00Z"}
    failed = msgspec.structs.replace(check, outcome="failed")
    library.save_checks([failed], later.replace(day=25))
    assert library.load_fate(number).as_of == {"pubmed": "2026-11-21T12:00:00Z"}
    assert (library.load_article(number), library.load_changes()) == (before, changes)


def test_nobody_who_could_know_was_heard(library, save, select):
    """An article known from elsewhere is unverified, and nothing is known as of."""
    number, _ = save("idconv", "99000001", scheme="pmid")
    fate = library.load_fate(number)
    assert (fate.status, fate.as_of) == ("unverified", {})
    assert fate.doubts == ("neither PubMed nor Crossref has a record of it",)
    assert select("SELECT status, as_of, checked FROM editorial_status") == [
        ("unverified", None, None)
    ]


def test_the_ties_of_an_article_are_found_by_index(library):
    """Neither end is found by reading the whole table."""
    plan = library._db.execute(f"EXPLAIN QUERY PLAN {RELATED}", (1, "")).fetchall()
    assert sum("SEARCH relations" in row[3] for row in plan) >= 1
    assert [row[3] for row in plan if row[3] in {"SCAN relations", "SCAN r"}] == []


def test_when_an_article_was_checked_is_found_by_index(library):
    """Not by going through all records of a source."""
    plan = library._db.execute(f"EXPLAIN QUERY PLAN {CHECKED}", (1,)).fetchall()
    (step,) = [row[3] for row in plan if row[3].split()[1] == "r"]
    assert step == "SEARCH r USING INDEX records_article_id_source (article_id=?)"


def test_the_view_says_the_same(library, save, select):
    """What people browse is what a program gets."""
    first, _ = save(*PAPER)
    second, _ = save(*NOTICE, updates("update_to", PAPER[1]))
    assert select("SELECT article_id, tie, direction FROM related_articles") == [
        (first, "retraction", "by"),
        (second, "retraction", "of"),
    ]
