import io
import stat
from functools import partial
from pathlib import Path

import pytest

from ui.access import passwords
from ui.access.keyring import Keyring
from ui.cli import main

PASSWORD = "a lantern from dusk to dawn"


@pytest.fixture
def auth(tmp_path: Path) -> Path:
    return tmp_path / "users"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch):
    """Keep passwords so that checking them takes no time."""
    hashed = partial(passwords.hash_password, cost=16, parallel=1)
    monkeypatch.setattr(passwords, "hash_password", hashed)


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch):
    """Give standard input what a script would."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def run(*arguments: object) -> int:
    return main(["access", *map(str, arguments)])


def test_a_user_is_added_with_a_password_from_standard_input(auth, type_in, capsys):
    type_in(f"{PASSWORD}\n")
    assert run("add", "ann", "--auth", auth) == 0
    assert Keyring(auth).by_password("ann", PASSWORD).name == "ann"
    assert PASSWORD not in auth.read_text()
    assert stat.S_IMODE(auth.stat().st_mode) == 0o600
    output = capsys.readouterr()
    assert output.out == ""
    assert "ann may sign in" in output.err


def test_adding_again_gives_another_password(auth, type_in, capsys):
    for password in (PASSWORD, "another lantern"):
        type_in(password)
        assert run("add", "ann", "--auth", auth) == 0
    assert Keyring(auth).by_password("ann", PASSWORD) is None
    assert Keyring(auth).by_password("ann", "another lantern")
    assert "new password" in capsys.readouterr().err


def test_a_token_is_printed_alone_and_kept_only_as_its_hash(auth, capsys):
    assert run("token", "robot", "--auth", auth) == 0
    token = capsys.readouterr().out.strip()
    assert token not in auth.read_text()
    assert Keyring(auth).by_token(token).name == "robot"
    assert run("token", "robot", "--auth", auth) == 2
    assert "robot" in capsys.readouterr().err
    assert Keyring(auth).by_token(token)


def test_who_is_removed_is_gone_and_the_others_are_listed(auth, type_in, capsys):
    type_in(PASSWORD)
    run("add", "ann", "--auth", auth)
    run("token", "robot", "--auth", auth)
    assert run("remove", "ann", "--auth", auth) == 0
    capsys.readouterr()
    assert run("list", "--auth", auth) == 0
    assert capsys.readouterr().out == "token  robot\n"
    assert run("remove", "ann", "--auth", auth) == 2
    assert "holds no 'ann'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("ann", "short", "at least 12"),
        ("ann", "", "at least 12"),
        ("ann", "x" * 2000, "at most"),
        ("a b", PASSWORD, "cannot be a name"),
    ],
)
def test_what_cannot_be_added_changes_nothing(
    auth, type_in, capsys, name: str, password: str, said: str
):
    type_in(password)
    assert run("add", name, "--auth", auth) == 2
    assert said in capsys.readouterr().err
    assert not auth.exists()


def test_a_password_is_asked_for_twice_on_a_terminal(auth, monkeypatch, capsys):
    typed = iter([PASSWORD, "something else here", PASSWORD, PASSWORD])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("ui.commands.access.getpass", lambda prompt: next(typed))
    assert run("add", "ann", "--auth", auth) == 2
    assert "differ" in capsys.readouterr().err
    assert run("add", "ann", "--auth", auth) == 0
    assert Keyring(auth).by_password("ann", PASSWORD)


def test_a_users_name_is_given_to_no_token_and_the_other_way(auth, type_in, capsys):
    type_in(PASSWORD)
    run("add", "ann", "--auth", auth)
    run("token", "robot", "--auth", auth)
    before = auth.read_bytes()
    assert run("token", "ann", "--auth", auth) == 2
    type_in(PASSWORD)
    assert run("add", "robot", "--auth", auth) == 2
    assert auth.read_bytes() == before
