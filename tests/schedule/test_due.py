"""When something is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from harvester.config import RefreshSettings
from harvester.model import Identifier, MeshHeading, SourceRecord
from harvester.schedule import due_classes, rule_for, rule_for_links, traits_of
from harvester.schedule.due import LINK_RULES, RULES

TODAY = date(2026, 11, 20)
HUMANS = (MeshHeading(descriptor="Humans"),)
PMID = (Identifier(scheme="pmid", value="99000101"),)


def record(source: str = "pubmed", **fields) -> SourceRecord:
    return SourceRecord(source=source, source_id="x", identifiers=PMID, **fields)


INDEXED = {
    "indexing_status": "MEDLINE",
    "publication_status": "ppublish",
    "mesh_headings": HUMANS,
}


@pytest.mark.parametrize(
    ("published", "fields", "rule"),
    [
        ("2010-05", INDEXED, "old"),
        ("2026-05", INDEXED, "young"),
        ("2025-11-21", INDEXED, "young"),
        ("2025-11-20", INDEXED, "old"),
        # The last day that a year may mean counts.
        ("2025", INDEXED, "young"),
        ("2024", INDEXED, "old"),
        # Dated ahead: the issue of next year.
        ("2027-01", INDEXED, "young"),
        ("2026-09", INDEXED | {"publication_status": "aheadofprint"}, "ahead-of-print"),
        ("2026-09", INDEXED | {"indexing_status": "In-Process"}, "in-process"),
        ("2026-09", INDEXED | {"indexing_status": "In-Data-Review"}, "in-process"),
        ("2026-09", INDEXED | {"indexing_status": "Publisher"}, "in-process"),
        ("2026-09", INDEXED | {"mesh_headings": ()}, "no-mesh"),
        # Never given headings.
        (
            "2026-09",
            INDEXED | {"mesh_headings": (), "indexing_status": "PubMed-not-MEDLINE"},
            "young",
        ),
        # Unfinished for ever.
        ("2005", INDEXED | {"indexing_status": "Publisher"}, "old"),
        ("2005", INDEXED | {"publication_status": "aheadofprint"}, "old"),
        ("2005", INDEXED | {"mesh_headings": ()}, "old"),
        # Without a date nothing says that it is old.
        (None, INDEXED | {"indexing_status": "Publisher"}, "in-process"),
        (None, INDEXED, "old"),
        # Crossref says nothing of a status.
        (
            "2026-09",
            {"source": "crossref", "type": "article-journal"},
            "ahead-of-print",
        ),
        (
            "2026-09",
            {"source": "crossref", "type": "article-journal", "volume": "7"},
            "young",
        ),
        (
            "2026-09",
            {"source": "crossref", "type": "article-journal", "article_number": "e7"},
            "young",
        ),
        ("2026-09", {"source": "crossref", "type": "book"}, "young"),
        # A repository has no issues.
        ("2026-09", {"source": "datacite", "type": "article-journal"}, "young"),
    ],
)
def test_the_first_rule_that_fits(published, fields, rule) -> None:
    """Ahead of print, in process, without MeSH, young, old: in this order."""
    assert rule_for(traits_of(record(**fields), published, TODAY)) == rule


def test_a_watched_article_is_watched_whatever_it_is() -> None:
    """The user's wish comes before all rules."""
    traits = traits_of(record(**INDEXED), "1950", TODAY, is_watched=True)

    assert rule_for(traits) == "watched"


@pytest.mark.parametrize(
    ("published", "rule"),
    [("2026-05", "links-young"), ("2020", "links-old"), (None, "links-old")],
)
def test_link_lists_go_by_age(published, rule) -> None:
    """Young articles gain citations."""
    assert rule_for_links(traits_of(None, published, TODAY)) == rule


def test_every_rule_has_its_key() -> None:
    """What the table names stands under [refresh]."""
    keys = set(RefreshSettings.__struct_fields__)

    assert {rule.setting for rule in (*RULES, *LINK_RULES)} < keys


def test_classes_in_order_of_urgency() -> None:
    """Watched first, then what failed once, twice …, then the other rules, links."""
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    days = {
        "watched_days": 1, "ahead_of_print_days": 2, "in_process_days": 3,
        "no_mesh_days": 4, "young_days": 5, "old_days": 6, "links_young_days": 7,
        "links_old_days": 8, "retry_days": 3, "retry_most_days": 10,
    }  # fmt: skip

    classes = due_classes(days, now)

    slack = timedelta(hours=6)
    told = [(c.rule, c.failure_count, (now - c.asked_before + slack).days)
            for c in classes]  # fmt: skip
    assert told[:6] == [
        ("watched", 0, 1),
        (None, 1, 3),
        (None, 2, 6),
        (None, 3, 10),
        (None, 4, 10),
        (None, 5, 10),
    ]
    assert told[-7:] == [
        ("ahead-of-print", 0, 2),
        ("in-process", 0, 3),
        ("no-mesh", 0, 4),
        ("young", 0, 5),
        ("old", 0, 6),
        ("links-young", 0, 7),
        ("links-old", 0, 8),
    ]
