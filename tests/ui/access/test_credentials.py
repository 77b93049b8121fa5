import stat
from pathlib import Path

import pytest

from ui.access.credentials import (
    AccessError,
    Credential,
    check_name,
    open_to_others,
    read_credentials,
    write_credentials,
)

HASH = "sha256$" + "a" * 64


def test_what_is_written_is_read_again(auth: Path, make_user, make_token):
    held = read_credentials(auth)
    assert list(held) == ["ann", "robot"]
    assert (held["ann"].kind, held["robot"].kind) == ("user", "token")
    write_credentials(auth, held.values())
    assert read_credentials(auth) == held


@pytest.mark.parametrize(("before", "after"), [(0o600, 0o600), (0o666, 0o640)])
def test_the_file_is_open_to_nobody_its_owner_did_not_choose(
    auth: Path, before: int, after: int
):
    auth.chmod(before)
    write_credentials(auth, read_credentials(auth).values())
    assert stat.S_IMODE(auth.stat().st_mode) == after
    assert not open_to_others(auth)
    assert list(auth.parent.iterdir()) == [auth]


def test_a_file_that_others_can_read_or_its_group_can_write_is_seen(auth: Path):
    for mode, seen in ((0o600, False), (0o640, False), (0o660, True), (0o604, True)):
        auth.chmod(mode)
        assert open_to_others(auth) is seen


def test_comments_stay_when_a_user_is_added(auth: Path, make_user):
    auth.write_text(f"# readers of the library\n\n{auth.read_text()}")
    write_credentials(auth, [*read_credentials(auth).values(), make_user("bo")])
    assert auth.read_text().startswith("# readers of the library\nuser ann ")
    assert "bo" in read_credentials(auth)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("user ann", "a line is"),
        ("user ann secret", "scrypt"),
        ("token ann secret", "neither"),
        (f"admin ann {HASH}", "neither"),
        (f"user ann {HASH}", "scrypt"),
        (f"token a/b {HASH}", "cannot be a name"),
        (f"token robot {HASH}\ntoken robot {HASH}", "twice"),
    ],
)
def test_a_line_that_is_no_credential_is_named_with_its_number(
    tmp_path: Path, line: str, said: str
):
    path = tmp_path / "users"
    path.write_text(f"# first\n{line}\n")
    with pytest.raises(AccessError, match=said) as raised:
        read_credentials(path)
    assert f"{path}, line {2 + line.count(chr(10))}" in str(raised.value)
    faults: list[str] = []
    assert len(read_credentials(path, faults)) == line.count("\n")
    assert len(faults) == 1


def test_a_file_that_is_not_there_is_said_with_how_to_make_it(tmp_path: Path):
    with pytest.raises(AccessError, match="pincite access add NAME"):
        read_credentials(tmp_path / "users")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, make_user):
    with pytest.raises(AccessError, match="cannot be written"):
        write_credentials(tmp_path / "no" / "users", [make_user("ann")])


@pytest.mark.parametrize("name", ["", "a b", "-a", "a\nb", "ä", "a:b", "x" * 65])
def test_a_name_that_would_break_the_file_is_refused(name: str):
    with pytest.raises(AccessError, match="cannot be a name"):
        check_name(name)


def test_a_user_without_a_password_cannot_be_built():
    with pytest.raises(ValueError, match="password"):
        Credential("ann", "user", "a" * 64)
