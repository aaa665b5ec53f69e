"""Checks for defects: what each strikes at, and what it must let pass."""

from __future__ import annotations

from datetime import date

import pytest

from harvester.changes import judge_status
from harvester.findings import BY_CODE, CHECKS, CODES, Case, find_defects
from harvester.model import (
    Abstract,
    AbstractSection,
    Container,
    Contributor,
    ContributorList,
    Identifier,
    PublicationType,
    RecordDate,
    Reference,
    Relation,
    Severity,
    SourceRecord,
    Text,
)
from harvester.normalize.record import normalize_record
from harvester.reconcile import merge_records

TODAY = date(2026, 11, 28)
BEGAN = {"0000-0019": 1990, "0000-0027": 2002, "99000001A": 2005}
SOUND = {
    "type": "article-journal",
    "title": Text(plain="Glowing mosses of the northern shore."),
    "contributors": (Contributor(family="Voss", given="Anna"),),
    "container": Container(title="Acta Quillon", issn_print="0000-0019"),
    "volume": "4",
    "page": "40-49",
    "dates": (RecordDate(kind="issue", printed="2001 Mar"),),
}


def article(source: str, **fields) -> SourceRecord:
    """Return a sound record but for ``fields``; None takes one away."""
    given = {**SOUND, **fields}
    source_id = "99000001" if source == "pubmed" else "10.5555/a"
    own = [Identifier(scheme="doi", value="10.5555/a")]
    if source == "pubmed":
        own.insert(0, Identifier(scheme="pmid", value=source_id))
    return normalize_record(
        SourceRecord(
            source=source,
            source_id=source_id,
            **{"identifiers": tuple(own)}
            | {name: value for name, value in given.items() if value is not None},
        )
    )


def pubmed(**fields) -> SourceRecord:
    return article("pubmed", **fields)


def crossref(**fields) -> SourceRecord:
    return article("crossref", **fields)


def codes(*records: SourceRecord) -> set[str]:
    return {finding.code for finding in defects(*records)}


def defects(*records: SourceRecord):
    merged = merge_records(records)
    judged = judge_status([(r.source, r) for r in records], merged.article_keys)
    return find_defects(
        Case(
            article=merged,
            records=records,
            status=judged.status,
            events=judged.events,
            doubts=judged.doubts,
            first_years=BEGAN,
            today=TODAY,
        )
    )


def journal(issn: str, nlm_id: str | None = None) -> Container:
    return Container(title="Acta Quillon", issn_print=issn, nlm_id=nlm_id)


def titled(title: str, *subtitles: str):
    return {
        "title": Text(plain=title),
        "subtitles": tuple(Text(plain=text) for text in subtitles),
    }


def named(*names: str, **fields) -> tuple[Contributor, ...]:
    pairs = (name.split(", ") for name in names)
    return tuple(
        Contributor(family=family, given=given, **fields) for family, given in pairs
    )


def with_orcid(orcid: str, *names: str) -> tuple[Contributor, ...]:
    return named(*names, identifiers=(Identifier(scheme="orcid", value=orcid),))


def dated(**printed: str) -> tuple[RecordDate, ...]:
    return tuple(RecordDate(kind=kind, printed=text) for kind, text in printed.items())


def kinds(*names: str) -> tuple[PublicationType, ...]:
    return tuple(PublicationType(name=name) for name in names)


def told(text: str) -> Abstract:
    return Abstract(sections=(AbstractSection(text=Text(plain=text)),))


def cited(*values: str) -> tuple[Reference, ...]:
    return tuple(
        Reference(identifiers=(Identifier(scheme="doi", value=value),))
        for value in values
    )


def retracted(kind: str = "updated_by", doi: str = "10.5555/n", update="retraction"):
    target = (Identifier(scheme="doi", value=doi),)
    return (Relation(kind=kind, update_type=update, identifiers=target),)


PII = Identifier(scheme="pii", value="e7", place="ELocationID")
OWN = (Identifier(scheme="pmid", value="99000001"),)
WATERY = told("We measured the light of mosses by the sea.")

