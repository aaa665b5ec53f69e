"""DOIs in running text: where they begin, where they end, how lines break them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from harvester.identify.breaks import Break, Verdict, judge
from harvester.identify.endings import doi_length
from harvester.identify.found import INVISIBLE, Found
from harvester.model import DOI, Identifier
from harvester.normalize.identifiers import normalize_doi

LONGEST = 400
"""No DOI known is longer; a longer run of characters is cut here."""

_NEWLINE = r"[ \t\u00a0]{0,80}\r?\n[ \t\u00a0]{0,80}"
_START = re.compile(
    rf"""(?<!\d)(?<!\d\.)
    10\.(?P<gap>{_NEWLINE}|[ ])?
    (?P<registrant>\d{{4,9}}(?:\.\d{{1,9}}){{0,4}})
    (?P<late>{_NEWLINE}(?=/)|[ ](?=/))?
    (?P<slash>/|%(?:25)?2F|&\#0{{0,4}}47;|&\#x0{{0,4}}2F;|&sol;)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PLAIN = re.compile(r"[A-Za-z0-9._\-/:;()\[\]<>+#,=@$!*~?]+")
_UNIT = re.compile(
    r"%(?:25)?[2-7][0-9A-Fa-f]|&(?:amp;){0,2}(?:[a-zA-Z]{2,8}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});"
    r"|[\s\S]"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_HYPHENS = dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-")
_STOPS = frozenset("\"'`|\\^{}")
_GAP = re.compile(rf"(?P<newline>{_NEWLINE})(?=\S)|[ \t\u00a0]{{1,4}}(?=\S)")
_LABEL = re.compile(
    r"""(?:
      (?:https?:/?/?)?(?:[\w-]{1,30}\.){0,4}doi\.org/(?:doi:)?
    | digital\ object\ identifier\s*(?:\(\s*doi\s*\))?[\s:=•*\-–]{0,60}
    | (?:info:|urn:|info%3a)?(?:article\s|crossref\s)?doi
        (?:\s*\)|\s*\]|\s(?:name|no\.?|number|link|url))?[\s:：.=\#/•*\-–(<\[]{0,60}
        (?:%2f|%3a)?
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_URL = re.compile(r"(?:https?:/|www\.|doi\.org/)[^\s\"'<>]*$", re.IGNORECASE)
_LOOK_BACK = 300


class _Run:
    """Decoded characters of a text, each with the index behind its raw form."""

    def __init__(self) -> None:
        self.text = ""
        self.ends: list[int] = []

    def take(self, text: str, position: int) -> int:
        """Append what may belong to a DOI from ``position``; return where it ends."""
        while len(self.text) < LONGEST:
            plain = _PLAIN.match(text, position, position + LONGEST - len(self.text))
            if plain:
                self.text += plain[0]
                self.ends.extend(range(position + 1, plain.end() + 1))
                position = plain.end()
                continue
            unit = _UNIT.match(text, position)
            character = _decode(unit[0]) if unit else None
            if unit is None or character is None:
                break
            position = unit.end()
            if character:
                self.text += character
                self.ends.append(position)
        return position


def _decode(unit: str) -> str | None:
    """Return the character of a DOI that ``unit`` spells; None where it ends one."""
    if _INVISIBLE.fullmatch(unit):
        return ""
    if len(unit) > 1:
        decoded = unquote(unquote(unit)) if unit[0] == "%" else _entity(unit)
        if len(decoded) != 1:
            return None
        unit = decoded
    unit = _HYPHENS.get(unit, unit)
    if unit.isspace() or unit in _STOPS or unit < " ":
        return None
    # Letters with accents occur; Chinese full stops, daggers and bullets end it.
    return unit if unit < "\x7f" or ("\u00c0" <= unit < "\u0250") else None


def _entity(unit: str) -> str:
    return html.unescape(html.unescape(html.unescape(unit)))


def find_dois(text: str) -> Iterator[Found]:
    """Yield every DOI of ``text`` in order.

    A DOI broken by a line end is put together where what follows reads like its
    rest (``breaks``), and where that is open both readings are given. Percent and
    HTML escapes are undone. What follows a DOI without a space (``PMID:``, a
    closing bracket that it did not open, ``/abstract``) is left out (``endings``).
    """
    position = 0
    while match := _START.search(text, position):
        found = _read(text, match)
        position = found.end if found else match.end("registrant")
        if found:
            yield found


def _read(text: str, start: re.Match[str]) -> Found | None:
    before = text[max(0, start.start() - _LOOK_BACK) : start.start()]
    label = _LABEL.search(before[-100:])
    if (start["gap"] or start["late"]) and not label:
        return None  # "10.1234 / 5" is arithmetic unless something says DOI
    in_url = _URL.search(before) is not None
    registrant = f"10.{start['registrant']}/"
    run = _Run()
    stop = run.take(text, start.end())
    readings = [_reading(registrant, run, in_url=in_url)]
    for _ in range(3):
        gap = _GAP.match(text, stop)
        if gap is None or len(run.text) >= LONGEST:
            break
        head = run.text
        stop = run.take(text, gap.end())
        verdict = judge(
            Break(
                head=head,
                tail=run.text[len(head) :],
                text=text,
                start=start.start(),
                stop=stop,
                is_newline=gap["newline"] is not None,
            )
        )
        if verdict is Verdict.ENDS:
            break
        joined = _reading(registrant, run, in_url=in_url)
        readings.insert(0 if verdict is Verdict.JOINS else len(readings), joined)
        if verdict is Verdict.OPEN:
            break
    return _found(readings, text, start, label[0] if label else None)


def _reading(registrant: str, run: _Run, *, in_url: bool) -> tuple[str, int]:
    """Return the DOI at the start of ``run`` and the index behind it in the text."""
    length = doi_length(registrant, run.text, in_url=in_url)
    return (registrant + run.text[:length], run.ends[length - 1]) if length else ("", 0)


def _found(
    readings: Sequence[tuple[str, int]],
    text: str,
    start: re.Match[str],
    label: str | None,
) -> Found | None:
    identifiers: dict[str, tuple[Identifier, int]] = {}
    for doi, end in readings:
        value = normalize_doi(doi) if doi else None
        if value is None:
            continue
        for each in _slashes(value, text[start.start() : end]):
            printed = "".join(text[start.start() : end].split())
            identifiers.setdefault(
                each,
                (
                    Identifier(
                        scheme=DOI,
                        value=each,
                        printed=None if printed == each else printed,
                    ),
                    end,
                ),
            )
    if not identifiers:
        return None
    (best, end), *others = identifiers.values()
    return Found(
        identifier=best,
        offset=start.start(),
        end=end,
        label=" ".join((label or "").split()).rstrip(" •*–-(<[") or None,
        alternatives=tuple(identifier for identifier, _ in others),
    )


def _slashes(value: str, printed: str) -> tuple[str, ...]:
    """Return ``value``, and its other spelling if it has two slashes in a row.

    Some old DOIs do (``10.1037//0012-…``), but before a line end the second is
    as a rule a slip of the typesetter.
    """
    registrant, _, suffix = value.partition("/")
    if not suffix.startswith("/") or not suffix.strip("/"):
        return (value,)
    single = f"{registrant}/{suffix.lstrip('/')}"
    broken = re.search(r"//\s", printed)
    return (single, value) if broken else (value, single)
