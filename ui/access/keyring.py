"""Passwords and tokens checked against the file as it is now."""

import hmac
import logging
import secrets
import threading
from collections.abc import Mapping
from pathlib import Path

from ui.access.credentials import AccessError, Credential, read_credentials
from ui.access.passwords import (
    BLOCK,
    COST,
    KEY_BYTES,
    PARALLEL,
    SALT_BYTES,
    Scrypt,
    hash_token,
)

MAX_PASSWORD_CHARACTERS = 1024

_log = logging.getLogger(__name__)

Stamp = tuple[int, int, int]


class Keyring:
    """Those who may use the page; follows the file, and is safe from any thread.

    Opening is strict, following is not: while the page runs, a line that cannot be read
    lets nobody in and is reported, and a file that is gone lets in nobody at all.
    """

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            AccessError: It cannot be read, has a line that is no credential, or none.
        """
        self._path = path
        self._lock = threading.Lock()
        self._stamp = _stamp(path)
        self._take(read_credentials(path))
        if not self._named:
            raise AccessError(
                f"{path} lets nobody in; 'pincite access add NAME --auth {path}' adds "
                "a user"
            )

    def by_password(self, name: str, password: str) -> Credential | None:
        """Return the user with this name and password; None if there is none.

        An unknown name takes as long as a wrong password.
        """
        credential = self._current().get(name)
        known = credential is not None and isinstance(credential.secret, Scrypt)
        secret = credential.secret if credential and known else self._nobody
        assert isinstance(secret, Scrypt)
        matches = secret.is_of(password[:MAX_PASSWORD_CHARACTERS])
        right = known and matches and len(password) <= MAX_PASSWORD_CHARACTERS
        return credential if right else None

    def by_token(self, token: str) -> Credential | None:
        """Return whose token this is; None if nobody's."""
        hashed = hash_token(token)
        self._current()
        credential = self._by_hash.get(hashed)
        if credential is None or not isinstance(credential.secret, str):
            return None
        return credential if hmac.compare_digest(credential.secret, hashed) else None

    def holds(self, credential: Credential) -> bool:
        """Return whether a credential still stands, with the same secret."""
        return self._current().get(credential.name) == credential

    def _current(self) -> Mapping[str, Credential]:
        if _stamp(self._path) != self._stamp:
            with self._lock:
                stamp = _stamp(self._path)
                if stamp != self._stamp:
                    self._follow()
                    self._stamp = stamp
        return self._named

    def _follow(self) -> None:
        faults: list[str] = []
        try:
            credentials = read_credentials(self._path, faults)
        except AccessError as error:
            credentials, faults = {}, [f"{error}; until then nobody gets in"]
        for fault in faults:
            _log.warning("%s", fault)
        self._take(credentials)

    def _take(self, credentials: dict[str, Credential]) -> None:
        secrets_of_users = (
            credential.secret
            for credential in credentials.values()
            if isinstance(credential.secret, Scrypt)
        )
        self._nobody = _password_of_nobody(next(secrets_of_users, None))
        self._by_hash = {
            credential.secret: credential
            for credential in credentials.values()
            if isinstance(credential.secret, str)
        }
        self._named = credentials


def _password_of_nobody(like: Scrypt | None) -> Scrypt:
    """Return a password that nobody has, as costly to check as those of the file."""
    cost, block, parallel = (
        (like.cost, like.block, like.parallel) if like else (COST, BLOCK, PARALLEL)
    )
    salt, key = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(KEY_BYTES)
    return Scrypt(cost, block, parallel, salt, key)


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
