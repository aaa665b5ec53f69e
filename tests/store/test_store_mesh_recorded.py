"""The MeSH of 2015 as published: headings, terms, trees."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import UTC, datetime

import pytest

from harvester.model import MeshHeading, MeshQualifier
from harvester.store import Library
from harvester.vocabulary import recognise

COMPLETE = b"</DescriptorRecord>"


@pytest.fixture(scope="module")
def mesh(shared_data, tmp_path_factory):
    """A library with the descriptors, headings and trees of 2015 beside us."""
    now = datetime(2026, 11, 20, tzinfo=UTC)
    folder = shared_data / "mesh"
    path = tmp_path_factory.mktemp("mesh") / "library.db"
    with Library.open(path) as library:
        for name in ("desc2015_subset.xml", "terms_2015.tsv", "tree-numbers_2015.tsv"):
            content = (folder / name).read_bytes()
            file = recognise(content, name)
            assert file.mesh_year == 2015
            library.load_mesh(
                file,
                file.records(io.BytesIO(content)),
                sha256=hashlib.sha256(content).hexdigest(),
                now=now,
            )
        yield library


@pytest.fixture(scope="module")
def headings(shared_data):
    """(UI, heading) of 2015."""
    path = shared_data / "mesh" / "terms_2015.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["mesh_id"], row["mesh_name"]) for row in rows]


def test_a_sample_of_500_headings_is_found_exactly(mesh, headings):
    """Each of 500 headings gives its UI, as printed and in other cases and spaces."""
    sample = headings[7::54]
    assert len({ui for ui, _ in sample}) > 500
    for ui, name in sample:
        assert mesh.find_mesh(name).ui == ui
        assert mesh.find_mesh(f"  {name.upper().replace(' ', '  ')} ").ui == ui


def test_no_heading_is_found_by_half(mesh, headings):
    """A heading with a word too many, too few, or turned round is not mapped."""
    known = {name.casefold() for _, name in headings}
    for _, name in headings[11::137]:
        first, comma, rest = name.partition(", ")
        for near in (f"{name} of mice", f"the {name}", comma and f"{rest} {first}"):
            if near and near.casefold() not in known:
                assert mesh.find_mesh(near) is None


@pytest.mark.parametrize(
    ("term", "ui"),
    [
        ("Calcimycin", "D000001"),
        ("A-23187", "D000001"),
        ("A 23187", "D000001"),
        ("a23187, antibiotic", "D000001"),
        ("Antibiotic A23187", "D000001"),
        ("Abate", "D000002"),
        ("Difos", "D000002"),
        ("Antibiotics", None),  # where articles on Calcimycin stood before 1975
        ("Carboxylic Acids", "D002264"),  # the same; but a heading of its own
    ],
)
def test_entry_terms_of_the_descriptor_file(mesh, term, ui):
    """Listed variants are found; previous indexing names other headings."""
    match = mesh.find_mesh(term)
    assert (match and match.ui) == ui


# The hard cases, all rows. They agree with the files but in one point: the files of
# 2015 here list no qualifiers but those that a few substances allow, "secondary" not
# among them. It is learnt from an article, as in a library that was filled.


def test_hard_cases(mesh, shared_data, article, now):
    """Every hard case of MeSH gives what is wanted."""
    path = shared_data / "eval" / "hard-cases" / "E_mesh.tsv"
    rows = dict(
        line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]
    )
    assert mesh.find_mesh("Liver Neoplasms / secondary*") is None
    secondary = MeshQualifier(name="secondary", ui="Q000556", is_major=True)
    liver = MeshHeading(
        descriptor="Liver Neoplasms", ui="D008113", qualifiers=(secondary,)
    )
    one = article("pmid:99000001", mesh_headings=(liver,))
    mesh.save_article(one, citation="x", now=now)
    for term in ("Hepatectomy", "Liver Neoplasms", "Neuroendocrine Tumors"):
        assert mesh.find_mesh(term).ui == rows.pop(term)
    match = mesh.find_mesh("Liver Neoplasms / secondary*")
    assert rows.pop("Liver Neoplasms / secondary*").startswith("D008113 qualifier=")
    assert (match.ui, match.is_major) == ("D008113", False)
    assert [(q.ui, q.is_major) for q in match.qualifiers] == [("Q000556", True)]
    assert rows.pop("Female").startswith("D005260 ")
    assert mesh.find_mesh("Female").ui == "D005260"
    assert mesh.explode_mesh("D005260") == ("D005260",)
    assert rows.pop("explode(Liver Neoplasms), MeSH 2015") == "4 descriptors"
    assert len(mesh.explode_mesh("D008113")) == 4
    assert rows == {}


def test_explosion_of_2015(mesh, shared_data):
    """Neuroendocrine Tumors and all narrower: 26, as read off the tree file."""
    path = shared_data / "mesh" / "tree-numbers_2015.tsv"
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    own = [number for ui, _, number in lines if ui == "D018358"]
    narrower = {
        ui
        for ui, _, number in lines
        if any(f"{number}.".startswith(f"{one}.") for one in own)
    }
    assert len(narrower) == 26
    assert set(mesh.explode_mesh("D018358")) == narrower


def test_liver_metastases_are_suggested_not_mapped(mesh):
    """No term is called so: there are suggestions, and no match."""
    assert mesh.find_mesh("liver metastases") is None
    names = [one.name for one in mesh.suggest_mesh("liver metastases")]
    assert {"Neoplasm Metastasis", "Liver"} <= set(names)
    assert mesh.suggest_mesh("Hepatectmy")[0].name == "Hepatectomy"
