"""Names that come as one text: in index order, sorted with commas, or as spoken."""

from __future__ import annotations

import re

import msgspec

from harvester.model import Contributor
from harvester.normalize.derived import rule_of
from harvester.normalize.name_words import (
    PARTICLES,
    fold_name,
    initials_of,
    is_group,
    normalize_suffix,
)
from harvester.normalize.names import normalize_contributor

_SUFFIX = re.compile(r"(?i:jr|jnr|sr|snr|2nd|2d|3rd|3d|4th)\.?|II|III|IV")
_DEGREES = re.compile(
    r",?\s+(?:Ph\.?\s?D|M\.?D|M\.?P\.?H|M\.?Sc|B\.?Sc|D\.?Phil|FRCP\w*|R\.?N|Pharm\.?D)\.?"
    r"(?=,|$)"
)
_TITLES = re.compile(r"(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Dame)\.?\s+(?=\S+\s)")
_LETTER = r"[^\W\d_a-zà-öø-ÿ]"
_INITIALS = re.compile(
    rf"(?:{_LETTER}(?:da|de|do|dos|el|u|a)?[.\s-]*){{1,5}}|{_LETTER}\.(?:[\s-]?{_LETTER}\.)*"
)
_BLOCK = re.compile(rf"{_LETTER}(?:-?{_LETTER}){{0,4}}|{_LETTER}[ua]{_LETTER}{{1,2}}")
_STOPPED = re.compile(rf"(?:{_LETTER}\.?[-\s]*)+\.")
_PARTICLE_BLOCK = re.compile(r"[A-Z](?:da|de|del|do|dos|van|von)")
_CLOSING_STOP = re.compile(r"(?<=[^\W\d_]{4})\.$")
_ET_AL = re.compile(r"[\s,;]*\bet\s+al(?:ii)?\b\.?\s*$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:[,;]\s*)?(?:\b(?:and|und|et)\b|&)\s+", re.IGNORECASE)
# Words that may open a surname with a capital too, when a given name stands before.
_CAPITAL_PARTICLES = frozenset({
    "Al", "Da", "De", "Del", "Della", "Den", "Der", "Di", "Dos", "Du", "El", "La", "Le",
    "Lo", "Ten", "Ter", "Van", "Von", "Zu",
})  # fmt: skip
_LOWER_PARTICLES = PARTICLES - {"in", "li", "l", "d"} | {"ben", "bar", "bat"}


def parse_name(text: str) -> Contributor:
    """Read a name in whichever of the three forms it is written.

    Examples:
        >>> for text in ("de Azevedo WF Jr", "Ford, Jr., Henry", "Lama Al Bassit"):
        ...     name = parse_name(text)
        ...     print(name.family, name.given, name.suffix, name.rule, sep=" | ")
        de Azevedo | WF | Jr | index-order
        Ford | Henry | Jr | sort-order+suffix
        Al Bassit | Lama | None | display-order
    """
    if "," in _DEGREES.sub("", text):
        return parse_sort_name(text)
    name = parse_index_name(text)
    return name if name.family or not name.rule else parse_display_name(text)


def parse_index_name(text: str) -> Contributor:
    """Read ``Family INITIALS [suffix]``, as PubMed's ESummary prints names.

    Without a block of initials the text stays whole (``literal``): names of one
    script or order cannot be divided, and a given name is not told from a surname.
    """
    words = text.split()
    suffix = normalize_suffix(words.pop()) if _has_suffix(words) else None
    initials: list[str] = []
    if len(words) > 1 and (_BLOCK.fullmatch(words[-1]) or _has_stops(words[-1])):
        initials.insert(0, words.pop())
        while len(words) > 1 and (
            _PARTICLE_BLOCK.fullmatch(words[-1])
            or (_has_stops(words[-1]) and _has_stops(initials[0]))
        ):
            initials.insert(0, words.pop())
    if not initials or is_group(text):
        return _whole(text, "no-initials")
    block = re.sub(r"[.\s-]", "", "".join(initials))
    return _named(" ".join(words), " ".join(initials), suffix, "index-order", block)


def parse_sort_name(text: str) -> Contributor:
    """Read ``Family, Given``, with a suffix before or after the given names.

    Initials with a hyphen or stops take a stop each (``J-P.`` → ``J.-P.``).
    """
    parts = [part.strip() for part in text.split(",")]
    parts = [part for part in parts if part and part.casefold() != "null"]
    suffixes = [part for part in parts[1:] if _SUFFIX.fullmatch(part)]
    degrees = [part for part in parts[2:] if _DEGREES.fullmatch(f" {part}")]
    rest = [part for part in parts if part not in suffixes and part not in degrees]
    suffix = normalize_suffix(suffixes[0]) if suffixes else None
    if not rest:
        return _whole(text, "undivided")
    if len(rest) == 1:
        name = parse_index_name(rest[0])
        if name.family is None:
            return _named(rest[0], None, suffix, "sort-order")
        return msgspec.structs.replace(name, suffix=suffix or name.suffix)
    rules = ("sort-order", "suffix" if suffix else "")
    return _named(rest[0], ", ".join(rest[1:]), suffix, rule_of(*rules))


