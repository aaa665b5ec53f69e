"""PubMed's query language, as far as a folder of records can answer it.

Words, "quoted phrases", ``wild*`` cards, field tags, ``AND OR NOT`` from left to
right, parentheses, ranges (``2020:2021[dp]``, ``1:99[uid]``), ``#1`` for a list of the
history server. There is no automatic term mapping: a word is a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from harvester.mirror.folder import Folder
from harvester.mirror.reading import Reading, fold
from harvester.model.value import Value

# Tag -> (kind of field, key there, its name in EInfo).
FIELDS: dict[str, tuple[str, str, str]] = {
    tag: (kind, key, name)
    for kind, key, name, tags in (
        ("words", "all", "All Fields", "all,all fields"),
        ("words", "ti", "Title", "ti,title,titl"),
        ("words", "tiab", "Title/Abstract", "tiab,title/abstract,tw,word,text word"),
        ("words", "jour", "Journal", "ta,jour,journal,jid"),
        ("author", "au", "Author", "au,auth,author,fau,full,cn,coln"),
        ("author", "1au", "Author - First", "1au,faut"),
        ("exact", "mh", "MeSH Terms", "mh,mesh,mesh terms,majr"),
        ("exact", "vol", "Volume", "vi,vol,volume"),
        ("exact", "iss", "Issue", "ip,iss,issue"),
        ("exact", "page", "Pagination", "pg,page,pagination"),
        ("exact", "pt", "Publication Type", "pt,ptyp,publication type"),
        ("exact", "la", "Language", "la,lang,language"),
        ("id", "doi", "DOI", "doi"),
        ("id", "pmc", "PMCID", "pmc,pmcid"),
        ("id", "any", "Article Identifier", "aid"),
        ("id", "lid", "Location ID", "lid,location id"),
        ("uid", "uid", "UID", "uid,pmid"),
        ("date", "pdat", "Date - Publication", "dp,pdat,date - publication"),
        ("date", "ppdt", "Print Publication Date", "ppdt"),
        ("date", "epdt", "Electronic Publication Date", "epdt"),
        ("date", "edat", "Date - Entry", "edat,date - entry"),
        ("date", "crdt", "Date - Create", "crdt,date - create"),
        ("date", "mdat", "Date - Modification", "mdat,lr,date - modification"),
        ("date", "mhda", "Date - MeSH", "mhda"),
        ("date", "cdat", "Date - Completion", "cdat,dcom"),
    )
    for tag in tags.split(",")
}
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<doi>10\.\d{4,9}/[^\s\[\]"]+)(?=\s*\[)   # may hold parentheses
      | (?P<bracket>[()])
      | "(?P<quoted>[^"]*)"
      | (?P<word>[^\s()"\[\]]+)
    )(?:\s*\[(?P<tag>[^\]]*)\])?""",
    re.VERBOSE,
)
_OPERATORS = ("AND", "OR", "NOT")

Pmids = frozenset[str]


class Found(Value, frozen=True, kw_only=True):
    """What a query or a part of it finds.

    Attributes:
        pmids: The records found.
        translation: The query as it was understood.
        missing: Terms that no record has, as typed.
        missing_quoted: Those of them that were quoted.
        unknown_fields: Tags that name no field.
    """

    pmids: Pmids
    translation: str = ""
    missing: tuple[str, ...] = ()
    missing_quoted: tuple[str, ...] = ()
    unknown_fields: tuple[str, ...] = ()

    def joined(self, operator: str, other: Found) -> Found:
        """Combine with what the part to the right finds."""
        combine: dict[str, Callable[[Pmids, Pmids], Pmids]] = {
            "AND": Pmids.intersection,
            "OR": Pmids.union,
            "NOT": Pmids.difference,
        }
        return Found(
            pmids=combine[operator](self.pmids, other.pmids),
            translation=f"{self.translation} {operator} {other.translation}",
            missing=self.missing + other.missing,
            missing_quoted=self.missing_quoted + other.missing_quoted,
            unknown_fields=self.unknown_fields + other.unknown_fields,
        )


