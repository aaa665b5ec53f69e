"""Every place of PubMed's content models, on records made up for it."""

from __future__ import annotations

import pytest

from harvester.model import (
    Abstract,
    AbstractSection,
    Affiliation,
    Container,
    Contributor,
    ContributorList,
    Funding,
    Identifier,
    Keyword,
    LocationLabel,
    MeshHeading,
    MeshQualifier,
    Reference,
    Section,
    SourceRecord,
    Text,
)
from harvester.sources.pubmed.identifiers import relation_kind
from harvester.sources.pubmed.parse import parse_articles


def read(xml: str) -> SourceRecord:
    """Parse one record."""
    (record,) = parse_articles(xml.encode())
    assert isinstance(record, SourceRecord)
    return record


def article(*, citation: str = "", inner: str = "", data: str = "") -> SourceRecord:
    """Parse an article with the given content."""
    return read(
        '<PubmedArticle><MedlineCitation Status="MEDLINE">'
        '<PMID Version="1">99000001</PMID>'
        f"<Article>{inner}</Article>{citation}</MedlineCitation>"
        f"<PubmedData>{data}</PubmedData></PubmedArticle>"
    )


def test_defaults_of_the_dtd():
    """What the DTD says by default is said where an attribute is left out."""
    record = article(
        inner="<ELocationID EIdType='doi'>10.5555/a</ELocationID>"
        "<AuthorList><Author><LastName>Roe</LastName></Author></AuthorList>"
        "<GrantList><Grant><Agency>A</Agency></Grant></GrantList>"
        "<DataBankList><DataBank><DataBankName>GDB</DataBankName></DataBank>"
        "</DataBankList>"
        "<ArticleDate><Year>2020</Year></ArticleDate>",
        citation="<KeywordList><Keyword>k</Keyword></KeywordList>"
        "<OtherAbstract Type='AIDS'><AbstractText>t</AbstractText></OtherAbstract>"
        "<GeneralNote>note</GeneralNote>"
        "<MeshHeadingList><MeshHeading><DescriptorName UI='D1'>M</DescriptorName>"
        "</MeshHeading></MeshHeadingList>",
        data="<ArticleIdList><ArticleId>99000001</ArticleId></ArticleIdList>",
    )

    assert record.owner == "NLM"
    assert record.identifiers[1:] == (
        Identifier(scheme="doi", value="10.5555/a", place="ELocationID"),
        Identifier(scheme="pmid", value="99000001", place="ArticleIdList"),
    )
    assert record.contributors == (Contributor(family="Roe"),)
    assert record.contributor_lists == (
        ContributorList(role="author", is_complete=True),
    )
    assert record.funding_complete is True
    assert record.data_banks_complete is True
    assert [d.kind for d in record.dates] == ["online"]
    assert record.keywords == (Keyword(text=Text(plain="k"), owner="NLM"),)
    assert record.other_abstracts == (
        Abstract(
            sections=(AbstractSection(text=Text(plain="t")),),
            kind="AIDS",
            language="eng",
        ),
    )
    assert record.general_note_owners == ("NLM",)
    assert record.mesh_headings == (MeshHeading(descriptor="M", ui="D1"),)


def test_nothing_is_invented():
    """A record with a PMID alone has no other value than its type and owner (P14)."""
    assert read(
        "<PubmedArticle><MedlineCitation><PMID>99000001</PMID></MedlineCitation>"
        "</PubmedArticle>"
    ) == SourceRecord(
        source="pubmed",
        source_id="99000001",
        type="article-journal",
        owner="NLM",
        identifiers=(Identifier(scheme="pmid", value="99000001", place="PMID"),),
    )


def test_empty_elements_say_nothing():
    """Empty elements leave no empty texts behind."""
    record = article(
        inner="<Journal><ISSN IssnType='Print'/><Title/>"
        "<JournalIssue><Volume/><Issue> </Issue><PubDate/></JournalIssue></Journal>"
        "<ArticleTitle/><ELocationID EIdType='doi'/><Language/>"
        "<Abstract><AbstractText/></Abstract><VernacularTitle/>",
        citation="<CitationSubset/><KeywordList><Keyword/></KeywordList>"
        "<CoiStatement/><GeneralNote/><OtherID Source='NLM'/>",
        data="<History/><PublicationStatus/><ArticleIdList/><ReferenceList/>",
    )

    assert record == SourceRecord(
        source="pubmed",
        source_id="99000001",
        version="1",
        type="article-journal",
        owner="NLM",
        indexing_status="MEDLINE",
        identifiers=(Identifier(scheme="pmid", value="99000001", place="PMID"),),
    )


