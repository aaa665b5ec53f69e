"""Arguments → what is asked for; bad ones beside the good ones."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from harvester.errors import DocumentError, HarvesterError, IdentifierError
from harvester.identify import explain_not_identifier, read_argument
from harvester.normalize.identifiers import normalize_identifier
from harvester.pipeline import Asked, ask_for_document, ask_for_identifier


def read_inputs(
    arguments: Iterable[str], named: Mapping[str, Iterable[str]]
) -> tuple[list[Asked], list[HarvesterError]]:
    """Understand every input.

    Args:
        arguments: Bare ones: identifiers, URLs, files, ``-``.
        named: Values of ``--pmid``, ``--doi``, ``--pmcid``, by scheme.

    Returns:
        What is asked for, in order, each input once; and what is wrong with the
        inputs that ask for nothing.
    """
    asked: list[Asked] = []
    problems: list[HarvesterError] = []
    for scheme, values in named.items():
        for value in values:
            if identifier := normalize_identifier(scheme, value):
                asked.append(ask_for_identifier(value, identifier))
            else:
                reason = explain_not_identifier(f"{scheme}:{value}")
                told = reason.replace(f"{scheme}:{value}", value, 1)
                problems.append(IdentifierError(f"--{scheme}: {told}"))
    for argument in arguments:
        try:
            asked.append(_read(argument))
        except (IdentifierError, DocumentError) as error:
            problems.append(error)
    return asked, problems


def _read(argument: str) -> Asked:
    if argument == "-":
        return _document("-", sys.stdin.buffer.read())
    if identifier := read_argument(argument):
        return ask_for_identifier(argument, identifier)
    path = Path(argument)
    try:
        if path.is_dir():
            raise DocumentError(
                f"{argument}: is a folder; name the files in it, e.g. {path / '*.html'}"
            )
        if path.exists():
            return _document(path.name, path.read_bytes())
    except (OSError, ValueError) as error:  # no permission; a NUL in the name
        raise DocumentError(f"{argument}: cannot be read ({error})") from error
    reason = explain_not_identifier(argument).removesuffix(".")
    raise IdentifierError(f"{reason}; nor is there a file of that name.")


def _document(name: str, content: bytes) -> Asked:
    return ask_for_document(name, content, hashlib.sha256(content).hexdigest())
