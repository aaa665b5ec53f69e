"""All checks, each with its name, its weight and advice."""

from __future__ import annotations

from harvester.findings import dates, editorial, identity, people, places, titles
from harvester.findings.base import Check, Find
from harvester.model import Severity


def _warning(code: str, find: Find, what: str, advice: str) -> Check:
    return Check(
        code=code, find=find, severity=Severity.WARNING, what=what, advice=advice
    )


def _notice(code: str, find: Find, what: str, advice: str) -> Check:
    return Check(
        code=code, find=find, severity=Severity.NOTICE, what=what, advice=advice
    )


BEFORE_JOURNAL = "date-before-journal"
"""The check that depends on NLM's list of serials."""

_PUBLISHER = "Tell the publisher, who deposits what Crossref has."
_LOOK = "Look at the article itself; the source has it wrong, or not at all."

CHECKS: tuple[Check, ...] = (
    _warning(
        "retraction-disagreement",
        editorial.find_disagreement,
        "one source says retracted or of concern, another does not",
        "Look at the notice; take it for what the graver source says until then.",
    ),
    _warning(
        "status-in-doubt",
        editorial.find_doubt,
        "something speaks of a retraction that no source states",
        "Look at the article on its publisher's page.",
    ),
    _warning(
        "doi-differs",
        identity.find_dois,
        "the sources of one article name different DOIs",
        "Open both: one may be an alias, or another article's.",
    ),
    _notice(
        "identifier-not-valid",
        identity.find_not_valid,
        "a DOI, PMID or PMCID that has not the form of one",
        "It is kept as printed and nothing is looked up by it.",
    ),
    _notice(
        "self-reference",
        identity.find_self_reference,
        "the article stands in its own list of references",
        _PUBLISHER,
    ),
    _notice("no-title", titles.find_no_title, "no title, or a filler", _LOOK),
    _notice(
        "title-capitals",
        titles.find_capitals,
        "the title is printed in capitals",
        "Take the other source's title, if there is one.",
    ),
    _notice("title-looks-cut", titles.find_cut, "the title ends in midphrase", _LOOK),
    _notice(
        "title-open-bracket",
        titles.find_open_bracket,
        "a bracket in the title is never closed",
        "A slip of the source, or the title was cut.",
    ),
    _notice(
        "title-shorter",
        titles.find_shorter,
        "one source has only the beginning of the title",
        "Take the longer title.",
    ),
    _notice(
        "text-garbled",
        titles.find_garbled,
        "letters read in the wrong encoding",
        _PUBLISHER,
    ),
    _notice(
        "markup-in-text",
        titles.find_markup,
        "markup that was taken for text",
        _PUBLISHER,
    ),
    _notice(
        "no-abstract",
        titles.find_no_abstract,
        "a report or review without an abstract",
        _LOOK,
    ),
    _notice(
        "abstract-truncated",
        titles.find_truncated,
        "NLM cut the abstract off",
        "The whole abstract stands in the article.",
    ),
    _notice("no-authors", people.find_no_authors, "an abstract and no author", _LOOK),
    _notice(
        "author-count-differs",
        people.find_count,
        "the sources name different numbers of authors",
        "Look at the byline; the longer list is taken.",
    ),
    _notice(
        "author-capitals",
        people.find_capitals,
        "family names printed in capitals",
        "They are read with small letters; check names with a capital inside.",
    ),
    _notice(
        "author-twice",
        people.find_twice,
        "one person stands in the byline twice",
        "Look at the byline: two people may share a name, not an ORCID iD.",
    ),
    _notice(
        "author-odd",
        people.find_odd_name,
        "a name with degrees, digits or footnote marks",
        _PUBLISHER,
    ),
    _notice("orcid-not-valid", people.find_orcid, "an ORCID iD that is none", _LOOK),
    _notice(
        "orcid-differs",
        people.find_other_orcid,
        "the sources give one person different ORCID iDs",
        "Look at both at orcid.org: one is another person's, or one person has two.",
    ),
    _notice(
        "pages-reversed",
        places.find_reversed,
        "the last page lies before the first",
        _LOOK,
    ),
    _notice("pages-many", places.find_long, "more than five hundred pages", _LOOK),
    _notice(
        "no-pages",
        places.find_no_pages,
        "in print with neither pages nor article number",
        _LOOK,
    ),
    _notice(
        "no-volume",
        places.find_no_volume,
        "in print with neither volume nor issue",
        _LOOK,
    ),
    _notice("no-journal", places.find_no_journal, "an article of no journal", _LOOK),
    _notice("issn-not-valid", places.find_issn, "an ISSN that is none", _LOOK),
    _notice("no-date", dates.find_none, "no year of publication", _LOOK),
    _notice("date-in-future", dates.find_future, "published long after today", _LOOK),
    _notice("date-early", dates.find_early, "older than the first journal", _LOOK),
    _notice(
        BEFORE_JOURNAL,
        dates.find_before_journal,
        "dated before its journal began",
        "Look at the article itself: the year, or the journal, is another's.",
    ),
    _notice(
        "years-differ",
        dates.find_far_apart,
        "the sources date it two years apart and more",
        "Look at the issue: one of them may be a date of digitising.",
    ),
    _notice(
        "dates-out-of-order",
        dates.find_out_of_order,
        "accepted before it was received",
        _LOOK,
    ),
)
"""What matters most first."""

CODES = frozenset(check.code for check in CHECKS)
BY_CODE = {check.code: check for check in CHECKS}
