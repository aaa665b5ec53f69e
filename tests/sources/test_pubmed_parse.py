"""Real records of PubMed, against what their XML prints, read by eye."""

from __future__ import annotations

import gzip

import pytest

from harvester.model import (
    ContributorList,
    Funding,
    Identifier,
    MeshHeading,
    MeshQualifier,
    PublicationType,
    RecordDate,
    SourceRecord,
    Text,
)
from harvester.sources.pubmed import parse_articles
from harvester.sources.pubmed.parse import parse_stream

SAMPLE = "fatcat/pubmedsample_2019.xml.gz"


@pytest.fixture(scope="session")
def read(shared_data):
    """Return a function that reads the first record of a PMID in an EFetch file."""
    files: dict[str, list[SourceRecord]] = {}

    def _read(name: str, pmid: str) -> SourceRecord:
        if name not in files:
            path = shared_data / "efetch" / name
            with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
                entries = [e for e in parse_stream(file) if isinstance(e, SourceRecord)]
            files[name] = entries
        return next(r for r in files[name] if r.source_id == pmid)

    return _read


def names(record, role="author"):
    """Family and given names, or the name of the group, in order."""
    return [
        c.literal or (c.family, c.given) for c in record.contributors if c.role == role
    ]


def test_whole_small_record(read):
    """Every printed value of a small record stands in its field, and no other."""
    record = read("biopython/pubmed1.xml", "12091962")

    assert record.type == "article-journal"
    assert (record.source, record.source_id, record.version) == (
        "pubmed",
        "12091962",
        "1",
    )
    assert record.title == Text(
        plain="The treatment of AIDS behind the walls of correctional facilities."
    )
    container = record.container
    assert container.title == "Social justice (San Francisco, Calif.)"
    assert container.iso_abbreviation == "Soc Justice"
    assert container.medline_abbreviation == "Soc Justice"
    assert (container.issn_print, container.issn_electronic) == ("1043-1578", None)
    assert container.issn_linking == "1043-1578"
    assert container.nlm_id == "9891830"
    assert (container.country, container.medium) == ("United States", "Print")
    assert (record.volume, record.issue) == ("17", "1")
    assert (record.start_page, record.end_page, record.page) == ("113", "125", "113-25")
    assert names(record) == [("Olivero", "J Michael")]
    assert record.contributors[0].initials == "JM"
    assert record.contributor_lists == (
        ContributorList(role="author", is_complete=True),
    )
    assert record.languages == ("eng",)
    assert record.publication_model == "Print"
    assert (record.owner, record.indexing_method) == ("KIE", "Manual")
    assert record.publication_status == "ppublish"
    assert record.publication_types == (
        PublicationType(name="Journal Article", ui="D016428"),
        PublicationType(name="Review", ui="D016454"),
    )
    assert [(k.text.plain, k.owner, k.is_major) for k in record.keywords] == [
        ("Health Care and Public Health", "KIE", False),
        ("Legal Approach", "KIE", False),
    ]
    assert record.reference_count == 63
    assert record.general_notes == (
        "14 fn.",
        "KIE BoB Subject Heading: AIDS",
        "63 refs.",
    )
    assert record.general_note_owners == ("KIE", "KIE", "KIE")
    assert record.other == (("OtherID/KIE", "31840"),)
    assert record.abstract is None
    assert record.references == ()


def test_dates_of_a_record(read):
    """Dates keep their printed parts; a time of day has two digits each."""
    record = read("biopython/pubmed1.xml", "12091962")

    assert record.date("issue") == RecordDate(kind="issue", printed="1990 Spring")
    assert record.date("pubmed") == RecordDate(
        kind="pubmed", printed="1990 4 1", time="00:00"
    )
    assert record.date("medline") == RecordDate(
        kind="medline", printed="2002 7 16", time="10:01"
    )


def test_history_without_a_time(read):
    """A date of the history may have no time of day."""
    record = read("biopython/pubmed1.xml", "9997")

    assert record.date("issue").printed == "1976 Sep 28"
    assert record.date("pubmed") == RecordDate(kind="pubmed", printed="1976 9 28")