class _Term(Value, frozen=True, kw_only=True):
    """One token: a bracket, an operator, or a term with its tag."""

    text: str
    tag: str | None = None
    is_quoted: bool = False

    @property
    def is_mark(self) -> bool:
        return not self.is_quoted and self.text in ("(", ")", *_OPERATORS)

    @property
    def typed(self) -> str:
        text = f'"{self.text}"' if self.is_quoted else self.text
        return text if self.tag is None else f"{text}[{self.tag}]"


def search(term: str, folder: Folder, recall: Callable[[str], Sequence[str]]) -> Found:
    """Evaluate a query over the records of a folder.

    Args:
        term: The query.
        folder: The records.
        recall: Gives the list of the history server under a query key.
    """
    tokens = [
        _Term(
            text=match["doi"]
            or match["bracket"]
            or match["word"]
            or match["quoted"]
            or "",
            tag=match["tag"],
            is_quoted=match["quoted"] is not None,
        )
        for match in _TOKEN.finditer(term)
    ]
    return _Evaluator(tokens, folder, recall).whole(depth=0)


class _Evaluator:
    """Evaluates tokens from left to right, a parenthesis at a time."""

    def __init__(
        self,
        tokens: Sequence[_Term],
        folder: Folder,
        recall: Callable[[str], Sequence[str]],
    ) -> None:
        self._tokens = list(tokens)
        self._at = 0
        self._folder = folder
        self._recall = recall

    def whole(self, depth: int) -> Found:
        """Evaluate up to the closing parenthesis or the end.

        A closing parenthesis that nothing opened is passed over.
        """
        found: Found | None = None
        operator = "AND"
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.is_mark and token.text == ")":
                if depth:
                    break
                self._at += 1
                continue
            if token.is_mark and token.text in _OPERATORS:
                operator = token.text
                self._at += 1
                continue
            part = self._part(depth)
            found = part if found is None else found.joined(operator, part)
            operator = "AND"
        return found or Found(pmids=frozenset())

    def _part(self, depth: int) -> Found:
        """Evaluate a parenthesis or a run of words."""
        token = self._tokens[self._at]
        if not (token.is_mark and token.text == "("):
            return self._words()
        self._at += 1
        found = self.whole(depth + 1)
        self._at += 1
        return replace(found, translation=f"({found.translation})")

    def _words(self) -> Found:
        """Evaluate words up to the tag that ends them, or each by itself."""
        run: list[_Term] = []
        while self._at < len(self._tokens) and not self._tokens[self._at].is_mark:
            run.append(self._tokens[self._at])
            self._at += 1
            if run[-1].tag is not None or run[-1].is_quoted:
                break
        last = run[-1]
        if last.tag is not None:
            text = " ".join(word.text for word in run)
            return self._leaf(self._ranged(replace(last, text=text)))
        found, *others = [self._leaf(word) for word in run]
        for other in others:
            found = found.joined("AND", other)
        return found

    def _ranged(self, lower: _Term) -> _Term:
        """Join ``"2020"[dp] : "2021"[dp]`` into one range; else leave the term."""
        following = self._tokens[self._at : self._at + 2]
        if not lower.is_quoted or len(following) < 2 or following[0].text != ":":
            return lower
        self._at += 2
        return _Term(text=f"{lower.text}:{following[1].text}", tag=lower.tag)

    def _leaf(self, term: _Term) -> Found:
        """Look up one term in one field."""
        if re.fullmatch(r"#\d+", term.text) and not term.is_quoted:
            pmids = frozenset(self._recall(term.text[1:]))
            return Found(pmids=pmids, translation=term.text)
        tag = (term.tag or "all").strip().lower()
        kind, key, name = FIELDS.get(tag, FIELDS["all"])
        pmids = _LOOKUPS[kind](self._folder, key, term)
        missing = () if pmids else (term.typed,)
        is_range = kind in ("date", "uid") and ":" in term.text
        return Found(
            pmids=pmids,
            translation=f"{term.text if is_range else _quoted(term.text)}[{name}]",
            missing=missing,
            missing_quoted=missing if term.is_quoted else (),
            unknown_fields=() if tag in FIELDS else (term.tag or "",),
        )


