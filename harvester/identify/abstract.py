"""The abstract of a page, with the labels of its sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from harvester.identify.page import Line
from harvester.model import Abstract, AbstractSection, Text

_LABELS = """aim; aims; aims and objectives; background; background and aims
background and objectives; background & aims; background and purpose; case presentation
conclusion; conclusions; conclusions and relevance; conclusion and relevance; context
clinical relevance; data extraction; data extraction and synthesis; data sources; design
design, setting, and participants; discussion; ethics; evidence acquisition
evidence review; evidence synthesis; exposure; exposures; findings; funding; hypothesis
importance; intervention; interventions; interpretation; introduction; key points
limitations; main outcome measure; main outcome measures; main outcomes and measures
material and methods; materials and methods; measurements; method; methods
methods and results; methods and materials; objective; objectives; observations
outcome measures; outcomes; participants; patients; patients and methods; purpose
purpose of review; rationale; recent findings; registration; relevance; result; results
setting; settings; significance; study design; study selection; subjects; summary
summary background data; trial registration; methodology; purpose/background""".replace(
    "\n", ";"
)
_VOCABULARY = frozenset(label.strip() for label in _LABELS.split(";"))
_ALTERNATIVES = "|".join(
    re.escape(label) for label in sorted(_VOCABULARY, key=len, reverse=True)
)
_LABEL = re.compile(
    rf"(?:^|(?<=[.?!)\]]\s))(?:(?P<known>(?i:{_ALTERNATIVES}))(?:\s?:\s+|\u00a0\s*|\s{{2,}}|\.\s+(?=[A-Z]))"
    r"|(?P<capitals>[A-Z][A-Z/&, -]{3,60})\s?:\s+)"
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_KEYWORDS = re.compile(r"key ?words\s*:", re.IGNORECASE)
_SHORTEST = 40


def parse_abstract(lines: Iterable[Line]) -> Abstract | None:
    """Return the abstract that ``lines`` print, or None if there is none.

    A paragraph, or a label such as ``Methods:``, ``METHODS:`` or a bold word that
    became ``Methods`` and a no-break space, begins a section.
    """
    copyright_line = None
    paragraphs: list[list[str]] = []
    fresh = True
    for line in lines:
        if not line.raw.strip() or line.is_blank:
            fresh = True
            continue
        if _KEYWORDS.match(line.text):
            break
        if _COPYRIGHT.match(line.text):
            copyright_line = line.text
            break
        raw = line.raw.strip(" \t")
        if raw.startswith(("•", "*", "-", "–")):
            raw = raw[1:].strip()
        if fresh or _LABEL.match(raw):
            paragraphs.append([raw])
        else:
            paragraphs[-1].append(raw)
        fresh = False
    sections = tuple(part for text in paragraphs for part in _divide(" ".join(text)))
    if sum(len(section.text.plain) for section in sections) < _SHORTEST:
        return None
    return Abstract(sections=sections, copyright=copyright_line)


def _divide(paragraph: str) -> Iterator[AbstractSection]:
    marks = list(_LABEL.finditer(paragraph))
    ends = [*(mark.start() for mark in marks), len(paragraph)]
    yield from _section(None, paragraph[: ends[0]])
    for mark, end in zip(marks, ends[1:], strict=True):
        label = mark["known"] or mark["capitals"]
        yield from _section(label.strip(), paragraph[mark.end() : end])


def _section(label: str | None, text: str) -> Iterator[AbstractSection]:
    plain = " ".join(text.split())
    if plain:
        yield AbstractSection(text=Text(plain=plain), label=label)
