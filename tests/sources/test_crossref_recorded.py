"""Recorded works of Crossref, read by eye and by the parser."""

from __future__ import annotations

import gzip
import html
import io
import re
import tarfile
from collections import defaultdict

import msgspec
import pytest

from harvester.model import (
    Affiliation,
    Assertion,
    Container,
    Contributor,
    DataBank,
    Funding,
    Identifier,
    License,
    RecordDate,
    Reference,
    Relation,
    SourceRecord,
    Text,
)
from harvester.normalize.markup import read_markup
from harvester.normalize.record import normalize_record
from harvester.sources.crossref.account import count_unread
from harvester.sources.crossref.parse import parse_work
from harvester.sources.crossref.updates import is_to_itself

_BLOCK_TAG = re.compile(r"<[^<>]*>|&lt;/?\w+&gt;|<\?.*?\?>")
_REGISTER = re.compile(r"https?://(?:id\.crossref\.org/is.n|orcid\.org)/")

FOLDERS = (
    "works", "lists", "ref_matcher", "dump", "fatcat", "colrev", "oc_meta", "history",
    "crossref_lmdb", "dspace", "biblio_glutton",
)  # fmt: skip


def texts(path):
    """The JSON texts of a file or of an archive."""
    body = path.read_bytes()
    if path.name.endswith(".tar.gz"):
        with tarfile.open(fileobj=io.BytesIO(body)) as archive:
            files = [archive.extractfile(member) for member in archive if member.size]
            return [file.read() for file in files if file]
    return [gzip.decompress(body) if path.suffix == ".gz" else body]


def values(text):
    """The values of a text: one, or one for each line; what is no JSON is left out."""
    try:
        return [msgspec.json.decode(text)]
    except (msgspec.DecodeError, UnicodeDecodeError):
        lines = text.strip().splitlines()
    return [each for line in lines if len(lines) > 1 for each in values(line)]


def works_in(value):
    """Every work message in a reply, a file of the dump or a line of a history."""
    if isinstance(value, list):
        return [work for member in value for work in works_in(member)]
    if not isinstance(value, dict):
        return []
    if "DOI" in value and "key" not in value:
        return [value]
    return [work for member in value.values() for work in works_in(member)]


@pytest.fixture(scope="module")
def recorded(shared_data):
    """Folder → its works, of every folder that holds Crossref's own messages."""
    return {
        folder: [
            work
            for path in sorted((shared_data / "crossref" / folder).rglob("*"))
            if path.is_file()
            for text in texts(path)
            for value in values(text)
            for work in works_in(value)
        ]
        for folder in FOLDERS
    }


@pytest.fixture(scope="module")
def by_doi(recorded):
    """DOI → the versions of its work, in the order of the folders."""
    versions = defaultdict(list)
    for folder in recorded.values():
        for work in folder:
            versions[work["DOI"]].append(work)
    return versions


@pytest.fixture
def record(by_doi):
    """A function: the record of the first version that has the fields named."""

    def find(doi, *fields):
        works = [work for work in by_doi[doi] if all(name in work for name in fields)]
        return parse_work(works[0])

    return find


def test_every_recorded_work_is_read(recorded):
    """Thousands of works of 2018 to 2026, and none is refused."""
    counts = {
        folder: sum(1 for _ in map(parse_work, works))
        for folder, works in recorded.items()
    }

    assert counts["works"] == 48
    assert counts["ref_matcher"] == 61
    assert counts["dump"] > 3000
    assert counts["lists"] > 2000
    assert counts["history"] > 5000
    assert all(counts.values())


def test_nothing_recorded_is_left_unread(recorded):
    """The account is empty: every path that says something is read."""
    unread = {folder: count_unread(works) for folder, works in recorded.items()}

    assert not any(unread.values()), unread


def test_every_recorded_type_has_one_of_csl(recorded):
    """No type of the recordings is left without a word of ours."""
    works = [work for folder in recorded.values() for work in folder if "type" in work]

    assert {work["type"] for work in works if parse_work(work).type is None} == set()