def test_wrong_electronic_location():
    """An ELocationID marked as wrong is kept, and is not the record's DOI."""
    record = article(
        inner="<ELocationID EIdType='doi' ValidYN='N'>10.5555/wrong</ELocationID>"
        "<ELocationID EIdType='doi' ValidYN='Y'>10.5555/right</ELocationID>"
    )

    assert [(i.value, i.is_valid) for i in record.identifiers[1:]] == [
        ("10.5555/wrong", False),
        ("10.5555/right", True),
    ]
    assert record.doi == "10.5555/right"


@pytest.mark.parametrize(
    ("id_type", "scheme"),
    [
        ("pubmed", "pmid"),
        ("pmc", "pmcid"),
        ("doi", "doi"),
        ("pii", "pii"),
        ("mid", "mid"),
        ("sici", "sici"),
        ("pmcbook", "pmcbook"),
        ("bookaccession", "bookaccession"),
        ("medline", "medline"),
    ],
)
def test_schemes_of_article_ids(id_type, scheme):
    """PubMed's words for its own identifiers become ours, the others stay."""
    record = article(
        data=f"<ArticleIdList><ArticleId IdType='{id_type}'>7</ArticleId>"
        "</ArticleIdList>"
    )
    assert record.identifiers[1].key == (scheme, "7")


def test_person_with_everything():
    """Name parts, identifiers, addresses and their identifiers are all kept."""
    record = article(
        inner="<AuthorList CompleteYN='N'><Author ValidYN='Y' EqualContrib='Y'>"
        "<LastName>Roe</LastName><ForeName>Ann B</ForeName><Initials>AB</Initials>"
        "<Suffix>3<sup>rd</sup></Suffix>"
        "<Identifier Source='ORCID'>0000000179841889</Identifier>"
        "<AffiliationInfo><Affiliation>Unit <i>X</i></Affiliation>"
        "<Identifier Source='ROR'>https://ror.org/02k7v4d05</Identifier>"
        "<Identifier Source='RINGGOLD'>1234</Identifier></AffiliationInfo>"
        "<AffiliationInfo><Affiliation>Unit Y</Affiliation></AffiliationInfo>"
        "</Author></AuthorList>"
    )

    assert record.contributors == (
        Contributor(
            family="Roe",
            given="Ann B",
            initials="AB",
            suffix="3rd",
            printed=(("suffix", "3<sup>rd</sup>"),),
            equal_contribution=True,
            identifiers=(Identifier(scheme="orcid", value="0000000179841889"),),
            affiliations=(
                Affiliation(
                    name=Text(plain="Unit X", markup="Unit <i>X</i>"),
                    identifiers=(
                        Identifier(scheme="ror", value="https://ror.org/02k7v4d05"),
                        Identifier(scheme="ringgold", value="1234"),
                    ),
                ),
                Affiliation(name=Text(plain="Unit Y")),
            ),
        ),
    )
    assert record.contributor_lists[0].is_complete is False


def test_initials_are_not_given_names():
    """Without a ForeName the given name is absent; the initials stay initials."""
    record = article(
        inner="<AuthorList><Author><LastName>Roe</LastName><Initials>A</Initials>"
        "</Author></AuthorList>"
    )
    assert record.contributors == (Contributor(family="Roe", initials="A"),)


def test_group_and_its_investigators():
    """A group and its members share the id that the record gives them."""
    record = article(
        inner="<AuthorList><Author><CollectiveName Investigators='g1'>The <i>X</i> "
        "Group</CollectiveName></Author></AuthorList>",
        citation="<InvestigatorList ID='g1'><Investigator ValidYN='N'>"
        "<LastName>Roe</LastName></Investigator></InvestigatorList>"
        "<InvestigatorList ID='g2'><Investigator><LastName>Doe</LastName>"
        "</Investigator></InvestigatorList>",
    )

    assert record.contributors == (
        Contributor(
            literal="The X Group",
            literal_markup="The <i>X</i> Group",
            group_id="g1",
        ),
        Contributor(role="investigator", family="Roe", group_id="g1", is_valid=False),
        Contributor(role="investigator", family="Doe", group_id="g2"),
    )


