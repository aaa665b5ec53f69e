"""What others read out of the same records: Zotero's expected results and iCite."""

from __future__ import annotations

from tests.fidelity.oracles import REASONS, icite_forms, zotero_forms
from tests.fidelity.tally import Tally


def test_the_fields_of_zotero(shared_data):
    """Zotero's translator expects the same of each field, six fields excepted."""
    tally = Tally()
    for pmid, theirs, mine in zotero_forms(shared_data / "efetch/zotero"):
        tally.compare(pmid, theirs, mine)

    assert tally.records > 6
    assert {(pmid, field) for pmid, field, _, _ in tally.unexplained} == set(REASONS)


def test_the_rows_of_icite(shared_data):
    """Title, authors, journal, year and DOI are those of iCite's table."""
    tally = Tally()
    for pmid, theirs, mine in icite_forms(shared_data):
        tally.compare(pmid, theirs, mine)

    assert tally.records > 40
    assert tally.unexplained == []
