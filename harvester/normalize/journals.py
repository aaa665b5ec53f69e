"""Journal titles: what stands around them, ISO 4 abbreviation, and comparison."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec
from anyascii import anyascii

from harvester.model import Container, Value
from harvester.normalize.derived import Derived, rule_of
from harvester.normalize.identifiers import normalize_issn
from harvester.normalize.journal_words import (
    ARTICLES,
    JOINING_WORDS,
    PHRASES,
    STEMS,
    WHOLE,
)
from harvester.normalize.markup import read_markup

_QUALIFIER = re.compile(r"\s*(?:\[([^\[\]]+)\]|\(([^()]+)\))\s*\.?$")
_CONFERENCE = re.compile(
    r"(?P<journal>.+?)\s*[.:]\s*(?P<conference>conference\s*(?:publication)?\s*:.+)",
    re.IGNORECASE | re.DOTALL,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*['’]?")
_MARKED = re.compile(r"[^\s/]+")
_ELISION = re.compile(r"\b(?:[dl]|dell|nell|all|sull|qu)['’](?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’](?:s)?$")
_SECTION = re.compile(
    r"\b(?:part|section|series)\s+(?=(?:[A-Z]|[0-9]+)$)", re.IGNORECASE
)
_LETTERS = re.compile(r"\b(?:[a-z0-9] ){1,}[a-z0-9]\b")


class Journal(Value, frozen=True, kw_only=True):
    """A journal title and what stood around it.

    Attributes:
        value: The title itself, as printed.
        qualifiers: What followed in brackets: medium, place, edition.
        conference: A conference that Ovid prints behind the title.
        rule: The rules that were applied.
    """

    value: str
    qualifiers: tuple[str, ...] = ()
    conference: str | None = None
    rule: str


@lru_cache(maxsize=16384)
def normalize_journal(printed: str) -> Journal | None:
    """Return the title of the journal alone; None for nothing.

    Examples:
        >>> normalize_journal("BMJ (Clinical research ed.)")
        Journal(value='BMJ', qualifiers=('Clinical research ed.',), rule='qualifier')
    """
    text = read_markup(printed)
    if text is None:
        return None
    value, conference, steps = text.plain, None, []
    if match := _CONFERENCE.fullmatch(value):
        value, conference = match["journal"], match["conference"]
        steps.append("conference")
    qualifiers: list[str] = []
    while (match := _QUALIFIER.search(value)) and match.start():
        qualifiers.insert(0, (match[1] or match[2]).strip())
        value = value[: match.start()]
        steps.append("qualifier")
    return Journal(
        value=value,
        qualifiers=tuple(qualifiers),
        conference=conference,
        rule=rule_of(*dict.fromkeys(steps)),
    )


@lru_cache(maxsize=16384)
def abbreviate_journal(title: str) -> Derived | None:
    """Return the abbreviation of a title by the rules of ISO 4; None for nothing.

    For journals of which no authority gives an abbreviation. Articles, prepositions and
    conjunctions are left out, except one that opens the title; a title of one word is
    not abbreviated; parts of compounds are abbreviated each; words keep their case and
    marks; "Part" before a letter is left out.

    Examples:
        >>> abbreviate_journal("Journal of Children's Orthopaedics").value
        'J. Child. Orthop.'
        >>> abbreviate_journal("The Lancet").value
        'Lancet'
    """
    text = " ".join(title.split())
    if not text:
        return None
    text = _ELISION.sub("", _SECTION.sub("", text)).replace("&", " ")
    for phrase, short in PHRASES:
        text = re.sub(rf"\b{phrase}\b", short, text, flags=re.IGNORECASE)
    words = [word.strip(",;:") for word in _MARKED.findall(text)]
    words = [
        word for at, word in enumerate(words) if word and not _is_left_out(word, at)
    ]
    parts = re.split(r"[\s-]+", " ".join(words))
    if len([part for part in parts if _fold(part) not in JOINING_WORDS]) < 2:
        return Derived(value=" ".join(words) or text, rule="iso-4")
    return Derived(value=" ".join(map(_abbreviate, words)), rule="iso-4")


def _is_left_out(word: str, at: int) -> bool:
    if word == "A" and at:
        return False
    folded = _fold(word)
    return folded in (JOINING_WORDS if at else ARTICLES)


def _abbreviate(word: str) -> str:
    """Abbreviate a word, or each part of a compound."""
    if "-" in word:
        return "-".join(map(_abbreviate, word.split("-")))
    bare = _POSSESSIVE.sub("", word)
    if len(bare) > 2 and bare.endswith("."):
        # Titles of catalogues part a section by a stop: "Biochemistry. B".
        bare = bare[:-1]
    folded = _fold(bare)
    if folded in WHOLE or not bare.isalpha():
        return word
    if folded.startswith("children"):
        return f"{bare[:5]}."
    for length in range(len(folded), 2, -1):
        kept = STEMS.get(folded[:length])
        if kept is None:
            continue
        if isinstance(kept, str):
            short = kept.capitalize() if bare[0].isupper() else kept
        else:
            short = bare[:kept]
        return f"{short}." if len(short) < len(bare) else word
    return word


@lru_cache(maxsize=65536)
def _fold(word: str) -> str:
    folded = word if word.isascii() else anyascii(word)
    return folded.lower()


@lru_cache(maxsize=16384)
def journal_key(printed: str) -> str:
    """Return the words of a title that tell it apart, folded, in order.

    Brackets behind the title and joining words do not count.

    Examples:
        >>> journal_key("The Journal of Surgery (Online)")
        'journal surgery'
    """
    journal = normalize_journal(printed)
    if journal is None:
        return ""
    text = _ELISION.sub("", _SECTION.sub("", journal.value))
    words = [_fold(_POSSESSIVE.sub("", word)) for word in _WORD.findall(_doubted(text))]
    kept = [word for at, word in enumerate(words) if not _is_joining(word, at, words)]
    return " ".join(kept or words)


def _is_joining(word: str, at: int, words: list[str]) -> bool:
    # A letter at the end is a section, not an article.
    is_section = len(word) == 1 and at == len(words) - 1
    return word in JOINING_WORDS and not is_section


def _doubted(text: str) -> str:
    # A question mark inside a word stands for a letter that was lost.
    return re.sub(r"(?<=\w)\?(?=\w)", "qqq", text)


@lru_cache(maxsize=65536)
def journals_agree(one: str, other: str) -> str | None:
    """Return the rule by which two titles may name one journal, or None.

    Rules: ``same-words``; ``abbreviation``, where word for word one is the beginning
    or a contraction of the other, in the same order and number. Other qualifiers in
    brackets on both sides, another section letter or another word make another journal;
    a journal that changed its name is another one too.
    """
    first, second = normalize_journal(one), normalize_journal(other)
    if first is None or second is None:
        return None
    if first.qualifiers and second.qualifiers and not _same_qualifiers(first, second):
        return None
    left, right = journal_key(one), journal_key(other)
    if left == right:
        return "same-words"
    pairs = (_joined(left).split(), _joined(right).split())
    if len(pairs[0]) == len(pairs[1]) and all(map(_alike, *pairs)):
        return "abbreviation"
    return None


def _same_qualifiers(one: Journal, other: Journal) -> bool:
    return list(map(_fold, one.qualifiers)) == list(map(_fold, other.qualifiers))


def _joined(key: str) -> str:
    """Write letters that stand apart as one word: ``u s a``."""
    for phrase, short in PHRASES:
        if short.replace(".", "").replace(" ", "").isupper():
            words = [w for w in phrase.split() if w not in JOINING_WORDS]
            key = key.replace(" ".join(words), "".join(word[0] for word in words))
    return _LETTERS.sub(lambda match: match[0].replace(" ", ""), key)


def _alike(one: str, other: str) -> bool:
    """Whether one word is the other or its abbreviation."""
    shorter, longer = sorted((one, other), key=len)
    if "qqq" in shorter or "qqq" in longer:
        pattern = re.escape(longer).replace("qqq", ".{0,2}")
        return bool(re.match(pattern, shorter)) or _begins(longer, shorter)
    if longer.startswith(shorter):
        return not shorter.isdigit() or shorter == longer
    short = _abbreviate(longer).rstrip(".")
    return short != longer and short == shorter


def _begins(doubtful: str, short: str) -> bool:
    """Whether a word with lost letters may begin with ``short``."""
    parts = doubtful.split("qqq")
    reached = {0}
    for at, part in enumerate(parts):
        following = set()
        for start in reached:
            gaps = (0,) if at == 0 else (0, 1, 2)
            for gap in gaps:
                rest = short[start + gap :]
                if part.startswith(rest):
                    return True
                if rest.startswith(part):
                    following.add(start + gap + len(part))
        reached = following
    return False


def normalize_container(container: Container) -> Container:
    """Return the container with its ISSNs in their hyphenated form.

    A number whose check digit is wrong stays as printed; of equal untyped ones the
    first stays.
    """
    changes: dict[str, object] = {}
    for field in ("issn_print", "issn_electronic", "issn_linking"):
        printed = getattr(container, field)
        if printed and (issn := normalize_issn(printed) or printed) != printed:
            changes[field] = issn
    issns = tuple(dict.fromkeys(normalize_issn(i) or i for i in container.issns))
    if issns != container.issns:
        changes["issns"] = issns
    return msgspec.structs.replace(container, **changes) if changes else container


def issns_of(container: Container) -> tuple[str, ...]:
    """Return every ISSN of the container once: linking, print, electronic, others."""
    typed = (container.issn_linking, container.issn_print, container.issn_electronic)
    return tuple(dict.fromkeys(issn for issn in (*typed, *container.issns) if issn))
