"""Changes as people and programs read them."""

from __future__ import annotations

from typing import get_args

from harvester.changes import (
    ArticleChange,
    Change,
    ChangeKind,
    build_report,
    render_json,
    render_markdown,
    render_text,
)
from harvester.changes.render import TITLES
from harvester.config import AlertKind


def entry(kind: str, number: int = 1, status: str = "ok", **change) -> ArticleChange:
    return ArticleChange(
        change=Change(kind=ChangeKind(kind), **{"field": "article", **change}),
        article_id=number,
        citation=f"N. *Tea* {number}. J Nowhere.",
        pmid=f"9900000{number}",
        doi=None,
        status=status,
        changed_at="2026-11-20T12:00:00Z",
        run_id=1,
    )


CHANGES = [
    entry("changed", 1, field="title", old='{"plain":"A"}', new='{"plain":"B"}'),
    entry("changed", 1, field="references", new="[]"),
    entry("detail", 1, field="origins"),
    entry("issued", 1, field="volume", new="7"),
    entry("issued", 1, field="page", new="1-4"),
    entry("added", 2, "retracted"),
    entry("cited", 1, field="cited_by", new="pmid:1\npmid:2", new_source="pubmed"),
    entry(
        "retracted",
        3,
        field="retraction_status",
        old="ok",
        new="retracted",
        new_source="crossref (retraction-watch)",
    ),
]
TEXT = """\
Retracted (1)
  N. *Tea* 3. J Nowhere. PMID: 99000003. [was ok, says crossref (retraction-watch)]

Added (1)
  N. *Tea* 2. J Nowhere. PMID: 99000002. [RETRACTED]

Got volume, issue or pages (1)
  N. *Tea* 1. J Nowhere. PMID: 99000001. [volume: 7; page: 1-4]

New citing articles (1)
  N. *Tea* 1. J Nowhere. PMID: 99000001. [2 more (pubmed)]

Changed (1)
  N. *Tea* 1. J Nowhere. PMID: 99000001. [title: A → B; references gained]"""


def test_what_matters_most_comes_first() -> None:
    """Retractions first, one line per article and kind, details left out."""
    assert render_text(build_report(CHANGES)) == TEXT


def test_only_some_kinds() -> None:
    """A report can be narrowed down; of nothing it says so."""
    report = build_report(CHANGES, [ChangeKind.RETRACTED, ChangeKind.DELETED])

    assert [section.kind for section in report.sections] == [ChangeKind.RETRACTED]
    assert report.article_count == 1
    assert render_text(build_report([])) == "Nothing changed."
    assert build_report([entry("detail")]).sections == ()


def test_sources_write_no_markdown() -> None:
    """What stands in a title is shown, not obeyed."""
    said = render_markdown(build_report(CHANGES, [ChangeKind.RETRACTED]))

    assert said.startswith("## Retracted (1)\n\n- N. \\*Tea\\* 3.")


def test_json_holds_old_and_new() -> None:
    """Programs get the values, the article and the run."""
    (change,) = render_json(build_report(CHANGES, [ChangeKind.RETRACTED]))["changes"]

    assert change["kind"] == "retracted"
    assert (change["pmid"], change["run_id"]) == ("99000003", 1)
    assert (change["change"]["old"], change["change"]["new"]) == ("ok", "retracted")


def test_long_values_are_cut() -> None:
    """An abstract does not flood a mail; white space becomes one space."""
    long = entry("changed", field="page", old="1\n2", new="x" * 500)

    (line,) = build_report([long]).sections[0].lines
    assert line[0] == f"page: 1 2 → {'x' * 58} …"


def test_every_kind_has_a_title_and_can_be_alerted_of() -> None:
    """Configuration, command line and report know the same kinds."""
    kinds = {kind for kind in ChangeKind if kind is not ChangeKind.DETAIL}
    assert set(TITLES) == kinds
    assert set(get_args(AlertKind)) == kinds
