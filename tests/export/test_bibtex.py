"""BibTeX: what other programs read in it."""

from __future__ import annotations

import bibtexparser
import pytest
from bibtexparser import middlewares
from pybtex.database import Person, parse_string
from pybtex.richtext import Text as Rich

from harvester.export import citation_key, write
from harvester.model import Article, Contributor, Text
from tests.export.plain import abstract, folded, name_of, pages, title

_STACK = (
    middlewares.SeparateCoAuthors(),
    middlewares.LatexDecodingMiddleware(),
)


@pytest.mark.parametrize("form", ["bibtex", "bibtex-latex"])
def test_bibtexparser_reads_what_was_written(articles, form):
    """Every article is an entry with its title, identifiers, numbers and abstract."""
    library = bibtexparser.parse_string(
        "".join(write(form, articles)), append_middleware=_STACK
    )

    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [
        citation_key(a) for a in articles
    ]
    wrong = []
    for article, entry in zip(articles, library.entries, strict=True):
        read = {field.key: field.value for field in entry.fields}
        wanted = {
            "title": title(article),
            "doi": article.doi,
            "pmid": article.pmid,
            "pmcid": article.pmcid,
            "volume": article.volume,
            "number": article.issue,
            "eid": article.article_number,
            "pages": pages(article),
            "year": str(article.year) if article.year else None,
            "date": article.published,
            "abstract": abstract(article),
        }
        for name, value in wanted.items():
            if folded(value) != folded(read.get(name)):
                wrong.append((entry.key, name, value, read.get(name)))
    assert wrong == []


@pytest.mark.parametrize("form", ["bibtex", "bibtex-latex"])
def test_pybtex_reads_the_same_people(articles, form):
    """Surname with particles, given names, suffix and groups, all in their places."""
    entries = parse_string("".join(write(form, articles)), "bibtex").entries

    wrong = []
    for article in articles:
        entry = entries[citation_key(article)]
        for role, field in (("author", "author"), ("editor", "editor")):
            people = [p for p in article.contributors if p.role == role and p.is_valid]
            read = [_name(person) for person in entry.persons.get(field, ())]
            wanted = [name_of(person) for person in people]
            if read and read[-1][0] == "others":
                read.pop()
            if [folded("|".join(n)) for n in read] != [
                folded("|".join(n)) for n in wanted
            ]:
                wrong.append((citation_key(article), read, wanted))
    assert wrong == []


def _name(person: Person) -> tuple[str, str, str]:
    parts = (
        person.prelast_names + person.last_names,
        person.first_names + person.middle_names,
        person.lineage_names,
    )
    family, given, suffix = (" ".join(map(_plain, part)) for part in parts)
    return family, given.replace(".", ""), suffix


def _plain(latex: str) -> str:
    return str(Rich.from_latex(latex))


def entry_of(article: Article, form: str = "bibtex") -> list[str]:
    """Return the lines of an entry without blanks and commas around them."""
    return [
        line.strip().rstrip(",")
        for line in "".join(write(form, [article])).splitlines()
    ]


def test_an_entry_by_hand(by_pmid):
    """PMID 99000005: article number, no pages, retraction with its notice."""
    lines = entry_of(by_pmid["99000005"])

    assert lines[0] == "@article{grimsby2016-99000005"
    assert "author = {Grimsby, Lazlo and Grimsby, Oona}" in lines
    assert "title = {{RETRACTED:} {Cold} light cures everything}" in lines
    assert "journal = {Marelonian medical letters}" in lines
    assert "volume = {5}" in lines
    assert "eid = {e105}" in lines
    assert not any(line.startswith("pages") for line in lines)
    (note,) = (line for line in lines if line.startswith("note"))
    assert "Retracted: Marel Med Lett. 2018;7:e188. PMID: 99000006" in note


def test_names_by_hand(by_pmid):
    """PMID 99000037: particles, suffixes, a name alone, initials, "et al."."""
    (line,) = (x for x in entry_of(by_pmid["99000037"]) if x.startswith("author"))

    names = line.removeprefix("author = {").removesuffix("}").split(" and ")
    assert names[0] == "{Sudaria}"
    assert names[1:3] == ["Lampwright, Jr, Jocasta", "Lampwright, 3rd, Jocasta"]
    assert "de la {Cuesta y Mar}, Pilar" in names
    assert "van 't Hoog, Griet" in names
    assert "da Carneiro, João Pedro" in names
    assert "Rowan, R. W." in names
    assert names[-1] == "others"


def test_letters_as_commands(by_pmid):
    """PMID 99000037 with --latex: ASCII where LaTeX has a command."""
    (line,) = (
        x
        for x in entry_of(by_pmid["99000037"], "bibtex-latex")
        if x.startswith("author")
    )

    assert "Dvo{\\v{r}}{\\'a}k, Jan" in line
    assert 'Thwaite-{\\"O}str{\\"o}m' in line


def test_markup_and_special_signs(by_pmid):
    """PMID 99000026: italics, subscript, superscript, ampersand; a formula in words."""
    lines = entry_of(by_pmid["99000026"])

    assert (
        "title = {\\emph{Lucimuscus tamsinensis} and {Ca}\\textsuperscript{2+}: the "
        "{TIC}\\textsubscript{236} gene \\& the ratio ab at \\emph{P}<0.001}"
    ) in lines


def test_dates_by_hand(by_pmid):
    """A month is a macro; a season and an interval stand in ``date`` alone."""
    month = entry_of(by_pmid["17043278"])
    season = entry_of(by_pmid["99000033"])

    assert {"date = {2006-10}", "year = {2006}", "month = oct"} <= set(month)
    assert {"date = {2001-21}", "year = {2001}"} <= set(season)
    assert not any(line.startswith("month") for line in season)


def test_hostile_braces_and_signs_stay_text():
    """Lone braces, backslashes and an ``and`` in a group's name break nothing."""
    article = Article(
        sources=(("pubmed", "99000099"),),
        title=Text(plain="A } brace { and \\input{x} 100% $5 #1 a_b c^d ~ @x, y"),
        contributors=(
            Contributor(literal="Tea and Moss, Group } of"),
            Contributor(family="Comma, Ann", given="B, C"),
        ),
    )
    for form in ("bibtex", "bibtex-latex"):
        text = "".join(write(form, [article, article]))
        library = bibtexparser.parse_string(text, append_middleware=_STACK)
        assert [
            b.error for b in library.failed_blocks if "uplicate" not in str(b.error)
        ] == []
        entry = library.entries[0]
        assert folded(entry["title"]) == folded(article.title.plain)
        assert len(entry["author"]) == 2
