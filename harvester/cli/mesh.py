"""``harvest mesh``: NLM's vocabulary in the library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.store import Library, Loaded
    from harvester.vocabulary import MeshFile, MeshMatch

_SHOWN = 6


@click.group()
def mesh() -> None:
    """Load NLM's vocabulary; look terms up in it."""


@mesh.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--year",
    type=click.IntRange(1960, 2100),
    help="The MeSH year  [default: what the file or its name says]",
)
@library_options
def load(
    files: tuple[str, ...], year: int | None, db: str | None, config: str | None
) -> int:
    """Load files of MeSH: descriptors, qualifiers, supplementary records, trees.

    NLM's XML (desc2026.xml, qual2026.xml, supp2026.xml; .gz is unpacked on the way),
    tree files (mtrees2026.bin) and tables with UI and name. A file is loaded once; of
    one that is cut off, the complete records are kept and it is said so.

    \b
      harvest mesh load desc2026.xml qual2026.xml supp2026.xml.gz
    """
    from harvester.cli.packed import load_each
    from harvester.config import load_settings
    from harvester.store import Library

    path = db or load_settings(config).library.database
    with Library.open(path) as library:
        _, code = load_each(files, lambda name: _load(library, name, year))
    return code


def _load(library: Library, path: Path, year: int | None) -> str | None:
    """Load a file and say so; return why not all of it, where it is cut off."""
    from datetime import UTC, datetime
    from time import monotonic

    import msgspec

    from harvester.cli.packed import opened, unpacked
    from harvester.errors import DocumentError
    from harvester.vocabulary import recognise
    from harvester.vocabulary.files import HEAD_BYTES

    began = monotonic()
    with opened(path) as (stream, sha256):
        file = recognise(stream.peek(HEAD_BYTES)[:HEAD_BYTES], path.name)
        file = msgspec.structs.replace(file, mesh_year=year or file.mesh_year)
        if file.mesh_year is None:
            raise DocumentError("does not say which MeSH year it is of; add --year")
        loaded = library.load_mesh(
            file,
            unpacked(file.records(stream)),
            sha256=sha256,
            now=datetime.now(UTC),
        )
    click.echo(f"{path}: {_said(file, loaded)}, {monotonic() - began:.1f} s")
    return loaded.problem


def _said(file: MeshFile, loaded: Loaded) -> str:
    unit = "line" if file.kind in {"table of headings", "tree file"} else "record"
    count = f"{loaded.record_count:,} {unit}{'s' * (loaded.record_count != 1)}"
    parts = [f"{file.kind} of MeSH {file.mesh_year}, {count}"]
    if loaded.problem:
        parts.append("incomplete")
    if loaded.is_repeated:
        parts.append("loaded before, nothing to do")
    if loaded.older_count:
        parts.append(f"{loaded.older_count:,} of them known from a newer MeSH")
    if loaded.unknown_count:
        parts.append(
            f"{loaded.unknown_count:,} not placed (load the descriptors of that year "
            "first)"
        )
    if loaded.replaced_count:
        parts.append(f"{loaded.replaced_count:,} older ones have a successor")
    return ", ".join(parts)


@mesh.command()
@click.argument("terms", nargs=-1, required=True, metavar="TERM…")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def find(
    terms: tuple[str, ...], as_json: bool, db: str | None, config: str | None
) -> int:
    """Look TERMs up: headings, entry terms, UIs, headings with qualifiers.

    A term that is not listed is not mapped; what may be meant is suggested.

    \b
      harvest mesh find 'Liver Neoplasms/secondary*' glowmoss
    """
    from harvester.cli.exits import DONE, FAILED, IN_PART
    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable
    from harvester.config import load_settings
    from harvester.store import Library

    path = db or load_settings(config).library.database
    with Library.open(path, create=False, read_only=True) as library:
        found = [_look_up(library, term) for term in terms]
    if as_json:
        write_json(found)
    else:
        for one in found:
            click.echo(printable("\n".join(_lines(one))))
    known = sum(one["match"] is not None for one in found)
    return DONE if known == len(found) else IN_PART if known else FAILED


def _look_up(library: Library, term: str) -> dict[str, Any]:
    match = library.find_mesh(term)
    if match is None:
        suggestions = library.suggest_mesh(term)
        return {
            "term": term,
            "match": None,
            "suggestions": [_plain(library, one) for one in suggestions],
        }
    return {"term": term, "match": _plain(library, match), "suggestions": []}


def _plain(library: Library, match: MeshMatch) -> dict[str, Any]:
    """Return a match as JSON; the narrower ones do not count the record itself."""
    return {
        "ui": match.ui,
        "name": match.name,
        "matched_term": match.term,
        "kind": match.kind,
        "rule": match.rule,
        "mesh_year": match.mesh_year,
        "replaced_ui": match.replaced_ui,
        "tree_numbers": list(match.tree_numbers),
        "narrower_count": len(library.explode_mesh(match.ui)) - 1,
        "mapped_to": list(match.mapped_to),
        "is_major": match.is_major,
        "qualifiers": [
            {"ui": one.ui, "name": one.name, "is_major": one.is_major}
            for one in match.qualifiers
        ],
    }


def _lines(found: dict[str, Any]) -> Iterator[str]:
    match = found["match"]
    if match is None:
        yield f"{found['term']}: not in MeSH as loaded here"
        if found["suggestions"]:
            names = (f"{one['name']} ({one['ui']})" for one in found["suggestions"])
            yield f"  perhaps: {'; '.join(list(names)[:_SHOWN])}"
        return
    yield f"{found['term']}: {match['name']}{'*' * match['is_major']} ({match['ui']})"
    year = f"MeSH {match['mesh_year']}" if match["mesh_year"] else "harvested records"
    yield f'  {match["kind"]} "{match["matched_term"]}", {year}'
    if match["replaced_ui"]:
        yield f"  successor of {match['replaced_ui']}"
    for one in match["qualifiers"]:
        yield f"  qualifier {one['name']}{'*' * one['is_major']} ({one['ui']})"
    if match["tree_numbers"]:
        yield f"  trees: {', '.join(match['tree_numbers'])}"
    if match["ui"].startswith("D"):
        yield f"  narrower: {match['narrower_count']}"
    if match["mapped_to"]:
        yield f"  mapped to: {', '.join(match['mapped_to'])}"