def parse_display_name(text: str) -> Contributor:
    """Read a name as it is spoken: given names, then the surname.

    The surname is the last word with the particles before it; a particle that opens
    the name is a given name, ``y`` ties the word before it to the surname. Three
    words and more without a particle, or a full word before a French or Spanish
    particle, may hide a compound surname: the rule then says ``ambiguous``.
    """
    whole = " ".join(text.split())
    bare = _DEGREES.sub("", whole)
    title = _TITLES.match(bare)
    words = bare[title.end() if title else 0 :].replace(",", " ").split()
    suffix = normalize_suffix(words.pop()) if _has_suffix(words) else None
    if not words or (len(words) == 1 and not suffix) or is_group(whole):
        return _whole(whole, "undivided")
    start = len(words) - 1
    while start > 1 and _is_particle(words[start - 1]):
        start -= 1
    has_particle = start < len(words) - 1
    if has_particle and words[start].casefold() in {"y", "e"} and start > 1:
        start -= 1
    elif has_particle and start > 1 and words[start - 1].casefold() == "y":
        start = max(start - 2, 1)
    given = words[:start]
    full = [word for word in given if len(word.rstrip(".")) > 1 and word[0].isupper()]
    is_ambiguous = len(full) > 1
    steps = ("display-order", "ambiguous" if is_ambiguous else "")
    name = _named(
        " ".join(words[start:]), " ".join(given) or None, suffix, rule_of(*steps)
    )
    if title:
        name = msgspec.structs.replace(name, prefix=title[0].strip())
    if bare != whole:
        name = msgspec.structs.replace(
            name, printed=(("literal", whole), *name.printed)
        )
    return name


def parse_name_list(text: str) -> tuple[Contributor, ...]:
    """Read a byline; a closing "et al." is left out.

    Names are parted by semicolons, or by commas: then pieces that are initials belong
    to the piece before them.

    Examples:
        >>> [name.family for name in parse_name_list("Smith, J., Lee, K. AND Wu, L.")]
        ['Smith', 'Lee', 'Wu']
        >>> [name.family for name in parse_name_list("Dendle MT, Kelly JW, et al.")]
        ['Dendle', 'Kelly']
    """
    bare = _ET_AL.sub("", text).strip(" ;,\n")
    if ";" in bare:
        pieces = [piece for part in bare.split(";") for piece in _AND.split(part)]
        return tuple(parse_name(piece) for piece in pieces if piece.strip(" ."))
    pieces = [piece for piece in re.split(r"\s*,\s*", _AND.sub(", ", bare)) if piece]
    initials = _INITIALS if any(map(_has_stops, pieces)) else _BLOCK
    joined: list[str] = []
    for piece in pieces:
        if joined and (_SUFFIX.fullmatch(piece) or _is_initials(piece, initials)):
            joined[-1] += f", {piece}"
        elif piece.strip(" ."):
            joined.append(piece)
    return tuple(map(parse_name, joined))


def _whole(text: str, rule: str) -> Contributor:
    """Return a name that is not divided."""
    return normalize_contributor(
        Contributor(literal=" ".join(text.split()) or None, rule=rule)
    )


def _is_initials(piece: str, pattern: re.Pattern[str]) -> bool:
    """Whether a piece of a byline is initials, in the manner of the whole byline."""
    has_right_stops = pattern is _BLOCK or "." in piece
    return has_right_stops and bool(pattern.fullmatch(piece))


def _named(
    family: str,
    given: str | None,
    suffix: str | None,
    rule: str,
    initials: str | None = None,
) -> Contributor:
    """Build the contributor and clean its parts as those of any other source."""
    given = _with_stops(_CLOSING_STOP.sub("", given.strip())) if given else None
    return normalize_contributor(
        Contributor(
            family=family or None,
            given=given or None,
            initials=initials or initials_of(given),
            suffix=suffix,
            rule=rule,
        )
    )


def _with_stops(given: str) -> str:
    """Give every initial its stop where one of them has it."""
    if "." not in given or not _INITIALS.fullmatch(given):
        return given
    return re.sub(rf"({_LETTER})(?!\.|[a-z])", r"\1.", given)


def _has_suffix(words: list[str]) -> bool:
    return len(words) > 2 and bool(_SUFFIX.fullmatch(words[-1]))


def _has_stops(word: str) -> bool:
    return bool(_STOPPED.fullmatch(word))


def _is_particle(word: str) -> bool:
    if word in _CAPITAL_PARTICLES:
        return True
    return word.islower() and fold_name(word) in _LOWER_PARTICLES
