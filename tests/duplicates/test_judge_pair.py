"""Properties of the verdict, and the relations that it names."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvester.duplicates import Kind, find_duplicates, group_same, judge_works

TITLE = "Grafting of willow on oak in a cold climate"
NAMES = "Alder, A; Birch, B; Cedar, C"
TREES = (
    "Alder, A; Birch, B; Cedar, C; Dogwood, D; Elm, E; Fig, F; Guava, G; Hazel, H; "
    "Ivy, J; Juniper, K"
)
FISH = (
    "Quahog, Z; Ruffe, Y; Sturgeon, X; Tench, W; Umbrine, V; Vendace, U; Walleye, T; "
    "Xiphias, S; Yellowtail, R; Zander, Q"
)
HERE = ("Archives of Trees", "2006;141(10):1000-1004")

parts = st.tuples(
    st.sampled_from(
        ("", TITLE, f"Erratum: {TITLE}", f"{TITLE}: part 2", f"[{TITLE}]", "Editorial")
    ),
    st.sampled_from(("", NAMES, "Alder, A", "Elm, E; Alder, A", "The Tree Group")),
    st.sampled_from(
        ("", "Archives of Trees", "Arch Trees", "bioRxiv", "Forest Weekly")
    ),
    st.sampled_from(
        (
            *("", "2006", "2006;141(10):1000-1004", "2007;141:1000-4"),
            *("2006;12(Suppl 1):S42", "2005;:1-9", "2006;141:e17"),
        )
    ),
)
numbers = st.sampled_from(
    (
        {},
        {"doi": "10.5555/tree.1"},
        {"doi": "10.5555/tree.1/v2"},
        {"doi": "10.5555/tree.1.s001"},
        {"pmid": "99000001"},
    )
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=parts, other=parts, its=numbers, others=numbers)
def test_order_of_the_two_is_no_matter(record, one, other, its, others) -> None:
    """The whole verdict, its words included, is the same from both sides."""
    a, b = record(*one, **its), record(*other, **others)
    assert judge_works(a, b) == judge_works(b, a)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(min_size=1, max_size=60), its=numbers)
def test_a_whole_record_is_itself(record, title: str, its) -> None:
    """A record with a place or an identifier is the same as its copy."""
    one = record(title, NAMES, *HERE, **its)
    assert judge_works(one, one).kind is Kind.SAME


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(parts, max_size=6), order=st.randoms(use_true_random=False))
def test_order_of_the_records_is_no_matter(record, chosen, order) -> None:
    """Shuffled records have the same pairs with the same verdicts."""
    works = [record(*told) for told in chosen]
    shuffled = list(range(len(works)))
    order.shuffle(shuffled)

    def pairs(numbers):
        found = find_duplicates(works[number] for number in numbers)
        return {
            (*sorted((numbers[p.first], numbers[p.second])), p.verdict) for p in found
        }

    straight = pairs(list(range(len(works))))
    assert pairs(shuffled) == straight


RELATED = {
    "erratum": (
        Kind.ERRATUM,
        {"title": f"Erratum to: {TITLE}", "place": "2007;142(1):9"},
    ),
    "erratum behind the title": (
        Kind.ERRATUM,
        {"title": f"{TITLE}: Corrigendum", "place": "2007;142(1):9"},
    ),
    "comment": (
        Kind.COMMENT,
        {"title": f"Re: {TITLE}", "authors": "Oak, O", "place": "2006;141(12):1300"},
    ),
    "preprint": (
        Kind.PREPRINT,
        {"journal": "bioRxiv", "place": "2005", "doi": "10.1101/2005.01.02.000001"},
    ),
    "preprint without a journal": (
        Kind.PREPRINT,
        {"journal": "", "place": "2005", "doi": "10.21203/rs.3.rs-99001/v1"},
    ),
    "meeting abstract": (
        Kind.MEETING_ABSTRACT,
        {"journal": "Journal of Shrubs", "place": "2005;12(Suppl 1):S42"},
    ),
    "abstract of a page beside the article": (
        Kind.MEETING_ABSTRACT,
        {"journal": "Journal of Shrubs", "place": "2005;12(3):88"},
    ),
    "abstract of a page later in another journal": (
        Kind.MEETING_ABSTRACT,
        {"journal": "Journal of Shrubs", "place": "2007;12(3):88"},
    ),
    "abstract on an online page": (
        Kind.MEETING_ABSTRACT,
        {"journal": "Journal of Shrubs", "place": "2005;12(11):e618"},
    ),
    "abstract of two pages later in the journal": (
        Kind.MEETING_ABSTRACT,
        {"place": "2008;143(4-5):423-424"},
    ),
    "notice of a page in the next volume": (
        Kind.ERRATUM,
        {"place": "2007;142(1):90"},
    ),
    "notice of a page in the next issue": (
        Kind.ERRATUM,
        {"place": "2006;141(11):1190"},
    ),
    "abstract of a page before the article": (
        Kind.MEETING_ABSTRACT,
        {"place": "2006;141(2):90"},
    ),
    "letter of a page later in the journal": (
        Kind.COMMENT,
        {"place": "2006;141(12):1290", "types": ("Letter", "Journal Article")},
    ),
    "abstract marked in its title, in the same issue": (
        Kind.MEETING_ABSTRACT,
        {"title": f"{TITLE} (proceedings)", "place": "2006;141(10):1157"},
    ),
    "online twin in the same issue": (
        Kind.REPUBLICATION,
        {"place": "2006;141(10):E2"},
    ),
    "an article number elsewhere": (
        Kind.REPUBLICATION,
        {"journal": "Journal of Shrubs", "place": "2006;12:e10618"},
    ),
    "elsewhere again, without pages": (
        Kind.REPUBLICATION,
        {"journal": "Journal of Shrubs", "place": "2006;12"},
    ),
    "elsewhere again": (
        Kind.REPUBLICATION,
        {"journal": "Journal of Shrubs", "place": "2006;12(3):88-93"},
    ),
    "another part": (
        Kind.DIFFERENT,
        {"title": f"{TITLE}. Part 2", "place": "2006;141(11):1100-1109"},
    ),
}


@pytest.mark.parametrize("name", RELATED)
def test_relation_to_the_article(record, name: str) -> None:
    """What belongs to an article is tied to it and never called the same."""
    kind, changed = RELATED[name]
    title = f"{TITLE}. Part 1" if name == "another part" else TITLE
    article = {
        "title": title, "authors": NAMES, "journal": HERE[0], "place": HERE[1],
    }  # fmt: skip
    assert judge_works(record(**article), record(**article | changed)).kind is kind


@pytest.mark.parametrize(
    ("place", "elsewhere", "kind"),
    [
        ("2010;3", "2010;16", Kind.MEETING_ABSTRACT),
        ("2011;124(21)", "2012;33:450", Kind.MEETING_ABSTRACT),
        ("2011;124(21)", "2012;33:450-458", Kind.REPUBLICATION),
        ("2011;124(21)", "2012;33:e10450", Kind.REPUBLICATION),
        ("2011", "2012;33", Kind.REPUBLICATION),
    ],
)
def test_two_journals_without_whole_articles(record, place, elsewhere, kind) -> None:
    """Volumes without pages, or with a page, are where abstracts of meetings stand."""
    one = record(TITLE, NAMES, HERE[0], place)
    other = record(TITLE, NAMES, "Journal of Shrubs", elsewhere)
    assert judge_works(one, other).kind is kind


def test_abstracts_on_online_pages_of_one_journal(record) -> None:
    """Two volumes of a journal list a talk on an online page each."""
    title = f"{TITLE} and what became of the leaves"
    one = record(title, "Alder, A", HERE[0], "2012;93(10):E7")
    other = record(f"{title} today", NAMES, HERE[0], "2010;91(10):e15")
    assert judge_works(one, other).kind is Kind.MEETING_ABSTRACT


@pytest.mark.parametrize(
    ("strangers", "verdict"), [(4, "nearly"), (5, "differs"), (10, "differs")]
)
def test_byline_in_another_order(record, strangers: int, verdict: str) -> None:
    """Six of ten names in any order are the same people nearly; five are not."""
    trees = TREES.split("; ")
    fish = FISH.split("; ")
    others = [*trees[strangers:], *fish[:strangers]][::-1]
    one = record(TITLE, "; ".join(trees), *HERE)
    other = record(TITLE, "; ".join(others), *HERE)
    told = {p.part: p.verdict for p in judge_works(one, other).evidence}
    assert told["authors"] == verdict


LONG = (
    "Frost and flooding in the grafting of willow on oak and poplar in a cold, dry, "
    "windy climate of the north"
)
ABSTRACT = (
    "Willows were grafted on oaks in three cold winters and watched by two foresters "
    "who did not know which was which until the leaves came out."
)
MOSS = (
    "Forty mosses of the northern swamps were counted by hand each spring, and the "
    "enemies of every one of them were weighed and given back to the swamp."
)


def test_one_text_in_two_issues(record) -> None:
    """A text printed again in the next issue is two texts, though all words agree."""
    one = record(TITLE, NAMES, HERE[0], "1979;4(2):64-65", abstract=ABSTRACT)
    other = record(TITLE, NAMES, HERE[0], "1979;4(3):92-93", abstract=ABSTRACT)
    verdict = judge_works(one, other)
    assert (verdict.kind, verdict.confidence) == (Kind.REPUBLICATION, 0.8)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        (LONG.replace("flooding", "drought"), Kind.DIFFERENT),
        (f"{LONG}: a draft", Kind.REPUBLICATION),
    ],
)
def test_like_titles_with_unlike_abstracts(record, title: str, kind: Kind) -> None:
    """Two studies of one group are no republication; a paper grown later is."""
    one = record(LONG, NAMES, *HERE, abstract=ABSTRACT)
    other = record(title, NAMES, "Swamp News", "2006;12(3):88-93", abstract=MOSS)
    assert judge_works(one, other).kind is kind


def test_type_that_one_source_gives(record) -> None:
    """An article that one source types as a comment is no comment on itself."""
    one = record(LONG, NAMES, *HERE)
    other = record(LONG, NAMES, *HERE, types=("Journal Article", "Comment"))
    assert judge_works(one, other).kind is Kind.SAME


def test_comment_and_notice_of_one_article(record) -> None:
    """A comment and a correction of one article are not about each other."""
    comment = record(f"Comment on: {LONG}", "Reed, R", HERE[0], "2006;141(12):1300")
    notice = record(f"Correction: {LONG}", NAMES, HERE[0], "2006;141(12):1310")
    own = record(f"Correction: Comment on: {LONG}", "Reed, R", HERE[0], "2007;142(1):9")
    assert judge_works(comment, notice).kind is not Kind.ERRATUM
    assert judge_works(comment, own).kind is Kind.ERRATUM


def test_two_pmids_are_never_called_one(record) -> None:
    """However much agrees, PubMed says that it has two: a person must look."""
    one = record(TITLE, NAMES, *HERE, pmid="99000001")
    other = record(TITLE, NAMES, *HERE, pmid="99000002")
    verdict = judge_works(one, other)
    assert verdict.kind is not Kind.SAME
    assert [piece.detail for piece in verdict.differing] == ["pmid:99000001 / 99000002"]


@pytest.mark.parametrize(
    ("journal", "place"),
    [
        (HERE[0], "2006;141(10):1005-1012"),
        (HERE[0], "2006;141(10):xi-xii"),
        ("Archives of Trees and Shrubs", "2006;1(1):1000-1004"),
    ],
)
def test_same_title_at_another_place(record, journal: str, place: str) -> None:
    """A foreword, a second paper of the issue, a reprint elsewhere: never the same."""
    one = record(TITLE, NAMES, *HERE)
    assert judge_works(one, record(TITLE, NAMES, journal, place)).kind is not Kind.SAME


def test_shared_identifier_of_another_article(record) -> None:
    """A DOI given to the wrong article joins nothing where title and authors differ."""
    one = record(TITLE, NAMES, *HERE, doi="10.5555/tree.1")
    other = record(
        "Moss and its many enemies", "Reed, R", "Swamp Reports", "2001;3:5-9",
        doi="10.5555/tree.1",
    )  # fmt: skip
    assert judge_works(one, other).kind is Kind.DIFFERENT


def test_abstract_speaks_where_the_title_is_translated(record) -> None:
    """One abstract, byline and journal under two titles is one article."""
    abstract = (
        "Willows were grafted on oaks in three cold winters and watched by two "
        "foresters who did not know which was which until the leaves came out."
    )
    one = record(TITLE, NAMES, HERE[0], "2006;141", abstract=abstract)
    other = record(
        "Injerto de sauce sobre roble en clima frio", NAMES, HERE[0],
        "2006;141:1000-1004", abstract=abstract,
    )  # fmt: skip
    assert judge_works(one, other).kind is Kind.SAME
    pairs = find_duplicates([one, other])
    assert [pair.verdict.kind for pair in pairs] == [Kind.SAME]


def test_groups_hold_all_records_of_an_article(record) -> None:
    """Three records of one article and a stranger are one group."""
    works = [
        record(TITLE, NAMES, *HERE),
        record("Moss and its many enemies", "Reed, R", "Swamp Reports", "2001;3:5-9"),
        record(TITLE.upper(), "Alder, Ann", "Arch Trees", "2006;141:1000-4"),
        record(f"{TITLE}.", NAMES, HERE[0], "2006;141:1000"),
    ]
    assert group_same(find_duplicates(works)) == ((0, 2, 3),)


def test_every_part_is_told_in_words(record) -> None:
    """The evidence names what agrees and what differs, with both values."""
    one = record(TITLE, NAMES, *HERE)
    other = record(TITLE, NAMES, "Arch Trees", "2007;141(10):1000-1004")
    verdict = judge_works(one, other)
    told = {piece.part: (piece.verdict, piece.detail) for piece in verdict.evidence}
    assert told["title"] == ("agrees", "the same words")
    assert told["year"] == ("nearly", "2006 / 2007")
    assert told["journal"] == ("agrees", "Arch Trees / Archives of Trees")
