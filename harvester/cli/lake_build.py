"""``harvest lake build``: files of records → Parquet tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from harvester.cli.exits import DONE, IN_PART

if TYPE_CHECKING:
    from harvester.lake.build import Built

_SHOWN = 10


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--out",
    required=True,
    metavar="LAKE",
    help="Where: a folder, file://… or s3://…; made if it is not there.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Processes of this machine, or Dask.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Of a Dask cluster that runs already (tcp://host:8786); with --engine dask.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="Processes on this machine  [default: one a core]",
)
@click.option(
    "--buckets",
    type=click.IntRange(1, 999),
    help="Files of a table  [default: as the lake has, or its size asks]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
def build(
    files: tuple[str, ...],
    out: str,
    engine: str,
    scheduler: str | None,
    workers: int | None,
    buckets: int | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Build Parquet tables out of FILEs, or bring them up to date.

    FILEs are PubMed's baseline and update files and Crossref's public data file, plain
    or gzipped; paths, folders, patterns or URLs. Name all that the lake is to hold:
    what was read before is not read again, and a build that was broken off goes on.
    Of each record the newest stays; deletions count; a file with an .md5 beside it
    must be what that says. Readers see the lake before or after, never between.

    \b
      harvest lake build --out lake 'pubmed/*.xml.gz'
      harvest lake build --out s3://bucket/lake --engine dask \\
          --scheduler tcp://head:8786 's3://bucket/pubmed/*.xml.gz'

    \b
    Exit codes: 0 done · 1 failed · 3 done, but for files or records that are broken.
    """
    from harvester.cli.lake_needs import need_extra

    if scheduler and engine != "dask":
        raise click.UsageError("--scheduler is of Dask: add --engine dask")
    need_extra(engine)

    from os import cpu_count

    from msgspec import to_builtins

    from harvester.cli.progress import progress
    from harvester.cli.report import write_json
    from harvester.lake.build import build_lake
    from harvester.lake.engine import open_engine

    is_shown = not (quiet or as_json)
    with open_engine(engine, workers or cpu_count() or 1, scheduler) as running:
        built = build_lake(
            out,
            files,
            running,
            bucket_count=buckets,
            progress=lambda unit, total: progress(
                shown=is_shown, what="building", unit=unit, total=total
            ),
        )
    if as_json:
        write_json(to_builtins(built.manifest))
    elif is_shown:
        _print(out, built)
    return _report(built)


def _report(built: Built) -> int:
    """Name what is broken; return the exit code."""
    manifest = built.manifest
    for one in manifest.left_out:
        click.echo(f"harvest: {one.name}: {one.reason}; it was left out", err=True)
    for told in built.faults[:_SHOWN]:
        click.echo(f"harvest: {told}", err=True)
    fault_count = sum(one.fault_count for one in manifest.inputs)
    if fault_count > min(len(built.faults), _SHOWN):
        click.echo(f"harvest: {fault_count} records cannot be read", err=True)
    return IN_PART if manifest.left_out or fault_count else DONE


def _print(out: str, built: Built) -> None:
    manifest = built.manifest
    counts = [f"{count:,} of {name}" for name, count in manifest.record_counts.items()]
    files = f"{len(manifest.inputs)} files"
    if built.reused_count:
        files += f" ({built.reused_count} read before)"
    news = "" if built.is_news else ", nothing new"
    click.echo(
        f"{out}: records {', '.join(counts) or 0} · {files} · "
        f"{manifest.bytes / 1e6:,.1f} MB in {len(manifest.parts)} Parquet files{news}"
    )
    click.echo(f"tables: {out.rstrip('/')}/versions/{manifest.version}/*/*/*.parquet")
