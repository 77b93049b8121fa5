"""`pincite export` and `import`: a library as a folder to keep or to carry."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from ui.console import ANSWERED, AddCommand, progress
from ui.terminal import on_one_line, say, say_json


def add_to(add_command: AddCommand) -> None:
    """Add the commands to the parser."""
    export = add_command(
        "export", _export, "write a library into a folder, to keep or carry"
    )
    export.add_argument("folder", type=Path, metavar="DIR", help="a new folder")
    export.add_argument("--json", action="store_true", help="print what is in it")
    merge = add_command(
        "import",
        _import,
        "take an exported library's documents into a library (made if need be)",
        as_json=True,
    )
    merge.add_argument("folder", type=Path, metavar="DIR", help="what export wrote")


def _export(options: Namespace) -> int:
    from qa.backup import export_library

    manifest = export_library(options.folder, options.library)
    if options.json:
        say_json(asdict(manifest))
    else:
        say(
            on_one_line(
                f"{manifest.documents} documents, {manifest.passages} passages in "
                f"{options.folder}"
            )
        )
    return ANSWERED


def _import(options: Namespace) -> int:
    from qa.backup import import_library

    with progress("Importing", "document") as on_progress:
        report = import_library(options.folder, options.library, on_progress)
    if options.json:
        say_json(report.to_dict())
    else:
        say(
            on_one_line(
                f"{len(report.added)} added, {len(report.replaced)} replaced, "
                f"{len(report.unchanged)} unchanged in "
                f"{options.library or 'the default library'}"
            )
        )
    return ANSWERED
