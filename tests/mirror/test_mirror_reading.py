"""What the mirror reads from a record by itself."""

import pytest
from lxml import etree

from harvester.mirror.reading import fold, read_record


@pytest.mark.parametrize(
    ("printed", "displayed", "sorted_by"),
    [
        ("<MedlineDate>1994 Sep-Dec</MedlineDate>", "1994 Sep-Dec", "1994/09/01"),
        (
            "<MedlineDate>1998 Dec-1999 Jan</MedlineDate>",
            "1998 Dec-1999 Jan",
            "1998/01/01",
        ),
        ("<MedlineDate>1987-1988</MedlineDate>", "1987-1988", "1987/01/01"),
        ("<MedlineDate>Spring 2017</MedlineDate>", "Spring 2017", "2017/01/01"),
        ("<MedlineDate>n.d.</MedlineDate>", "n.d.", ""),
        ("<Year>2001</Year><Season>Spring</Season>", "2001 Spring", "2001/01/01"),
        ("<Year>2023</Year><Month>05</Month><Day>03</Day>", "2023 May 3", "2023/05/03"),
        ("<Year>2023</Year><Month>May</Month>", "2023 May", "2023/05/01"),
        ("", "", ""),
    ],
)
def test_dates_are_displayed_and_sorted_as_esummary_does(printed, displayed, sorted_by):
    """The first two and the third are NCBI's own examples."""
    journal = (
        f"<Journal><JournalIssue><PubDate>{printed}</PubDate></JournalIssue></Journal>"
    )
    record = etree.fromstring(
        "<PubmedArticle><MedlineCitation><Article>"
        f"{journal}</Article></MedlineCitation></PubmedArticle>"
    )
    reading = read_record("1", record)
    assert (reading.pubdate, reading.sort_date) == (displayed, sorted_by)


def test_folding_keeps_words_only():
    """Accents, case and signs go; words stand between spaces."""
    assert fold("Ca2+: Ménière's β-Cell!") == " ca2 meniere s β cell "
    assert fold("…").strip() == ""
