from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.access.passwords import (
    BLOCK,
    COST,
    MAX_MEMORY_BYTES,
    Scrypt,
    hash_password,
    hash_token,
    new_token,
    read,
    written,
)

CHEAP = {"cost": 4, "block": 1, "parallel": 1}


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_kept_password_is_known_again_and_no_other_is(password: str, other: str):
    kept = read(written(hash_password(password, **CHEAP)))
    assert kept.is_of(password)
    same = normalize("NFC", password) == normalize("NFC", other)
    assert kept.is_of(other) == same


def test_a_kept_password_holds_neither_the_password_nor_what_another_has():
    first, second = (hash_password("lantern", **CHEAP) for _ in range(2))
    assert "lantern" not in written(first)
    assert first.salt != second.salt
    assert first.key != second.key


def test_letters_with_combined_and_separate_accents_are_the_same_password():
    assert hash_password("caf\u00e9", **CHEAP).is_of("cafe\u0301")


def test_the_default_takes_32_megabytes_for_each_guess():
    assert 128 * COST * BLOCK == 32 * 2**20
    assert written(hash_password("x")).startswith("scrypt$n=32768,r=8,p=3$")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lantern",
        "scrypt$n=3,r=8,p=1$" + "0" * 32 + "$" + "0" * 64,
        "scrypt$n=0,r=8,p=1$" + "0" * 32 + "$" + "0" * 64,
        "scrypt$n=16,r=0,p=1$" + "0" * 32 + "$" + "0" * 64,
        "scrypt$n=16,r=8,p=17$" + "0" * 32 + "$" + "0" * 64,
        "scrypt$n=4194304,r=8,p=1$" + "0" * 32 + "$" + "0" * 64,
        "scrypt$n=16,r=8,p=1$$" + "0" * 64,
        "scrypt$n=16,r=8,p=1$" + "0" * 32 + "$",
    ],
)
def test_what_is_no_kept_password_or_would_take_too_much_is_not_read(text: str):
    with pytest.raises(ValueError, match=r"scrypt|n is|n, r and p"):
        read(text)


def test_no_line_can_ask_for_more_memory_than_the_limit():
    with pytest.raises(ValueError, match="256 MB"):
        Scrypt(MAX_MEMORY_BYTES // 128, 2, 1, b"", b"")


def test_tokens_have_256_random_bits_and_are_kept_as_their_hash():
    tokens = {new_token() for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(token) == len("pincite_") + 43 for token in tokens)
    token = tokens.pop()
    assert token not in hash_token(token)
    assert len(hash_token(token)) * 4 == 256
