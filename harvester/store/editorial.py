"""Relations and editorial status of a library that an older version filled."""

from __future__ import annotations

import sqlite3

from harvester.store.attach import attach_relations
from harvester.store.encoding import read_article
from harvester.store.parts import build_parts, who_says
from harvester.store.rows import replace_rows
from harvester.store.status import examine, load_records


def examine_all(db: sqlite3.Connection) -> None:
    """Read the relations of every article in our words, and examine it.

    What is found is no change: it is no news that something was there already.
    """
    numbers = [
        number
        for (number,) in db.execute("SELECT id FROM articles WHERE json IS NOT NULL")
    ]
    for number in numbers:
        _read_relations(db, number)
    for number in numbers:
        examine(db, number)


def _read_relations(db: sqlite3.Connection, article_id: int) -> None:
    (content,) = db.execute(
        "SELECT json FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    article = read_article(content)
    if not article.relations:
        return
    said = who_says(load_records(db, article_id))
    rows = [(article_id, *row) for row in build_parts(article, said)["relations"]]
    replace_rows(db, "relations", article_id, rows)
    attach_relations(db, article_id)
