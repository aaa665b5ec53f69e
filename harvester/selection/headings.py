"""``mesh:`` → whether a record bears a heading."""

from __future__ import annotations

import re

from harvester.errors import SelectionError
from harvester.model import MeshHeading, SourceRecord
from harvester.normalize.mesh import split_heading
from harvester.search import Clause
from harvester.selection.base import Heading, Headings, RecordTest
from harvester.vocabulary import fold_term

NO_TREES = (
    "no MeSH trees are known that say what is narrower (`harvest mesh load FILE` loads "
    "them into the library)"
)
_UI = re.compile(r"D\d{6}(?:\d{3})?", re.IGNORECASE)


def build_heading_test(clause: Clause, headings: Headings | None) -> RecordTest:
    """Return whether a record bears the heading that a clause names.

    Raises:
        SelectionError: There is none such, or nobody knows what is narrower.
    """
    if headings is not None:
        asked = headings.resolve_heading(
            clause.text, with_narrower=clause.with_narrower
        )
    elif clause.with_narrower:
        raise SelectionError(f"mesh:{clause.text}+: {NO_TREES}.")
    else:
        asked = read_heading(clause.text)
    uis, key = asked.uis or frozenset(), fold_term(asked.name)
    is_plain = not (asked.is_major or asked.qualifiers)

    def bears(record: SourceRecord) -> bool:
        for heading in record.mesh_headings:
            is_meant = heading.ui in uis or (
                (asked.uis is None or heading.ui is None)
                and fold_term(heading.descriptor) == key
            )
            if is_meant and (is_plain or _has_all(heading, asked)):
                return True
        return False

    return bears


def read_heading(text: str) -> Heading:
    """Return a heading as typed, where nobody knows MeSH.

    Examples:
        >>> heading = read_heading("Liver Neoplasms/secondary*")
        >>> heading.name, heading.qualifiers
        ('Liver Neoplasms', ((None, 'secondary', True),))
        >>> read_heading("d008113").uis
        frozenset({'D008113'})
    """
    heading = split_heading(text)
    name = heading.descriptor if heading else text
    return Heading(
        name=name,
        uis=frozenset({name.upper()}) if _UI.fullmatch(name) else None,
        is_major=heading.is_major if heading else False,
        qualifiers=tuple(
            (None, one.name, one.is_major)
            for one in (heading.qualifiers if heading else ())
        ),
    )


def _has_all(heading: MeshHeading, asked: Heading) -> bool:
    if asked.is_major and not heading.is_major_topic:
        return False
    return all(
        any(
            (one.ui == ui if ui else fold_term(one.name) == fold_term(name))
            and (one.is_major or not is_major)
            for one in heading.qualifiers
        )
        for ui, name, is_major in asked.qualifiers
    )
