import argparse
from pathlib import Path

import pytest

from ui.access.credentials import AccessError
from ui.access.rates import QUESTIONS
from ui.cli import _parser
from ui.commands.hosting import bounds, hosting, hosts, warnings
from ui.security import LOOPBACK_NAMES


def options(*arguments: object) -> argparse.Namespace:
    return _parser().parse_args(["chat", *map(str, arguments)])


def test_for_this_machine_alone_nothing_is_limited_and_nothing_warned_of():
    chosen = options()
    offered = hosting(chosen)
    assert offered.keyring is None
    assert offered.questions_per_minute is None
    assert offered.proxies == ()
    assert hosts(chosen) == LOOPBACK_NAMES
    assert not list(warnings(chosen))


@pytest.mark.parametrize(
    "arguments",
    [
        ("--host", "0.0.0.0"),
        ("--host", "::"),
        ("--proxy", "127.0.0.1"),
        ("--public-name", "docs.example.org"),
    ],
)
def test_where_others_come_questions_are_limited_and_anybody_is_warned_of(arguments):
    chosen = options(*arguments)
    assert hosting(chosen).questions_per_minute == QUESTIONS
    (warning,) = warnings(chosen)
    assert "anyone" in warning
    assert "--auth FILE" in warning


@pytest.mark.parametrize(
    ("mode", "said"),
    [("session", "send files"), ("library", "add documents to the library")],
)
def test_what_anybody_can_do_is_named(mode: str, said: str):
    (warning,) = warnings(options("--host", "0.0.0.0", "--uploads", mode))
    assert said in warning
    (warning,) = warnings(options("--host", "0.0.0.0", "--uploads", "off"))
    assert said not in warning


def test_the_limit_is_what_is_asked_for():
    assert hosting(options("--rate-limit", 7)).questions_per_minute == 7
    off = options("--host", "0.0.0.0", "--rate-limit", "off")
    assert hosting(off).questions_per_minute is None


def test_a_page_is_reached_by_its_names_alone():
    chosen = options("--host", "0.0.0.0", "--public-name", "Docs.example.org")
    assert hosts(chosen) == LOOPBACK_NAMES | {"docs.example.org"}
    assert hosts(options("--host", "0.0.0.0")) is None


def test_passwords_without_https_and_a_file_others_can_read_are_warned_of(
    tmp_path: Path,
):
    auth = tmp_path / "users"
    auth.write_text(f"token robot sha256${'a' * 64}\n")
    auth.chmod(0o644)
    told = list(warnings(options("--host", "0.0.0.0", "--auth", auth)))
    assert any("chmod 600" in one for one in told)
    assert any("https" in one for one in told)
    auth.chmod(0o600)
    behind = options("--proxy", "10.0.0.2", "--auth", auth)
    assert not list(warnings(behind))
    assert hosting(behind).proxies == ("10.0.0.2",)


def test_a_file_of_users_that_cannot_be_used_is_said_before_anything_opens(tmp_path):
    with pytest.raises(AccessError, match="access add"):
        hosting(options("--auth", tmp_path / "none"))


def test_a_file_may_be_as_large_as_asked_for_on_its_whole_way():
    chosen = options("--max-upload", 120)
    assert hosting(chosen).max_upload_bytes == 120_000_000
    assert bounds(chosen).reading.file_bytes == 120_000_000
    assert bounds(chosen).bytes >= 120_000_000


@pytest.mark.parametrize(
    "arguments",
    [
        ("--rate-limit", "0"),
        ("--rate-limit", "often"),
        ("--rate-limit", "-3"),
        ("--max-upload", "0"),
        ("--proxy", "stranger"),
        ("--proxy", "*"),
        ("--public-name", "https://docs.example.org/"),
        ("--root-path", "pincite"),
        ("--root-path", "/a//b"),
        ("--root-path", '/"><script>'),
    ],
)
def test_an_option_that_means_nothing_is_refused(arguments, capsys):
    with pytest.raises(SystemExit):
        options(*arguments)
    assert arguments[0] in capsys.readouterr().err


def test_a_path_ends_without_a_slash():
    assert options("--root-path", "/library/").root_path == "/library"
    assert options("--root-path", "/").root_path == ""
