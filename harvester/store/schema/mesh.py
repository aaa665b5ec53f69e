"""The tables of MeSH: names learnt from records, and NLM's vocabulary once loaded."""

from __future__ import annotations

from harvester.store.schema.base import Column, Table, View, identity, number, text

KINDS = ("heading", "entry", "previous", "record", "supplementary", "qualifier")
"""Kinds of terms; where one key has several, the first of these is meant."""

_EDITION = (
    number("mesh_year", "The newest MeSH that lists it; null: none loaded.", since=2),
    text("replaced_by", "UI of its successor in a later MeSH.", since=2),
)


def _records(name: str, title: str, description: str, *columns: Column) -> Table:
    """Return a table of records of the vocabulary; the first column is the UI."""
    return Table(
        name=name,
        title=title,
        description=description,
        columns=(*columns, *_EDITION),
        primary_key=("ui",),
        indexes=(("mesh_year",), ("replaced_by",)),
        label="name",
        since=columns[0].since,
    )


TABLES = (
    _records(
        "mesh_descriptors",
        "MeSH descriptors",
        "The descriptors that articles bear, and those of the MeSH that was loaded.",
        text("ui", "Unique identifier.", is_required=True),
        text("name", "Name in the MeSH loaded, else in the record stored last."),
        text("kind", "1 topic, 2 publication type, 3 check tag, 4 place.", since=2),
        text("previous_indexing", "Where articles stood before, by line.", since=2),
        text("history_note", "NLM's note on its history.", since=2),
    ),
    _records(
        "mesh_qualifiers",
        "MeSH qualifiers",
        "The qualifiers that articles bear, and those of the MeSH that was loaded.",
        text("ui", "Unique identifier.", is_required=True),
        text("name", "Name in the MeSH loaded, else in the record stored last."),
        text("abbreviation", "Two letters.", since=2),
    ),
    _records(
        "mesh_supplementary",
        "MeSH supplementary concepts",
        "Substances, diseases, protocols … that are no headings.",
        text("ui", "Unique identifier.", is_required=True, since=2),
        text("name", "Its name.", since=2),
        text("kind", "1 substance, 2 protocol, 3 disease, 4 organism …", since=2),
        text("previous_indexing", "Where articles stood before, by line.", since=2),
    ),
    Table(
        name="mesh_mappings",
        title="Headings of supplementary concepts",
        description="The headings under which articles on a supplementary concept "
        "stand.",
        columns=(
            text("supplementary_ui", "The concept.", is_required=True, since=2),
            number("position", "Place in its list, from 1.", since=2),
            text("descriptor_ui", "The heading.", is_required=True, since=2),
            text("qualifier_ui", "Its qualifier, if any.", since=2),
            number("is_major", "1 where it bears a star.", since=2),
        ),
        primary_key=("supplementary_ui", "position"),
        indexes=(("descriptor_ui",),),
        since=2,
    ),
    Table(
        name="mesh_names",
        title="Names of headings and qualifiers",
        description="What records call descriptors and qualifiers, each UI and name "
        "once: what article_headings points at.",
        columns=(
            identity(),
            text("ui", "Its UI; null where the record has none.", since=13),
            text("name", "As the record has it.", is_required=True, since=13),
        ),
        unique=(("ui", "name"),),
        label="name",
        is_hidden=True,
        since=13,
    ),
    Table(
        name="mesh_terms",
        title="MeSH terms",
        description="Every term by which a descriptor, a qualifier or a supplementary "
        "concept is found.",
        columns=(
            text("key", "The term, folded.", is_required=True, since=2),
            text("ui", "What it means.", is_required=True, since=2),
            text("term", "As listed.", is_required=True, since=2),
            text("kind", f"{', '.join(KINDS)}.", is_required=True, since=2),
            text("relation", "NRW, BRD, REL: of another concept.", since=2),
            text("lexical_tag", "ABB, ACR, EPO, LAB, TRD … or NON.", since=2),
            number("is_permuted", "1 for a permutation that NLM derived.", since=2),
        ),
        primary_key=("key", "ui"),
        indexes=(("ui",),),
        is_clustered=True,
        since=2,
    ),
    Table(
        name="mesh_tree_numbers",
        title="MeSH trees",
        description="Where descriptors stand in the trees.",
        columns=(
            text("tree_number", "Its beginnings are the broader ones.", since=2),
            text("ui", "The descriptor.", is_required=True, since=2),
            number("mesh_year", "The MeSH that has it there.", since=2),
        ),
        primary_key=("tree_number",),
        indexes=(("ui",),),
        since=2,
    ),
    Table(
        name="mesh_files",
        title="MeSH files",
        description="The files of MeSH that were loaded.",
        columns=(
            text("sha256", "SHA-256 of the file.", is_required=True, since=2),
            text("name", "File name.", since=2),
            text("kind", "What it was taken for.", since=2),
            number("mesh_year", "The edition.", since=2),
            number("record_count", "Records in it.", since=2),
            text("loaded_at", "When (UTC).", since=2),
        ),
        primary_key=("sha256",),
        label="name",
        since=2,
    ),
    Table(
        name="keyword_keys",
        title="Keys of keywords",
        description="Keywords of articles and documents, folded as MeSH terms are.",
        columns=(
            text("keyword", "Without markup.", is_required=True, since=2),
            text("key", "Folded.", is_required=True, since=2),
        ),
        primary_key=("keyword",),
        indexes=(("key",),),
        is_hidden=True,
        since=2,
    ),
)


def rank(kind: str) -> str:
    """Return SQL for the place of a term's kind among ``KINDS``."""
    cases = " ".join(f"WHEN '{name}' THEN {place}" for place, name in enumerate(KINDS))
    return f"CASE {kind} {cases} END"


VIEWS = (
    View(
        name="keyword_mesh",
        title="Keywords in MeSH",
        description="Keywords of articles and of documents that are a term of one "
        "descriptor or supplementary concept; others are not mapped.",
        sql=f"""
            WITH printed AS (
              SELECT article_id, NULL AS document_id, keyword FROM keywords
              UNION ALL
              SELECT d.article_id, d.id, json_extract(k.value, '$.text.plain')
              FROM documents d, json_each(d.json, '$.record.keywords') k
            )
            SELECT p.article_id, p.document_id, p.keyword,
              coalesce(d.replaced_by, c.replaced_by, t.ui) AS ui,
              coalesce(later.name, d.name, c.name) AS name,
              t.term, t.kind, coalesce(later.mesh_year, d.mesh_year, c.mesh_year)
                AS mesh_year
            FROM printed p
            JOIN keyword_keys k ON k.keyword = p.keyword
            JOIN mesh_terms t ON t.key = k.key
            LEFT JOIN mesh_descriptors d ON d.ui = t.ui
            LEFT JOIN mesh_supplementary c ON c.ui = t.ui
            LEFT JOIN mesh_descriptors later
              ON later.ui = coalesce(d.replaced_by, c.replaced_by)
            WHERE t.kind <> 'qualifier' AND NOT EXISTS (
              SELECT 1 FROM mesh_terms o
              WHERE o.key = t.key AND o.ui <> t.ui
                AND {rank("o.kind")} <= {rank("t.kind")}
            )
        """,
        since=2,
    ),
)