@pytest.mark.parametrize(
    ("pmid", "printed"),
    [
        ("10188493", "1998 Dec-1999 Jan"),
        ("18122624", "1947-1948"),
        ("973217", "1976 Fall"),
        ("23852273", "2013 Jul 02"),
        ("1669026", "1991"),
    ],
)
def test_date_of_issue_is_verbatim(read, pmid, printed):
    """MedlineDate, seasons and partial dates stay as printed (P6)."""
    assert read(SAMPLE, pmid).date("issue").printed == printed


def test_online_date_and_dates_of_the_record(read):
    """ArticleDate is the online date; completion and revision are the record's."""
    record = read("slices/inline_markup_title.a.xml", "31974205")

    assert [(d.kind, d.printed, d.time) for d in record.dates] == [
        ("completed", "2021 01 19", None),
        ("revised_record", "2021 06 07", None),
        ("issue", "2020 03", None),
        ("online", "2020 01 23", None),
        ("received", "2019 11 01", None),
        ("accepted", "2020 01 21", None),
        ("pubmed", "2020 1 25", "06:00"),
        ("medline", "2021 1 20", "06:00"),
        ("entrez", "2020 1 25", "06:00"),
    ]


def test_old_date_of_creation(read):
    """Records under the DTD of 2015 and before have a DateCreated."""
    record = read("zotero/00_18157122.xml", "18157122")
    assert record.date("created").printed == "2008 01 18"


def test_title_that_ends_with_markup(read):
    """Markup at the end of a title cuts nothing off (P1)."""
    assert read("slices/inline_markup_title.a.xml", "31974205").title == Text(
        plain="New Roles for the Heterochronic Transcription Factor LIN-29 in "
        "Cuticle Maintenance and Lipid Metabolism at the Larval-to-Adult Transition "
        "in Caenorhabditis elegans.",
        markup="New Roles for the Heterochronic Transcription Factor LIN-29 in "
        "Cuticle Maintenance and Lipid Metabolism at the Larval-to-Adult Transition "
        "in <i>Caenorhabditis elegans</i>.",
    )


def test_title_that_begins_with_markup(read):
    """A title that begins with markup is whole (P2)."""
    assert read("reciter/28356292.xml", "28356292").title == Text(
        plain="Responses of distal nephron Na+ transporters - to acute volume "
        "depletion and hyperkalemia.",
        markup="<i>Responses</i> of <b>distal</b> nephron Na<sup>+</sup> transporters "
        "<sub>-</sub> to acute volume depletion and hyperkalemia.",
    )


def test_formula_in_an_abstract(read):
    """A formula's text stands where it was; its markup is kept beside (P1)."""
    record = read("biopython/pubmed6.xml", "30108519")
    section = record.abstract.sections[0].text

    assert "maximal oxygen uptake ( V.O2max ) 67.6" in section.plain
    assert (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><msub><mrow><mover>'
        "<mrow><mi>V</mi></mrow><mo>.</mo></mover><mi>O</mi></mrow>"
        "<mrow><mn>2</mn><mi>m</mi><mi>a</mi><mi>x</mi></mrow></msub></math>"
    ) in section.markup


def test_empty_title_with_vernacular(read):
    """An empty ArticleTitle is absent; the vernacular title stands alone (P12)."""
    record = read("slices/no_author.a.xml", "34097091")

    assert record.title is None
    assert record.original_title == Text(plain="Mitteilungen der DGPPN 7/2021.")
    assert record.languages == ("ger",)
    assert record.publication_types == (PublicationType(name="News", ui="D016433"),)
    assert record.contributors == ()
    assert record.contributor_lists == ()


def test_bracketed_title_and_vernacular(read):
    """A translated title keeps its brackets as printed."""
    record = read(SAMPLE, "1669026")

    assert record.title.plain == (
        "[150th Anniversary Celebration of the Royal Academy of Medicine of Belgium. "
        "Part 1. Bruxelles, 26-28 September 1991]."
    )
    assert record.original_title.plain == (
        "Célébration du CL Anniversaire de l'Académie Royal de Médecine de Belgique. "
        "Première partie. Bruxelles, 26-28 septembre 1991."
    )


