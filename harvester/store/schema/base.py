"""What a schema is made of, and how it is said in SQL."""

from __future__ import annotations

from harvester.model import Value

TOKENIZER = "unicode61 remove_diacritics 2"
"""What the words of full-text indexes are: without case and accents."""


class Column(Value, frozen=True, kw_only=True):
    """A column.

    Attributes:
        name: Its name.
        description: One line for people; shown by Datasette.
        type: ``TEXT`` for everything that is not a count, a key or a flag: the
            affinity of ``INTEGER`` would turn volume ``007`` into 7.
        references: ``table.column`` of the row it points at.
        is_part: The row belongs to the one it points at and is deleted with it.
        is_required: Never null.
        since: Number of the migration that brought it.
    """

    name: str
    description: str
    type: str = "TEXT"
    references: str | None = None
    is_part: bool = False
    is_required: bool = False
    since: int = 1


class Table(Value, frozen=True, kw_only=True):
    """A table.

    Attributes:
        name: Its name.
        title: Its name for people.
        description: What a row is.
        columns: In order.
        primary_key: A single ``id`` is an integer that SQLite gives.
        unique: Groups of columns that no two rows share.
        indexes: Groups of columns to search by.
        sparse_indexes: The same, of the rows whose first of these columns is not null:
            for what few rows of a large table have.
        presence: Columns whose index tells which rows have them, and no more.
        label: The column that stands for a row where another table points at it.
        sort: The column that people see it sorted by, the highest first; indexed.
        facets: Columns to narrow down by; indexed, hence none where a table has very
            many rows and the column few values.
        searched: Columns of its full-text index, in order.
        filled: A column without which a row is not complete yet. A row that comes
            with it is put into the full-text index by whoever inserts it (see
            ``build_indexing``).
        is_numbered_once: No ``id`` is ever given twice, so that the address of a
            deleted row does not come to mean another one.
        is_clustered: Kept in the order of its primary key, without row numbers: for
            a large table whose key is most of its content.
        is_hidden: Of no use to people.
        is_log: A part of the run log, the one thing that an identical second run
            adds to.
        since: Number of the migration that brought it.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ("id",)
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    sparse_indexes: tuple[tuple[str, ...], ...] = ()
    presence: tuple[str, ...] = ()
    label: str | None = None
    sort: str | None = None
    facets: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    filled: str | None = None
    is_numbered_once: bool = False
    is_clustered: bool = False
    is_hidden: bool = False
    is_log: bool = False
    since: int = 1

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(column.name for column in self.columns)


class View(Value, frozen=True, kw_only=True):
    """A view: a question that people ask often."""

    name: str
    title: str
    description: str
    sql: str
    columns: tuple[Column, ...] = ()
    since: int = 1


def build_table(table: Table) -> str:
    """Return the statement that makes ``table`` as it is now."""
    key = table.primary_key
    suffix = " PRIMARY KEY" + " AUTOINCREMENT" * table.is_numbered_once
    lines = [
        build_column(column) + (suffix if key == ("id",) == (column.name,) else "")
        for column in table.columns
    ]
    if key != ("id",):
        lines.append(f"PRIMARY KEY ({_names(key)})")
    lines += [f"UNIQUE ({_names(columns)})" for columns in table.unique]
    body = ",\n  ".join(lines)
    kind = " WITHOUT ROWID" * table.is_clustered
    return f'CREATE TABLE "{table.name}" (\n  {body}\n){kind}'


def build_search(table: Table, *, since: int) -> list[str]:
    """Return the statements that make the full-text index of ``table``, if it is new.

    It is made anew where a further column is searched since then. Datasette finds it
    only if ``content`` names the table in quotes.
    """
    ages = {column.name: column.since for column in table.columns}
    names = tuple(name for name in table.searched if ages[name] <= since)
    if since not in {ages[name] for name in names}:
        return []
    index = f'"{table.name}_fts"'
    options = f"tokenize='{TOKENIZER}', content=\"{table.name}\""
    return [
        f"DROP TABLE IF EXISTS {index}",
        f"CREATE VIRTUAL TABLE {index} USING FTS5 ({_names(names)}, {options})",
        f"INSERT INTO {index} ({index}) VALUES ('rebuild')",
        *build_triggers(table, names),
    ]


def build_triggers(table: Table, names: tuple[str, ...]) -> list[str]:
    """Return the statements that make the triggers which keep a full-text index.

    A column that is not searched may change without it.

    Args:
        table: What is searched.
        names: The columns of the index.
    """
    index, columns = f'"{table.name}_fts"', _names(names)
    old, new = (
        ", ".join(f'{row}."{name}"' for name in names) for row in ("old", "new")
    )
    drop = (
        f"INSERT INTO {index} ({index}, rowid, {columns}) "
        f"VALUES ('delete', old.rowid, {old});"
    )
    add = f"INSERT INTO {index} (rowid, {columns}) VALUES (new.rowid, {new});"
    inserted = f' WHEN new."{table.filled}" IS NULL' if table.filled else ""
    triggers = {
        "ai": ("INSERT", inserted, add),
        "ad": ("DELETE", "", drop),
        "au": (f"UPDATE OF {columns}", "", f"{drop} {add}"),
    }
    return [
        *(f'DROP TRIGGER IF EXISTS "{table.name}_{name}"' for name in triggers),
        *(
            f'CREATE TRIGGER "{table.name}_{name}" AFTER {event} '
            f'ON "{table.name}"{condition} BEGIN {action} END'
            for name, (event, condition, action) in triggers.items()
        ),
    ]


def build_indexing(table: Table) -> str:
    """Return the statement that puts rows into the full-text index of ``table``.

    It takes the first and the last of their numbers. One statement for many rows: FTS5
    writes what it has gathered at the end of each, and merges it again.
    """
    index, columns = f'"{table.name}_fts"', _names(table.searched)
    return (
        f"INSERT INTO {index} (rowid, {columns}) "
        f'SELECT id, {columns} FROM "{table.name}" WHERE id BETWEEN ? AND ?'
    )


def build_addition(table: Table, column: Column) -> str:
    """Return the statement that adds ``column`` to a table that is there already."""
    return f'ALTER TABLE "{table.name}" ADD COLUMN {build_column(column)}'


def build_column(column: Column) -> str:
    """Return the definition of ``column``, as in CREATE and ALTER TABLE."""
    words = [f'"{column.name}"', column.type]
    if column.is_required:
        words.append("NOT NULL")
    if column.references:
        other, _, key = column.references.partition(".")
        words.append(f'REFERENCES "{other}"("{key}")')
        if column.is_part:
            words.append("ON DELETE CASCADE")
    return " ".join(words)


def build_indexes(table: Table) -> dict[str, str]:
    """Return the indexes of ``table``: name → statement that makes one not there.

    A column that people sort or narrow down by is indexed without being named, unless
    an index begins with it: a default sort without an index makes Datasette give up on
    a large table.
    """
    leading = {table.primary_key[:1], *(columns[:1] for columns in table.unique)}
    begun = {columns[0] for columns in table.indexes}
    single = [(n,) for n in (*table.facets, table.sort) if n and n not in begun]
    wanted = dict.fromkeys([*table.indexes, *single])
    indexes = {
        "_".join(columns): f"({_names(columns)})"
        for columns in wanted
        if columns not in leading
    }
    indexes |= {
        "_".join(columns): f'({_names(columns)}) WHERE "{columns[0]}" IS NOT NULL'
        for columns in table.sparse_indexes
    }
    indexes |= {name: f'("id") WHERE "{name}" IS NOT NULL' for name in table.presence}
    return {
        f"{table.name}_{name}": f'CREATE INDEX IF NOT EXISTS "{table.name}_{name}" '
        f'ON "{table.name}" {indexed}'
        for name, indexed in indexes.items()
    }


def build_groups(table: str, key: str, columns: tuple[str, ...], rows: str) -> str:
    """Return SQL for a view of what is grouped row by row of a table.

    Grouped all at once, the first row would have to wait for the whole library; and
    what is asked of one row of the table would be looked for in all.

    Args:
        table: The table; ``rows`` calls it ``a``.
        key: What its ``id`` is called in the view.
        columns: The further columns of the view.
        rows: SQL that returns these columns for ``a``.
    """
    taken = ", ".join(
        f"json_extract(g.value, '$[{place}]') AS {name}"
        for place, name in enumerate(columns)
    )
    return (
        f"SELECT a.id AS {key}, {taken} FROM {table} a JOIN json_each(("
        f"SELECT json_group_array(json_array({', '.join(columns)})) FROM ({rows}))) g"
    )


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def identity() -> Column:
    """Return the key of a table whose rows other tables point at."""
    return Column(name="id", description="Number of the row.", type="INTEGER")


def text(
    name: str, description: str, *, is_required: bool = False, since: int = 1
) -> Column:
    """Return a column of text."""
    return Column(
        name=name, description=description, is_required=is_required, since=since
    )


def number(
    name: str, description: str, *, is_required: bool = False, since: int = 1
) -> Column:
    """Return a column of whole numbers: a count, a rank, a flag (1 or 0)."""
    return Column(
        name=name,
        description=description,
        type="INTEGER",
        is_required=is_required,
        since=since,
    )


def pointer(name: str, references: str, description: str, *, since: int = 1) -> Column:
    """Return a column that may point at a row of another table."""
    return Column(
        name=name,
        description=description,
        type="INTEGER" if references.endswith(".id") else "TEXT",
        references=references,
        since=since,
    )


def part_of(name: str, references: str, description: str, *, since: int = 1) -> Column:
    """Return a column that names the row which this one is a part of."""
    return Column(
        name=name,
        description=description,
        type="INTEGER",
        references=references,
        is_part=True,
        is_required=True,
        since=since,
    )
