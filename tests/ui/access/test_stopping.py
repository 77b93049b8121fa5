"""The page as a process that something else starts and stops."""

import json
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PATIENCE = 120


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def said(tmp_path: Path) -> Path:
    return tmp_path / "said"


@pytest.fixture
def running(shelf: Path, said: Path) -> Iterator[tuple[subprocess.Popen, str]]:
    command = [sys.executable, "-m", "ui.cli", "chat", "--no-browser", "--port", "0"]
    # Made empty, with the model that is shipped.
    command += ["--library", str(shelf), "--uploads", "library"]
    with (
        said.open("w") as file,
        subprocess.Popen(command, stderr=file) as process,
    ):
        deadline = time.monotonic() + PATIENCE
        while "Pincite is at" not in said.read_text():
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield process, said.read_text().split()[3]
        process.kill()


def ready(url: str) -> bool:
    with urllib.request.urlopen(f"{url}healthz", timeout=PATIENCE) as response:
        return json.load(response)["status"] == "ready"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_stop_closes_the_library_and_ends_well(
    running, shelf: Path, said: Path, number
):
    process, url = running
    deadline = time.monotonic() + PATIENCE
    while not ready(url):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    heartbeat = urllib.request.urlopen(f"{url}gradio_api/heartbeat/x", timeout=PATIENCE)
    assert heartbeat.readline()
    process.send_signal(number)
    assert process.wait(PATIENCE) == 0
    heartbeat.close()
    assert "Traceback" not in said.read_text()
    assert not list(shelf.glob("*-wal")), "the database was not closed"


def test_a_signal_while_the_library_is_being_opened_stops_it_too(running):
    process, _ = running
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
