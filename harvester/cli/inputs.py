"""Arguments → what is asked for; bad ones beside the good ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from harvester.cli.files import STANDARD_INPUT, find_files, read_file
from harvester.errors import DocumentError, HarvesterError, IdentifierError
from harvester.identify import explain_not_identifier, read_argument
from harvester.model import Value
from harvester.normalize.identifiers import normalize_identifier
from harvester.pipeline import Asked, ask_for_document, ask_for_identifier


class Inputs(Value, frozen=True, kw_only=True):
    """What a user gave, understood.

    Attributes:
        asked: What is asked for, in order, each input once.
        problems: What is wrong with the inputs that ask for nothing.
        notes: How many files a folder or a pattern stands for.
    """

    asked: tuple[Asked, ...] = ()
    problems: tuple[HarvesterError, ...] = ()
    notes: tuple[str, ...] = ()


def read_inputs(arguments: Iterable[str], named: Mapping[str, Iterable[str]]) -> Inputs:
    """Understand every input.

    Args:
        arguments: Bare ones: identifiers, URLs, files, folders, patterns, ``-``.
        named: Values of ``--pmid``, ``--doi``, ``--pmcid``, by scheme.
    """
    asked: list[Asked] = []
    problems: list[HarvesterError] = []
    notes: list[str] = []
    for scheme, values in named.items():
        for value in values:
            if identifier := normalize_identifier(scheme, value):
                asked.append(ask_for_identifier(value, identifier))
            else:
                reason = explain_not_identifier(f"{scheme}:{value}")
                told = reason.replace(f"{scheme}:{value}", value, 1)
                problems.append(IdentifierError(f"--{scheme}: {told}"))
    for argument in arguments:
        for each in _read(argument, notes):
            if isinstance(each, Asked):
                asked.append(each)
            else:
                problems.append(each)
    return Inputs(asked=tuple(asked), problems=tuple(problems), notes=tuple(notes))


def _read(argument: str, notes: list[str]) -> Iterator[Asked | HarvesterError]:
    identifier = None if argument == STANDARD_INPUT else read_argument(argument)
    if identifier:
        yield ask_for_identifier(argument, identifier)
        return
    try:
        files = find_files(argument)
    except DocumentError as error:
        yield error
        return
    if files.note:
        notes.append(files.note)
    if not files.paths:
        reason = explain_not_identifier(argument).removesuffix(".")
        yield IdentifierError(f"{reason}; nor is there a file of that name.")
    for path in files.paths:
        try:
            name, content = read_file(path)
            yield ask_for_document(name, content, hashlib.sha256(content).hexdigest())
        except DocumentError as error:
            yield error