def _quoted(text: str) -> str:
    return f'"{text.lower()}"'


def in_range(dates: Sequence[str], low: str, high: str) -> bool:
    """Is one of the ``YYYY/MM/DD`` dates within bounds of any precision?"""
    first, last = _bounds(low, high)
    return any(first <= date < last for date in dates)


def _bounds(low: str, high: str) -> tuple[str, str]:
    """Return the first text that is a date within bounds, and the first beyond."""
    return _padded(low), _padded(high) + "~"


def _padded(date: str) -> str:
    """``2020/6/1`` -> ``2020/06/01``, so that dates compare as texts."""
    return "/".join(part.zfill(2) for part in re.split(r"[/-]", date.strip()))


def _matching(folder: Folder, test: Callable[[Reading], bool]) -> Pmids:
    return frozenset(pmid for pmid, reading in folder.readings.items() if test(reading))


def _by_words(folder: Folder, key: str, term: _Term) -> Pmids:
    """Every word anywhere in the field; quoted, one after the other."""
    words = fold(term.text)
    if not words.strip():
        return frozenset()
    wanted = [words] if term.is_quoted else [f" {word} " for word in words.split()]
    if term.text.endswith("*"):
        wanted[-1] = wanted[-1].rstrip()

    def test(reading: Reading) -> bool:
        texts = reading.texts.get(key, ())
        return all(any(word in held for held in texts) for word in wanted)

    return _matching(folder, test)


def _by_author(folder: Folder, key: str, term: _Term) -> Pmids:
    """``smith``, ``smith j``, ``smith ja`` or the full name in either order."""
    wanted = fold(term.text)

    def test(reading: Reading) -> bool:
        limit = 1 if key == "1au" else None
        names = reading.texts.get("au", ())[:limit]
        full = reading.texts.get("full", ())[:limit]
        if any(name.startswith(wanted) for name in names):
            return True
        if not term.is_quoted and " " in wanted.strip():
            if any(name.startswith(wanted.rstrip()) for name in names):
                return True
            return any(set(wanted.split()) <= set(name.split()) for name in full)
        return False

    return _matching(folder, test) if wanted.strip() else frozenset()


def _by_exact(folder: Folder, key: str, term: _Term) -> Pmids:
    """The whole value of the field."""
    wanted = fold(term.text)
    return _matching(folder, lambda reading: wanted in reading.texts.get(key, ()))


def _by_id(folder: Folder, key: str, term: _Term) -> Pmids:
    """An identifier, in any case; only as a whole."""
    value = term.text.strip().lower()
    if key == "lid":
        return _matching(
            folder,
            lambda reading: value in (held.lower() for _, held in reading.locations),
        )
    schemes = ("doi", "pii", "pmc", "pmcid", "mid") if key == "any" else (key,)
    index = folder.by_identifier
    return frozenset(
        pmid for scheme in schemes for pmid in index.get((scheme, value), ())
    )


def _by_uid(folder: Folder, _key: str, term: _Term) -> Pmids:
    """A PMID, or a range of them; needs no contents."""
    low, _, high = term.text.strip().partition(":")
    if not high:
        return frozenset({low.lstrip("0")}) & folder.pmids
    if not (low.isdecimal() and high.isdecimal()):
        return frozenset()
    return frozenset(
        pmid for pmid in folder.pmids if int(low) <= int(pmid) <= int(high)
    )


def _by_date(folder: Folder, key: str, term: _Term) -> Pmids:
    """A date of any precision, or a range of two."""
    low, _, high = term.text.partition(":")
    first, last = _bounds(low, high or low)
    dated = folder.by_date.get(key, [])
    start = bisect_left(dated, (first,))
    return frozenset(pmid for _, pmid in dated[start : bisect_left(dated, (last,))])


_LOOKUPS: dict[str, Callable[[Folder, str, _Term], Pmids]] = {
    "words": _by_words,
    "author": _by_author,
    "exact": _by_exact,
    "id": _by_id,
    "uid": _by_uid,
    "date": _by_date,
}
