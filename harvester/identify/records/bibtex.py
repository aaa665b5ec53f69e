"""BibTeX and BibLaTeX (``.bib``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvester.identify.found import Found
from harvester.identify.records.base import Entry, Format, first_of_each, read_field
from harvester.model import DOI, PMCID, PMID

_ENTRY = re.compile(
    r"^[ \t\ufeff]{0,20}@(?P<type>[A-Za-z]{2,30})[ \t]{0,20}[{(]", re.MULTILINE
)
_NO_ENTRIES = frozenset({"comment", "string", "preamble"})
_KEY = re.compile(r"\s*[^\s,={}\"]{0,200}\s*,")
_NAME = re.compile(r"[\s,]*(?P<name>[A-Za-z][\w.:+-]{0,60})\s*=\s*")
_BARE = re.compile(r"[^,\r\n}]*")
_TOKEN = re.compile(r"[{}\"]|\\.", re.DOTALL)
_LINE = re.compile(
    r"""^[ \t]*(?P<name>[A-Za-z][\w.:+-]{0,60})[ \t]*=[ \t]*[{"]*(?P<value>[^\r\n]*)""",
    re.MULTILINE,
)
_SWALLOWED = re.compile(r"\n[ \t]*[A-Za-z][\w.:+-]{0,60}[ \t]*=[ \t]*[{\"]")
_SCHEMES: tuple[tuple[tuple[str, ...], str | None], ...] = (
    (("doi", "article-doi", "article_doi"), DOI),
    (("pmid", "pubmedid", "pubmed-id", "pubmed_id", "pubmed"), PMID),
    (("pmcid", "pmc", "pmc-id", "pmc_id"), PMCID),
    (("ee", "url", "howpublished", "note", "annote", "link", "eprint"), None),
)
_EPRINTS = {"pubmed": PMID, "pmid": PMID, "medline": PMID, "pmc": PMCID, "pmcid": PMCID}
_FIELDS = {
    "title": "title", "journal": "journal", "journaltitle": "journal",
    "booktitle": "journal", "shortjournal": "short_journal", "issn": "issn",
    "publisher": "publisher", "volume": "volume", "number": "issue", "issue": "issue",
    "pages": "page", "date": "date", "abstract": "abstract", "keywords": "keyword",
}  # fmt: skip
_ESCAPED = re.compile(r"\\([_%&#$~^{}])(?:\{\})?|[{}]")
_COMMANDS = (
    (re.compile(r"\\textless\s?|\$<\$"), "<"),
    (re.compile(r"\\textgreater\s?|\$>\$"), ">"),
    (re.compile(r"\\textunderscore\s?"), "_"),
)

_Value = tuple[str, str, int]
"""Name in lower case, value without its delimiters, where the value begins."""


def _recognises(text: str) -> bool:
    return any(
        entry["type"].lower() not in _NO_ENTRIES
        and (key := _KEY.match(text, entry.end()))
        and _NAME.match(text, key.end())
        for entry in _ENTRY.finditer(text)
    )


def _read(text: str) -> Iterator[Entry]:
    """Yield the entries; one that is never closed ends where the next begins."""
    starts = list(_ENTRY.finditer(text))
    for index, start in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(text)
        if start["type"].lower() in _NO_ENTRIES:
            continue
        values = list(_values(text, start.end(), end))
        yield Entry(
            found=first_of_each(_identifiers(values)), fields=tuple(_describe(values))
        )


def _values(text: str, start: int, end: int) -> Iterator[_Value]:
    """Yield the fields; behind a bracket that is never closed, those of each line.

    Nor is one closed that takes in the next line's ``name = {``.
    """
    key = _KEY.match(text, start, end)
    position = key.end() if key else start
    while name := _NAME.match(text, position, end):
        begin = name.end()
        opening = text[begin : begin + 1]
        if opening in {"{", '"'} and begin < end:
            close = _closing(text, begin, end)
            if close < 0 or _SWALLOWED.search(text, begin, close):
                for line in _LINE.finditer(text, position, end):
                    value = line["value"].rstrip(' \t,}"')
                    yield line["name"].lower(), value, line.start("value")
                return
            yield name["name"].lower(), text[begin + 1 : close], begin + 1
            position = close + 1
        else:
            bare = _BARE.match(text, begin, end)
            position = bare.end() if bare else end
            yield name["name"].lower(), text[begin:position], begin


def _closing(text: str, begin: int, end: int) -> int:
    """Return where the value that opens at ``begin`` closes; -1 where it does not."""
    is_quoted = text[begin] == '"'
    depth = 0
    for token in _TOKEN.finditer(text, begin + is_quoted, end):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if (is_quoted and token[0] == '"' and depth == 0) or (
            not is_quoted and depth == 0 and token[0] == "}"
        ):
            return token.start()
    return -1


def _identifiers(values: list[_Value]) -> Iterator[Found]:
    kinds = {
        value.strip().lower()
        for name, value, _ in values
        if name in {"eprinttype", "archiveprefix"}
    }
    eprint = next((_EPRINTS[kind] for kind in sorted(kinds) if kind in _EPRINTS), None)
    for names, scheme in _SCHEMES:
        for name, value, offset in values:
            # Programs put their own names before: colrev.pubmed.pmcid.
            if name in names or (scheme and name.rpartition(".")[2] in names):
                holds = eprint if name == "eprint" else scheme
                if name == "eprint" and value.strip("{} ").upper().startswith("PMC"):
                    holds = PMCID
                yield from read_field(holds, _plain(value), offset=offset, label=name)


def _plain(value: str) -> str:
    r"""Return a value without TeX: ``10.5555/a\_b`` is ``10.5555/a_b``."""
    for command, character in _COMMANDS:
        value = command.sub(character, value)
    return _ESCAPED.sub(lambda match: match[1] or "", value)


def _describe(values: list[_Value]) -> Iterator[tuple[str, str]]:
    given = {name: _plain(value) for name, value, _ in values}
    if "date" not in given and "year" in given:
        yield "date", " ".join(filter(None, (given["year"], given.get("month"))))
    for name, value, _ in values:
        if field := _FIELDS.get(name):
            text = _plain(value)
            yield field, text.replace("--", "-") if field == "page" else text
        elif name == "author":
            for author in re.split(r"\s+and\s+", value.strip()):
                if author != "others":
                    is_group = author.startswith("{") and author.endswith("}")
                    yield "group" if is_group else "author", _plain(author)


BIBTEX = Format(name="bibtex", called="BibTeX file", recognises=_recognises, read=_read)
