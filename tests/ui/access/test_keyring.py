import logging
import time
from pathlib import Path

import pytest

from ui.access.credentials import (
    AccessError,
    Credential,
    read_credentials,
    write_credentials,
)
from ui.access.keyring import MAX_PASSWORD_CHARACTERS, Keyring
from ui.access.passwords import hash_password


def test_the_right_password_of_the_right_name_lets_in(auth: Path, make_user):
    write_credentials(auth, [make_user("ann", "one lantern"), make_user("bo", "two")])
    keyring = Keyring(auth)
    assert keyring.by_password("ann", "one lantern").name == "ann"
    for name, password in (
        ("ann", "two"),
        ("ann", ""),
        ("Ann", "one lantern"),
        ("nobody", "one lantern"),
        ("", ""),
        ("ann", "x" * (MAX_PASSWORD_CHARACTERS + 1)),
    ):
        assert keyring.by_password(name, password) is None


def test_a_token_lets_in_and_is_no_password(auth: Path):
    keyring = Keyring(auth)
    assert keyring.by_token("pincite_for-tests-only").name == "robot"
    assert keyring.by_token("pincite_other") is None
    assert keyring.by_token("") is None
    assert keyring.by_password("robot", "pincite_for-tests-only") is None


def test_an_unknown_name_takes_as_long_as_a_wrong_password(auth: Path, make_user):
    slow = hash_password("lantern", cost=2**12, block=8, parallel=1)
    write_credentials(auth, [Credential("ann", "user", slow)])
    keyring = Keyring(auth)

    def fastest(name: str) -> float:
        times = []
        for _ in range(5):
            start = time.thread_time()
            keyring.by_password(name, "wrong")
            times.append(time.thread_time() - start)
        return min(times)

    assert 0.5 < fastest("nobody") / fastest("ann") < 2


def test_who_is_added_gets_in_and_who_is_removed_does_not_at_once(
    auth: Path, make_user, make_token
):
    keyring = Keyring(auth)
    ann = keyring.by_password("ann", "a lantern from dusk to dawn")
    write_credentials(auth, [make_user("bo", "b"), make_token("other", "t")])
    assert keyring.by_password("bo", "b").name == "bo"
    assert keyring.by_token("t").name == "other"
    assert keyring.by_token("pincite_for-tests-only") is None
    assert not keyring.holds(ann)


def test_another_password_ends_what_the_earlier_one_began(auth: Path, make_user):
    keyring = Keyring(auth)
    ann = read_credentials(auth)["ann"]
    assert keyring.holds(ann)
    write_credentials(auth, [make_user("ann", "another")])
    assert not keyring.holds(ann)


def test_a_broken_line_locks_out_its_user_only_and_is_reported(
    auth: Path, make_user, caplog: pytest.LogCaptureFixture
):
    keyring = Keyring(auth)
    auth.write_text(f"user bo nonsense\n{make_user('cy', 'c').line()}\n")
    with caplog.at_level(logging.WARNING):
        assert keyring.by_password("cy", "c").name == "cy"
    assert "line 1" in caplog.text


def test_a_file_that_is_gone_lets_nobody_in(
    auth: Path, caplog: pytest.LogCaptureFixture
):
    keyring = Keyring(auth)
    auth.unlink()
    assert keyring.by_token("pincite_for-tests-only") is None
    assert "nobody gets in" in caplog.text


def test_a_file_of_nobody_is_no_beginning(tmp_path: Path):
    path = tmp_path / "users"
    path.write_text("# empty\n")
    with pytest.raises(AccessError, match="lets nobody in"):
        Keyring(path)
