"""The short way for plain ranges of pages against the long one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize.pages import _read_plain, _read_sets


@given(
    st.integers(min_value=1, max_value=99999).map(str),
    st.from_regex("[0-9]{1,6}", fullmatch=True),
)
def test_the_short_way_reads_as_the_long_one(first, last):
    """Pages and rule of two plain numbers are those of the general reading."""
    assert _read_plain(first, last) == _read_sets(f"{first}-{last}")
