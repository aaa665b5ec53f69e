"""ECitMatch of the mirror."""

from __future__ import annotations

import pytest

URL = (
    "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/ecitmatch.cgi?db=pubmed&rettype=xml"
)


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        ("J Mirr|2020|007|12|Angstrom J|k1|", "99000001"),
        ("journal of mirrors|2020|007|12|Angstrom J|k1|", "99000001"),
        ("J Mirr|1999|007|12|Nobody|k1|", "99000001"),  # year and author are overlooked
        ("J Mirr|2020|008|12|Angstrom J|k1|", "NOT_FOUND"),
        ("|2020|007|12|Angstrom J|k1|", "NOT_FOUND;INVALID_CITATION"),
    ],
)
def test_a_row_is_answered_by_journal_volume_and_page(mirror, row, answer):
    """The row comes back with a PMID, or with why there is none."""
    got = mirror.answer("GET", f"{URL}&bdata={row.replace(' ', '%20')}")

    assert got.status == 200
    assert got.body.decode() == f"{row}{answer}\n"


def test_rows_that_are_none_are_left_out(mirror):
    """Of two rows the one without its bars is dropped, as the service does."""
    got = mirror.answer("GET", f"{URL}&bdata=nonsense%0DJ%20Mirr|2020|007|12|x|k2|")

    assert got.body.decode() == "J Mirr|2020|007|12|x|k2|99000001\n"
    assert mirror.requests[-1].endpoint == "ecitmatch"
