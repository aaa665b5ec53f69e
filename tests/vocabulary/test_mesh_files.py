from __future__ import annotations

import io

import pytest

from harvester.errors import DocumentError
from harvester.vocabulary import (
    Descriptor,
    Mapping,
    MeshFile,
    MeshKind,
    Qualifier,
    SupplementaryRecord,
    Term,
    TreeRow,
    recognise,
)

DESCRIPTORS = b"""<?xml version="1.0"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "desc2015.dtd">
<DescriptorRecordSet LanguageCode = "eng">
<DescriptorRecord DescriptorClass = "1">
  <DescriptorUI>D900001</DescriptorUI>
  <DescriptorName>
   <String>Glowmoss</String>
  </DescriptorName>
  <DateCreated><Year>1974</Year><Month>11</Month><Day>19</Day></DateCreated>
  <ActiveMeSHYearList><Year>2014</Year><Year>2015</Year></ActiveMeSHYearList>
  <AllowableQualifiersList>
   <AllowableQualifier>
    <QualifierReferredTo>
     <QualifierUI>Q900001</QualifierUI>
     <QualifierName><String>growth &amp; glow</String></QualifierName>
    </QualifierReferredTo>
    <Abbreviation>GG</Abbreviation>
   </AllowableQualifier>
  </AllowableQualifiersList>
  <HistoryNote>91(75); was MOSS 1975-90
  </HistoryNote>
  <PreviousIndexingList>
   <PreviousIndexing>Plants (1973-1974)</PreviousIndexing>
  </PreviousIndexingList>
  <PharmacologicalActionList>
   <PharmacologicalAction><DescriptorReferredTo>
    <DescriptorUI>D900077</DescriptorUI>
    <DescriptorName><String>Not This One</String></DescriptorName>
   </DescriptorReferredTo></PharmacologicalAction>
  </PharmacologicalActionList>
  <TreeNumberList>
   <TreeNumber>B01.650.100</TreeNumber>
   <TreeNumber>G15.200</TreeNumber>
  </TreeNumberList>
  <ConceptList>
   <Concept PreferredConceptYN="N">
    <ConceptUI>M2</ConceptUI>
    <ConceptName><String>Shimmermoss</String></ConceptName>
    <ConceptRelationList>
     <ConceptRelation RelationName="NRW">
      <Concept1UI>M1</Concept1UI><Concept2UI>M2</Concept2UI>
     </ConceptRelation>
    </ConceptRelationList>
    <TermList>
     <Term IsPermutedTermYN="N" LexicalTag="TRD">
      <TermUI>T3</TermUI><String>Shimmermoss</String>
     </Term>
    </TermList>
   </Concept>
   <Concept PreferredConceptYN="Y">
    <ConceptUI>M1</ConceptUI>
    <ConceptName><String>Glowmoss</String></ConceptName>
    <TermList>
     <Term IsPermutedTermYN="N" LexicalTag="NON" RecordPreferredTermYN="Y">
      <TermUI>T1</TermUI><String>Glowmoss</String>
     </Term>
     <Term IsPermutedTermYN="Y" LexicalTag="NON">
      <TermUI>T2</TermUI><String>Moss, Glow</String>
     </Term>
    </TermList>
   </Concept>
  </ConceptList>
 </DescriptorRecord>
<DescriptorRecord DescriptorClass = "3">
  <DescriptorUI>D900000002</DescriptorUI>
  <DescriptorName><String>Nobody</String></DescriptorName>
 </DescriptorRecord>
</DescriptorRecordSet>
"""

QUALIFIERS = b"""<?xml version="1.0" encoding="UTF-8"?>
<QualifierRecordSet LanguageCode = "eng">
<QualifierRecord>
  <QualifierUI>Q900001</QualifierUI>
  <QualifierName><String>growth &amp; glow</String></QualifierName>
  <ConceptList><Concept PreferredConceptYN="Y">
    <ConceptUI>M9</ConceptUI>
    <TermList>
     <Term IsPermutedTermYN="N" LexicalTag="NON">
      <TermUI>T8</TermUI><String>growth &amp; glow</String>
      <Abbreviation>GG</Abbreviation>
     </Term>
     <Term IsPermutedTermYN="N" LexicalTag="NON">
      <TermUI>T9</TermUI><String>glow</String>
     </Term>
    </TermList>
  </Concept></ConceptList>
</QualifierRecord>
</QualifierRecordSet>
"""

