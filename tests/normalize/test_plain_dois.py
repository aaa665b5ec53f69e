"""DOIs that are canonical at first sight, beside the long way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize import identifiers

_PIECES = st.lists(
    st.sampled_from([*"abAB09-._;/:()", "10.", "(00)", "/full", ".pdf", "doi", "%2F"]),
    max_size=12,
).map("".join)


@given(st.sampled_from(["10.1016/", "10.1037/", "10.5555//"]), _PIECES)
def test_the_short_way_leads_where_the_long_one_does(prefix, suffix):
    """Value and rule are the same with and without the look at the whole."""
    printed = prefix + suffix
    short = identifiers._derive_doi(printed)
    text, steps = printed, []
    for _ in range(5):
        for name, change in identifiers._DOI_STEPS:
            changed = change(text) if text is not None else None
            if changed != text:
                steps.append(name)
            text = changed
    long = text if text and identifiers._DOI.fullmatch(text) else None
    assert (short and short.value) == long
    if short:
        assert short.rule == identifiers.rule_of(*dict.fromkeys(steps))