# Check → what it strikes at, and what is near it and sound.
CASES = {
    "retraction-disagreement": (
        [pubmed(), crossref(relations=retracted())],
        [
            [
                pubmed(relations=retracted("retraction_in")),
                crossref(relations=retracted()),
            ],
            [pubmed(), crossref(relations=retracted(update="correction"))],
            [crossref(relations=retracted())],
        ],
    ),
    "status-in-doubt": (
        [crossref(relations=retracted(doi="10.5555/a"))],
        [
            [crossref(relations=retracted(doi="10.5555/a", update="new_version"))],
            [
                crossref(
                    **titled("Retracted: a study of sent letters"),
                    relations=retracted(),
                )
            ],
            [crossref(**titled("Retracted muscles of the northern whale"))],
        ],
    ),
    "doi-differs": (
        [
            pubmed(),
            crossref(identifiers=(Identifier(scheme="doi", value="10.5555/b"),)),
        ],
        [[pubmed(), crossref()], [pubmed(identifiers=OWN), crossref()]],
    ),
    "identifier-not-valid": (
        [pubmed(identifiers=(*OWN, Identifier(scheme="doi", value="10.5/x")))],
        [[pubmed(identifiers=(*OWN, Identifier(scheme="doi", value="doi:10.5555/X")))]],
    ),
    "self-reference": (
        [crossref(references=cited("10.5555/b", "10.5555/a"))],
        [[crossref(references=cited("10.5555/b", "10.5555/ab"))]],
    ),
    "no-title": (
        [pubmed(title=Text(plain="[Not Available]."))],
        [
            [pubmed(title=Text(plain="[Not available in shops]."))],
            [crossref(type="periodical", title=None)],
        ],
    ),
    "title-capitals": (
        [crossref(**titled("GLOWING MOSSES OF THE SHORE"))],
        [[crossref(**titled("HIV/AIDS"))], [crossref(**titled("DNA and RNA of MOSS"))]],
    ),
    "title-looks-cut": (
        [pubmed(**titled("Glowing mosses of the."))],
        [
            [pubmed(**titled("Glowing mosses and vitamin A."))],
            [pubmed(**titled("A moss that none can run away from."))],
            [pubmed(**titled("The moss that I dreamt of..."))],
            [pubmed(**titled("Of."))],
        ],
    ),
    "title-open-bracket": (
        [pubmed(**titled("[Glowing mosses (a study of twelve]."))],
        [[pubmed(**titled("[Glowing mosses (a study of twelve)]."))]],
    ),
    "title-shorter": (
        [
            pubmed(**titled("Glowing mosses of the northern shore in winter.")),
            crossref(**titled("Glowing mosses of the northern")),
        ],
        [
            [
                pubmed(**titled("Glowing mosses of the shore: a study of twelve.")),
                crossref(**titled("Glowing mosses of the shore")),
            ],
            [
                pubmed(**titled("Glowing mosses of the shore a study of twelve.")),
                crossref(**titled("Glowing mosses of the shore", "A study of twelve")),
            ],
            [
                pubmed(**titled("Glowing mosses of the northern shores.")),
                crossref(**titled("Glowing mosses of the northern shore")),
            ],
        ],
    ),
    "text-garbled": (
        [crossref(**titled("The light of MÃ¼nster's mosses"))],
        [[crossref(**titled("The light of Münster’s mosses – SÃO PAULO"))]],
    ),
    "markup-in-text": (
        [crossref(**titled("The light of &lt;i&gt;Schistostega&lt;/i&gt;"))],
        [[crossref(**titled("Light where p < i and AT&T is > b"))]],
    ),
    "no-abstract": (
        [pubmed(publication_types=kinds("Journal Article", "Review"))],
        [
            [pubmed(publication_types=kinds("Review"), abstract=WATERY)],
            [pubmed(publication_types=kinds("Letter", "Comparative Study"))],
            [pubmed(publication_types=kinds("Journal Article"))],
            [
                pubmed(
                    publication_types=kinds("Review"),
                    dates=dated(issue="1975"),
                )
            ],
        ],
    ),
    "abstract-truncated": (
        [pubmed(abstract=told("We saw light.(ABSTRACT TRUNCATED AT 250 WORDS)"))],
        [[pubmed(abstract=told("An abstract truncated at 250 words is short."))]],
    ),
    "no-authors": (
        [pubmed(contributors=None, abstract=WATERY)],
        [
            [pubmed(contributors=None)],
            [pubmed(contributors=None, abstract=WATERY, dates=dated(issue="1998"))],
            [
                pubmed(
                    contributors=(Contributor(literal="Moss Study Group"),),
                    abstract=WATERY,
                )
            ],
        ],
    ),
    "author-count-differs": (
        [
            pubmed(contributors=named("Voss, Anna", "Voss, Berta")),
            crossref(contributors=named("Voss, Anna")),
        ],
        [
            [
                pubmed(
                    contributors=(
                        *named("Voss, Anna"),
                        Contributor(literal="Moss Study Group"),
                    )
                ),
                crossref(contributors=named("Voss, Anna")),
            ],
            [
                pubmed(
                    contributors=named("Voss, Anna"),
                    contributor_lists=(
                        ContributorList(role="author", is_complete=False),
                    ),
                ),
                crossref(contributors=named("Voss, Anna", "Voss, Berta")),
            ],
            [pubmed(), crossref(contributors=None)],
        ],
    ),
    "author-capitals": (
        [crossref(contributors=named("VOSS, Anna"))],
        [[crossref(contributors=named("WU, Anna", "McVOSS, Bo", "Voss, ANNA"))]],
    ),
    "author-twice": (
        [pubmed(contributors=named("Voss, Anna", "Bo, Li", "Voss, Anna"))],
        [
            [pubmed(contributors=named("Wang, Y", "Wang, Y"))],
            [pubmed(contributors=named("Voss, Anna", "Voss, Annabel"))],
            [
                pubmed(
                    contributors=(
                        *named("Voss, Anna"),
                        *named("Voss, Anna", role="editor"),
                    )
                )
            ],
        ],
    ),
    "author-odd": (
        [crossref(contributors=named("Voss1, Anna"))],
        [[crossref(contributors=named("O'Voss-Mdina, Anna Phdra"))]],
    ),
    "orcid-not-valid": (
        [pubmed(contributors=with_orcid("0000-0002-6251-888", "Voss, Anna"))],
        [[pubmed(contributors=with_orcid("0000-0002-1825-0097", "Voss, Anna"))]],
    ),
    "orcid-differs": (
        [
            pubmed(contributors=with_orcid("0000-0002-1825-0097", "Voss, Anna")),
            crossref(contributors=with_orcid("0000-0001-5109-3700", "Voss, Anna")),
        ],
        [
            [
                pubmed(contributors=with_orcid("0000-0002-1825-0097", "Voss, Anna")),
                crossref(contributors=with_orcid("0000-0002-1825-0097", "Voss, A")),
            ],
            [
                pubmed(contributors=with_orcid("0000-0002-1825-0097", "Voss, Anna")),
                crossref(contributors=with_orcid("0000-0001-5109-3700", "Roe, Bo")),
            ],
        ],
    ),
    "pages-reversed": (
        [pubmed(page="48-43")],
        [[pubmed(page="1199-205")], [pubmed(page="48-9")], [pubmed(page="S48-S51")]],
    ),
    "pages-many": (
        [pubmed(page="97-771")],
        [[pubmed(page="1-797")], [pubmed(page="97-101")]],
    ),
    "no-pages": (
        [pubmed(page=None, publication_status="ppublish")],
        [
            [pubmed(page=None, publication_status="aheadofprint")],
            [pubmed(page=None, publication_status="ppublish", identifiers=(*OWN, PII))],
            [pubmed(page=None, article_number="e7", publication_status="ppublish")],
        ],
    ),
    "no-volume": (
        [pubmed(volume=None, publication_status="ppublish")],
        [
            [pubmed(volume=None, issue="7", publication_status="ppublish")],
            [pubmed(volume=None, publication_status="aheadofprint")],
        ],
    ),
    "no-journal": (
        [crossref(container=None)],
        [[crossref(container=None, type="book")]],
    ),
    "issn-not-valid": (
        [crossref(container=Container(title="A", issns=("0000-0018",)))],
        [[crossref(container=Container(title="A", issns=("0000-006X",)))]],
    ),
    "no-date": (
        [crossref(dates=None)],
        [
            [crossref(dates=None, type="document")],
            [crossref(dates=dated(online="2001"))],
        ],
    ),
    "date-in-future": (
        [crossref(dates=dated(issue="2029"))],
        [
            [crossref(dates=dated(issue="2027-12"))],
            [crossref(dates=dated(issue="2001", entrez="2029"))],
        ],
    ),
    "date-early": (
        [crossref(dates=dated(issue="1066"))],
        [
            [crossref(dates=dated(issue="1665"))],
            [crossref(dates=dated(issue="1543"), type="book")],
        ],
    ),
    "date-before-journal": (
        [crossref(dates=dated(issue="1989"))],
        [
            [crossref(dates=dated(issue="1990"))],
            [crossref(dates=dated(issue="1989"), container=journal("0000-0035"))],
            [crossref(dates=dated(issue="1989"), container=None)],
            [crossref(dates=None)],
        ],
    ),
    "years-differ": (
        [pubmed(dates=dated(issue="1998")), crossref(dates=dated(print="2010-2-6"))],
        [
            [
                pubmed(dates=dated(issue="1998 Dec-1999 Jan")),
                crossref(dates=dated(online="2010", print="1999")),
            ],
            [pubmed(dates=dated(issue="2009")), crossref(dates=dated(print="2010"))],
        ],
    ),
    "dates-out-of-order": (
        [pubmed(dates=dated(issue="2001", received="2001-3-2", accepted="2001-2-1"))],
        [
            [pubmed(dates=dated(issue="2001", received="2001-3-2", accepted="2001-3"))],
            [pubmed(dates=dated(issue="2001", accepted="2001-3-2"))],
        ],
    ),
}


