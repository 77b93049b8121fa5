"""Visitors who have documents of their own: who they are, and where those are.

A visitor is whoever shows the secret that their browser was given with their first
upload. Their library is a folder named by the secret's hash, below one that only this
process knows and that goes with it.
"""

import secrets
import shutil
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from qa import Assistant, QAError
from qa.sent_files import Sidecar
from ui.visitors.bounds import Bounds
from ui.visitors.leftovers import Place
from ui.visitors.upload import Upload

TOKEN_BYTES = 32

SWEEPS = 10
"""Idle visitors are looked for so often while a visitor may be idle."""


class TooManyVisitorsError(QAError):
    """No more visitors can have documents of their own for now."""


class Session:
    """One visitor's library and uploads; safe to use from any thread."""

    def __init__(self, folder: Path) -> None:
        """Keep what this visitor adds in a folder, which need not be there yet."""
        self.folder = folder
        self.uploads: list[Upload] = []
        self.sidecars: dict[str, Sidecar] = {}
        self.lock = threading.Lock()
        self.used = time.monotonic()
        self.is_over = False
        self._own: Assistant | None = None

    @property
    def own(self) -> Assistant | None:
        """What answers from the visitor's own documents; None before the first."""
        return self._own

    def opened(self, shared: Assistant) -> Assistant:
        """Return the same, its library made if need be, with the shared embedder.

        Raises:
            LibraryError: The folder or the disk refuses, or the session is over.
        """
        with self.lock:
            if self._own is None:
                if self.is_over:
                    raise QAError("this visit is over; add the document again")
                self._own = Assistant.open(
                    self.folder / "library", create=True, model=shared.embedder
                )
            return self._own

    @property
    def is_busy(self) -> bool:
        """Whether something is being added."""
        return any(not one.is_finished for one in self.uploads)

    def end(self) -> None:
        """Close and delete all that the visitor has left."""
        with self.lock:
            self.is_over = True
            own, self._own = self._own, None
        if own is not None:
            own.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Sessions:
    """All visitors who have documents of their own; safe to use from any thread."""

    def __init__(
        self, bounds: Bounds, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._bounds = bounds
        self._clock = clock
        self._place: Place | None = None
        self._by_digest: dict[str, Session] = {}
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._sweeper = threading.Thread(
            target=self._sweep_often, name="pincite-visitors", daemon=True
        )

    def find(self, token: str) -> Session | None:
        """Return whose secret this is, or None; it counts as a sign of life."""
        with self._lock:
            session = self._by_digest.get(_digest(token))
            if session is not None:
                session.used = self._clock()
            return session

    def begin(self) -> tuple[str, Session]:
        """Return a new visitor's secret and session.

        The visitor who has been idle longest makes room if need be, unless that is
        not long.

        Raises:
            TooManyVisitorsError: There are as many as there may be.
        """
        self.sweep()
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._lock:
            if self._closing.is_set():
                raise TooManyVisitorsError("Pincite is stopping; add it later")
            if len(self._by_digest) >= self._bounds.visitors:
                raise TooManyVisitorsError(
                    f"{self._bounds.visitors} visitors have documents of their own "
                    "now, which is all there is room for; try again later"
                )
            digest = _digest(token)
            session = Session(self._folder() / digest)
            session.used = self._clock()
            session.folder.mkdir(mode=0o700)
            self._by_digest[digest] = session
        return token, session

    @property
    def folder(self) -> Path:
        """Where all of them are, which goes with this process."""
        with self._lock:
            return self._folder()

    def sweep(self) -> None:
        """End the sessions of visitors who have been idle for too long."""
        oldest = self._clock() - self._bounds.idle_seconds
        with self._lock:
            idle = {
                digest: session
                for digest, session in self._by_digest.items()
                if session.used < oldest and not session.is_busy
            }
            for digest in idle:
                del self._by_digest[digest]
        for session in idle.values():
            session.end()

    def close(self) -> None:
        """End all sessions."""
        self._closing.set()
        with self._lock:
            sessions, self._by_digest = [*self._by_digest.values()], {}
        for session in sessions:
            session.end()
        if self._place is not None:
            self._place.close()

    def _folder(self) -> Path:
        if self._place is None:
            self._place = Place()
            self._sweeper.start()
        return self._place.folder

    def _sweep_often(self) -> None:
        while not self._closing.wait(self._bounds.idle_seconds / SWEEPS):
            self.sweep()


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