@pytest.mark.slow
def test_every_recorded_text_is_in_its_record(recorded):
    """Letters and digits of every string deposited are found in the record again."""
    lost = [
        (work["DOI"], path, text)
        for folder in ("works", "ref_matcher", "lists", "dump")
        for work in recorded[folder]
        if (said := squeezed(strings_in(msgspec.to_builtins(parse_work(work)))))
        for path, text in leaves(work)
        if not path.endswith(("date-time", "issn-type.type", "role.role", "vocabulary"))
        and squeezed([text]) not in said
    ]

    assert [one for one in lost if one[2].casefold() != "abstract"] == []


def leaves(value, path=""):
    """Path and text of every string below."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from leaves(member, f"{path}.{name}")
    elif isinstance(value, list):
        for member in value:
            yield from leaves(member, path)
    elif isinstance(value, str):
        for part in _BLOCK_TAG.split(value) if path == ".abstract" else [value]:
            text = read_markup(part)
            yield path, text.plain if text else ""


def strings_in(value):
    """Every string below."""
    if isinstance(value, dict):
        return [text for member in value.values() for text in strings_in(member)]
    if isinstance(value, (list, tuple)):
        return [text for member in value for text in strings_in(member)]
    return [value] if isinstance(value, str) else []


def squeezed(texts):
    """Letters and digits alone, without tags and the addresses of registers."""
    joined = html.unescape(_REGISTER.sub("", "\x00".join(texts)))
    joined = re.sub(r"</?[a-zA-Z][^<>]*>", "", joined)
    return re.sub(r"[^\w\x00]|_", "", joined).casefold()


def test_the_account_names_what_is_not_read():
    """An unknown field is counted under its path, one of ``LEFT_OUT`` is not."""
    work = {
        "DOI": "10.5555/a",
        "score": 1,
        "mood": {"today": "fine", "empty": []},
        "author": [{"family": "A", "shoe-size": 42}, {"family": "B", "shoe-size": 43}],
        "created": {"date-parts": [[2020]], "timestamp": 1},
    }

    assert count_unread([work, {}]) == {"mood.today": 1, "author[].shoe-size": 2}


def test_a_preprint_is_read_whole(by_doi):
    """10.26434/chemrxiv.5406907.v5, every field of it."""
    doi = "10.26434/chemrxiv.5406907.v5"
    address = "https://chemrxiv.org/engage/api-gateway/chemrxiv/assets/orp/resource/item/60c73e98ee301c1988c78755/original/binding-modes-of-ligands-using-enhanced-sampling-blues-rapid-decorrelation-of-ligand-binding-modes-using-nonequilibrium-candidate-monte-carlo.pdf"

    assert parse_work(by_doi[doi][0]) == SourceRecord(
        source="crossref",
        source_id=doi,
        type="article",
        identifiers=(
            Identifier(scheme="doi", value=doi),
            Identifier(
                scheme="doi", value="10.26434/chemrxiv.5406907", place="alias"
            ),
        ),
        title=Text(
            plain="Binding Modes of Ligands Using Enhanced Sampling (BLUES): Rapid "
            "Decorrelation of Ligand Binding Modes Using Nonequilibrium Candidate "
            "Monte Carlo"
        ),
        container=Container(publisher="American Chemical Society (ACS)"),
        dates=(
            RecordDate(kind="published", printed="2018-2-23"),
            RecordDate(kind="issued", printed="2018-2-23"),
            RecordDate(kind="posted", printed="2018-2-23"),
            RecordDate(kind="created", printed="2018-2-23", time="07:05:59Z"),
            RecordDate(kind="deposited", printed="2026-1-21", time="18:11:33Z"),
            RecordDate(kind="indexed", printed="2026-1-22", time="11:28:17Z"),
        ),
        contributors=(
            Contributor(given="Samuel", family="Gill", sequence="first"),
            Contributor(given="Nathan M.", family="Lim", sequence="additional"),
            Contributor(given="Patrick", family="Grinaway", sequence="additional"),
            Contributor(
                given="Ariën S.", family="Rustenburg", sequence="additional"
            ),
            Contributor(given="Josh", family="Fass", sequence="additional"),
            Contributor(given="Gregory", family="Ross", sequence="additional"),
            Contributor(given="John D.", family="Chodera", sequence="additional"),
            Contributor(
                given="David",
                family="Mobley",
                sequence="additional",
                identifiers=(
                    Identifier(
                        scheme="orcid",
                        value="https://orcid.org/0000-0002-1083-5533",
                    ),
                ),
                orcid_authenticated=False,
                affiliations=(
                    Affiliation(
                        name=Text(plain="University of California, Irvine"),
                        places=("United States",),
                    ),
                ),
            ),
        ),
        licenses=(
            License(
                url="https://creativecommons.org/licenses/by/4.0/",
                content_version="unspecified",
                start="2018-2-23",
                delay_days=0,
            ),
        ),
        relations=(
            Relation(
                kind="is_preprint_of",
                identifiers=(
                    Identifier(scheme="doi", value="10.1021/acs.jpcb.7b11820"),
                ),
                asserted_by="subject",
            ),
        ),
        reference_count=0,
        cited_by_count=0,
        other=(
            ("type", "posted-content"),
            ("subtype", "preprint"),
            ("URL", f"https://doi.org/{doi}"),
            (
                "resource",
                f'{{"primary":{{"URL":"https://chemrxiv.org/doi/full/{doi}"}}}}',
            ),
            (
                "link",
                (f'{{"URL":"{address}","content-type":"unspecified",'
                '"content-version":"vor","intended-application":'
                '"similarity-checking"}'),
            ),
            ("member", "316"),
            ("prefix", "10.26434"),
            ("source", "Crossref"),
            ("indexed.version", "3.49.0"),
        ),
    )  # fmt: skip


def test_an_article_with_notice_editor_and_references(record):
    """10.1371/journal.pone.0033693: corrected, edited, seventy references."""
    plos = record("10.1371/journal.pone.0033693", "updated-by")

    assert plos.type == "article-journal"
    assert (plos.volume, plos.issue, plos.page) == ("7", "3", "e33693")
    assert plos.languages == ("en",)
    assert plos.container == Container(
        title="PLoS ONE",
        short_titles=("PLoS ONE",),
        issn_electronic="1932-6203",
        publisher="Public Library of Science (PLoS)",
    )
    assert [a.family for a in plos.authors] == [
        "Sadasivan", "Pond", "Pani", "Qu", "Jiao", "Smeyne",
    ]  # fmt: skip
    assert plos.contributors[-1] == Contributor(
        role="editor", given="Cesario V.", family="Borlongan", sequence="first"
    )
    assert plos.relations == (
        Relation(
            kind="updated_by",
            update_type="correction",
            identifiers=(
                Identifier(
                    scheme="doi",
                    value="10.1371/annotation/c76da2c1-ccb8-4797-94c1-359d3ceceeda",
                ),
            ),
            asserted_by="publisher",
            date="2012-5-8",
            label="Correction",
        ),
    )
    assert not is_to_itself(plos, plos.relations[0])
    assert len(plos.references) == plos.reference_count == 70
    assert plos.cited_by_count == 71
    assert plos.references[0] == Reference(
        key="ref1",
        identifiers=(Identifier(scheme="doi", value="10.1038/sj.npp.1301164"),),
        asserted_by="crossref",
        article_title="Stimulants: Therapeutic actions in ADHD.",
        container_title="Neuropsychopharmacology",
        author="AF Arnsten",
        year="2006",
        volume="31",
        first_page="2376",
    )
    assert plos.date("issue_online").printed == "2012-3-21"


def test_a_new_version_points_at_itself(record):
    """10.1371/journal.pgen.1006779 names itself twice; the ties are kept and told."""
    plos = record("10.1371/journal.pgen.1006779", "update-to", "updated-by")

    assert [(r.kind, r.update_type, r.date) for r in plos.relations[:2]] == [
        ("update_to", "new_version", "2017-6-9"),
        ("updated_by", "new_version", "2017-6-9"),
    ]
    assert all(is_to_itself(plos, relation) for relation in plos.relations[:2])


def test_a_retraction_notice_names_the_work(record):
    """10.1371/journal.pone.0211247 retracts 10.1371/journal.pone.0083541."""
    notice = record("10.1371/journal.pone.0211247", "update-to")

    (relation,) = notice.relations
    assert (relation.kind, relation.update_type) == ("update_to", "retraction")
    assert relation.identifiers[0].value == "10.1371/journal.pone.0083541"
    assert not is_to_itself(notice, relation)


def test_retraction_watch_is_told_from_the_publisher(shared_data):
    """10.1016/s0140-6736(97)11096-0 was corrected, then retracted."""
    path = shared_data / "crossref/quoted/updated_by_retraction_watch.fragment.json"

    relations = parse_work(msgspec.json.decode(path.read_bytes())).relations

    assert [(r.update_type, r.asserted_by, r.record_id, r.date) for r in relations] == [
        ("correction", "retraction-watch", "17269", "2004-03-06"),
        ("retraction", "retraction-watch", "4036", "2010-02-06"),
    ]


def test_titles_lose_markup_and_pretty_printing(record):
    """Tags, formulas and line breaks of deposits are no part of a title."""
    platinum = record("10.1039/c9dt02938a", "title").title
    cobalt = record("10.1088/1361-648x/abd573", "title").title
    periodicity = record("10.1016/j.precisioneng.2022.10.007", "title").title
    bacteria = record("10.1096/fasebj.25.1_supplement.880.3", "title").title

    assert platinum.markup == (
        "Effects of the preparation method of Pt/g-C<sub>3</sub>N<sub>4</sub>"
        " photocatalysts on their efficiency for visible-light hydrogen production"
    )
    assert "single-crystal Jahn–Teller active Co1+x Mn2−x O4" in cobalt.plain
    assert periodicity.plain == (
        "Surface periodicity index (SPI): A measure of periodicity of surface"
        " topography"
    )
    assert "<mml:msub>" in periodicity.markup
    assert bacteria.plain == (
        "Probing the role of active site loops in E. coli Y family DNA damage bypass"
        " polymerase V"
    )


def test_a_second_title_is_another_title(record):
    """10.31861/mhpi2022.45.140-152 has a Ukrainian and an English title."""
    work = record("10.31861/mhpi2022.45.140-152")

    assert work.title.plain.startswith("Становлення е-урядування")
    assert [title.plain for title in work.other_titles] == [
        (
            "Formation of e-Governance in the Republic of Bulgaria as a Factor of"
            " Modernization of Public Administration"
        )
    ]


def test_entities_in_journal_titles_are_read(record):
    """10.1080/1523908x.2019.1670048 stands in "… Policy & Planning"."""
    container = record("10.1080/1523908x.2019.1670048").container

    assert container.title == "Journal of Environmental Policy & Planning"
    assert container.short_titles == ("Journal of Environmental Policy & Planning",)


def test_groups_stand_between_persons(record):
    """10.17705/1cais.04607 names an institution second, marked ``first``."""
    authors = record("10.17705/1cais.04607").authors

    assert [a.family or a.literal for a in authors] == [
        "Schryen", "Paderborn University", "Wagner", "Benlian", "Paré",
        "University of Regensburg", "University of Technology Darmstadt",
        "HEC Montréal",
    ]  # fmt: skip
    assert [a.sequence for a in authors[:3]] == ["first", "first", "additional"]


@pytest.mark.parametrize(
    ("doi", "first"),
    [
        ("10.1001/archderm.1961.01580080044004",
         Contributor(family="POLANO", given="M. K.", sequence="first")),
        ("10.17246/jkdk.2008..7.002", Contributor(family="이영주", sequence="first")),
        ("10.4156/ijact.vol5.issue3.80", Contributor(given="Bin Peng")),
        ("10.23940/ijpe.19.10.p1.25632569",
         Contributor(given="Awwad", family="A.F.", sequence="first")),
        ("10.1109/infvis.2005.1532150",
         Contributor(family="Doantam Phan", sequence="first")),
        ("10.1001/10-v4n2-hsf10003",
         Contributor(given="James G.", family="Hodge", suffix="Jr")),
    ],
)  # fmt: skip
def test_names_stay_as_deposited(record, doi, first):
    """Capitals, whole names in one part, initials as family: nothing is mended."""
    assert record(doi, "author").authors[0] == first


def test_ror_stands_with_the_affiliation(record):
    """10.59350/zmvjh-41p57: Maastricht University by its ROR."""
    (author,) = record("10.59350/zmvjh-41p57").authors

    (affiliation,) = author.affiliations
    assert affiliation.name.plain == "Maastricht University"
    assert [i.scheme for i in affiliation.identifiers] == ["ror"]
    assert affiliation.identifiers[0].value.endswith("02jz4aj89")


def test_an_empty_contributor_is_left_out(record):
    """The fourth author of this edited dump record has two empty names."""
    work = record("10.1002/(sici)1097-461x(1998)66:4<261::aid-qua1>3.0.co;2-t",
                  "translator")  # fmt: skip

    assert [(c.role, c.given, c.family) for c in work.contributors][-2:] == [
        ("editor", "A", "B"),
        ("translator", "C", "D"),
    ]
    assert len(work.authors) == 3


@pytest.mark.parametrize(
    ("doi", "dates"),
    [
        ("10.1002/1096-9861(20010212)430:3<283::aid-cne1031>3.0.co;2-v",
         {"print": "2001-2-12", "online": "2001", "issued": "2001"}),
        ("10.1002/ajpa.1330340613",
         {"print": "1991", "online": "2005-8-10", "issued": "1991"}),
        ("10.1093/nar/gkz495",
         {"print": "2019-10-10", "online": "2019-6-20", "issued": "2019-6-20",
          "published_other": "2019-10-10"}),
        ("10.1039/c9dt02938a", {"online": "2019", "issue_print": "2019-10-14"}),
        ("10.11606/d.43.2011.tde-26042012-152350",
         {"approved": "2011-8-25", "issued": None}),
        ("10.1007/10452.1573-5125", {"issued": None, "print": None}),
    ],
)  # fmt: skip
def test_dates_keep_kind_and_precision(record, doi, dates):
    """Online before and long after print, years alone, and no date at all."""
    work = record(doi)

    for kind, printed in dates.items():
        date = work.date(kind)
        assert (date.printed if date else None) == printed


def test_the_word_null_is_no_volume(record):
    """10.17246/jkdk.2008..7.002 has the volume "null"; the word is kept aside."""
    work = record("10.17246/jkdk.2008..7.002")

    assert (work.volume, work.issue, work.page) == (None, "7", "11-20")
    assert ("volume", "null") in work.other


def test_a_page_that_is_the_article_number(record):
    """10.1016/j.elecom.2019.106537: page and article number are both 106537."""
    work = record("10.1016/j.elecom.2019.106537", "article-number")

    assert (work.page, work.article_number, work.volume) == (None, "106537", "107")
    assert ("special_numbering", "C") in work.other


def test_a_series_is_told_from_its_volume(record):
    """10.1007/11569510_16: the volume comes first, the series second."""
    container = record("10.1007/11569510_16").container

    assert container.title == "Mobility Aware Technologies and Applications"
    assert container.series_titles == ("Lecture Notes in Computer Science",)


def test_a_paper_of_a_conference(record):
    """10.1109/infvis.2005.1532150: the meeting, its place and the book's ISBN."""
    work = record("10.1109/infvis.2005.1532150", "event")

    name = "IEEE Symposium on Information Visualization, 2005. INFOVIS 2005."
    assert work.type == "paper-conference"
    assert (work.container.event, work.container.isbns) == (name, ("078039464X",))
    assert (
        "event", f'{{"name":"{name}","location":"Minneapolis, MN, USA"}}'
    ) in work.other  # fmt: skip


