"""`pincite access`: who may use a page that is offered with `--auth FILE`."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from ui.console import ANSWERED, AddCommand
from ui.terminal import say

if TYPE_CHECKING:
    from ui.access.credentials import Credential

MIN_PASSWORD_CHARACTERS = 12


def add_to(add_command: AddCommand) -> None:
    """Add the commands to the parser."""
    access = add_command(
        "access", _list, "say who may use a page offered with --auth FILE"
    )
    actions = access.add_subparsers(required=True, metavar="ACTION")

    def add_action(
        name: str, run: Callable[[Namespace], int], text: str
    ) -> ArgumentParser:
        action: ArgumentParser = actions.add_parser(name, help=text, description=text)
        action.add_argument("--auth", type=Path, required=True, metavar="FILE")
        action.set_defaults(run=run)
        return action

    for name, run, text in (
        ("add", _add, "add a user, or give one another password (asked for, or stdin)"),
        ("token", _token, "make a token for a program; it is printed this once"),
        ("remove", _remove, "remove a user or token; sessions end at once"),
    ):
        add_action(name, run, text).add_argument("name", metavar="NAME")
    add_action("list", _list, "list users and tokens")


def _add(options: Namespace) -> int:
    from ui.access.credentials import (
        AccessError,
        Credential,
        check_name,
        write_credentials,
    )
    from ui.access.passwords import hash_password

    name = check_name(options.name)
    held = _held(options.auth)
    if name in held and held[name].kind == "token":
        raise AccessError(
            f"'{name}' is the name of a token in {options.auth}; choose another"
        )
    said = "has a new password" if name in held else "may sign in"
    held[name] = Credential(name, "user", hash_password(_password()))
    write_credentials(options.auth, held.values())
    say(f"{name} {said}: {options.auth}", sys.stderr)
    return ANSWERED


def _token(options: Namespace) -> int:
    from ui.access.credentials import (
        AccessError,
        Credential,
        check_name,
        write_credentials,
    )
    from ui.access.passwords import hash_token, new_token

    name = check_name(options.name)
    held = _held(options.auth)
    if name in held:
        raise AccessError(
            f"'{name}' stands in {options.auth} already; choose another name, or "
            f"'pincite access remove {name} --auth {options.auth}' first"
        )
    token = new_token()
    held[name] = Credential(name, "token", hash_token(token))
    write_credentials(options.auth, held.values())
    say("Send it as 'Authorization: Bearer TOKEN'. It is not shown again:", sys.stderr)
    say(token)
    return ANSWERED


def _remove(options: Namespace) -> int:
    from ui.access.credentials import AccessError, read_credentials, write_credentials

    held = read_credentials(options.auth)
    if held.pop(options.name, None) is None:
        raise AccessError(
            f"{options.auth} holds no '{options.name}'; "
            f"'pincite access list --auth {options.auth}' shows who is there"
        )
    write_credentials(options.auth, held.values())
    say(f"{options.name} is out: {options.auth}", sys.stderr)
    return ANSWERED


def _list(options: Namespace) -> int:
    from ui.access.credentials import read_credentials

    for credential in read_credentials(options.auth).values():
        say(f"{credential.kind:5}  {credential.name}")
    return ANSWERED


def _held(path: Path) -> "dict[str, Credential]":
    from ui.access.credentials import read_credentials

    return read_credentials(path) if path.exists() else {}


def _password() -> str:
    """Return a password that was typed twice, or is the first line of input.

    Raises:
        AccessError: It is too short, too long, or not the same twice.
    """
    from ui.access.credentials import AccessError
    from ui.access.keyring import MAX_PASSWORD_CHARACTERS

    if sys.stdin.isatty():
        password = getpass("Password: ")
        if getpass("The same again: ") != password:
            raise AccessError("the two passwords differ; nothing was changed")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if len(password) < MIN_PASSWORD_CHARACTERS:
        raise AccessError(
            f"the password has {len(password)} characters; take at least "
            f"{MIN_PASSWORD_CHARACTERS}, such as a sentence"
        )
    if len(password) > MAX_PASSWORD_CHARACTERS:
        raise AccessError(
            f"the password has {len(password)} characters; take at most "
            f"{MAX_PASSWORD_CHARACTERS}"
        )
    return password
