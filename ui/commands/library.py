"""`pincite documents`, `add`, `remove` and `doctor`: what a library holds."""

from argparse import Namespace
from pathlib import Path

from ui.console import (
    ABSTAINED,
    ANSWERED,
    BAD_INPUT,
    AddCommand,
    open_library,
    print_json,
    progress,
)


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
    add = add_command("add", _add, "add documents to a library (made if need be)")
    add.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    remove = add_command("remove", _remove, "remove documents from a library")
    remove.add_argument("ids", nargs="+", metavar="ID")
    add_command(
        "doctor", _doctor, "check every stored quotation and file", as_json=True
    )


def _documents(options: Namespace) -> int:
    if options.cited:
        return _cited(options)
    with open_library(options) as assistant:
        documents = assistant.documents()
    if options.json:
        print_json([document.to_dict() for document in documents])
        return ANSWERED
    for document in documents:
        name = document.symbol or document.job_number or document.name
        print(
            f"{document.id}  {name:<18} {document.date or 'no date':<10} "
            f"{document.passages:>5} passages  {document.title}"
        )
    return ANSWERED if documents else ABSTAINED


def _cited(options: Namespace) -> int:
    """Print the documents that passages mention, most often mentioned first."""
    with open_library(options) as assistant:
        mentioned = assistant.mentioned()
    if options.json:
        print_json([one.to_dict() for one in mentioned])
        return ANSWERED
    for one in mentioned:
        held = "in this library" if one.held else ""
        print(f"{one.passages:>5} × {one.symbol!s:<28} {held}".rstrip())
    return ANSWERED if mentioned else ABSTAINED


def _add(options: Namespace) -> int:
    with open_library(options, create=True) as assistant:
        with progress("Embedding", "passage") as on_progress:
            report = assistant.add(options.paths, on_progress=on_progress)
        print(
            f"{len(report.added)} added, {len(report.replaced)} replaced, "
            f"{len(report.unchanged)} unchanged in {assistant.folder}"
        )
    return ANSWERED


def _remove(options: Namespace) -> int:
    with open_library(options) as assistant:
        assistant.remove(options.ids)
        print(f"{len(options.ids)} removed from {assistant.folder}")
    return ANSWERED


def _doctor(options: Namespace) -> int:
    with open_library(options) as assistant:
        report = assistant.doctor()
    if options.json:
        print_json(report.to_dict())
    else:
        print(report.text)
    return BAD_INPUT if report.problems else ANSWERED
