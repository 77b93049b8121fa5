"""The command line: `pincite chat`, `ask`, `documents`, `add` and the rest.

Answers go to standard output, everything else to standard error. Exit codes: 0
answered, 1 abstained, not found or not verbatim, 2 wrong use or bad input.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from qa import QAError, __version__
from ui.commands import (
    access,
    ask,
    backup,
    calibrate,
    chat,
    cite,
    evaluate,
    library,
    tools,
)
from ui.console import ANSWERED, BAD_INPUT, INTERRUPTED
from ui.terminal import on_one_line, say

SUBJECTS = (chat, ask, cite, library, backup, evaluate, calibrate, access, tools)
"""In the order of the help."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: Without the program's name; None takes them from the process.
    """
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except QAError as error:
        say(on_one_line(f"pincite: {error}"), sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        say("pincite: stopped; what was stored is kept", sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; there is no one to tell.
        sys.stderr.close()
        return ANSWERED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pincite",
        description="Answers quoted word for word from your documents, each cited to "
        "the paragraph. Nothing is generated.",
    )
    parser.add_argument("--version", action="version", version=f"pincite {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    everywhere = _library_options()

    def add_command(
        name: str,
        run: Callable[[argparse.Namespace], int],
        text: str,
        *,
        as_json: bool = False,
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=text, description=text, parents=[everywhere]
        )
        added.set_defaults(run=run)
        if as_json:
            added.add_argument("--json", action="store_true", help="print JSON")
        return added

    for subject in SUBJECTS:
        subject.add_to(add_command)
    return parser


def _library_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--library",
        type=Path,
        metavar="DIR",
        help="the library's folder (default: the shipped papers)",
    )
    options.add_argument(
        "--model",
        metavar="NAME_OR_PATH",
        help="a sentence-transformers model on this machine, or all-MiniLM-L6-v2-int8, "
        "the bundled one in eight bits (default: the bundled one)",
    )
    return options


if __name__ == "__main__":
    sys.exit(main())