def test_address_directly_below_an_author():
    """Until 2015 the address stood below the author without a wrapper."""
    record = article(
        inner="<AuthorList><Author><LastName>Roe</LastName>"
        "<Affiliation>Unit X</Affiliation></Author></AuthorList>"
    )
    assert record.contributors[0].affiliations == (
        Affiliation(name=Text(plain="Unit X")),
    )


def test_machine_assigned_headings():
    """AutoHM marks headings and qualifiers that a machine assigned."""
    record = article(
        citation="<MeshHeadingList><MeshHeading>"
        "<DescriptorName UI='D1' MajorTopicYN='N' AutoHM='Y'>A</DescriptorName>"
        "<QualifierName UI='Q1' MajorTopicYN='Y' AutoHM='Y'>b</QualifierName>"
        "</MeshHeading></MeshHeadingList>"
    )
    assert record.mesh_headings == (
        MeshHeading(
            descriptor="A",
            ui="D1",
            is_automatic=True,
            qualifiers=(
                MeshQualifier(name="b", ui="Q1", is_major=True, is_automatic=True),
            ),
        ),
    )


def test_nested_reference_lists():
    """Nested lists are flattened in order; their titles are joined."""
    record = article(
        data="<ReferenceList><Title>References</Title>"
        "<Reference><Citation>One</Citation></Reference>"
        "<ReferenceList><Title>Web</Title><Reference><Citation>Two <i>x</i>"
        "</Citation><ArticleIdList><ArticleId IdType='doi'>10.5555/two</ArticleId>"
        "<ArticleId IdType='pmc'>PMC7</ArticleId></ArticleIdList></Reference>"
        "</ReferenceList></ReferenceList>"
        "<ReferenceList><Reference><Citation>Three</Citation></Reference>"
        "</ReferenceList>"
    )

    assert record.references == (
        Reference(citation=Text(plain="One"), list_title="References"),
        Reference(
            citation=Text(plain="Two x", markup="Two <i>x</i>"),
            list_title="References / Web",
            identifiers=(
                Identifier(scheme="doi", value="10.5555/two"),
                Identifier(scheme="pmcid", value="PMC7"),
            ),
        ),
        Reference(citation=Text(plain="Three")),
    )
    assert record.doi is None


@pytest.mark.parametrize(
    ("ref_type", "kind"),
    [
        ("RetractionIn", "retraction_in"),
        ("ExpressionOfConcernFor", "expression_of_concern_for"),
        ("CorrectedandRepublishedIn", "corrected_and_republished_in"),
        ("RetractedandRepublishedFrom", "retracted_and_republished_from"),
        ("SummaryForPatientsIn", "summary_for_patients_in"),
        ("AssociatedDataset", "associated_dataset"),
        ("Cites", "cites"),
    ],
)
def test_kinds_of_relations(ref_type, kind):
    """RefType becomes words in snake case."""
    assert relation_kind(ref_type) == kind


def test_both_issns_and_a_strange_one():
    """ISSNs stand by their type; one of no known type, and a second, beside (P8)."""
    record = article(
        inner="<Journal><ISSN IssnType='Print'>1111-1111</ISSN>"
        "<ISSN IssnType='Electronic'>2222-2222</ISSN>"
        "<ISSN IssnType='Print'>3333-3333</ISSN><ISSN>4444-4444</ISSN></Journal>"
    )
    assert record.container == Container(
        issn_print="1111-1111",
        issn_electronic="2222-2222",
        issns=("3333-3333", "4444-4444"),
    )


def test_strange_things_are_kept():
    """Objects, foreign ids and numbers that are none are kept as printed."""
    record = article(
        citation="<NumberOfReferences>about 30</NumberOfReferences>"
        "<OtherID Source='CLML'>5324:43336:331:494</OtherID>",
        data="<ObjectList><Object Type='grant'><Param Name='id'>G<sub>1</sub></Param>"
        "<Param Name='grantor'>NIH</Param></Object><Object Type='keyword'/>"
        "</ObjectList>",
    )

    assert record.reference_count is None
    assert record.other == (
        ("NumberOfReferences", "about 30"),
        ("OtherID/CLML", "5324:43336:331:494"),
        ("ObjectList/1/grant/id", "G1"),
        ("ObjectList/1/grant/grantor", "NIH"),
        ("ObjectList/2/keyword", ""),
    )


def test_second_of_what_stands_once_is_kept():
    """What the DTD allows once and comes twice is not lost."""
    record = article(
        inner="<ArticleTitle>One</ArticleTitle><ArticleTitle>Two</ArticleTitle>"
    )
    assert record.title == Text(plain="One")
    assert record.other == (("title", "Two"),)


