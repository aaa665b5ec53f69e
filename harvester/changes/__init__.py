"""What became of articles since they were last looked at, for people and alerts.

Everything here is a pure function of two states of an article, or of the changes
that were found between them.
"""

from harvester.changes.event import Event
from harvester.changes.find import Change, find_changes, judge_change, undo_changes
from harvester.changes.kind import ChangeKind
from harvester.changes.render import (
    TITLES,
    render_json,
    render_markdown,
    render_text,
)
from harvester.changes.report import (
    ArticleChange,
    Report,
    build_report,
    shorten_value,
)
from harvester.changes.status import (
    GRAVE,
    STATUS_OF,
    WITNESSES,
    EditorialStatus,
    Judgement,
    judge_status,
)

__all__ = [
    "GRAVE",
    "STATUS_OF",
    "TITLES",
    "WITNESSES",
    "ArticleChange",
    "Change",
    "ChangeKind",
    "EditorialStatus",
    "Event",
    "Judgement",
    "Report",
    "build_report",
    "find_changes",
    "judge_change",
    "judge_status",
    "render_json",
    "render_markdown",
    "render_text",
    "shorten_value",
    "undo_changes",
]
