from __future__ import annotations

import pytest

from harvester.model import MeshHeading, MeshQualifier
from harvester.normalize.mesh import split_heading


@pytest.mark.parametrize(
    ("printed", "heading"),
    [
        (
            "*Liver Neoplasms/secondary/ surgery*",
            MeshHeading(
                descriptor="Liver Neoplasms",
                is_major=True,
                qualifiers=(
                    MeshQualifier(name="secondary"),
                    MeshQualifier(name="surgery", is_major=True),
                ),
            ),
        ),
        ("Humans*", MeshHeading(descriptor="Humans", is_major=True)),
        ("Humans", MeshHeading(descriptor="Humans")),
        ("Humans//", None),
        ("/surgery", None),
        ("*", None),
        ("", None),
    ],
)
def test_headings_with_qualifiers_and_stars(printed, heading):
    """A star belongs to the term that it stands on; an empty part is no heading."""
    assert split_heading(printed) == heading
