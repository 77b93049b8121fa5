"""Options of `pincite chat` for a page that others reach."""

import ipaddress
import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ui.visitors.bounds import BOUNDS, READING, Bounds

if TYPE_CHECKING:
    from ui.access.hosting import Hosting

MB = 10**6
LARGEST_UPLOAD_MB = 2_000

NO_LIMIT = 0
"""`--rate-limit off`."""

_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_ROOT = re.compile(r"(/[A-Za-z0-9._~-]+)*/?")


def add_options(chat: ArgumentParser) -> None:
    """Add the options to the parser of `chat`."""
    others = chat.add_argument_group("when others reach the page")
    others.add_argument(
        "--auth",
        type=Path,
        metavar="FILE",
        help="let in only users and tokens of this file (see 'pincite access')",
    )
    others.add_argument(
        "--public-name",
        type=_name,
        action="append",
        default=[],
        metavar="NAME",
        help="a name the page is reached by, such as docs.example.org; all others are "
        "refused. May be repeated",
    )
    others.add_argument(
        "--proxy",
        type=_network,
        action="append",
        default=[],
        metavar="ADDRESS",
        help="address or network of a reverse proxy in front, whose X-Forwarded-For "
        "and -Proto are believed. May be repeated",
    )
    others.add_argument(
        "--root-path",
        type=_root,
        default="",
        metavar="PATH",
        help="the path under which a proxy offers the page, such as /pincite",
    )
    others.add_argument(
        "--rate-limit",
        type=_rate,
        metavar="N",
        help="questions a minute of one user or address, or 'off' (default: off for "
        "this machine alone, otherwise 120)",
    )
    others.add_argument(
        "--max-upload",
        type=_megabytes,
        default=READING.file_bytes // MB,
        metavar="MB",
        help="the largest file taken (default: %(default)s)",
    )


def hosting(options: Namespace) -> "Hosting":
    """Return what the options say.

    Raises:
        AccessError: The file of users cannot be used.
    """
    from ui.access.hosting import Hosting
    from ui.access.keyring import Keyring
    from ui.access.rates import QUESTIONS

    rate = options.rate_limit
    if rate is None:
        rate = QUESTIONS if _is_offered(options) else NO_LIMIT
    return Hosting(
        keyring=None if options.auth is None else Keyring(options.auth),
        proxies=tuple(options.proxy),
        questions_per_minute=None if rate == NO_LIMIT else rate,
        max_upload_bytes=options.max_upload * MB,
    )


def bounds(options: Namespace) -> Bounds:
    """Return what visitors may leave, with files as large as the options say."""
    file_bytes = options.max_upload * MB
    return replace(
        BOUNDS,
        reading=replace(READING, file_bytes=file_bytes),
        bytes=max(BOUNDS.bytes, file_bytes),
    )


def hosts(options: Namespace) -> frozenset[str] | None:
    """Return the names the page is reached by; None for any."""
    from ui.security import LOOPBACK_NAMES

    if options.public_name:
        # This machine may still ask, whether all is well for one.
        return LOOPBACK_NAMES | {name.lower() for name in options.public_name}
    return LOOPBACK_NAMES if options.host in LOOPBACK_NAMES else None


def warnings(options: Namespace) -> Iterator[str]:
    """Yield what whoever offers the page so should know, a sentence or two each."""
    from ui.access.credentials import open_to_others

    if options.auth is not None and open_to_others(options.auth):
        yield f"other users of this machine can read {options.auth}; chmod 600 it"
    if options.auth is not None and _is_offered(options) and not options.proxy:
        yield (
            "passwords cross the network unencrypted unless https is put in front; "
            "put a reverse proxy there and name it with --proxy"
        )
    if options.auth is None and _is_offered(options):
        yield (
            f"anyone who reaches this address can {', '.join(_permitted(options))}; "
            "--auth FILE lets in only those you name ('pincite access add NAME --auth "
            "FILE')"
        )


def _permitted(options: Namespace) -> Iterator[str]:
    yield "ask"
    yield "read every document of the library"
    if options.uploads == "session":
        yield "send files for this machine to read"
    elif options.uploads == "library":
        yield "add documents to the library and remove them"


def _is_offered(options: Namespace) -> bool:
    """Return whether others than this machine reach the page."""
    from ui.security import LOOPBACK_NAMES

    here = options.host in LOOPBACK_NAMES
    return not here or bool(options.proxy or options.public_name)


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ArgumentTypeError(
            f"'{text}' is not a host name; leave out https:// and /"
        )
    return text


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise ArgumentTypeError(
            f"'{text}' is no address or network, such as 10.0.0.2 or 10.0.0.0/8"
        ) from error
    return text


def _root(text: str) -> str:
    if not _ROOT.fullmatch(text):
        raise ArgumentTypeError(f"'{text}' is no path such as /pincite")
    return text.rstrip("/")


def _rate(text: str) -> int:
    if text == "off":
        return NO_LIMIT
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 100_000:
        raise ArgumentTypeError(f"'{text}' is neither 'off' nor 1 to 100000 a minute")
    return number


def _megabytes(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= LARGEST_UPLOAD_MB:
        raise ArgumentTypeError(f"'{text}' is not 1 to {LARGEST_UPLOAD_MB} megabytes")
    return number
