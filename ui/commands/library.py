"""`pincite documents`, `add`, `remove` and `doctor`: what a library holds."""

import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa import Limits
from qa.supplied import as_supplied
from ui.add_report import counts, remarks
from ui.console import (
    ABSTAINED,
    ANSWERED,
    BAD_INPUT,
    AddCommand,
    open_library,
    progress,
)
from ui.tables import table
from ui.terminal import on_one_line, say, say_json, shortened

if TYPE_CHECKING:
    from qa import LibraryDocument

HEADINGS = (
    "id",
    "document",
    "title",
    "date",
    "pages",
    "passages",
    "size",
    "added",
    "",
)
MAX_NAME = 32
MAX_TITLE = 60
"""So that a line fits a wide terminal; --json has them whole."""

WARNED = "!"
"""Marks a document of which something could not be read: see --verbose."""


def add_to(add_command: AddCommand) -> None:
    """Add the commands to the parser."""
    documents = add_command(
        "documents", _documents, "list the library's documents", as_json=True
    )
    documents.add_argument(
        "--cited",
        action="store_true",
        help="list the documents and resolutions that its passages mention",
    )
    documents.add_argument(
        "--verbose", action="store_true", help="tell what could not be read of each"
    )
    _add_add(add_command)
    remove = add_command("remove", _remove, "remove documents from a library")
    remove.add_argument(
        "ids",
        nargs="+",
        metavar="ID",
        help="a document's id, or its file name or symbol where no other has it",
    )
    add_command(
        "doctor", _doctor, "check every stored quotation and file", as_json=True
    )


def _add_add(add_command: AddCommand) -> None:
    add = add_command(
        "add", _add, "add documents to a library (made if need be)", as_json=True
    )
    add.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    add.add_argument(
        "--sync",
        action="store_true",
        help="remove documents that came from these folders and are there no longer",
    )
    add.add_argument(
        "--workers",
        type=_count,
        metavar="N",
        help="files to read at once (default: one for each core, 2 at most)",
    )
    add.add_argument(
        "--timeout",
        type=_count,
        default=int(Limits().seconds),
        metavar="SECONDS",
        help="give a file up that takes longer to read (default: %(default)s)",
    )


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _documents(options: Namespace) -> int:
    if options.cited:
        return _cited(options)
    with open_library(options) as assistant:
        documents = assistant.documents()
    if options.json:
        say_json([document.to_dict() for document in documents])
        return ANSWERED
    if documents:
        say(table(HEADINGS, [_row(document) for document in documents], left=3))
    warned = [document for document in documents if document.warnings]
    if options.verbose:
        for document in warned:
            for warning in document.warnings:
                say(on_one_line(f"{document.name}: {warning}"))
    elif warned:
        say(f"{WARNED} marks what has warnings; --verbose tells them", sys.stderr)
    return ANSWERED if documents else ABSTAINED


def _row(document: "LibraryDocument") -> list[str]:
    """Return a document's line of the list, a mark at the end if there are warnings."""
    name = document.symbol or document.job_number or document.name
    supplied = as_supplied(document.supplied)
    return [
        document.id,
        shortened(name, MAX_NAME),
        shortened(document.title, MAX_TITLE) + (f" ({supplied})" if supplied else ""),
        document.date or "-",
        str(document.pages or "-"),
        str(document.passages),
        document.file_size,
        document.added[:10],
        WARNED if document.warnings else "",
    ]


def _cited(options: Namespace) -> int:
    """Print the documents that passages mention, most often mentioned first."""
    with open_library(options) as assistant:
        mentioned = assistant.mentioned()
    if options.json:
        say_json([one.to_dict() for one in mentioned])
        return ANSWERED
    for one in mentioned:
        held = "in this library" if one.held else ""
        say(f"{one.passages:>5} × {one.symbol!s:<28} {held}".rstrip())
    return ANSWERED if mentioned else ABSTAINED


def _add(options: Namespace) -> int:
    from qa import Terms

    terms = Terms(limits=Limits(seconds=options.timeout))
    if options.workers:
        terms = replace(terms, workers=options.workers)
    with open_library(options, create=True) as assistant:
        with progress("Adding", "passage") as on_progress:
            report = assistant.add(
                options.paths,
                sync=options.sync,
                on_progress=on_progress,
                terms=terms,
                strict=False,
            )
        folder = assistant.folder
    if options.json:
        say_json(report.to_dict())
    else:
        for line in remarks(report):
            say(line, sys.stderr)
        say(counts(report, folder))
    return BAD_INPUT if report.failed else ANSWERED


def _remove(options: Namespace) -> int:
    with open_library(options) as assistant:
        assistant.remove(options.ids)
        say(on_one_line(f"{len(options.ids)} removed from {assistant.folder}"))
    return ANSWERED


def _doctor(options: Namespace) -> int:
    with open_library(options) as assistant:
        report = assistant.doctor()
    if options.json:
        say_json(report.to_dict())
    else:
        say(report.text)
    return BAD_INPUT if report.problems else ANSWERED
