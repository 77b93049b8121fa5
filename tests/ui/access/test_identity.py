import pytest

from ui.access.identity import SCOPE_KEY, Identity, address, identity


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
        ("x" * 500, "x" * 64),
    ],
)
def test_an_address_is_one_customers(host: str, name: str):
    assert address({"client": (host, 1)}) == Identity("address", name)


def test_a_request_without_an_address_has_an_identity_still():
    assert not identity({"client": None}).signed_in


def test_a_user_and_a_token_and_an_address_of_one_name_are_three():
    assert len({str(Identity(k, "a")) for k in ("user", "token", "address")}) == 3


def test_who_signed_in_goes_before_the_address():
    ann = Identity("user", "ann")
    assert identity({"client": ("192.0.2.7", 1), SCOPE_KEY: ann}) is ann