def test_abstract_of_a_copyright_line_only():
    """A copyright line without an abstract is no abstract, and is kept."""
    record = article(
        inner="<Abstract><AbstractText Label='AIM'/>"
        "<CopyrightInformation>(c) X</CopyrightInformation></Abstract>"
    )
    assert record.abstract is None
    assert record.other == (
        ("AbstractText/@Label", "AIM"),
        ("CopyrightInformation", "(c) X"),
    )


def test_several_grants_of_one_record():
    """Each grant keeps its own parts (P10)."""
    record = article(
        inner="<GrantList CompleteYN='N'><Grant><GrantID>1</GrantID><Agency>A</Agency>"
        "</Grant><Grant><Acronym>B</Acronym><Agency>CSR&amp;amp;D</Agency>"
        "<Country>C</Country></Grant></GrantList>"
    )
    assert record.funding == (
        Funding(agency="A", awards=("1",)),
        Funding(agency="CSR&amp;D", acronym="B", country="C"),
    )
    assert record.funding_complete is False


def test_efetch_and_files_agree_on_a_season():
    """A MedlineDate, and what EFetch makes of it, give the same date of issue."""
    from_file = article(
        inner="<Journal><JournalIssue><PubDate><MedlineDate>1978 Jul-Aug</MedlineDate>"
        "</PubDate></JournalIssue></Journal>"
    )
    from_efetch = article(
        inner="<Journal><JournalIssue><PubDate><Year>1978</Year>"
        "<Season>Jul-Aug</Season></PubDate></JournalIssue></Journal>"
    )
    assert from_file == from_efetch
    assert from_file.date("issue").printed == "1978 Jul-Aug"


def test_time_to_the_second():
    """The time of day has as many parts as are printed."""
    record = article(
        data="<History><PubMedPubDate PubStatus='pmc-release'><Year>2020</Year>"
        "<Month>3</Month><Day>4</Day><Hour>5</Hour><Minute>6</Minute>"
        "<Second>7</Second></PubMedPubDate></History>"
    )
    (date,) = record.dates
    assert (date.kind, date.printed, date.time) == (
        "pmc-release",
        "2020 3 4",
        "05:06:07",
    )


BOOK = """<PubmedBookArticle><BookDocument>
<PMID Version="1">99000002</PMID>
<ArticleIdList><ArticleId IdType="bookaccession">NBK7</ArticleId></ArticleIdList>
<Book>
 <Publisher><PublisherName>The <i>P</i> Press</PublisherName>
  <PublisherLocation>Oslo</PublisherLocation></Publisher>
 <BookTitle book="bk">A <i>Book</i></BookTitle>
 <PubDate><Year>2001</Year><Season>Spring</Season></PubDate>
 <BeginningDate><Year>1999</Year></BeginningDate>
 <EndingDate><Year>2003</Year><Month>05</Month></EndingDate>
 <AuthorList Type="editors"><Author><LastName>Ed</LastName></Author></AuthorList>
 <AuthorList Type="authors" CompleteYN="N"><Author><LastName>Au</LastName></Author>
 </AuthorList>
 <InvestigatorList><Investigator><LastName>In</LastName></Investigator>
 </InvestigatorList>
 <Volume>2</Volume><VolumeTitle>Part <b>B</b></VolumeTitle><Edition>3rd</Edition>
 <CollectionTitle book="coll">Series</CollectionTitle>
 <Isbn>0123456789</Isbn><Isbn>9780123456786</Isbn>
 <ELocationID EIdType="doi">10.5555/book</ELocationID>
 <Medium>Internet</Medium><ReportNumber>R-9</ReportNumber>
</Book>
<LocationLabel Type="chapter">Chapter 5</LocationLabel>
{title}
<VernacularTitle>Livre</VernacularTitle>
<Pagination><StartPage>1</StartPage><EndPage>9</EndPage></Pagination>
<Language>eng</Language><Language>fre</Language>
<AuthorList Type="authors"><Author><LastName>Ch</LastName></Author></AuthorList>
<PublicationType UI="D016454">Review</PublicationType>
<Abstract><AbstractText Label="SUM">Text</AbstractText></Abstract>
<Sections>
 <Section><LocationLabel Type="section">1</LocationLabel>
  <SectionTitle book="bk" part="p" sec="s">One <i>x</i></SectionTitle>
  <Section><SectionTitle>Inner</SectionTitle></Section></Section>
 <Section><SectionTitle>Two</SectionTitle></Section>
</Sections>
<KeywordList Owner="NLM"><Keyword>word</Keyword></KeywordList>
<ContributionDate><Year>2002</Year><Month>2</Month><Day>3</Day></ContributionDate>
<DateRevised><Year>2004</Year><Month>5</Month><Day>6</Day></DateRevised>
<GrantList><Grant><Agency>A</Agency></Grant></GrantList>
<ItemList ListType="Synonyms"><Item>S1</Item><Item>S2</Item></ItemList>
<ReferenceList><Reference><Citation>Ref</Citation></Reference></ReferenceList>
</BookDocument>
<PubmedBookData><History><PubMedPubDate PubStatus="entrez"><Year>2002</Year>
<Month>7</Month><Day>8</Day></PubMedPubDate></History>
<PublicationStatus>ppublish</PublicationStatus>
<ArticleIdList><ArticleId IdType="pubmed">99000002</ArticleId></ArticleIdList>
</PubmedBookData></PubmedBookArticle>"""