def test_heading_with_two_qualifiers(read):
    """All qualifiers are kept, each with its own star (P3)."""
    record = read("slices/inline_markup_title.a.xml", "31974205")

    assert record.mesh_headings[2] == MeshHeading(
        descriptor="Caenorhabditis elegans",
        ui="D017173",
        qualifiers=(
            MeshQualifier(name="genetics", ui="Q000235", is_major=True),
            MeshQualifier(name="growth & development", ui="Q000254"),
        ),
    )
    assert len(record.mesh_headings) == 12
    assert [h.is_major for h in record.mesh_headings] == [False] * 12
    assert [h.is_major_topic for h in record.mesh_headings] == [
        *(False, False, True, True, True, False),
        *(False, True, False, True, False, False),
    ]


def test_geographic_heading(read):
    """A geographic descriptor is marked as such."""
    assert read(SAMPLE, "1669026").mesh_headings == (
        MeshHeading(descriptor="Academies and Institutes", ui="D000047", is_major=True),
        MeshHeading(descriptor="Belgium", ui="D001530", kind="Geographic"),
    )


def test_own_ids_are_not_those_of_references(read):
    """Only the record's own identifiers are its identifiers (P4, P5, P13)."""
    record = read(SAMPLE, "23852273")

    assert record.identifiers == (
        Identifier(scheme="pmid", value="23852273", place="PMID"),
        Identifier(
            scheme="doi",
            value="10.1371/currents.dis.ad70cd1c8bc585e9470046cde334ee4b",
            place="ELocationID",
        ),
        Identifier(
            scheme="pii",
            value="ecurrents.dis.ad70cd1c8bc585e9470046cde334ee4b",
            place="ELocationID",
        ),
        Identifier(scheme="pmid", value="23852273", place="ArticleIdList"),
        Identifier(
            scheme="doi",
            value="10.1371/currents.dis.ad70cd1c8bc585e9470046cde334ee4b",
            place="ArticleIdList",
        ),
        Identifier(scheme="pmcid", value="PMC3706072.1", place="ArticleIdList"),
    )
    assert [
        (r.citation.plain, [i.key for i in r.identifiers]) for r in record.references
    ] == [
        (
            "Proc Natl Acad Sci U S A. 2012 Jul 17;109(29):11576-81",
            [("pmid", "22711804")],
        ),
        ("MMWR Suppl. 2004 Sep 24;53:130-6", [("pmid", "15714642")]),
        ("PLoS Med. 2008 Jul 8;5(7):e151", [("pmid", "18613747")]),
        ("PLoS Med. 2007 Jun;4(6):e210", [("pmid", "17593895")]),
        ("J Am Med Inform Assoc. 2007 Sep-Oct;14(5):581-8", [("pmid", "17600100")]),
        (
            "Proc Natl Acad Sci U S A. 2007 May 29;104(22):9404-9",
            [("pmid", "17519338")],
        ),
        ("Am J Trop Med Hyg. 2012 Jan;86(1):39-45", [("pmid", "22232449")]),
    ]


def test_old_doi_stands_in_the_id_list_alone(read):
    """A DOI in the old form is whole, also where the pii repeats it."""
    sici = "10.1002/(SICI)1098-1004(200001)15:1<114::AID-HUMU21>3.0.CO;2-4"
    record = read(SAMPLE, "10612833")

    assert [i.key for i in record.identifiers] == [
        ("pmid", "10612833"),
        ("pmid", "10612833"),
        ("pii", sici),
        ("doi", sici),
    ]


def test_title_of_a_reference_list(read):
    """The title of a reference list is not the journal's."""
    record = read("metapub/38747095.xml", "38747095")

    assert {r.list_title for r in record.references} == {"REFERENCES"}
    assert record.container.title == (
        "Nutrition & dietetics : the journal of the Dietitians Association of Australia"
    )


def test_several_groups_among_named_authors(read):
    """Groups stand in the byline where they are printed (P7)."""
    record = read(SAMPLE, "16949478")

    groups = [c.literal for c in record.contributors if c.literal]
    assert groups == [
        "European Heart Rhythm Association",
        "Heart Rhythm Society",
        "American College of Cardiology",
        "American Heart Association Task Force",
        "European Society of Cardiology Committee for Practice Guidelines",
    ]
    assert names(record)[:4] == [
        "European Heart Rhythm Association",
        "Heart Rhythm Society",
        ("Zipes", "Douglas P"),
        ("Camm", "A John"),
    ]
    assert [c.suffix for c in record.contributors if c.suffix] == ["Jr"]