def test_every_check_has_its_cases() -> None:
    """No check without what it strikes at and what it lets pass."""
    assert set(CASES) == CODES == set(BY_CODE)
    assert all(passed for _, passed in CASES.values())


@pytest.mark.parametrize("code", CASES)
def test_a_check_strikes(code: str) -> None:
    """And says of what, what to do, and how much it asks of a person."""
    (finding,) = [one for one in defects(*CASES[code][0]) if one.code == code]
    assert finding.message.startswith(f"{finding.subject}: ")
    assert finding.message.endswith(".")
    assert (finding.advice, finding.severity) == (
        BY_CODE[code].advice,
        BY_CODE[code].severity,
    )


@pytest.mark.parametrize(
    ("code", "near"),
    [(code, place) for code, (_, near) in CASES.items() for place in range(len(near))],
)
def test_a_check_lets_pass(code: str, near: int) -> None:
    """What is near a defect and sound."""
    assert code not in codes(*CASES[code][1][near])


def test_a_sound_article_has_no_defect() -> None:
    """Two sources that agree: nothing to find."""
    assert codes(pubmed(), crossref()) == set()


def test_what_was_never_heard_of_is_no_doubt() -> None:
    """Unverified is the status of what has no record; it is no finding."""
    assert codes(article("idconv")) == set()