def test_chapter_of_a_book():
    """With an ArticleTitle it is a chapter, and the book is around it (P11)."""
    record = read(BOOK.replace("{title}", "<ArticleTitle part='p'>Chap</ArticleTitle>"))

    assert record.type == "chapter"
    assert record.title == Text(plain="Chap")
    assert record.original_title == Text(plain="Livre")
    assert record.container == Container(
        title="A Book",
        title_markup="A <i>Book</i>",
        series_titles=("Series",),
        isbns=("0123456789", "9780123456786"),
        medium="Internet",
        publisher="The P Press",
        publisher_place="Oslo",
        edition="3rd",
        volume_title="Part B",
        report_number="R-9",
        identifiers=(
            Identifier(scheme="doi", value="10.5555/book", place="ELocationID"),
        ),
    )
    assert record.doi is None
    assert [i.key for i in record.identifiers] == [
        ("pmid", "99000002"),
        ("bookaccession", "NBK7"),
        ("pmid", "99000002"),
    ]
    assert [(c.role, c.family) for c in record.contributors] == [
        ("editor", "Ed"),
        ("container_author", "Au"),
        ("investigator", "In"),
        ("author", "Ch"),
    ]
    assert record.contributor_lists == (
        ContributorList(role="editor", is_complete=True, place="book"),
        ContributorList(role="container_author", is_complete=False, place="book"),
        ContributorList(role="author", is_complete=True),
    )
    assert record.other == (
        ("PublisherName (markup)", "The <i>P</i> Press"),
        ("BookTitle/@book", "bk"),
        ("VolumeTitle (markup)", "Part <b>B</b>"),
        ("CollectionTitle/@book", "coll"),
        ("ArticleTitle/@part", "p"),
        ("ItemList/Synonyms", "S1"),
        ("ItemList/Synonyms", "S2"),
    )


def test_book_itself():
    """Without an ArticleTitle it is the book: its title, names and ids are its own."""
    record = read(BOOK.replace("{title}", ""))

    assert record.type == "book"
    assert record.title == Text(plain="A Book", markup="A <i>Book</i>")
    assert record.container.title is None
    assert record.container.publisher == "The P Press"
    assert record.doi == "10.5555/book"
    assert [(c.role, c.family) for c in record.contributors] == [
        ("editor", "Ed"),
        ("author", "Au"),
        ("investigator", "In"),
        ("author", "Ch"),
    ]


def test_rest_of_a_book_record():
    """Dates, labels, sections and the rest have their places."""
    record = read(BOOK.replace("{title}", ""))

    assert [(d.kind, d.printed) for d in record.dates] == [
        ("issue", "2001 Spring"),
        ("beginning", "1999"),
        ("ending", "2003 05"),
        ("contribution", "2002 2 3"),
        ("revised_record", "2004 5 6"),
        ("entrez", "2002 7 8"),
    ]
    assert record.location_labels == (LocationLabel(text="Chapter 5", kind="chapter"),)
    assert record.sections == (
        Section(
            title=Text(plain="One x", markup="One <i>x</i>"),
            label=LocationLabel(text="1", kind="section"),
            target=(("book", "bk"), ("part", "p"), ("sec", "s")),
        ),
        Section(title=Text(plain="Inner"), level=2),
        Section(title=Text(plain="Two")),
    )
    assert record.volume == "2"
    assert (record.start_page, record.end_page) == ("1", "9")
    assert record.languages == ("eng", "fre")
    assert record.publication_types[0].name == "Review"
    assert record.abstract.sections[0].label == "SUM"
    assert record.keywords[0].text.plain == "word"
    assert record.funding == (Funding(agency="A"),)
    assert record.references == (Reference(citation=Text(plain="Ref")),)
    assert record.publication_status == "ppublish"