def test_investigators_are_not_authors(read):
    """The members of a group follow the authors, under their own role (P7)."""
    record = read(SAMPLE, "10097079")

    investigators = [c for c in record.contributors if c.role == "investigator"]
    assert [(c.family, c.given, c.initials) for c in investigators] == [
        ("Woese", "C R", "CR")
    ]
    assert investigators[0].affiliations[0].name == Text(plain="U IL, Urbana")
    assert investigators[0] not in record.authors


def test_wrong_spelling_is_kept_but_not_valid(read):
    """An author marked as wrong is kept and left out of the authors."""
    record = read(SAMPLE, "9634358")

    assert names(record) == [
        ("Dunkel", "E C"),
        ("Scheer", "D I"),
        ("Zhu", "Q"),
        ("Whitley", "R J"),
        ("Schaffer", "P A"),
        ("Pavan-Langston", "D"),
        ("Whitely", "R J"),
    ]
    assert [c.family for c in record.contributors if not c.is_valid] == ["Whitely"]
    assert [c.family for c in record.authors][-1] == "Pavan-Langston"


def test_relations(read):
    """CommentsCorrections become relations; their PMIDs stay theirs (P13)."""
    first, second = read(SAMPLE, "9634358").relations

    assert first.kind == "retraction_of"
    assert first.identifiers == (Identifier(scheme="pmid", value="8393056"),)
    assert first.version == "1"
    assert first.citation.plain == (
        "Dunkel EC, de Freitas D, Scheer DI, Siegel ML, Zhu Q, Whitley RJ, Schaffer "
        "PA, Pavan-Langston D. J Infect Dis. 1993 Aug;168(2):336-44"
    )
    assert second.kind == "erratum_in"
    assert second.identifiers == ()
    assert second.citation.plain == "J Infect Dis 1998 Aug;178(2):601"
    assert second.note == "Whitely RJ [corrected to Whitley RJ]"


def test_several_languages(read):
    """All languages are kept, in order (P8)."""
    assert read(SAMPLE, "10083987").languages == ("eng", "fre")


def test_other_abstract(read):
    """Another abstract has its type and language, and is not the abstract (P8)."""
    (abstract,) = read(SAMPLE, "23326248").other_abstracts

    assert (abstract.kind, abstract.language) == ("Publisher", "ger")
    assert abstract.sections[0].text.plain.startswith(
        "Obwohl die endovaskuläre Katheter-Embolisation"
    )


def test_structured_abstract(read):
    """Labels and categories stand beside their paragraphs, copyright apart."""
    abstract = read("slices/investigators.a.xml", "33684595").abstract

    assert [(s.label, s.category) for s in abstract.sections] == [
        ("OBJECTIVE", "OBJECTIVE"),
        ("DESIGN", "METHODS"),
        ("SETTING", "METHODS"),
        ("INTERVENTIONS", "METHODS"),
        ("MEASUREMENTS", "METHODS"),
        ("CONCLUSIONS", "CONCLUSIONS"),
    ]
    assert abstract.sections[2].text == Text(plain="Tertiary and University hospitals.")
    assert abstract.copyright == "Copyright © 2021 Elsevier Inc. All rights reserved."
    assert (abstract.kind, abstract.language) == (None, None)


@pytest.mark.parametrize(
    ("pmid", "volume", "issue", "page"),
    [
        ("18122624", "59 (1 vol.)", None, "136-55"),
        ("1669026", "Anniv No Pt 1", None, "1-191"),
        ("9110943", "Doc No 200-201", None, "[34457 words; 185 paragraphs]"),
        ("11025314", "56 ( Pt 10)", None, "1247-50"),
        ("11858276", "48", "5-12", "845-51"),
    ],
)
def test_volume_issue_and_pages_are_verbatim(read, pmid, volume, issue, page):
    """Numbers are text, as printed (P9)."""
    record = read(SAMPLE, pmid)
    assert (record.volume, record.issue, record.page) == (volume, issue, page)


def test_grants(read):
    """A grant's parts stay together; the list says whether it is complete (P10)."""
    record = read("slices/inline_markup_title.a.xml", "31974205")

    assert record.funding == (
        Funding(
            agency="NICHD NIH HHS",
            awards=("R03 HD096313",),
            acronym="HD",
            country="United States",
        ),
    )
    assert record.funding_complete is True
    assert read(SAMPLE, "10612833").funding_complete is False
    assert read(SAMPLE, "1669026").funding_complete is None