def test_an_article_is_spoken_of_by_the_first_of_its_identifiers() -> None:
    """PMID, else DOI; of two sources it is one subject."""
    (finding,) = defects(pubmed(page="48-43"))
    assert finding.subject == "pmid:99000001"
    assert finding.message == (
        "pmid:99000001: pubmed prints pages that run backwards: 48-43."
    )


def test_few_checks_warn() -> None:
    """A warning is printed at the end of every run: those are for grave matters."""
    loud = [check.code for check in CHECKS if check.severity is Severity.WARNING]
    assert loud == ["retraction-disagreement", "status-in-doubt", "doi-differs"]


def test_journal_is_known_by_its_nlm_id_before_its_issn() -> None:
    """Two journals may share an ISSN, as an older one and its successor do."""
    dates = dated(issue="2003")
    renamed, other = (
        journal("0000-0027", "99000001A"),
        journal("0000-0027", "99000002B"),
    )

    (finding,) = defects(pubmed(dates=dates, container=renamed))
    assert finding.message == (
        "pmid:99000001: It is dated 2003; Acta Quillon began in 2005."
    )
    assert not defects(pubmed(dates=dates, container=journal("0000-0027")))
    assert not defects(pubmed(dates=dates, container=other))


@pytest.mark.parametrize(
    ("title", "is_garbled"),
    [
        ("Na\xc3\xafve mosses", True),  # UTF-8 read as Latin-1
        ("Voss\xe2\u20ac\u2122s mosses", True),  # an apostrophe, read as Windows-1252
        ("Ko\xc5\u02c6 mosses", True),  # the same of "ň"
        ("M\ufffdnster's mosses", True),  # what could not be read at all
        ("M\xef\xbf\xbdnster's mosses", True),  # the same, read once more
        ("Voss\x92s mosses", True),  # Windows-1252 read as Latin-1
        ("Mosses of \xc5ngstr\xf6m and S\xc3O PAULO", False),
        ("Ch\xe2teau mosses at 5 \u20ac, na\xefve \xef or not", False),
    ],
)
def test_letters_read_in_the_wrong_encoding(title, is_garbled):
    """Every way in which letters are spoiled is told from letters that exist."""
    assert ("text-garbled" in codes(crossref(**titled(title)))) is is_garbled
