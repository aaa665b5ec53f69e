"""A report as text for mails, as Markdown, and as JSON-ready values."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from harvester.changes.kind import ChangeKind
from harvester.changes.report import ArticleChange, Report

TITLES = {
    ChangeKind.RETRACTED: "Retracted",
    ChangeKind.WITHDRAWN: "Withdrawn",
    ChangeKind.CONCERN: "Expression of concern",
    ChangeKind.REINSTATED: "No longer flagged",
    ChangeKind.DELETED: "Deleted from PubMed",
    ChangeKind.MERGED: "Merged",
    ChangeKind.SPLIT: "Split",
    ChangeKind.RESTORED: "Back in PubMed",
    ChangeKind.CORRECTED: "Corrected",
    ChangeKind.NOTICE: "Notices",
    ChangeKind.ADDED: "Added",
    ChangeKind.ISSUED: "Got volume, issue or pages",
    ChangeKind.INDEXED: "Got MeSH headings",
    ChangeKind.IDENTIFIED: "Got an identifier",
    ChangeKind.CITED: "New citing articles",
    ChangeKind.CHANGED: "Changed",
}
NOTHING = "Nothing changed."
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")


def render_text(report: Report) -> str:
    """Return the report as plain text, one line per article and kind."""
    return _render(report, title="{title} ({count})", line="  {line}")


def render_markdown(report: Report) -> str:
    """Return the report as Markdown; what the sources say is no markup in it."""
    return _render(
        report,
        title="## {title} ({count})\n",
        line="- {line}",
        escape=lambda text: _MARKDOWN.sub(r"\\\1", text),
    )


def render_json(report: Report) -> dict[str, Any]:
    """Return the report as JSON-ready values: a list of changes by kind."""
    return {
        "article_count": report.article_count,
        "changes": [
            {
                "kind": section.kind.value,
                "what": what,
                **{
                    name: getattr(entry, name)
                    for name in ArticleChange.__struct_fields__
                    if name != "change"
                },
                "change": msgspec.to_builtins(entry.change),
            }
            for section in report.sections
            for what, entry in section.lines
        ],
    }


def _render(
    report: Report, *, title: str, line: str, escape: Any = lambda text: text
) -> str:
    if not report.sections:
        return NOTHING
    blocks = []
    for section in report.sections:
        head = title.format(title=TITLES[section.kind], count=len(section.lines))
        lines = [
            line.format(line=escape(_line(what, entry)))
            for what, entry in section.lines
        ]
        blocks.append("\n".join([head, *lines]))
    return "\n\n".join(blocks)


def _line(what: str, entry: ArticleChange) -> str:
    names = (("PMID", entry.pmid), ("doi", entry.doi))
    identifiers = " ".join(f"{name}: {value}." for name, value in names if value)
    article = " ".join(filter(None, (entry.citation, identifiers)))
    return f"{article} [{what}]" if what else article