def test_a_thesis_keeps_degree_and_institution(record):
    """10.11606/d.43.2011.tde-26042012-152350, a master's thesis of São Paulo."""
    work = record("10.11606/d.43.2011.tde-26042012-152350")

    other = dict(work.other)
    assert (work.type, other["degree"]) == ("thesis", "Mestrado em Física")
    assert msgspec.json.decode(other["institution"]) == {
        "department": ["Instituto de Física"],
        "name": "Universidade de São Paulo",
        "place": ["São Paulo"],
    }


def test_a_review_names_what_it_reviews(record):
    """10.7287/peerj.3819v0.1/reviews/2 reviews 10.7717/peerj.3819."""
    work = record("10.7287/peerj.3819v0.1/reviews/2")

    assert work.type == "review"
    assert work.relations[0].kind == "is_review_of"
    assert work.relations[0].identifiers[0].value == "10.7717/peerj.3819"
    assert (
        "review", '{"revision-round":"2","stage":"pre-publication"}'
    ) in work.other  # fmt: skip


def test_money_trials_and_statements(record):
    """A funder without DOI, a trial registry, and a date that is an assertion."""
    funding = record("10.7717/peerj.14837", "funder").funding

    assert funding[0] == Funding(
        agency="National Natural Science Foundation of China",
        awards=("81573850",),
        identifiers=(Identifier(scheme="doi", value="10.13039/501100001809"),),
        asserted_by="crossref",
    )
    assert funding[1] == Funding(
        agency="Science and Technology Program of Guangzhou", awards=("201904010336",)
    )
    assert record(
        "10.1371/journal.pone.0000542", "clinical-trial-number"
    ).data_banks == (
        DataBank(name="10.18810/isrctn", accession_numbers=("isrctn75784880",)),
    )
    assert record("10.1038/nnano.2014.279", "assertion").assertions[0] == Assertion(
        name="first_online",
        value="10 November 2014",
        label="First Online",
        group="ArticleHistory",
        group_label="Article History",
        order=1,
    )


