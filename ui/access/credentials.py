"""The file of those who may use the page: a line each, nothing in it readable.

    # comment
    user ann scrypt$n=32768,r=8,p=3$SALT$KEY
    token nightly-export sha256$HASH

A name stands once, as a user who signs in or as a token that a program sends.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from qa import QAError
from ui.access import passwords
from ui.access.passwords import Scrypt

Kind = Literal["user", "token"]

MAX_FILE_BYTES = 1_000_000
OWNER_ONLY = 0o600
GROUP_READS = 0o040
"""Kept where the owner gave it, as for a service that runs under another name."""
OF_OTHERS = 0o027

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")
_TOKEN = re.compile(r"sha256\$([0-9a-f]{64})")


class AccessError(QAError):
    """The file of users and tokens cannot be used, or not in that way."""


@dataclass(frozen=True, slots=True)
class Credential:
    """One line: who, and what proves it.

    Attributes:
        name: Letters, digits and ``._@+-``.
        kind: A "user" has a password, a "token" is one itself.
        secret: The password as kept, or the SHA-256 of the token in hexadecimal.
    """

    name: str
    kind: Kind
    secret: Scrypt | str

    def __post_init__(self) -> None:
        """Refuse a secret of the other kind."""
        if (self.kind == "user") != isinstance(self.secret, Scrypt):
            raise ValueError("a user has a password, a token its hash")

    def line(self) -> str:
        """Return the credential as it stands in the file."""
        if isinstance(self.secret, Scrypt):
            return f"{self.kind} {self.name} {passwords.written(self.secret)}"
        return f"{self.kind} {self.name} sha256${self.secret}"


def check_name(name: str) -> str:
    """Return a name that may stand in the file.

    Raises:
        AccessError: It may not.
    """
    if not _NAME.fullmatch(name):
        raise AccessError(
            f"'{name[:80]}' cannot be a name; take 1 to 64 letters, digits and ._@+-, "
            "a letter or digit first"
        )
    return name


def read_credentials(
    path: Path, faults: list[str] | None = None
) -> dict[str, Credential]:
    """Return the credentials of a file by name.

    Args:
        path: The file.
        faults: Takes what is wrong with a line, which is then left out; with None the
            first such line raises.

    Raises:
        AccessError: The file cannot be read, or see `faults`.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise AccessError(
            f"{path} cannot be read ({reason}); "
            f"'pincite access add NAME --auth {path}' makes such a file"
        ) from error
    if len(data) > MAX_FILE_BYTES:
        raise AccessError(f"{path} has over a megabyte; it is no file of users")
    return _parsed(path, text, faults)


def write_credentials(path: Path, credentials: Iterable[Credential]) -> None:
    """Put credentials in the place of a file's, all or none; comments are kept.

    Raises:
        AccessError: The file or its folder cannot be written.
    """
    lines = [*_comments(path), *(credential.line() for credential in credentials)]
    try:
        _replace(path, "".join(f"{line}\n" for line in lines))
    except OSError as error:
        raise AccessError(
            f"{path} cannot be written ({error.strerror}); "
            "choose a folder that you may write in"
        ) from error


def open_to_others(path: Path) -> bool:
    """Return whether other users of this machine may read or write the file."""
    try:
        return bool(path.stat().st_mode & OF_OTHERS)
    except OSError:
        return False


def _parsed(path: Path, text: str, faults: list[str] | None) -> dict[str, Credential]:
    credentials: dict[str, Credential] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            credential = _credential(line, credentials)
        except (ValueError, AccessError) as error:
            fault = f"{path}, line {number}: {error}"
            if faults is None:
                raise AccessError(f"{fault}; mend or remove the line") from error
            faults.append(fault)
        else:
            credentials[credential.name] = credential
    return credentials


def _credential(line: str, earlier: Mapping[str, Credential]) -> Credential:
    fields = line.split()
    if len(fields) != 3:
        raise ValueError("a line is 'user NAME HASH' or 'token NAME HASH'")
    kind, name, secret = fields
    if check_name(name) in earlier:
        raise ValueError(f"'{name}' stands there twice")
    if kind == "user":
        return Credential(name, "user", passwords.read(secret))
    token = _TOKEN.fullmatch(secret)
    if kind != "token" or token is None:
        raise ValueError("it is neither 'user NAME scrypt$…' nor 'token NAME sha256$…'")
    return Credential(name, "token", token[1])


def _comments(path: Path) -> list[str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise AccessError(f"{path} cannot be read; nothing was changed") from error
    return [line for line in lines if line.lstrip().startswith("#")]


def _replace(path: Path, text: str) -> None:
    # A link stays one: what it points at is replaced.
    path = path.resolve()
    made, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(made, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _own(Path(name), path)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _own(made: Path, path: Path) -> None:
    """Give a file the owner and group of the one in whose place it will be."""
    made.chmod(OWNER_ONLY)
    try:
        before = path.stat()
    except FileNotFoundError:
        return
    with suppress(PermissionError):
        os.chown(made, before.st_uid, before.st_gid)
        made.chmod(OWNER_ONLY | before.st_mode & GROUP_READS)
