"""Where a DOI ends in a run of characters without white space."""

from __future__ import annotations

import re

_SICI = re.compile(
    r"[^<>\[\]]{1,80}(?:<[^<>]{0,60}>|\[[^\[\]]{0,60}\])\d\.\d\.[A-Z]{2};\d"
    r"(?:-[0-9A-Z#])?",
    re.IGNORECASE,
)
"""A serial item and contribution identifier, the oldest kind of DOI: the only one
with angle brackets, and it says itself where it ends (``3.0.CO;2-P``)."""

_GLUED = re.compile(
    r"""(?i:PMC?ID\b|PMC\d{5,8}|https?:/|www\.|doi:|doi\.org|\[?doi\]|ISSN(?!\)))
    | Epub | PubMed(?:\b|Google|Crossref|Central) | Crossref(?:\b|PubMed|Google)
    | Google(?:\b|Scholar) | Medline\b
    | [,;|&](?:doi:?\s?)?10\.\d{4,9}/ | [,;|&](?:citation_)?[a-z]{2,20}=""",
    re.VERBOSE,
)
_PLAIN_STOP = re.compile(r"[<>]|\?\w*=|\?$|\?/|&\w+=")
_URL_STOP = re.compile(r"[<>?#]|&\w+=")
_PATH = re.compile(
    r"""(?:
      /(?:abstract|summary|full|fulltext|full-text|full/html|full/pdf|pdf|epdf|pdfdirect
        |pdf/.{1,40}|html|htm|meta|xml|epub|references|citations|citedby|figures|tables
        |suppinfo|supplinfo|related|metrics|toc|asset/.{1,200}|download|export)
    | \.(?:pdf|html?|full|abstract|long|short|full\.pdf|full-text)(?:\+html)?
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_PREPRINT = re.compile(r"((?:\d{4}\.\d\d\.\d\d\.)?\d{6,8})v\d{1,2}(?:\.[\w.+-]*)?/?$")
_PREPRINT_REGISTRANT = "10.1101/"
"""bioRxiv and medRxiv write the version behind the DOI in their addresses."""

_TRAILING = ".,;:!?*'\"_-/=~&#@$"
_CLOSERS = {")": "(", "]": "["}


def doi_length(registrant: str, run: str, *, in_url: bool) -> int:
    """Return how many characters of ``run`` belong to the DOI's suffix.

    Args:
        registrant: What stands before, with its slash (``10.1002/``).
        run: The decoded characters that follow, without white space.
        in_url: Whether the DOI stands in a web address, where ``?`` and ``#``
            end it.

    Returns:
        The length; 0 where nothing is left.

    Examples:
        >>> for run in ("prd.1113)", "TAO.02(IWNOP)", "s10434-8PMID:", "x.1/abstract",
        ...             "1:2<3::AID-X>3.0.CO;2-Y.", "anw053</a>", "rs.2.18406/v1"):
        ...     print(run[:doi_length("10.5555/", run, in_url=False)])
        prd.1113
        TAO.02(IWNOP)
        s10434-8
        x.1
        1:2<3::AID-X>3.0.CO;2-Y
        anw053
        rs.2.18406/v1
    """
    if sici := _SICI.match(run):
        return sici.end()
    if stop := (_URL_STOP if in_url else _PLAIN_STOP).search(run):
        run = run[: stop.start()]
    if glued := _GLUED.search(run, 1):
        run = run[: glued.start()]
    run = _balanced(run).rstrip(_TRAILING)
    while path := _PATH.search(run, 1):
        run = run[: path.start()].rstrip(_TRAILING)
    if registrant == _PREPRINT_REGISTRANT and (preprint := _PREPRINT.match(run)):
        run = preprint[1]
    return len(run)


def is_sici(run: str) -> bool:
    """Tell whether ``run`` begins with a whole SICI."""
    return _SICI.match(run) is not None


def unclosed(run: str) -> str:
    """Return the brackets of ``run`` that are opened and not closed.

    Examples:
        >>> unclosed("1531-8257(199907)14:4<557"), unclosed("a)b(c[d")
        ('<', '([')
    """
    open_ones: list[str] = []
    for character in run:
        if character in "([<":
            open_ones.append(character)
        elif character in ")]>" and open_ones:
            open_ones.pop()
    return "".join(open_ones)


def _balanced(run: str) -> str:
    """Cut ``run`` at a bracket that closes nothing or is never closed."""
    places: list[int] = []
    for place, character in enumerate(run):
        if character in "([":
            places.append(place)
        elif character in _CLOSERS:
            if not places or run[places[-1]] != _CLOSERS[character]:
                return run[: places[0]] if places else run[:place]
            places.pop()
    return run[: places[0]] if places else run
