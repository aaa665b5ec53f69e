"""Parquet, read again by pyarrow."""

from __future__ import annotations

import io

import msgspec
import pytest

from harvester.export import write, write_bytes
from harvester.model import Article

parquet = pytest.importorskip(
    "pyarrow.parquet", reason="the extra parquet is not installed"
)


def test_every_article_is_a_row_and_whole(articles):
    """Lists are lists, numbers numbers, and the whole article is in ``json``."""
    table = parquet.read_table(io.BytesIO(b"".join(write_bytes("parquet", articles))))
    rows = table.to_pylist()

    assert [msgspec.json.decode(row["json"], type=Article) for row in rows] == list(
        articles
    )
    for article, row in zip(articles, rows, strict=True):
        assert row["year"] == article.year
        assert row["title"] == (article.title.plain if article.title else None)
        assert row["languages"] == list(article.languages)
        assert len(row["authors"]) == len(article.authors)


def test_rows_come_in_groups(shipped):
    """More than a thousand articles are several groups: memory stays constant."""
    many = (article for _ in range(16) for article in shipped)
    pieces = [piece for piece in write_bytes("parquet", many) if piece]

    file = parquet.ParquetFile(io.BytesIO(b"".join(pieces)))
    assert file.metadata.num_rows == 16 * 68
    assert file.num_row_groups == 2
    assert len(pieces) >= 3


def test_it_is_no_text(shipped):
    """Who asks for text is told."""
    with pytest.raises(TypeError, match="parquet is no text"):
        list(write("parquet", shipped[:1]))