def test_escaped_dois_of_references_are_read(record):
    """10.1016/j.yqres.2016.02.009 cites a DOI with ``&lt;`` in it."""
    work = normalize_record(record("10.1016/j.yqres.2016.02.009", "reference"))
    references = work.references

    (found,) = [r for r in references if r.key == "S0033589400039727_ref36"]
    assert found.identifiers == (
        Identifier(
            scheme="doi",
            value="10.1130/0016-7606(2002)114<1326:lghaca>2.0.co;2",
            printed="10.1130/0016-7606(2002)114&lt;1326:LGHACA&gt;2.0.CO;2",
        ),
    )


def test_what_is_no_doi_stays_as_deposited(record):
    """10.1155/2013/680705 cites "10. 1001/archpediatrics. 2012. 209."."""
    references = record("10.1155/2013/680705", "reference").references

    (found,) = [r for r in references if r.key == "2"]
    assert found.identifiers[0].value == "10. 1001/archpediatrics. 2012. 209."


def test_a_structured_abstract(record):
    """10.1101/2020.05.16.099309: three headings, the second over two paragraphs."""
    sections = record("10.1101/2020.05.16.099309", "abstract").abstract.sections

    assert [section.label for section in sections] == [
        "Background", "Results", None, "Conclusions",
    ]  # fmt: skip
    assert sections[0].text.plain.startswith("Ontologies are widely used thr")
    assert sections[2].text.plain.startswith("We design and implement a nove")


def test_boxed_text_is_kept(shared_data):
    """10.1177/15357597261460897: a bold line and a paragraph in a box."""
    path = shared_data / "crossref/quoted/item_jats_boxed_text.trimmed.json"

    abstract = parse_work(msgspec.json.decode(path.read_bytes())).abstract

    bold, text = abstract.sections
    assert bold.text.markup == (
        "<b>Base Editing Rescues Seizures and Sudden Death in a SCN8A"
        " Mutation-associated Developmental Epileptic Encephalopathy Model</b>"
    )
    assert text.text.plain.startswith("SCN8A encodes the voltage-gated")


def test_an_unfinished_deposit_says_little(record):
    """10.4018/978-1-4666-9588-7.les2: no date, an empty subtitle, a literal quote."""
    work = record("10.4018/978-1-4666-9588-7.les2")

    assert (work.type, work.title.plain) == ("chapter", '"Racial Epithet"')
    assert work.subtitles == ()
    assert [date.kind for date in work.dates] == ["created", "deposited", "indexed"]
    assert work.authors[0].affiliations == (
        Affiliation(name=Text(plain="Illinois State University, USA")),
    )
