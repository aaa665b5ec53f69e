"""Two states of an article: what changed, and the way back."""

from __future__ import annotations

import msgspec
import pytest

from harvester.changes import (
    Change,
    ChangeKind,
    EditorialStatus,
    Judgement,
    find_changes,
    judge_change,
    undo_changes,
)
from harvester.model import (
    Abstract,
    AbstractSection,
    Article,
    Container,
    Contributor,
    Identifier,
    MeshHeading,
    Origin,
    Reference,
    Rejected,
    Text,
)

PMID = Identifier(scheme="pmid", value="99000001")
DOI = Identifier(scheme="doi", value="10.5555/a")
AHEAD = Article(
    sources=(("pubmed", "99000001"),),
    identifiers=(PMID,),
    title=Text(plain="Tea, ahead of print"),
    contributors=(Contributor(family="Nobody"),),
    year=2026,
)
ISSUED = msgspec.structs.replace(
    AHEAD,
    sources=(("crossref", "10.5555/a"), ("pubmed", "99000001")),
    identifiers=(DOI, PMID),
    title=Text(plain="Tea"),
    volume="007",
    issue="1",
    page="1000-4",
    mesh_headings=(MeshHeading(descriptor="Tea", ui="D013662"),),
    references=(Reference(key="r1"),),
    origins=(
        Origin(
            field="title",
            source="pubmed",
            source_id="99000001",
            rule="prefer pubmed",
            rejected=(Rejected(source="crossref", source_id="10.5555/a", value="T"),),
        ),
    ),
    year=2027,
)


def test_each_field_has_its_kind() -> None:
    """Fields in their order; gains of place, MeSH and identifiers are kinds apart."""
    found = [(change.field, change.kind) for change in find_changes(AHEAD, ISSUED)]

    assert sorted(found) == sorted(
        [
            ("identifiers", ChangeKind.IDENTIFIED),
            ("title", ChangeKind.CHANGED),
            ("volume", ChangeKind.ISSUED),
            ("issue", ChangeKind.ISSUED),
            ("page", ChangeKind.ISSUED),
            ("mesh_headings", ChangeKind.INDEXED),
            ("references", ChangeKind.CHANGED),
            ("sources", ChangeKind.DETAIL),
            ("origins", ChangeKind.DETAIL),
            ("year", ChangeKind.CHANGED),
        ]
    )


def test_values_and_sources_stand_beside_each_other() -> None:
    """Text as printed, anything else as JSON, absence as None; who says the new one."""
    by_field = {change.field: change for change in find_changes(AHEAD, ISSUED)}

    assert by_field["volume"] == Change(
        kind=ChangeKind.ISSUED, field="volume", new="007"
    )
    assert by_field["title"] == Change(
        kind=ChangeKind.CHANGED,
        field="title",
        old='{"plain":"Tea, ahead of print"}',
        new='{"plain":"Tea"}',
        new_source="pubmed",
    )
    assert by_field["year"].old == "2026"


def test_nothing_changed_is_nothing() -> None:
    """Equal articles have no changes."""
    assert (
        find_changes(ISSUED, msgspec.convert(msgspec.to_builtins(ISSUED), Article))
        == ()
    )


def test_a_lost_identifier_is_no_gain() -> None:
    """Fewer identifiers, or fewer headings, are a change like any other."""
    fewer = msgspec.structs.replace(ISSUED, identifiers=(PMID,), volume="8")

    assert [(c.field, c.kind) for c in find_changes(ISSUED, fewer)] == [
        ("identifiers", ChangeKind.CHANGED),
        ("volume", ChangeKind.CHANGED),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (AHEAD, ISSUED),
        (ISSUED, AHEAD),
        (
            msgspec.structs.replace(AHEAD, volume="null", issue="[1]", page='"5"'),
            msgspec.structs.replace(AHEAD, volume=None, issue="{}", page="5"),
        ),
        (
            msgspec.structs.replace(
                AHEAD,
                container=Container(title="J", issns=("0000-0019",)),
                abstract=Abstract(sections=(AbstractSection(text=Text(plain="a")),)),
                other=(("x", "y"),),
                funding_complete=False,
                reference_count=0,
            ),
            AHEAD,
        ),
    ],
)
def test_changes_can_be_undone(old: Article, new: Article) -> None:
    """Undoing what was found leads back to the very same article."""
    assert undo_changes(new, find_changes(old, new)) == old


def test_undoing_goes_backwards() -> None:
    """Of several changes of a field the earliest value remains."""
    second = msgspec.structs.replace(AHEAD, volume="1")
    third = msgspec.structs.replace(AHEAD, volume="2")
    changes = [*find_changes(second, third), *find_changes(AHEAD, second)]

    assert undo_changes(third, changes) == AHEAD


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("ok", "retracted", ChangeKind.RETRACTED),
        ("corrected", "retracted", ChangeKind.RETRACTED),
        (None, "retracted", ChangeKind.RETRACTED),
        ("ok", "withdrawn", ChangeKind.WITHDRAWN),
        ("ok", "expression-of-concern", ChangeKind.CONCERN),
        ("expression-of-concern", "retracted", ChangeKind.RETRACTED),
        ("ok", "corrected", ChangeKind.CORRECTED),
        ("ok", "notice", ChangeKind.NOTICE),
        ("retracted", "ok", ChangeKind.REINSTATED),
        ("retracted", "corrected", ChangeKind.REINSTATED),
        ("retracted", "reinstated", ChangeKind.REINSTATED),
        ("corrected", "ok", ChangeKind.CHANGED),
    ],
)
def test_a_status_changes(old: str | None, new: str, kind: ChangeKind) -> None:
    """A new status is a change of its kind; a flag taken back is told as such."""
    before = EditorialStatus(old) if old else None
    change = judge_change(
        before, Judgement(status=EditorialStatus(new), sources=("pubmed", "crossref"))
    )

    assert change == Change(
        kind=kind,
        field="retraction_status",
        old=old,
        new=new,
        new_source="pubmed, crossref",
    )


@pytest.mark.parametrize(("old", "new"), [("ok", "ok"), (None, "ok")])
def test_the_same_status_is_no_change(old: str | None, new: str) -> None:
    """Nor is it one that a work was examined for the first time and is well."""
    before = EditorialStatus(old) if old else None
    assert judge_change(before, Judgement(status=EditorialStatus(new))) is None
