"""A folder of made-up records that changes between two runs."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

_RECORD = """<PubmedArticle>
<MedlineCitation Status="{status}" Owner="NLM"><PMID Version="1">{pmid}</PMID>
<DateRevised><Year>{year}</Year><Month>{month}</Month><Day>{day}</Day></DateRevised>
<Article PubModel="Print">
<Journal><JournalIssue CitedMedium="Print">{volume}
<PubDate><Year>{published}</Year></PubDate></JournalIssue>
<Title>Journal of Made-up Things</Title></Journal>
<ArticleTitle>Made up {pmid}.</ArticleTitle>{doi}<Language>eng</Language>
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>
{retracted}</PublicationTypeList></Article>
<MedlineJournalInfo><MedlineTA>J Made Up</MedlineTA></MedlineJournalInfo>
{mesh}</MedlineCitation>
<PubmedData><PublicationStatus>{stage}</PublicationStatus>
<ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList>
</PubmedData></PubmedArticle>"""
_MESH = (
    '<MeshHeadingList><MeshHeading><DescriptorName UI="D006801" MajorTopicYN="N">'
    "Humans</DescriptorName></MeshHeading></MeshHeadingList>"
)
_RETRACTED = '<PublicationType UI="D016441">Retracted Publication</PublicationType>'


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """What the services say about a paper; ``revised`` and ``indexed`` are days."""

    pmid: str | None = None
    doi: str | None = None
    status: str = "MEDLINE"
    stage: str = "ppublish"
    volume: str | None = "7"
    published: str = "2020"
    has_mesh: bool = True
    is_retracted: bool = False
    revised: str = "2021-03-04"
    indexed: str = "2021-03-04"
    at_crossref: bool = True
    issn: str | None = None
    cited_by_count: int = 0
    references: tuple[str, ...] = ()


def write(folder: Path, papers: list[Paper], **links: dict[str, list[object]]) -> Path:
    """Make ``folder`` hold ``papers`` and nothing else."""
    for part in ("pubmed", "crossref"):
        (folder / part).mkdir(parents=True, exist_ok=True)
        for file in (folder / part).iterdir():
            file.unlink()
    for number, paper in enumerate(papers):
        if paper.pmid:
            (folder / "pubmed" / f"{paper.pmid}.xml").write_text(
                as_xml(paper), encoding="utf-8"
            )
        if paper.doi and paper.at_crossref:
            (folder / "crossref" / f"{number}.json").write_text(
                json.dumps(as_work(paper)), encoding="utf-8"
            )
    named = {name.removeprefix("pmid"): sets for name, sets in links.items()}
    (folder / "links.json").write_text(json.dumps(named), encoding="utf-8")
    return folder


def as_xml(paper: Paper) -> str:
    """Return PubMed's record."""
    year, month, day = paper.revised.split("-")
    doi = f'<ELocationID EIdType="doi" ValidYN="Y">{paper.doi}</ELocationID>'
    return _RECORD.format(
        pmid=paper.pmid,
        status=paper.status,
        stage=paper.stage,
        volume=f"<Volume>{paper.volume}</Volume>" if paper.volume else "",
        published=paper.published,
        doi=doi if paper.doi else "",
        mesh=_MESH if paper.has_mesh else "",
        retracted=_RETRACTED if paper.is_retracted else "",
        year=year,
        month=month,
        day=day,
    )


def as_work(paper: Paper) -> dict[str, object]:
    """Return Crossref's work."""
    work: dict[str, object] = {
        "DOI": paper.doi,
        "type": "journal-article",
        "title": [f"Made up {paper.pmid}"],
        "is-referenced-by-count": paper.cited_by_count,
        "issued": {"date-parts": [[int(paper.published)]]},
        "indexed": {"date-parts": [[int(part) for part in paper.indexed.split("-")]]},
    }
    if paper.volume:
        work["volume"] = paper.volume
    if paper.issn:
        work["ISSN"] = [paper.issn]
    if paper.references:
        work["reference"] = [{"key": d, "DOI": d} for d in paper.references]
        work["reference-count"] = len(paper.references)
    return work