def test_grant_without_a_number(read):
    """A grant may have no number."""
    record = read("slices/version2.a.xml", "29744390")
    assert record.funding == (
        Funding(agency="Wellcome Trust", acronym="WT_", country="United Kingdom"),
    )


def test_versions_of_a_record(shared_data):
    """PMID and version are the key: several versions stand in one file."""
    with (shared_data / "efetch/slices/version2.a.xml").open("rb") as file:
        records = [r for r in parse_stream(file) if isinstance(r, SourceRecord)]
    later = [r for r in records if r.source_id == "30271887"]

    assert [r.version for r in later] == ["2", "3", "4"]
    assert later[0].other == (("VersionID", "2"), ("VersionDate", "2018/10/10"))
    (comment,) = next(r for r in records if r.source_id == "29744390").relations[:1]
    assert (comment.kind, comment.version) == ("comment_in", "3")


def test_orcid_keeps_its_printed_spelling(read):
    """An ORCID printed as an address stays so in the verbatim record."""
    record = read("slices/version2.a.xml", "29744390")
    assert [c.identifiers for c in record.contributors] == [
        (Identifier(scheme="orcid", value="https://orcid.org/0000-0002-9557-268X"),),
        (),
        (Identifier(scheme="orcid", value="https://orcid.org/0000-0001-9940-6913"),),
        (Identifier(scheme="orcid", value="https://orcid.org/0000-0002-2448-4033"),),
    ]


def test_gene_symbols_and_chemicals(read):
    """Gene symbols and substances are kept, unregistered ones with their 0."""
    assert read(SAMPLE, "8119288").gene_symbols == ("hemE", "hemH", "hemY")
    chemical = read("slices/inline_markup_title.a.xml", "31974205").chemicals[2]
    assert (chemical.name, chemical.ui, chemical.registry_number) == (
        "LIN-29 protein, C elegans",
        "C095571",
        "0",
    )


def test_people_that_an_article_is_about(read):
    """Subjects may have one name only, and are not authors."""
    record = read(SAMPLE, "12227380")
    assert [(c.role, c.family, c.given) for c in record.personal_name_subjects] == [
        ("subject", "Paracelsus", None),
        ("subject", "Weber", "Max"),
    ]


def test_small_fields(read):
    """Notes, missions, subsets, concepts and data banks have their fields."""
    assert read(SAMPLE, "11537092").general_notes == ("Grant numbers: NAGW 297",)
    assert read(SAMPLE, "11537092").general_note_owners == ("NASA",)
    assert "Cosmos 1129 Project" in read(SAMPLE, "12501715").space_flight_missions
    assert read(SAMPLE, "18122624").citation_subsets == ("OM",)
    concept = read(SAMPLE, "12416895").supplementary_concepts[0]
    assert (concept.name, concept.ui, concept.kind) == (
        "ABDIC protocol",
        "C040721",
        "Protocol",
    )
    (bank,) = read(SAMPLE, "9394824").data_banks
    assert bank.name == "GENBANK"
    assert bank.accession_numbers[:2] == ("Z93128", "Z93129")
    assert read(SAMPLE, "9394824").data_banks_complete is False


def test_status_owner_and_method(read):
    """The record's own state is kept apart from the article's."""
    record = read(SAMPLE, "23852273")
    assert (record.indexing_status, record.owner) == ("PubMed-not-MEDLINE", "NLM")
    assert record.publication_status == "epublish"
    assert record.publication_model == "Electronic"
    assert record.indexing_method is None


def test_incomplete_author_list(read):
    """An incomplete list of authors is "et al."."""
    assert read(SAMPLE, "1875346").contributor_lists == (
        ContributorList(role="author", is_complete=False),
    )


def test_a_misspelt_encoding_is_read_as_utf_8():
    """A declaration that nobody understands does not cost the records."""
    body = (
        b'<?xml version="1.0" encoding="ut-8"?><PubmedArticleSet><PubmedArticle>'
        b"<MedlineCitation><PMID>99000001</PMID></MedlineCitation></PubmedArticle>"
        b"</PubmedArticleSet>"
    )

    (record,) = parse_articles(body)

    assert record.source_id == "99000001"