SUPPLEMENTARY = b"""<?xml version="1.0"?>
<SupplementalRecordSet>
<SupplementalRecord SCRClass="1">
  <SupplementalRecordUI>C900001</SupplementalRecordUI>
  <SupplementalRecordName><String>luciferol</String></SupplementalRecordName>
  <HeadingMappedToList>
   <HeadingMappedTo>
    <DescriptorReferredTo>
     <DescriptorUI>*D900001</DescriptorUI>
     <DescriptorName><String>Glowmoss</String></DescriptorName>
    </DescriptorReferredTo>
   </HeadingMappedTo>
   <HeadingMappedTo>
    <DescriptorReferredTo><DescriptorUI>D900003</DescriptorUI></DescriptorReferredTo>
    <QualifierReferredTo><QualifierUI>*Q900001</QualifierUI></QualifierReferredTo>
   </HeadingMappedTo>
  </HeadingMappedToList>
  <PreviousIndexingList><PreviousIndexing>Plants (1980)</PreviousIndexing>
  </PreviousIndexingList>
  <ConceptList><Concept PreferredConceptYN="Y">
    <ConceptUI>M7</ConceptUI>
    <TermList><Term IsPermutedTermYN="N" LexicalTag="LAB">
      <TermUI>T7</TermUI><String>LU-1</String></Term></TermList>
  </Concept></ConceptList>
</SupplementalRecord>
</SupplementalRecordSet>
"""


def read(content: bytes, name: str = "") -> list:
    return list(recognise(content, name).records(io.BytesIO(content)))


def test_descriptors_are_read_whole():
    """Heading, trees, terms (own concept first), qualifiers, history; no others."""
    glowmoss, nobody = read(DESCRIPTORS)
    assert glowmoss == Descriptor(
        ui="D900001",
        name="Glowmoss",
        kind="1",
        tree_numbers=("B01.650.100", "G15.200"),
        terms=(
            Term(text="Glowmoss", lexical_tag="NON"),
            Term(text="Moss, Glow", lexical_tag="NON", is_permuted=True),
            Term(text="Shimmermoss", lexical_tag="TRD", relation="NRW"),
        ),
        qualifiers=(Qualifier(ui="Q900001", name="growth & glow", abbreviation="GG"),),
        previous_indexing=("Plants (1973-1974)",),
        history_note="91(75); was MOSS 1975-90",
        active_years=(2014, 2015),
    )
    assert nobody == Descriptor(ui="D900000002", name="Nobody", kind="3")


def test_qualifiers_are_read():
    """A qualifier has its abbreviation and entry terms."""
    assert read(QUALIFIERS) == [
        Qualifier(
            ui="Q900001",
            name="growth & glow",
            abbreviation="GG",
            terms=(
                Term(text="growth & glow", lexical_tag="NON"),
                Term(text="glow", lexical_tag="NON"),
            ),
        )
    ]


def test_supplementary_records_are_read():
    """A supplementary record has the headings it is mapped to, with their stars."""
    assert read(SUPPLEMENTARY) == [
        SupplementaryRecord(
            ui="C900001",
            name="luciferol",
            kind="1",
            terms=(Term(text="LU-1", lexical_tag="LAB"),),
            mapped_to=(
                Mapping(descriptor_ui="D900001", is_major=True),
                Mapping(descriptor_ui="D900003", qualifier_ui="Q900001", is_major=True),
            ),
            previous_indexing=("Plants (1980)",),
        )
    ]


def test_tables_and_tree_files_are_read():
    """Columns are found by their heads, in any order; names may hold semicolons."""
    table = "\ufeffMesh_Name\tother\tmesh_id\r\nMoss, Glow\tx\tD900001\r\n\r\n".encode()
    places = b"mesh_id\tmesh_name\tmesh_tree_number\nD900001\tGlowmoss\tB01.650.100\n"
    tree = b"Plants;B01\nMoss; Glow;B01.650.100\n"
    assert read(table) == [TreeRow(name="Moss, Glow", ui="D900001")]
    assert read(places) == [
        TreeRow(name="Glowmoss", ui="D900001", tree_number="B01.650.100")
    ]
    assert read(tree) == [
        TreeRow(name="Plants", tree_number="B01"),
        TreeRow(name="Moss; Glow", tree_number="B01.650.100"),
    ]


NEW_DTD = (
    b'<!DOCTYPE DescriptorRecordSet SYSTEM "https://www.nlm.nih.gov/databases/dtd/'
    b'nlmdescriptorrecordset_20240101.dtd"><DescriptorRecordSet>'
)


