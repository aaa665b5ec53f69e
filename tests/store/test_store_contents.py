"""All that is in a library, one by one, with what became of it."""

from __future__ import annotations

import pytest

from harvester.export import write
from harvester.model import Article, Identifier, Relation
from harvester.reconcile import merge_records

PAPER, NOTICE = "10.5555/paper", "10.5555/notice"


@pytest.fixture
def save(library, record, now):
    """Save an article of one record of Crossref."""

    def save(doi, *relations):
        made = record("crossref", doi, f"doi:{doi}", relations=relations)
        library.save_record(made, None, now)
        article = merge_records([made])
        return library.save_article(article, citation=f"Cited {doi}.", now=now)[0]

    return save


def retracts(doi):
    return Relation(
        kind="update_to",
        update_type="retraction",
        identifiers=(Identifier(scheme="doi", value=doi),),
        asserted_by="publisher",
        date="2010-2-6",
    )


def test_articles_come_in_the_order_asked_for(library, save):
    """By number where none is asked for; unknown numbers are passed over."""
    numbers = [save(doi) for doi in ("10.5555/a", "10.5555/b", "10.5555/c")]

    every = [article.doi for article in library.load_articles()]
    some = library.load_articles([numbers[2], 999, numbers[0]])
    assert every == ["10.5555/a", "10.5555/b", "10.5555/c"]
    assert [article.doi for article in some] == ["10.5555/c", "10.5555/a"]
    assert next(library.load_articles()).sources == (("crossref", "10.5555/a"),)


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl-json", "jats-ref"])
def test_a_retraction_that_only_the_notice_states_is_exported(library, save, form):
    """The paper's own record is silent; whoever cites it is told all the same."""
    paper, notice = save(PAPER), save(NOTICE, retracts(PAPER))

    told = "".join(write(form, library.load_articles([paper])))
    silent = "".join(write(form, library.load_articles([notice])))

    assert "Retracted: Cited 10.5555/notice. DOI: 10.5555/notice" in told
    assert "Retracted" not in silent


def test_such_a_retraction_has_its_tag_in_medline(library, save):
    """Under RIN, as if PubMed had said it."""
    paper, _ = save(PAPER), save(NOTICE, retracts(PAPER))

    lines = "".join(write("nbib", library.load_articles([paper]))).splitlines()
    assert "RIN - Cited 10.5555/notice. DOI: 10.5555/notice" in lines


def test_an_article_is_as_it_was_saved(library, save):
    """What is added stands beside it."""
    number = save(PAPER)
    save(NOTICE, retracts(PAPER))

    (article,) = library.load_articles([number])
    assert article.is_retracted
    assert [notice.date for notice in article.notices] == ["2010-02-06"]
    plain = {name: getattr(article, name) for name in Article.__struct_fields__}
    assert Article(**plain) == library.load_article(number)
