"""How long visitors' documents are kept, and where."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from qa import Assistant
from ui.visitors.bounds import Bounds
from ui.visitors.sessions import Sessions, TooManyVisitorsError


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(clock: Clock) -> Iterator[Sessions]:
    sessions = Sessions(Bounds(visitors=2, idle_seconds=100), clock)
    yield sessions
    sessions.close()


@pytest.fixture
def shared(library: Library, embedder) -> Assistant:
    return Assistant(library, embedder)


def test_who_shows_the_secret_is_known_and_nobody_else(sessions: Sessions):
    token, session = sessions.begin()
    other, another = sessions.begin()
    assert sessions.find(token) is session
    assert sessions.find(other) is another
    assert token != other
    for wrong in ("", token[:-1], token.swapcase(), f"{token} ", "\ud800"):
        assert sessions.find(wrong) is None


def test_what_is_kept_on_disk_does_not_tell_the_secret(sessions: Sessions, temporary):
    token, session = sessions.begin()
    assert session.folder.is_dir()
    assert not [path for path in temporary.rglob("*") if token in str(path)]
    assert session.folder.stat().st_mode & 0o077 == 0
    assert session.folder.parent.stat().st_mode & 0o077 == 0


def test_a_visitor_who_stays_away_is_forgotten(sessions, clock: Clock, shared):
    token, session = sessions.begin()
    own = session.opened(shared)
    own.library.add([("a.txt", b"The ninth wave.")], own.embedder)
    clock.now = 90
    assert sessions.find(token) is session
    clock.now = 180
    sessions.sweep()
    assert sessions.find(token) is session
    clock.now = 281
    sessions.sweep()
    assert sessions.find(token) is None
    assert not session.folder.exists()


def test_room_is_for_so_many_until_one_has_gone(sessions: Sessions, clock: Clock):
    sessions.begin()
    sessions.begin()
    with pytest.raises(TooManyVisitorsError, match="2 visitors"):
        sessions.begin()
    clock.now = 101
    sessions.begin()


def test_a_session_that_is_over_takes_nothing_in(sessions: Sessions, shared):
    _, session = sessions.begin()
    session.end()
    with pytest.raises(Exception, match="over"):
        session.opened(shared)


def test_closing_leaves_nothing(sessions: Sessions, shared, temporary: Path):
    _, session = sessions.begin()
    session.opened(shared)
    sessions.close()
    assert list(temporary.glob("pincite-*")) == []


def test_what_a_killed_process_left_is_deleted_and_a_living_ones_is_not(
    sessions: Sessions, temporary: Path
):
    program = (
        "import tempfile, time\n"
        f"tempfile.tempdir = {str(temporary)!r}\n"
        "from ui.visitors.leftovers import Place\n"
        "(Place().folder / 'paper.txt').write_text('secret')\n"
        "place = Place()\n"
        "print(place.folder, flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        _, session = sessions.begin()
        assert folder.is_dir()
        process.send_signal(signal.SIGKILL)
        process.wait()
        other = Sessions(Bounds())
        other.begin()
        assert not folder.exists()
        assert session.folder.is_dir()
        other.close()


def test_idle_visitors_are_looked_for_without_anybody_asking():
    sessions = Sessions(Bounds(idle_seconds=0.2))
    _, session = sessions.begin()
    deadline = time.monotonic() + 20
    while session.folder.exists():
        assert time.monotonic() < deadline
        threading.Event().wait(0.02)
    sessions.close()
