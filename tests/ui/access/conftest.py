"""Small applications behind one part of access at a time, and cheap passwords."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ui.access.credentials import Credential, write_credentials
from ui.access.passwords import hash_password, hash_token

PASSWORD = "a lantern from dusk to dawn"
TOKEN = "pincite_for-tests-only"


def user(name: str, password: str = PASSWORD) -> Credential:
    """Make a user whose password costs next to nothing to check."""
    return Credential(
        name, "user", hash_password(password, cost=16, block=8, parallel=1)
    )


def token(name: str, text: str = TOKEN) -> Credential:
    return Credential(name, "token", hash_token(text))


@pytest.fixture(scope="session")
def make_user() -> Callable[..., Credential]:
    return user


@pytest.fixture(scope="session")
def make_token() -> Callable[..., Credential]:
    return token


@pytest.fixture
def auth(tmp_path: Path) -> Path:
    """Write a file with the user "ann" and the token "robot"."""
    path = tmp_path / "users"
    write_credentials(path, [user("ann"), token("robot")])
    return path