def test_parts_that_the_dtd_does_not_know_are_passed_over():
    """Unknown children beside known ones change nothing; the account has them."""
    new = "<New>x</New>"
    plain = article(
        inner="<Abstract><AbstractText>t</AbstractText></Abstract>"
        "<AuthorList><Author><LastName>Roe</LastName></Author></AuthorList>"
        "<GrantList><Grant><Agency>A</Agency></Grant></GrantList>"
        "<DataBankList><DataBank><DataBankName>D</DataBankName></DataBank>"
        "</DataBankList>",
        citation="<ChemicalList><Chemical><NameOfSubstance UI='D1'>C"
        "</NameOfSubstance></Chemical></ChemicalList>"
        "<CommentsCorrectionsList><CommentsCorrections RefType='ErratumIn'>"
        "<RefSource>r</RefSource></CommentsCorrections></CommentsCorrectionsList>"
        "<MeshHeadingList><MeshHeading><DescriptorName UI='D1'>M</DescriptorName>"
        "</MeshHeading></MeshHeadingList>",
        data="<ReferenceList><Reference><Citation>c</Citation></Reference>"
        "</ReferenceList>",
    )
    odd = article(
        inner=f"<Abstract>{new}<AbstractText>t</AbstractText></Abstract>"
        f"<AuthorList><Author>{new}<LastName>Roe</LastName></Author></AuthorList>"
        f"<GrantList><Grant>{new}<Agency>A</Agency></Grant></GrantList>"
        f"<DataBankList><DataBank>{new}<DataBankName>D</DataBankName></DataBank>"
        "</DataBankList>",
        citation=f"<ChemicalList><Chemical>{new}<NameOfSubstance UI='D1'>C"
        "</NameOfSubstance></Chemical></ChemicalList>"
        "<CommentsCorrectionsList><CommentsCorrections RefType='ErratumIn'>"
        f"{new}<RefSource>r</RefSource></CommentsCorrections>"
        "</CommentsCorrectionsList><MeshHeadingList><MeshHeading>"
        f"<DescriptorName UI='D1'>M</DescriptorName>{new}</MeshHeading>"
        "</MeshHeadingList>",
        data=f"<ReferenceList>{new}<Reference>{new}<Citation>c</Citation>"
        "</Reference></ReferenceList>",
    )
    assert odd == plain


def test_empty_parts_of_lists():
    """Empty parts of people, headings, substances and dates leave no trace."""
    record = article(
        inner="<AuthorList><Author><LastName>Roe</LastName><ForeName/>"
        "<Identifier Source='ORCID'/><AffiliationInfo><Affiliation/>"
        "</AffiliationInfo></Author><Author><LastName>Doe</LastName><Affiliation/>"
        "</Author></AuthorList><DataBankList><DataBank><AccessionNumberList>"
        "<AccessionNumber>N1</AccessionNumber><AccessionNumber/>"
        "</AccessionNumberList></DataBank></DataBankList>"
        "<PublicationTypeList><PublicationType/></PublicationTypeList>",
        citation="<ChemicalList><Chemical><RegistryNumber>0</RegistryNumber>"
        "</Chemical></ChemicalList><MeshHeadingList><MeshHeading/><MeshHeading>"
        "<DescriptorName UI='D1'>M</DescriptorName><QualifierName UI='Q1'/>"
        "</MeshHeading></MeshHeadingList>"
        "<NumberOfReferences/><CommentsCorrectionsList><CommentsCorrections "
        "RefType='Cites'><PMID/></CommentsCorrections></CommentsCorrectionsList>",
        data="<History><PubMedPubDate PubStatus='pubmed'><Year/></PubMedPubDate>"
        "</History>",
    )
    assert record.contributors == (
        Contributor(family="Roe"),
        Contributor(family="Doe"),
    )
    assert record.data_banks == ()
    assert record.other == (("AccessionNumber", "N1"),)
    assert record.publication_types == ()
    assert record.mesh_headings == (MeshHeading(descriptor="M", ui="D1"),)
    assert (record.chemicals, record.dates) == ((), ())
    assert [r.identifiers for r in record.relations] == [()]
    assert record.reference_count is None