@pytest.mark.parametrize(
    ("head", "name", "kind", "year"),
    [
        (DESCRIPTORS, "anything.txt", MeshKind.DESCRIPTORS, 2015),
        (DESCRIPTORS, "desc2026.xml", MeshKind.DESCRIPTORS, 2015),
        (NEW_DTD, "desc2026.xml.gz", MeshKind.DESCRIPTORS, 2026),
        (NEW_DTD, "/data/2019/desc.xml", MeshKind.DESCRIPTORS, 2024),
        (QUALIFIERS, "qual.xml", MeshKind.QUALIFIERS, None),
        (SUPPLEMENTARY, "supp2014", MeshKind.SUPPLEMENTARY, 2014),
        (b"mesh_id\tmesh_name\n", "terms_2015.tsv", MeshKind.TABLE, 2015),
        (b"Body Regions;A01\n", "mtrees2013.bin", MeshKind.TREE, 2013),
        (b"Body Regions;A01\n", "mtrees20131.bin", MeshKind.TREE, None),
    ],
)
def test_files_are_known_by_their_beginning(head, name, kind, year):
    """The bytes tell the kind; the year is the DTD's, the name's or the DTD date's."""
    assert recognise(head, name) == MeshFile(kind=kind, name=name, mesh_year=year)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (b"<!DOCTYPE html>\n<html><title>bad_url</title>", "HTML page"),
        (b'<?xml version="1.0"?>\n<!-- x --><html xmlns="x">', "HTML page"),
        (b"<PubmedArticleSet><PubmedArticle>", "another kind .PubmedArticleSet."),
        (b"*NEWRECORD\nRECTYPE = D\n", "ASCII"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no file of MeSH"),
        (b"Eggs\tMilk\n1\t2\n", "no file of MeSH"),
        (b"  \n", "empty"),
        (b"", "empty"),
        (b"<", "not MeSH"),
    ],
)
def test_other_files_are_refused_in_a_sentence(head, reason):
    """What is no MeSH is named for what it is, whatever the file is called."""
    with pytest.raises(DocumentError, match=reason):
        recognise(head, "desc2026.xml")


@pytest.mark.parametrize("cut", [b"<DescriptorUI>D900000002", b"</DescriptorRecordSet"])
def test_a_file_that_is_cut_off_gives_what_is_complete(cut):
    """The complete records come; then it is said that the file is cut."""
    content = DESCRIPTORS[: DESCRIPTORS.index(cut)]
    records = recognise(content).records(io.BytesIO(content))
    assert next(records).ui == "D900001"
    with pytest.raises(DocumentError, match="broken or cut off"):
        list(records)


@pytest.mark.parametrize(
    "content",
    [
        b"mesh_id\tmesh_name\nD900001\tA\nD90000\tB\n",
        b"mesh_id\tmesh_name\nD900001\tA\nD900002\n",
        b"mesh_id\tmesh_name\nD900001\tA\nD900002\t\n",
        b"A;B01\nB B02\n",
        b"A;B01\nB;B2\n",
    ],
)
def test_a_line_that_cannot_be_read_is_named(content):
    """A table or tree with a wrong line is not read on as if it were right."""
    number = 3 if content.startswith(b"mesh") else 2
    with pytest.raises(DocumentError, match=f"line {number} "):
        read(content)


def test_tables_are_utf8():
    """A table in another encoding is refused, not mangled."""
    with pytest.raises(DocumentError, match="UTF-8"):
        read(b"mesh_id\tmesh_name\nD900001\tM\xe9ni\xe8re\n")


def test_records_without_identity_are_left_out():
    """An element that has no UI or no name is no record."""
    content = (
        b"<DescriptorRecordSet><DescriptorRecord><DescriptorUI>D900001</DescriptorUI>"
        b"</DescriptorRecord></DescriptorRecordSet>"
    )
    assert read(content) == []
    assert read(content.replace(b"Descriptor", b"Qualifier")) == []
    assert read(content.replace(b"Descriptor", b"Supplemental")) == []


def test_the_dtd_is_never_fetched_or_believed():
    """Entities that a file declares stay as printed: no other file is read."""
    content = (
        b'<!DOCTYPE DescriptorRecordSet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b"<DescriptorRecordSet><DescriptorRecord><DescriptorUI>D900001</DescriptorUI>"
        b"<DescriptorName><String>a&x;b</String></DescriptorName></DescriptorRecord>"
        b"</DescriptorRecordSet>"
    )
    (record,) = read(content)
    assert record.name == "a&x;b"
