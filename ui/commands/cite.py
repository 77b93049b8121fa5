"""`pincite cite` and `verify`: from a reference to its paragraph, and back."""

import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.records import records
from qa.styles import CAUTIONS, JSON_STYLES, STYLES, write
from qa.supplied import as_supplied
from ui.console import ABSTAINED, ANSWERED, AddCommand, open_library
from ui.terminal import harmless_json, say, say_json

if TYPE_CHECKING:
    from qa import Lookup


def add_to(add_command: AddCommand) -> None:
    """Add the commands to the parser."""
    cite = add_command("cite", _cite, "show the paragraphs a reference points at")
    cite.add_argument(
        "reference",
        metavar="REFERENCE",
        help="such as 'CD/2100, para. 12' or 'where is CD/1998 cited?'",
    )
    form = cite.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument(
        "--style",
        choices=STYLES,
        metavar="STYLE",
        help=f"write them as: {', '.join(STYLES)}",
    )
    cite.add_argument(
        "--page",
        type=_page,
        metavar="URL",
        help="address of a chat page that others can open, for links",
    )
    verify = add_command(
        "verify", _verify, "check a text's quotations and citations", as_json=True
    )
    verify.add_argument(
        "file", metavar="FILE", help="text, Markdown, a web page or JSON; - reads it"
    )


def _page(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ArgumentTypeError(f"{text} is not an address; begin it with https://")
    return text


def _cite(options: Namespace) -> int:
    with open_library(options) as assistant:
        lookup = assistant.lookup(options.reference)
        if options.style:
            found = records(assistant.library, lookup.citations, options.page)
    if options.style:
        caution = CAUTIONS.get(options.style) if found else None
        for remark in filter(None, (lookup.message, caution)):
            say(f"pincite: {remark}", sys.stderr)
        if found:
            written = write(options.style, found)
            say(harmless_json(written) if options.style in JSON_STYLES else written)
    elif options.json:
        say_json(lookup.to_dict())
    else:
        say("\n\n".join(_lookup_lines(lookup)))
    return ANSWERED if lookup.found else ABSTAINED


def _lookup_lines(lookup: "Lookup") -> Iterator[str]:
    """Yield what a lookup says, and what it found or else who mentions it."""
    if lookup.message:
        yield lookup.message
    for citation in lookup.citations or lookup.cited_in:
        supplied = as_supplied(citation.document.supplied)
        told = f" ({supplied})" if supplied else ""
        yield f"“{citation.quote}”\n{citation.label}{told}"


def _verify(options: Namespace) -> int:
    from qa.verification import verify_file

    with open_library(options) as assistant:
        verification = verify_file(options.file, assistant)
    if options.json:
        say_json(verification.to_dict())
    else:
        say(verification.text)
    return ABSTAINED if verification.fails else ANSWERED
